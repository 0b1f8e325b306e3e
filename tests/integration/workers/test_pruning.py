"""The ledger forgets what ended long ago, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from project.kernel.db import TenantRef, shared_scope
from project.kernel.jobs import pruning
from project.kernel.models import JobRecord, JobState
from tests.factories.jobs import Knock
from tests.integration.kernel.test_ledger import ask
from workers import runner, schedules
from workers.celery_app import app

ENDED = [JobState.DONE, JobState.FAILED, JobState.CANCELLED]


def age(days: float, **fields: Any) -> None:
    """Let every job be as old, and as these fields say."""
    moment = timezone.now() - timedelta(days=days)
    ended = {"finished_at": moment} if fields["state"] in ENDED else {}
    with shared_scope():
        JobRecord.objects.filter(kind=Knock.kind()).update(created_at=moment, **ended, **fields)


def count() -> int:
    """Count the jobs of the kind that these tests ask for."""
    with shared_scope():
        return JobRecord.objects.filter(kind=Knock.kind()).count()


@pytest.fixture
def asked(tenant: TenantRef, other_tenant: TenantRef) -> int:
    """Ask for jobs of two tenants and return how many there are of them."""
    with shared_scope():
        JobRecord.objects.filter(kind=Knock.kind()).delete()
    return len([ask(one) for one in (tenant, other_tenant) for _ in range(3)])


@pytest.mark.parametrize("state", ENDED)
def test_what_ended_long_ago_is_forgotten_some_at_a_time(
    asked: int, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whichever tenant, however it ended; and the time is counted from its end."""
    age(29, state=state)
    runner.prune_ledger()
    assert count() == asked
    age(31, state=state)
    monkeypatch.setattr(pruning.prune, "__defaults__", (2,))
    runner.prune_ledger()
    assert count() == 0


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_what_waits_or_runs_is_kept_however_old_it_is(asked: int, state: str) -> None:
    lease = timezone.now() + timedelta(days=1) if state == JobState.RUNNING else None
    age(400, state=state, lease_until=lease, finished_at=timezone.now() - timedelta(days=400))
    runner.prune_ledger()
    assert count() == asked
    age(31, state=JobState.DONE, lease_until=None)
    runner.prune_ledger()


def test_the_schedule_names_tasks_that_there_are() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in schedules.SCHEDULE.values()} <= app.tasks.keys()
