"""Begin each test with an empty ledger: what an earlier test asked for and never ran is not this one's."""

import pytest

from project.kernel.db import shared_scope
from project.kernel.jobs import Lease
from project.kernel.models import JobRecord
from tests.factories.jobs import Knock
from workers import registry


@pytest.fixture(autouse=True)
def empty_ledger(database: None) -> None:
    """Forget the jobs of earlier tests."""
    with shared_scope():
        JobRecord.objects.all().delete()


@pytest.fixture(autouse=True)
def _unranked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the order of the fusion, whether or not the light ranker's vectors were made on this machine."""
    monkeypatch.setattr("documents.search.rankers.has_token_vectors", lambda: False)


@pytest.fixture
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[Knock]:
    """Register a handler that remembers what it did."""
    done: list[Knock] = []

    def remember(job: Knock, *, lease: Lease) -> None:
        done.append(job)

    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(remember))
    return done
