"""Write jobs down in the caller's transaction, and hand them out by turns."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import repeat
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from project.kernel.db import current_tenant, shared_scope
from project.kernel.jobs.job import Job, Urgency
from project.kernel.jobs.pulse import beat
from project.kernel.jobs.stages import WAITING, WORKING, begun, entered
from project.kernel.models import COUNTS, NO_TENANT, JobRecord, JobState, Turn

LEASE_SECONDS = 10
# Attempts wait 2, 8, 18 … seconds, so that a passing fault has passed, and at most an hour.
BACKOFF_SECONDS, MOST_BACKOFF_SECONDS = 2, 3_600


def ring(queue: str) -> None:
    """Tell the workers of `queue` that there is work, by the bell that the settings name."""
    bell: Callable[[str], None] = import_string(settings.JOB_BELL)
    bell(queue)


def run_here(queue: str) -> None:
    """Run what waits in `queue`, or was left by the dead, in this process for a while, by the settings' runner."""
    with shared_scope():
        recover()
    runner: Callable[[str], None] = import_string(settings.JOB_RUNNER)
    runner(queue)


def enqueue(
    job: Job, *, urgency: Urgency = Urgency.BULK, dedupe: str | None = None, delay_seconds: float = 0
) -> uuid.UUID:
    """Write `job` in the caller's transaction and ring after commit; return the job's id.

    With `dedupe`, a job of that key that still waits stands for this one, and its id is returned.
    """
    tenant = current_tenant()
    record = JobRecord(
        tenant_id=tenant.id if tenant else None,
        kind=job.kind(),
        queue=job.queue,
        payload=job.payload(),
        urgency=urgency,
        dedupe=dedupe,
        max_attempts=job.max_attempts,
        run_after=timezone.now() + timedelta(seconds=delay_seconds),
    )
    with transaction.atomic():
        stored = _write(record)
        Turn.objects.bulk_create(
            [Turn(queue=job.queue, tenant_key=record.tenant_id or NO_TENANT)], ignore_conflicts=True
        )
    # What is due later is rung for by the scheduler.
    if not delay_seconds:
        _ring_once(job.queue)
    return stored


def enqueue_all(
    jobs: Sequence[Job], *, urgency: Urgency = Urgency.BULK, delays_seconds: Sequence[float] = ()
) -> None:
    """Write many jobs of one class in the caller's transaction and ring after commit, where none has to wait."""
    if not jobs:
        return
    now = timezone.now()
    tenant = current_tenant()
    tenant_id, queue = tenant.id if tenant else None, jobs[0].queue
    records = [
        JobRecord(
            tenant_id=tenant_id,
            kind=job.kind(),
            queue=queue,
            payload=job.payload(),
            urgency=urgency,
            max_attempts=job.max_attempts,
            run_after=now + timedelta(seconds=delay_seconds),
        )
        for job, delay_seconds in zip(jobs, delays_seconds or repeat(0.0, len(jobs)), strict=True)
    ]
    JobRecord.objects.bulk_create(records, batch_size=1_000)
    Turn.objects.bulk_create([Turn(queue=queue, tenant_key=tenant_id or NO_TENANT)], ignore_conflicts=True)
    # What is due later is rung for by the scheduler.
    if not delays_seconds:
        _ring_once(queue)


@dataclass(frozen=True)
class _Ringing:
    queue: str

    def __call__(self) -> None:
        ring(self.queue)


def _ring_once(queue: str) -> None:
    """Ring after the caller's commit: once, however many jobs it writes."""
    ringing = _Ringing(queue)
    if not any(promised[1] == ringing for promised in transaction.get_connection().run_on_commit):
        transaction.on_commit(ringing)


def _write(record: JobRecord) -> uuid.UUID:
    if record.dedupe is None:
        record.save(force_insert=True)
        return record.pk
    while True:
        JobRecord.objects.bulk_create([record], ignore_conflicts=True)
        if waiting := _waiting_of(record):
            return waiting


def _waiting_of(record: JobRecord) -> uuid.UUID | None:
    """Return the job of this key that waits, locked: no worker claims it before the caller's work can be seen."""
    waiting = JobRecord.objects.filter(
        tenant_id=record.tenant_id, dedupe=record.dedupe, state=JobState.QUEUED
    )
    return waiting.select_for_update(no_key=True).values_list("pk", flat=True).first()


def cancel(job_id: uuid.UUID) -> bool:
    """Cancel a job that waits, or ask the one that runs to stop; say whether there was one."""
    open_one = JobRecord.objects.open().filter(pk=job_id)
    waits = Q(state=JobState.QUEUED)
    # In one statement: between two, a job that runs may step aside, or one that waits begin.
    return bool(
        open_one.update(
            state=Case(When(waits, then=Value(JobState.CANCELLED)), default=F("state")),
            finished_at=Case(When(waits, then=Now()), default=F("finished_at")),
            cancel_requested=Case(When(waits, then=F("cancel_requested")), default=True),
            progress=Case(When(waits, then=COUNTS), default=F("progress")),
        )
    )


def withdraw(job_id: uuid.UUID) -> None:
    """Forget a job that waits and is not needed any more; call it outside of any transaction."""
    with shared_scope(), transaction.atomic():
        JobRecord.objects.filter(pk=job_id, state=JobState.QUEUED).delete()


@dataclass(frozen=True)
class Claim:
    """Hold a job for one worker; `fence` grows with each claim, so that a late worker is known."""

    job_id: uuid.UUID
    tenant_id: uuid.UUID | None
    queue: str
    kind: str
    payload: dict[str, Any]
    fence: int
    attempts: int
    max_attempts: int
    cancel_requested: bool
    error: dict[str, Any] | None
    stages: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_exhausted(self) -> bool:
        """Say that all attempts were used up before this claim."""
        return self.attempts > self.max_attempts


def claim_next(queue: str, worker: str) -> Claim | None:
    """Take the next job of `queue` by urgency and turn; return None where nothing waits."""
    now = timezone.now()
    with transaction.atomic():
        for turn in Turn.objects.next_in(queue, now):
            record = (
                JobRecord.objects.claimable(queue, now)
                .filter(tenant_key=turn.tenant_key)
                .order_by("urgency", "created_at")
                .select_for_update(skip_locked=True)
                .first()
            )
            if record is not None:
                Turn.objects.filter(pk=turn.pk).update(served_at=now)
                return _take(record, worker)
    return None


TAKEN = ["state", "fence", "attempts", "worker", "lease_until", "started_at", "error", "stages"]


def _take(record: JobRecord, worker: str) -> Claim:
    now = timezone.now()
    record.state = JobState.RUNNING
    record.fence += 1
    # What an attempt before died of is not why this one does; only a reason for giving up outlives its claim.
    if record.attempts < record.max_attempts:
        record.error = None
    # One that cannot even be given up is claimed again and again: its column has an end.
    record.attempts = min(record.attempts, record.max_attempts) + 1
    record.worker = worker
    record.lease_until = now + timedelta(seconds=LEASE_SECONDS)
    record.started_at = record.started_at or now
    record.stages = entered(begun(record), WORKING)
    record.save(update_fields=TAKEN)
    return Claim(
        job_id=record.pk,
        tenant_id=record.tenant_id,
        queue=record.queue,
        kind=record.kind,
        payload=record.payload,
        fence=record.fence,
        attempts=record.attempts,
        max_attempts=record.max_attempts,
        cancel_requested=record.cancel_requested,
        error=record.error,
        stages=record.stages,
    )


class LeaseLost(Exception):
    """Raise in a worker whose job was given to another; its transaction rolls back."""


def note(claim: Claim, error: dict[str, Any]) -> None:
    """Keep why a job is being given up; raise LeaseLost where another worker has taken it meanwhile."""
    if not JobRecord.objects.held(claim.job_id, claim.fence).update(error=error):
        raise LeaseLost(str(claim.job_id))


def finish(claim: Claim, state: JobState, error: dict[str, Any] | None = None) -> None:
    """End a claim; raise LeaseLost where another worker has taken it meanwhile."""
    _leave(claim, state=state, error=error, finished_at=timezone.now(), progress=COUNTS)
    beat(claim.queue)


def try_again(claim: Claim, error: dict[str, Any]) -> None:
    """Let the job wait for its next attempt; raise LeaseLost where another worker has taken it."""
    wait_seconds = min(BACKOFF_SECONDS * claim.attempts**2, MOST_BACKOFF_SECONDS)
    _wait(claim, wait_seconds, dedupe=None, error=error)


def step_aside(claim: Claim, wait_seconds: float) -> None:
    """Let the job wait for its next turn, and other tenants go first; raise LeaseLost where it was taken."""
    now = timezone.now()
    with transaction.atomic():
        _wait(claim, wait_seconds, dedupe=None, attempts=0, error=None)
        turn = Turn.objects.filter(queue=claim.queue, tenant_key=claim.tenant_id or NO_TENANT)
        turn.update(served_at=now)
    beat(claim.queue)


def postpone(claim: Claim, error: dict[str, Any], wait_seconds: float) -> None:
    """Let the job wait for what it needs, without spending an attempt; raise LeaseLost where it was taken.

    It keeps its key, so that a long outage gathers no jobs: where one of that key waits already, this one is done.
    """
    try:
        with transaction.atomic():
            _wait(claim, wait_seconds, attempts=claim.attempts - 1, error=error)
    except IntegrityError:
        finish(claim, JobState.DONE)


def _wait(claim: Claim, seconds: float, **fields: Any) -> None:
    run_after = timezone.now() + timedelta(seconds=seconds)
    _leave(claim, state=JobState.QUEUED, run_after=run_after, **fields)


def _leave(claim: Claim, **fields: Any) -> None:
    held = JobRecord.objects.held(claim.job_id, claim.fence)
    stages = entered(claim.stages, WAITING if fields["state"] == JobState.QUEUED else None)
    if not held.update(lease_until=None, stages=stages, **fields):
        raise LeaseLost(str(claim.job_id))


def recover() -> dict[str, int]:
    """Give back what dead workers hold; return how many jobs wait in each queue."""
    now = timezone.now()
    with transaction.atomic():
        lost = list(
            JobRecord.objects.expired(now).select_for_update(skip_locked=True).values_list("pk", flat=True)
        )
        JobRecord.objects.filter(pk__in=lost).update(
            state=JobState.QUEUED, dedupe=None, lease_until=None, run_after=now, fence=F("fence") + 1
        )
    waiting = JobRecord.objects.filter(state=JobState.QUEUED, run_after__lte=now)
    return dict(waiting.values_list("queue").annotate(Count("pk")))
