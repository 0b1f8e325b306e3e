"""Sources are read when they are due, once, also where the ledger was lost."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.indexing.clock import QUIET, REGULAR
from documents.jobs import StartSync
from documents.models import Source
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import Job, enqueue
from project.kernel.models import JobRecord
from tests.fakes.place import Place
from tests.integration.documents.sources import Kept, Run, fake_place
from workers import runner

__all__ = ["fake_place"]
Listed = Callable[[], list[Job]]


def due(tenant: TenantRef) -> StartSync:
    """Return the job that starts the only source when it is due."""
    with tenant_scope(tenant), transaction.atomic():
        source = Source.objects.get()
        assert source.next_run_at is not None
        return StartSync(source_id=source.pk, due=source.next_run_at.isoformat())


def test_a_source_that_is_due_is_run_and_due_again(
    client: APIClient, run_jobs: Run, fake_place: Place, tenant: TenantRef, recorded_jobs: Listed
) -> None:
    """The start that comes twice starts one run."""
    fake_place.texts = {"leave": "Leave."}
    source = Kept(client, run_jobs, schedule={"every": "hourly"})
    start = due(tenant)
    assert recorded_jobs() == [start]
    with shared_scope():
        JobRecord.objects.update(run_after=timezone.now())
    for _ in range(2):
        while runner.run_next("sync"):
            pass
        with tenant_scope(tenant), transaction.atomic():
            enqueue(start)
    runs = client.get(f"{source.path}/runs").json()["results"]
    assert [(run["scheduled"], run["state"]) for run in runs] == [(True, "done")]
    assert due(tenant).due > start.due


def test_another_schedule_voids_the_start_of_the_one_before(
    client: APIClient, run_jobs: Run, fake_place: Place
) -> None:
    source = Kept(client, run_jobs, schedule={"every": "daily", "at": "04:30", "timezone": "Europe/Berlin"})
    client.patch(source.path, {"schedule": {"every": "manual"}}, format="json")
    run_jobs()
    assert client.get(f"{source.path}/runs").json()["results"] == []
    assert source.shown()["next_run_at"] is None


def test_starts_that_the_ledger_lost_are_asked_for_again(
    client: APIClient, run_jobs: Run, fake_place: Place, tenant: TenantRef, recorded_jobs: Listed
) -> None:
    """Once, however often somebody looks."""
    Kept(client, run_jobs, schedule={"every": "weekly", "weekday": 4})
    with shared_scope():
        JobRecord.objects.all().delete()
    for _ in range(2):
        runner.restore_starts()
    by_the_clock = [*QUIET, *(check.job for check in REGULAR.values())]
    assert recorded_jobs() == [due(tenant), *(kind() for kind in by_the_clock)]
