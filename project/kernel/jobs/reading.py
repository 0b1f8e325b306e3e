"""Read the ledger for people: what was asked for, and how far it is."""

import uuid
from datetime import datetime

from django.utils import timezone

from project.kernel.db import current_tenant
from project.kernel.errors import NotFound
from project.kernel.jobs.job import Job
from project.kernel.jobs.lease import Lease
from project.kernel.models import JobQuerySet, JobRecord, JobState


def jobs_of_tenant() -> JobQuerySet:
    """Return the jobs of the current tenant, newest first; none outside of a tenant's scope."""
    tenant = current_tenant()
    return JobRecord.objects.filter(
        tenant_id=tenant.id if tenant else None, tenant_id__isnull=False
    ).order_by("-id")


def runs_elsewhere(lease: Lease) -> bool:
    """Say whether an older job of the same kind runs for the tenant now: two would do the same work."""
    mine = JobRecord.objects.only("kind").get(pk=lease.claim.job_id)
    running = jobs_of_tenant().filter(kind=mine.kind, state=JobState.RUNNING, id__lt=mine.pk)
    return running.filter(lease_until__gt=timezone.now()).exists()


def find_job(job_id: uuid.UUID) -> JobRecord:
    """Return a job of the current tenant; raise NotFound."""
    found = jobs_of_tenant().filter(pk=job_id).first()
    if found is None:
        raise NotFound("There is no such job.")
    return found


def done_last(job: type[Job]) -> datetime | None:
    """Return when a job of a class last came to its end in the current tenant; None where none did."""
    done = jobs_of_tenant().filter(queue=job.queue, state=JobState.DONE, kind=job.kind())
    return done.order_by("-finished_at").values_list("finished_at", flat=True).first()


def open_since(job: type[Job]) -> datetime | None:
    """Return since when a job of a class waits or runs in the current tenant; None where none does."""
    waiting = jobs_of_tenant().open().filter(kind=job.kind()).order_by("created_at")
    return waiting.values_list("created_at", flat=True).first()


def has_failed_since(job: type[Job], since: datetime) -> bool:
    """Say whether a job of a class was given up in the current tenant since then."""
    failed = jobs_of_tenant().filter(kind=job.kind(), state=JobState.FAILED)
    return failed.filter(created_at__gte=since).exists()
