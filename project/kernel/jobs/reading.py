"""Read the ledger for people: what was asked for, and how far it is."""

import uuid

from django.db.models import QuerySet

from project.kernel.db import current_tenant
from project.kernel.errors import NotFound
from project.kernel.models import JobRecord


def jobs_of_tenant() -> QuerySet[JobRecord]:
    """Return the jobs of the current tenant, newest first; none outside of a tenant's scope."""
    tenant = current_tenant()
    return JobRecord.objects.filter(
        tenant_id=tenant.id if tenant else None, tenant_id__isnull=False
    ).order_by("-id")


def find_job(job_id: uuid.UUID) -> JobRecord:
    """Return a job of the current tenant; raise NotFound."""
    found = jobs_of_tenant().filter(pk=job_id).first()
    if found is None:
        raise NotFound("There is no such job.")
    return found
