"""Start the services once, migrate a fresh database, and bring the cast on."""

from tests import environment  # isort: skip  # first: it sets Django up

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connections
from rest_framework.test import APIClient

from project.kernel.db import TenantRef, shared_scope
from project.kernel.jobs import Job
from project.kernel.logging import configure_logging
from tenants.types import Actor
from tests.factories import cast, jobs

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker


# A test's library puts scripts beside the interpreter that are named like modules: `pytest` would import those.
sys.path[:] = [folder for folder in sys.path if Path(folder) != Path(sys.executable).parent]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    environment.services.stop()


@pytest.fixture(scope="session")
def database(django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """Migrate the fresh database; tests commit for real, each in tenants of its own."""
    environment.services.start()
    with django_db_blocker.unblock():
        with shared_scope():
            call_command("migrate", verbosity=0)
        yield
        connections.close_all()
        connections["default"].close_pool()  # type: ignore[attr-defined]  # the PostgreSQL backend has it


@pytest.fixture
def tenant(database: None) -> TenantRef:
    """Make tenant one, with Ada as its owner."""
    return cast.make_tenant("ada")


@pytest.fixture
def other_tenant(database: None) -> TenantRef:
    """Make another tenant, with Max as its owner."""
    return cast.make_tenant("max")


@pytest.fixture
def ada(tenant: TenantRef) -> Actor:
    """Return the owner of tenant one."""
    return cast.actor(tenant, "ada")


@pytest.fixture
def ben(tenant: TenantRef) -> Actor:
    """Return a member who belongs to the group engineering."""
    return cast.make_member(tenant, "ben", groups=("engineering",))


@pytest.fixture
def cleo(tenant: TenantRef) -> Actor:
    """Return a member without the group."""
    return cast.make_member(tenant, "cleo")


@pytest.fixture
def max_(other_tenant: TenantRef) -> Actor:
    """Return the owner of another tenant."""
    return cast.actor(other_tenant, "max")


@pytest.fixture
def api() -> Callable[[Actor], APIClient]:
    """Return a maker of API clients that are signed in as an actor on the tenant's host."""
    return cast.signed_in


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record which queues were rung, in place of a broker."""
    queues: list[str] = []
    monkeypatch.setattr("project.kernel.jobs.ledger.ring", queues.append)
    return queues


@pytest.fixture
def recorded_jobs(tenant: TenantRef) -> Callable[[], list[Job]]:
    """Return what lists the jobs of tenant one that wait."""
    return lambda: jobs.waiting(tenant)


@pytest.fixture
def run_jobs(database: None) -> Callable[[], int]:
    """Return what runs every job that waits, here and now, and counts them."""
    return jobs.run_all


@pytest.fixture
def log_line() -> Iterator[Callable[[str], dict[str, Any]]]:
    """Return what gives the last line of the log, as a process writes it, that says this event."""
    import project.asgi  # noqa: F401 - its first import sets logging up anew, and would take this handler away

    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    formatter = configure_logging("INFO", as_json=True)["formatters"]["lines"]
    handler.setFormatter(formatter.pop("()")(**formatter))
    root.addHandler(handler)

    def last(event: str) -> dict[str, Any]:
        lines: list[dict[str, Any]] = [json.loads(line) for line in written.getvalue().splitlines()]
        return [line for line in lines if line["event"] == event][-1]

    yield last
    root.removeHandler(handler)
