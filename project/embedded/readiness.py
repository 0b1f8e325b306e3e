"""Wait until a part is ready; say in one line which one is not, and where its log is."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial

import psycopg

from project.embedded.installation import Installation
from project.embedded.steps import NeedMissing
from project.embedded.supervisor import Supervisor

READY_SECONDS = 180.0
PAUSE_SECONDS = 0.1


def wait_for(is_ready: Callable[[], bool], role: str, installation: Installation) -> None:
    """Wait for a part; raise NeedMissing when it gave up or takes too long."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready():
        gave_up = Supervisor(installation).states().get(role) == "FATAL"
        if gave_up or time.monotonic() > deadline:
            log = installation.log / f"{role}.log"
            raise NeedMissing(f"{role} is not ready; {log} says why:\n{_last_lines(log.read_text())}")
        time.sleep(PAUSE_SECONDS)


def _last_lines(text: str, count: int = 5) -> str:
    return "\n".join(text.splitlines()[-count:])


def wait_for_postgres(installation: Installation) -> None:
    """Wait until the embedded PostgreSQL takes connections."""
    address = installation.database_url("postgres", installation.passwords.superuser, "postgres")

    def connects() -> bool:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    wait_for(connects, "postgres", installation)


def wait_for_http(address: str, role: str, installation: Installation) -> None:
    """Wait until an address answers 200."""

    def answers() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - a loopback address of ours
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    wait_for(answers, role, installation)


def wait_for_roles(supervisor: Supervisor, installation: Installation) -> None:
    """Wait until each role has stayed up for a moment."""
    for role in supervisor.states():
        wait_for(partial(_runs, supervisor, role), role, installation)


def _runs(supervisor: Supervisor, role: str) -> bool:
    return supervisor.states()[role] == "RUNNING"
