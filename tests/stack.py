"""Run the product's real processes for tests that kill them: web, workers, scheduler."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from project.embedded.installation import free_port
from project.embedded.roles import product_roles

ROOT = Path(__file__).parent.parent
START_SECONDS = 60


def commands(folder: Path, port: int) -> dict[str, list[str]]:
    """Return how each role is started, as in production."""
    return {role.name: list(role.command) for role in product_roles(folder, port)}


@dataclass
class Stack:
    """Hold the processes of one running product, each killable by its role."""

    folder: Path
    variables: dict[str, str]
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def base_url(self) -> str:
        """Return the address of the web process by the base domain."""
        return f"http://127.0.0.1:{self.port}"

    def url(self, slug: str) -> str:
        """Return a tenant's address, which browsers resolve by themselves."""
        return f"http://{slug}.localhost:{self.port}"

    def host(self, slug: str) -> dict[str, str]:
        """Return the header that leads to a tenant at `base_url`."""
        return {"Host": f"{slug}.localhost:{self.port}"}

    def start(self, *roles: str) -> None:
        """Start these roles, or all; their logs are files in the folder."""
        for role, command in commands(self.folder, self.port).items():
            if not roles or role in roles:
                self._start(role, command)

    def _start(self, role: str, command: list[str]) -> None:
        environment = {**os.environ, **self.variables, "PORT": str(self.port)}
        with (self.folder / f"{role}.log").open("ab") as log:
            self.processes[role] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def start_missing(self) -> None:
        """Start what was killed or died."""
        for role in commands(self.folder, self.port):
            process = self.processes.get(role)
            if process is None or process.poll() is not None:
                self.start(role)

    def wait_until_ready(self) -> None:
        """Wait for the web process to say that it is ready."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._is_ready():
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "web.log").read_text()[-2000:])

    def kill(self, role: str) -> None:
        """End a role and its children as a machine that loses power would: `kill -9`."""
        process = self.processes.pop(role)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End what still runs."""
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGTERM)
        for role in list(self.processes):
            try:
                self.processes[role].wait(5)
            except subprocess.TimeoutExpired:
                self.kill(role)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
