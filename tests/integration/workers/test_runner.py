"""What waits, is given up or is cancelled comes to an end, whatever happens beside it."""

import pytest

from project.kernel.db import TenantRef, shared_scope
from project.kernel.jobs import Lease
from project.kernel.models import JobRecord, JobState
from tests.integration.kernel.test_ledger import Knock, ask, fail_with, run_times, state
from workers import registry


@pytest.fixture
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[Knock]:
    """Register a handler that remembers what it did."""
    done: list[Knock] = []

    def remember(job: Knock, *, lease: Lease) -> None:
        done.append(job)

    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(remember))
    return done


@pytest.fixture(autouse=True)
def _quiet_queue(database: None) -> None:
    with shared_scope():
        JobRecord.objects.filter(queue=Knock.queue).delete()


def test_what_can_never_be_given_up_ends_failed(tenant: TenantRef, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(job: Knock, reason: str) -> None:
        raise TypeError("a field that is gone")

    fail_with(monkeypatch, ValueError("broken"), give_up)
    job_id = ask(tenant)
    run_times(Knock.max_attempts)
    assert state(job_id) == JobState.FAILED


def test_a_job_whose_fields_changed_in_an_upgrade_ends_failed(tenant: TenantRef, knocks: list[Knock]) -> None:
    job_id = ask(tenant)
    with shared_scope():
        JobRecord.objects.filter(pk=job_id).update(payload={"window": "none"})
    run_times(Knock.max_attempts)
    assert (state(job_id), knocks) == (JobState.FAILED, [])
