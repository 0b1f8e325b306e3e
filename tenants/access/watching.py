"""Count tenants for those who watch the installation."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from project.kernel.jobs import Job
from project.kernel.models import JobRecord, JobState
from tenants.models import Tenant


def count_tenants_without(*, job: type[Job], since: datetime) -> int:
    """Count the served tenants, older than that, in which no job of a class was done since; outside of any scope."""
    done = JobRecord.objects.filter(
        tenant_id=OuterRef("pk"),
        queue=job.queue,
        kind=job.kind(),
        state=JobState.DONE,
        finished_at__gte=since,
    )
    return Tenant.objects.served().filter(created_at__lt=since).exclude(Exists(done)).count()
