"""Look at the ledger, and run what waits without a broker."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.db import connections

from project.kernel.db import TenantRef, shared_scope
from project.kernel.jobs import Job
from project.kernel.models import JobRecord, JobState
from workers import registry, runner

MOST_ROUNDS = 900


def waiting(tenant: TenantRef) -> list[Job]:
    """Return a tenant's jobs that wait, oldest first."""
    with shared_scope():
        records = JobRecord.objects.filter(tenant_id=tenant.id, state=JobState.QUEUED).order_by("created_at")
        return [registry.job_class(record.kind).from_payload(record.payload) for record in records]


def run_all() -> int:
    """Run every job that waits in any queue until none is left; return how many ran."""
    done = 0
    for _ in range(MOST_ROUNDS):
        queues = _queues_that_wait()
        for queue in queues:
            while runner.run_next(queue):
                done += 1
        connections["owner"].close()
        if not queues:
            return done
    raise AssertionError(f"jobs come no further in {queues}: another process may do their work")


def _queues_that_wait() -> list[str]:
    with shared_scope():
        JobRecord.objects.filter(state=JobState.QUEUED).update(run_after="2000-01-01T00:00Z")
        return list(
            JobRecord.objects.filter(state=JobState.QUEUED).values_list("queue", flat=True).distinct()
        )


def deliver_again(kind: type[Job]) -> None:
    """Let all jobs of a class wait, whether they were done or not, as a broker that repeats itself would."""
    with shared_scope():
        JobRecord.objects.filter(kind=kind.kind()).update(state=JobState.QUEUED)


@dataclass(frozen=True, kw_only=True)
class Knock(Job):
    """A job that only tests know."""

    queue: ClassVar[str] = "evaluate"
    door: UUID | None = None
