"""What `make up` starts is named, kept alive and stopped; the demo companies can be asked."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from project.embedded.installation import free_port
from tests.chaos.test_indexing import wait_for
from tests.stack import ROOT

ROLES = {"web", "worker-parse", "worker-embed", "beat", "dramatiq", "postgres", "redis", "llm"}
# Nothing of the tests' own variables but the models, which are exported once.
COMMAND_SECONDS = 240
INHERITED = ("PATH", "HOME", "MODELS_DIR")


class House:
    """One installation of `make up`, in a folder and at a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, port = folder, free_port()
        self.url = f"http://127.0.0.1:{port}"
        own = {"DATA_DIR": str(folder), "PORT": str(port)}
        self.variables = {name: os.environ[name] for name in INHERITED if name in os.environ} | own

    def python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.variables,
            check=False,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def pids(self) -> dict[str, list[int]]:
        return dict(json.loads((self.folder / "run" / "pids.json").read_text()))

    def kill(self, role: str) -> int:
        """End the main process of a role with -9, and return its number."""
        return int(wait_for(lambda: self._killed(role)))

    def _killed(self, role: str) -> int:
        pid, *_ = self.pids().get(role) or [0]
        if pid:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:  # it fell with another one, and is not named anew yet
                return 0
        return pid

    def is_another(self, role: str, pid: int) -> bool:
        """Say whether a role runs as another process than this."""
        return self.pids().get(role, [])[:1] not in ([], [pid])

    def get(self, path: str, key: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.get(self.url + path, headers=headers, timeout=30)


@pytest.fixture
def house() -> Iterator[House]:
    """Return a running installation; everything of it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="raglan-up-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as a person of its own and must reach its folder
        house = House(folder)
        try:
            house.python("-m", "project.embedded.up", "--detach")
            yield house
        finally:
            house.python("-m", "project.embedded.down")


def lives(pid: int) -> bool:
    """Say whether a process runs; whoever ended may still wait for its parent to look."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def statuses(house: House, key: str) -> set[str]:
    """Return where the demo's documents stand, as far as the database answers."""
    answer = house.get("/api/v1/documents", key)
    return {row["status"] for row in answer.json()["results"]} if answer.is_success else set()


def is_answered(house: House, key: str) -> bool:
    """Ask a question of the demo handbook; say whether it was answered."""
    sent = {"question": "How many days of annual leave do I have?"}
    headers = {"Authorization": f"Bearer {key}"}
    answer = httpx.post(f"{house.url}/api/v1/answers", json=sent, headers=headers, timeout=60)
    return answer.status_code == 200 and answer.json()["outcome"] == "answered"


@pytest.mark.timeout(400)
def test_what_make_up_starts_is_named_kept_alive_and_stopped(house: House) -> None:
    started = house.pids()
    assert set(started) >= ROLES
    assert all((house.folder / "log" / f"{role}.log").is_file() for role in started)
    scopes = "documents:read,chat"
    key = house.python("manage.py", "apikey", "create", "acme", "--name", "t", "--scopes", scopes).strip()

    for role in started:
        wait_for(partial(house.is_another, role, house.kill(role)))
    wait_for(lambda: house.get("/readyz").status_code == 200)
    wait_for(lambda: statuses(house, key) == {"ready"})
    wait_for(lambda: is_answered(house, key))

    last = [pid for pids in house.pids().values() for pid in pids]
    house.python("-m", "project.embedded.down")
    assert [pid for pid in last if lives(pid)] == []
