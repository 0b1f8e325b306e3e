"""The ledger does each job once, by turns, whatever dies."""

import errno
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from documents.embedding.types import ModelMissing
from project.kernel.db import TenantRef, current_tenant, shared_scope, tenant_scope
from project.kernel.errors import Conflict
from project.kernel.jobs import PATIENT, Lease, LeaseLost, Urgency, cancel, enqueue, ledger
from project.kernel.models import JobRecord, JobState
from tenants.models import Tenant
from tests.factories.jobs import Knock
from workers import registry, runner

Exhausted = Callable[[Any, str], None]


def ask(tenant: TenantRef, *, urgency: Urgency = Urgency.BULK, dedupe: str | None = None) -> UUID:
    """Enqueue a knock as an action of this tenant would."""
    with tenant_scope(tenant), transaction.atomic():
        return enqueue(Knock(door=uuid4()), urgency=urgency, dedupe=dedupe)


@transaction.atomic
def ask_and_fall_over() -> None:
    """Enqueue a job in a transaction that breaks."""
    enqueue(Knock())
    raise RuntimeError


def state(job_id: UUID) -> str:
    """Return where a job stands."""
    with shared_scope():
        return JobRecord.objects.get(pk=job_id).state


def test_a_job_runs_in_its_tenants_scope_and_ends_done(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def look(job: Knock, *, lease: Lease) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_user::text")
            seen.extend((current_tenant(), cursor.fetchone()))

    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(look))
    job_id = ask(tenant)
    assert runner.run_next(Knock.queue)
    assert seen == [tenant, (tenant.role,)]
    assert (state(job_id), current_tenant()) == (JobState.DONE, None)


def test_a_job_of_a_rolled_back_transaction_never_was(tenant: TenantRef, rung: list[str]) -> None:
    with tenant_scope(tenant), pytest.raises(RuntimeError):
        ask_and_fall_over()
    assert not runner.run_next(Knock.queue)
    assert rung == []


def test_a_nudge_that_comes_twice_does_the_job_once(tenant: TenantRef, knocks: list[Knock]) -> None:
    ask(tenant)
    assert [runner.run_next(Knock.queue), runner.run_next(Knock.queue)] == [True, False]
    assert len(knocks) == 1


def test_a_waiting_job_of_the_same_key_stands_for_both(tenant: TenantRef) -> None:
    assert ask(tenant, dedupe="drain") == ask(tenant, dedupe="drain")


def test_tenants_take_turns(tenant: TenantRef, other_tenant: TenantRef) -> None:
    for _ in range(3):
        ask(tenant)
    ask(other_tenant)
    with shared_scope():
        claims = [ledger.claim_next(Knock.queue, "w") for _ in range(2)]
    assert {claim.tenant_id for claim in claims if claim} == {tenant.id, other_tenant.id}


def test_what_a_person_waits_for_goes_first(tenant: TenantRef, other_tenant: TenantRef) -> None:
    ask(tenant)
    urgent = ask(other_tenant, urgency=Urgency.URGENT)
    with shared_scope():
        claim = ledger.claim_next(Knock.queue, "w")
    assert claim is not None
    assert claim.job_id == urgent


def test_a_dead_workers_job_is_claimed_again_and_the_late_one_fenced_off(tenant: TenantRef) -> None:
    ask(tenant)
    with shared_scope():
        first = ledger.claim_next(Knock.queue, "dies")
        JobRecord.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        ledger.recover()
        second = ledger.claim_next(Knock.queue, "lives")
        assert first is not None
        assert second is not None
        assert first.job_id == second.job_id
        with transaction.atomic(), pytest.raises(LeaseLost):
            Lease(first).guard()
        with transaction.atomic():
            Lease(second).guard()


def test_a_failing_job_is_tried_three_times_and_then_given_up(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons: list[str] = []

    def fail(job: Knock, *, lease: Lease) -> None:
        raise ValueError("broken")

    handler = registry.Handler(fail, exhausted=lambda job, reason: reasons.append(reason))
    monkeypatch.setitem(registry.HANDLERS, Knock, handler)
    job_id = ask(tenant)
    run_times(3)
    assert state(job_id) == JobState.FAILED
    assert len(reasons) == 1


def test_a_job_that_kills_its_worker_is_given_up_after_three_deaths(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was down before is not what killed it."""
    fail_with(monkeypatch, ModelMissing("make it"))
    job_id = ask(tenant)
    run_times(1)
    with shared_scope():
        JobRecord.objects.update(run_after=timezone.now())
        for _ in range(3):
            assert ledger.claim_next(Knock.queue, "dies")
            JobRecord.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            ledger.recover()
    runner.run_next(Knock.queue)
    with shared_scope():
        record = JobRecord.objects.get(pk=job_id)
    assert (record.state, record.error) == (JobState.FAILED, runner.WORKER_LOST)


def test_a_cancelled_job_never_runs(tenant: TenantRef, knocks: list[Knock]) -> None:
    job_id = ask(tenant)
    with shared_scope():
        assert cancel(job_id)
    assert not runner.run_next(Knock.queue)
    assert knocks == []


def test_one_tenant_sees_no_job_of_another(tenant: TenantRef, other_tenant: TenantRef) -> None:
    job_id = ask(tenant)
    with tenant_scope(other_tenant), transaction.atomic():
        assert not JobRecord.objects.filter(pk=job_id).exists()
    with tenant_scope(tenant), transaction.atomic():
        assert JobRecord.objects.filter(pk=job_id).exists()


def test_work_that_is_asked_for_while_the_waiting_job_is_claimed_is_not_lost(tenant: TenantRef) -> None:
    ask(tenant, dedupe="drain")
    with ThreadPoolExecutor(1) as other, tenant_scope(tenant), transaction.atomic():
        enqueue(Knock(), dedupe="drain")
        assert other.submit(claim_in_thread).result() is None
    with shared_scope():
        assert ledger.claim_next(Knock.queue, "w") is not None


def claim_in_thread() -> ledger.Claim | None:
    """Claim as a worker beside this process would."""
    try:
        with shared_scope():
            return ledger.claim_next(Knock.queue, "beside")
    finally:
        connections.close_all()


def test_a_tenant_with_much_urgent_work_does_not_hold_up_anothers_bulk(
    tenant: TenantRef, other_tenant: TenantRef
) -> None:
    for _ in range(3):
        ask(tenant, urgency=Urgency.URGENT)
    ask(other_tenant)
    with shared_scope():
        claims = [ledger.claim_next(Knock.queue, "w") for _ in range(2)]
    assert {claim.tenant_id for claim in claims if claim} == {tenant.id, other_tenant.id}


def test_a_job_that_no_handler_knows_ends_failed(tenant: TenantRef) -> None:
    job_id = ask(tenant)
    run_times(3)
    assert state(job_id) == JobState.FAILED


def fail_with(
    monkeypatch: pytest.MonkeyPatch, error: Exception, exhausted: Exhausted = registry.give_up_quietly
) -> None:
    """Let each knock raise."""

    def fail(job: Knock, *, lease: Lease) -> None:
        raise error

    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(fail, exhausted=exhausted))


def run_times(count: int) -> None:
    """Take the next job so many times, however long it was to wait."""
    for _ in range(count):
        with shared_scope():
            JobRecord.objects.filter(state=JobState.QUEUED).update(run_after=timezone.now())
        assert runner.run_next(Knock.queue)


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "full"), OperationalError("gone"), ModelMissing("make it")], ids=repr
)
def test_a_part_that_is_down_spends_no_attempt(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    fail_with(monkeypatch, fault)
    job_id = ask(tenant)
    run_times(5)
    with shared_scope():
        record = JobRecord.objects.get(pk=job_id)
    assert (record.state, record.attempts, (record.error or {})["code"]) == ("queued", 0, "unavailable")


def test_a_suspended_tenants_job_waits_and_an_erased_ones_is_cancelled(
    tenant: TenantRef, knocks: list[Knock]
) -> None:
    job_id = ask(tenant)
    for served, expected in (("suspended", "queued"), ("active", "done")):
        with shared_scope():
            Tenant.objects.filter(pk=tenant.id).update(state=served)
        run_times(1)
        assert state(job_id) == expected
    gone = ask(tenant)
    with shared_scope():
        Tenant.objects.filter(pk=tenant.id).update(state="erasing")
    run_times(1)
    assert (state(gone), len(knocks)) == (JobState.CANCELLED, 1)


def test_what_cannot_even_be_given_up_is_given_up_later(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons: list[str] = []

    def give_up(job: Knock, reason: str) -> None:
        reasons.append(reason)
        if len(reasons) == 1:
            raise OperationalError("PostgreSQL restarts")

    fail_with(monkeypatch, Conflict("The door is locked."), give_up)
    job_id = ask(tenant)
    run_times(2)
    with pytest.raises(OperationalError):
        run_times(1)
    assert state(job_id) == JobState.RUNNING
    with shared_scope():
        JobRecord.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        ledger.recover()
    run_times(1)
    assert (state(job_id), reasons) == (JobState.FAILED, ["The door is locked."] * 2)


def test_what_must_be_done_some_day_is_tried_for_ever(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, ValueError("broken"))
    monkeypatch.setattr(Knock, "max_attempts", PATIENT)
    job_id = ask(tenant)
    with shared_scope():
        JobRecord.objects.filter(pk=job_id).update(attempts=500)
    run_times(1)
    with shared_scope():
        record = JobRecord.objects.get(pk=job_id)
    wait_seconds = (record.run_after - timezone.now()).total_seconds()
    assert (record.state, round(wait_seconds, -2)) == (JobState.QUEUED, 3600)


def test_what_steps_aside_waits_as_the_same_job_and_lets_others_go_first(
    tenant: TenantRef, other_tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[str] = []

    def step(job: Knock, *, lease: Lease) -> None:
        served.append("long" if lease.claim.tenant_id == tenant.id else "short")
        if served.count("long") < 3 and served[-1] == "long":
            lease.step_aside()

    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(step))
    job_id = ask(tenant)
    runner.run_next(Knock.queue)
    assert state(job_id) == JobState.QUEUED
    ask(other_tenant)
    while runner.run_next(Knock.queue):
        pass
    assert (served, state(job_id)) == (["long", "short", "long", "long"], JobState.DONE)


def test_a_worker_that_dies_after_progress_spends_no_attempt(tenant: TenantRef, knocks: list[Knock]) -> None:
    job_id = ask(tenant)
    with shared_scope():
        for done in range(5):
            claim = ledger.claim_next(Knock.queue, "dies")
            assert claim is not None
            Lease(claim).progress(total=9, done=done, failed=0)
            JobRecord.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            ledger.recover()
    runner.run_next(Knock.queue)
    assert (state(job_id), len(knocks)) == (JobState.DONE, 1)


def test_work_that_comes_no_further_is_given_up_although_it_tells_where_it_stands(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stick(job: Knock, *, lease: Lease) -> None:
        with shared_scope(), transaction.atomic():
            lease.progress(total=9, done=3, failed=0)
        raise RuntimeError

    monkeypatch.setattr("project.kernel.jobs.ledger.BACKOFF_SECONDS", 0)
    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(stick))
    job_id = ask(tenant)
    assert sum(runner.run_next(Knock.queue) for _ in range(9)) <= Knock.max_attempts + 2
    assert state(job_id) == JobState.FAILED


def test_a_turn_after_progress_that_was_rolled_back_is_still_counted(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(job: Knock, *, lease: Lease) -> None:
        with transaction.atomic():
            lease.progress(total=2, done=1, failed=0)
            raise ValueError("broken")

    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(fail))
    job_id = ask(tenant)
    run_times(3)
    assert state(job_id) == JobState.FAILED


def test_what_was_cancelled_while_it_stepped_aside_knows_it_at_once(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(job: Knock, *, lease: Lease) -> None:
        if not lease.cancelled:
            with shared_scope():
                cancel(lease.claim.job_id)
            lease.step_aside()

    monkeypatch.setitem(registry.HANDLERS, Knock, registry.Handler(step))
    job_id = ask(tenant)
    for _ in range(2):
        runner.run_next(Knock.queue)
    assert state(job_id) == JobState.CANCELLED
