"""Give a bench its servers, with the shared tables and no tenant."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import environment  # isort: skip  # first: it sets Django up

from django.core.management import call_command

from project.kernel.db import shared_scope


@contextmanager
def servers() -> Iterator[pytest.MonkeyPatch]:
    """Run the servers; yield what takes patches back at the end."""
    environment.services.start()
    try:
        with migrated() as patch:
            yield patch
    finally:
        environment.services.stop()


@contextmanager
def migrated() -> Iterator[pytest.MonkeyPatch]:
    """Make the tables in servers that run. No bell is rung for jobs: a bench runs them itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("project.kernel.jobs.ledger.ring", lambda queue: None)
        with shared_scope():
            call_command("migrate", verbosity=0, stdout=sys.stderr)
        yield patch
