"""The graph of an index version is compared with exact search from time to time, and its figure kept with its date."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.indexing import recalling
from documents.jobs import CheckRecall, RecountPostings
from documents.search.standing import Ground, ground_of
from documents.search.tuning import read_tuning
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import Job
from tenants.access.alarms import open_alarms
from tenants.jobs import SendAlarm
from tenants.types import Actor
from tests.factories import jobs
from tests.integration.documents.test_graph_search import early, graphed
from tests.integration.documents.test_jobs_twice import again

__all__ = ["early", "graphed"]
Run = Callable[[], int]


def check(tenant: TenantRef, run_jobs: Run) -> tuple[Any, set[str]]:
    """Measure; return what is kept, and which alarms stand."""
    again(tenant, CheckRecall())
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        return read_tuning(recalling.RECALL), set(open_alarms(tenant=tenant))


def test_a_check_that_comes_twice_keeps_one_figure(
    graphed: APIClient, tenant: TenantRef, run_jobs: Run
) -> None:
    for _ in range(2):
        kept, alarms = check(tenant, run_jobs)
        assert {key: one["recall"] for key, one in kept["indexes"].items()} == {"1": 1.0}
        assert alarms == set()


def test_a_tenant_without_a_graph_has_nothing_to_compare(tenant: TenantRef, run_jobs: Run) -> None:
    kept, alarms = check(tenant, run_jobs)
    assert (kept["indexes"], alarms) == ({}, set())


def test_a_drop_is_told_of_once_and_taken_back(
    graphed: APIClient, tenant: TenantRef, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(recalling, "graph_recall", lambda index_id, kind: 0.912)
        for _ in range(2):
            assert check(tenant, run_jobs)[1] == {"recall"}
    (letter,) = mail.outbox
    assert "91.2%" in letter.body
    assert f"http://{tenant.slug}.localhost" in letter.body
    assert check(tenant, run_jobs)[1] == set()


def test_an_alarm_whose_job_comes_twice_is_mailed_once(
    graphed: APIClient, tenant: TenantRef, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalling, "graph_recall", lambda index_id, kind: 0.5)
    check(tenant, run_jobs)
    jobs.deliver_again(SendAlarm)
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_graph_of_nothing_misses_nothing(graphed: APIClient, tenant: TenantRef, run_jobs: Run) -> None:
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM embedding_1")
    kept, alarms = check(tenant, run_jobs)
    assert ([one["recall"] for one in kept["indexes"].values()], alarms) == ([1.0], set())


@pytest.mark.parametrize("check", [CheckRecall(), RecountPostings()])
def test_a_check_ends_no_answer_that_was_kept(
    tenant: TenantRef, ada: Actor, run_jobs: Run, check: Job
) -> None:
    """What an answer rests on is as it was: a check only notes how it went."""

    def ground() -> Ground:
        with tenant_scope(tenant), transaction.atomic():
            return ground_of(actor=ada)

    before = ground()
    again(tenant, check)
    run_jobs()
    assert ground() == before
