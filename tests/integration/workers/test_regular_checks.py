"""Checks are asked for when the ledger says that they are due, and what does not come to its end is told of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.indexing import clock
from documents.jobs import CheckCanaries, CheckRecall, ForgetPast, LearnWeights, RecountPostings
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.models import JobRecord
from tenants.access.alarms import open_alarms
from tenants.models import Tenant
from tenants.types import Actor
from tests.factories import jobs
from workers import runner


@pytest.fixture(autouse=True)
def alone(tenant: TenantRef, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the tenants of other tests."""
    monkeypatch.setattr(runner, "served_tenants", lambda: [tenant])


def age(tenant: TenantRef, hours: float) -> None:
    """Let everything in the tenant's ledger have been so much earlier."""
    by = timedelta(hours=hours)
    with shared_scope():
        for record in JobRecord.objects.filter(tenant_id=tenant.id):
            record.created_at -= by
            record.finished_at = record.finished_at and record.finished_at - by
            record.save(update_fields=["created_at", "finished_at"])


def alarms(tenant: TenantRef) -> set[str]:
    with tenant_scope(tenant), transaction.atomic():
        return set(open_alarms(tenant=tenant))


def test_each_check_is_asked_for_once_until_it_is_due_again(tenant: TenantRef) -> None:
    for _ in range(2):
        runner.restore_starts()
    quiet = {LearnWeights(), ForgetPast(), RecountPostings()}
    assert set(jobs.waiting(tenant)) == {CheckCanaries(), CheckRecall(), *quiet}
    jobs.run_all()
    runner.restore_starts()
    assert jobs.waiting(tenant) == []
    age(tenant, 7)
    runner.restore_starts()
    assert jobs.waiting(tenant) == [CheckCanaries()]


def test_no_second_check_joins_one_that_takes_longer(tenant: TenantRef) -> None:
    """What runs, or has stepped aside, has let go of what keeps it from being asked for twice."""
    runner.restore_starts()
    with shared_scope():
        JobRecord.objects.filter(tenant_id=tenant.id).update(dedupe=None)
        before = JobRecord.objects.filter(tenant_id=tenant.id).count()
    runner.restore_starts()
    with shared_scope():
        assert JobRecord.objects.filter(tenant_id=tenant.id).count() == before


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_a_check_that_never_ends_is_told_of_until_one_does(tenant: TenantRef, state: str) -> None:
    runner.restore_starts()
    age(tenant, 5)
    with shared_scope():
        JobRecord.objects.filter(tenant_id=tenant.id).update(state=state)
    runner.restore_starts()
    assert "checks" in alarms(tenant)
    jobs.run_all()
    runner.restore_starts()
    assert "checks" not in alarms(tenant)


def test_nothing_is_told_of_what_nobody_had_asked_for(tenant: TenantRef) -> None:
    """A company that was suspended for long is checked first."""
    runner.restore_starts()
    jobs.run_all()
    age(tenant, 24 * 30)
    runner.restore_starts()
    assert (alarms(tenant), len(jobs.waiting(tenant))) == (set(), 5)


def test_a_late_check_is_in_the_report_and_in_the_figures(
    tenant: TenantRef, ada: Actor, api: Callable[[Actor], APIClient]
) -> None:
    runner.restore_starts()
    jobs.run_all()
    Tenant.objects.using("owner").filter(pk=tenant.id).update(created_at=timezone.now() - timedelta(days=1))
    with shared_scope():
        before = clock.count_late()["canaries"]
    age(tenant, 14)
    with shared_scope():
        assert clock.count_late()["canaries"] == before + 1
    report = api(ada).get("/api/v1/health-report").json()
    assert (report["canaries"]["is_late"], report["recall"]["is_late"]) == (True, False)
