"""Start, ask and stop supervisord, which starts each role again when it ends."""

import http.client
import os
import pwd
import shlex
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import psutil

from project.embedded.installation import HOST, Installation, is_listening, write_private
from project.embedded.launch import end_group
from project.embedded.roles import START_RETRIES, STOP_SECONDS, Role
from project.embedded.steps import ROOT, NeedMissing

START_SECONDS = 15.0
# It answers at once, or hangs: a process that is stopped still accepts.
ANSWER_SECONDS = 10.0
UNANSWERED = (OSError, http.client.HTTPException, xmlrpc.client.Error)
LOG_BYTES = "20MB"
EMBEDDED = {"postgres", "redis", "llm"}
STOPPED = {"STOPPED", "EXITED", "FATAL"}
Section = dict[str, str | int]


def write_configuration(installation: Installation, roles: Iterable[Role]) -> None:
    """Write supervisord.conf; it holds a password, so only its owner reads it."""
    sections: dict[str, Section] = {
        "supervisord": {
            "nodaemon": "true",
            "user": pwd.getpwuid(os.geteuid()).pw_name,
            "logfile": f"{installation.log}/supervisor.log",
            "logfile_maxbytes": LOG_BYTES,
            "pidfile": f"{installation.run}/supervisord.pid",
        },
        "inet_http_server": {
            "port": f"{HOST}:{installation.ports.supervisor}",
            "username": "raglan",
            "password": installation.passwords.supervisor,
        },
        "rpcinterface:supervisor": {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        },
        "eventlistener:pids": {
            "command": shlex.join((sys.executable, "-m", "project.embedded.pids")),
            "events": "PROCESS_STATE,TICK_5",
            "buffer_size": 200,
            "directory": str(ROOT),
            "stderr_logfile": f"{installation.log}/pids.log",
        },
    }
    sections |= {f"program:{role.name}": _program(installation, role) for role in roles}
    text = "\n".join(_section(name, values) for name, values in sections.items())
    write_private(installation.run / "supervisord.conf", text)


def _program(installation: Installation, role: Role) -> Section:
    launch = (sys.executable, "-m", "project.embedded.launch", f"{installation.run}/{role.name}.pid")
    return {
        "command": shlex.join((*launch, *role.command)),
        "directory": str(ROOT),
        "autostart": "false",
        "autorestart": "true",
        "startretries": START_RETRIES,
        "startsecs": 1,
        "stopsignal": role.stop_signal,
        "stopwaitsecs": STOP_SECONDS,
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": f"{installation.log}/{role.name}.log",
        "stdout_logfile_maxbytes": LOG_BYTES,
        "stdout_logfile_backups": 1,
    }


def _section(name: str, values: Section) -> str:
    # In supervisor's files a percent sign begins an expansion.
    lines = (f"{key}={str(value).replace('%', '%%')}" for key, value in values.items())
    return "\n".join((f"[{name}]", *lines, ""))


def start_supervisor(installation: Installation, variables: Mapping[str, str]) -> None:
    """Start supervisord, whose variables all roles inherit, and wait until it answers."""
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", f"{installation.run}/supervisord.conf"]
    with (installation.log / "supervisor.out").open("ab") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **variables}, stdout=out, stderr=out, start_new_session=True
        )
    deadline = time.monotonic() + START_SECONDS
    while not is_listening(installation.ports.supervisor):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NeedMissing(f"supervisord does not start; {installation.log}/supervisor.out says why")
        time.sleep(0.05)


class _Transport(xmlrpc.client.Transport):
    """Do not wait for an answer without end."""

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = super().make_connection(host)
        connection.timeout = ANSWER_SECONDS
        return connection


class Supervisor:
    """Speak to the supervisord of one installation."""

    def __init__(self, installation: Installation) -> None:
        """Know its address."""
        server = xmlrpc.client.ServerProxy(installation.supervisor_url, transport=_Transport())
        self._rpc: Any = server.supervisor

    def start(self, roles: Iterable[Role]) -> None:
        """Start roles side by side; do not wait for them."""
        for role in roles:
            self._rpc.startProcess(role.name, False)

    def states(self) -> dict[str, str]:
        """Return each role's state: RUNNING, STARTING, BACKOFF or FATAL."""
        return {one["name"]: one["statename"] for one in self._rpc.getAllProcessInfo()}

    def pids(self) -> dict[str, int]:
        """Return the main process of each role that runs."""
        return {one["name"]: one["pid"] for one in self._rpc.getAllProcessInfo() if one["pid"]}

    def shut_down(self) -> None:
        """Stop all roles side by side, the servers that they use last, then supervisord itself."""
        product = [name for name in self.states() if name not in EMBEDDED]
        for name in product:
            with suppress(xmlrpc.client.Fault):  # it does not run
                self._rpc.stopProcess(name, False)
        deadline = time.monotonic() + 2 * STOP_SECONDS
        while time.monotonic() < deadline and not STOPPED.issuperset(self._states_of(product)):
            time.sleep(0.1)
        self._rpc.shutdown()

    def _states_of(self, names: Iterable[str]) -> set[str]:
        states = self.states()
        return {states[name] for name in names}


def is_running(installation: Installation) -> bool:
    """Tell whether this installation's supervisord answers."""
    if not is_listening(installation.ports.supervisor):
        return False
    try:
        Supervisor(installation).states()
    except UNANSWERED:
        return False
    return True


def stop_everything(installation: Installation) -> None:
    """Stop all roles; end what a supervisord that was killed, or that hangs, left behind."""
    if is_running(installation):
        with suppress(*UNANSWERED):  # one that hangs meanwhile is killed below
            Supervisor(installation).shut_down()
        deadline = time.monotonic() + STOP_SECONDS + START_SECONDS
        while _is_leaving(installation) and time.monotonic() < deadline:
            time.sleep(0.1)
    _end_supervisord(installation)
    for file in installation.run.glob("*.pid"):
        end_group(file)
    (installation.run / "pids.json").unlink(missing_ok=True)


def _is_leaving(installation: Installation) -> bool:
    return is_listening(installation.ports.supervisor) or (installation.run / "supervisord.pid").exists()


def _end_supervisord(installation: Installation) -> None:
    """Kill the supervisord that is still there: it would start again what is ended after it."""
    file = installation.run / "supervisord.pid"
    if not file.exists():
        return
    with suppress(psutil.NoSuchProcess, ValueError):
        process = psutil.Process(int(file.read_text()))
        # Its number may be another's by now.
        if f"{installation.run}/supervisord.conf" in process.cmdline():
            process.kill()
            process.wait(START_SECONDS)
    file.unlink(missing_ok=True)
