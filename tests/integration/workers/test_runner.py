"""What waits, is given up or is cancelled comes to an end, whatever happens beside it."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import InterfaceError, OperationalError

from documents.embedding.types import ModelMissing
from project.kernel.db import TenantRef, shared_scope
from project.kernel.jobs import cancel, ledger
from project.kernel.models import JobQuerySet, JobRecord, JobState
from tests.factories.jobs import Knock
from tests.integration.kernel.test_ledger import ask, fail_with, run_times, state
from workers import runner

KEY = "embed"
# A lease that nobody renews within it is never renewed.
PATIENCE_SECONDS = 3.0


def test_a_long_outage_gathers_no_jobs(tenant: TenantRef, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(monkeypatch, ModelMissing("make it"))
    for _ in range(5):
        ask(tenant, dedupe=KEY)
        run_times(1)
    with shared_scope():
        assert JobRecord.objects.filter(queue=Knock.queue, state=JobState.QUEUED).count() == 1


def test_what_was_asked_for_during_an_attempt_stands_for_the_one_that_is_postponed(
    tenant: TenantRef,
) -> None:
    first = ask(tenant, dedupe=KEY)
    with shared_scope():
        claim = ledger.claim_next(Knock.queue, "w")
    assert claim is not None
    second = ask(tenant, dedupe=KEY)
    with shared_scope():
        ledger.postpone(claim, {"code": "unavailable"}, 10)
    assert (state(first), state(second)) == (JobState.DONE, JobState.QUEUED)


def test_the_log_of_a_job_names_it_and_its_tenant(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch, log_line: Callable[[str], dict[str, Any]]
) -> None:
    fail_with(monkeypatch, ValueError("broken"))
    job_id = ask(tenant)
    run_times(1)
    line = log_line("job failed")
    assert (line["job"], line["tenant"]) == (str(job_id), str(tenant.id))


def test_what_can_never_be_given_up_ends_failed(tenant: TenantRef, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(job: Knock, reason: str) -> None:
        raise TypeError("a field that is gone")

    fail_with(monkeypatch, ValueError("broken"), give_up)
    job_id = ask(tenant)
    run_times(Knock.max_attempts)
    assert state(job_id) == JobState.FAILED


def test_a_job_that_is_being_given_up_is_still_its_workers_own(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[bool] = []

    def give_up(job: Knock, reason: str) -> None:
        begun, deadline = lease_until(job_id), time.monotonic() + PATIENCE_SECONDS
        while lease_until(job_id) == begun and time.monotonic() < deadline:
            time.sleep(0.02)
        renewed.append(lease_until(job_id) > begun)

    monkeypatch.setattr("project.kernel.jobs.lease.HEARTBEAT_SECONDS", 0.05)
    fail_with(monkeypatch, ValueError("broken"), give_up)
    job_id = ask(tenant)
    run_times(Knock.max_attempts)
    assert (renewed, state(job_id)) == ([True], JobState.FAILED)


def lease_until(job_id: UUID) -> datetime:
    """Return until when a worker holds the job."""
    with shared_scope():
        until = JobRecord.objects.get(pk=job_id).lease_until
    assert until is not None
    return until


def test_a_database_that_restarts_spends_no_attempt(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is still away when the job is put off."""
    postpone, away = ledger.postpone, [OperationalError("refused"), InterfaceError("closed")]

    def restart(*arguments: Any) -> None:
        if away:
            raise away.pop()
        postpone(*arguments)

    monkeypatch.setattr(ledger, "postpone", restart)
    monkeypatch.setattr(runner, "AGAIN_SECONDS", 0)
    fail_with(monkeypatch, OperationalError("gone"))
    job_id = ask(tenant)
    run_times(1)
    with shared_scope():
        record = JobRecord.objects.get(pk=job_id)
    assert (record.state, record.attempts) == (JobState.QUEUED, 0)


def test_a_job_whose_fields_changed_in_an_upgrade_ends_failed(tenant: TenantRef, knocks: list[Knock]) -> None:
    job_id = ask(tenant)
    with shared_scope():
        JobRecord.objects.filter(pk=job_id).update(payload={"window": "none"})
    run_times(Knock.max_attempts)
    assert (state(job_id), knocks) == (JobState.FAILED, [])


def test_a_job_that_steps_aside_while_it_is_cancelled_is_cancelled(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ask(tenant)
    with shared_scope():
        claim = ledger.claim_next(Knock.queue, "w")
        assert claim is not None
        step_aside_after_the_first_update(claim, monkeypatch)
        assert cancel(job_id)
    runner.run_next(Knock.queue)
    assert told_to_stop(job_id)


def step_aside_after_the_first_update(claim: ledger.Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the job go back among those that wait as soon as anybody has changed a row."""
    update = JobQuerySet.update

    def interleave(self: JobQuerySet, **fields: Any) -> int:
        changed = update(self, **fields)
        monkeypatch.undo()
        ledger.step_aside(claim, 0)
        return changed

    monkeypatch.setattr(JobQuerySet, "update", interleave)


def told_to_stop(job_id: UUID) -> bool:
    """Say whether the job was cancelled, or its worker asked to stop."""
    with shared_scope():
        record = JobRecord.objects.get(pk=job_id)
    return record.state == JobState.CANCELLED or record.cancel_requested
