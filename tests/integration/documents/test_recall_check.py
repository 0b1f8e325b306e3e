"""The graph of an index version is compared with exact search from time to time, and its figure kept with its date."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from rest_framework.test import APIClient

from chat.models import Conversation, Message, Trace
from documents.context import query_embedder
from documents.embedding.types import Vectors
from documents.indexing import recalling
from documents.jobs import CheckRecall, RecountPostings
from documents.search.graph import recall_of_questions
from documents.search.standing import Ground, ground_of
from documents.search.tuning import read_tuning
from documents.search.vectors import VectorKind
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


def ask(tenant: TenantRef, ada: Actor, *questions: str, searched: str = "") -> None:
    """Keep questions as if Ada had asked them."""
    with tenant_scope(tenant), transaction.atomic():
        talk = Conversation.objects.create(person_id=ada.user_id, title="Rules")
        for question in questions:
            message = Message.objects.create(conversation=talk, question=question)
            Trace.objects.create(message=message, searched=searched)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have three questions make a figure."""
    for module in ("documents.indexing.recalling", "workers.recall"):
        monkeypatch.setattr(f"{module}.QUESTIONS", 3)


@pytest.mark.usefixtures("three")
def test_a_graph_is_asked_with_what_people_asked_last(
    graphed: APIClient, tenant: TenantRef, ada: Actor, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each question once, as it was searched for."""
    ask(tenant, ada, "What is rule 1?", "What is rule 2?", "What is rule 3?", "What is rule 3?")
    ask(tenant, ada, "And of mine?", searched="What is rule 4?")
    asked: list[Any] = []

    def measure(index_id: int, kind: VectorKind, questions: Sequence[Vectors]) -> float:
        asked.extend(questions)
        return recall_of_questions(index_id, kind, questions)

    monkeypatch.setattr(recalling, "recall_of_questions", measure)
    assert check(tenant, run_jobs)[0]["indexes"]["1"]["of_questions"] == 1.0
    placed = query_embedder(settings.EMBEDDER).embed_query
    for vector, number in zip(asked, (4, 3, 2), strict=True):
        assert np.allclose(vector, placed(f"What is rule {number}?"), atol=1e-3)


@pytest.mark.usefixtures("three")
def test_too_few_questions_make_no_figure(
    graphed: APIClient, tenant: TenantRef, ada: Actor, run_jobs: Run
) -> None:
    ask(tenant, ada, "What is rule 1?", "What is rule 2?", "What is rule 2?")
    found = check(tenant, run_jobs)[0]["indexes"]["1"]
    assert (found["recall"], found["of_questions"]) == (1.0, None)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("found", "is_low"), [(0.94, True), (0.96, False)])
def test_a_graph_that_misses_what_is_near_to_questions_is_told_of(
    graphed: APIClient,
    tenant: TenantRef,
    ada: Actor,
    run_jobs: Run,
    monkeypatch: pytest.MonkeyPatch,
    found: float,
    is_low: bool,
) -> None:
    ask(tenant, ada, "What is rule 1?", "What is rule 2?", "What is rule 3?")
    monkeypatch.setattr(recalling, "recall_of_questions", lambda *_: found)
    _, alarms = check(tenant, run_jobs)
    (index,) = graphed.get("/api/v1/health-report").json()["recall"]["indexes"]
    shown = (index["recall"], index["recall_of_questions"], index["is_low"])
    assert (shown, alarms) == ((1.0, found, is_low), {"recall"} if is_low else set())
    assert [f"{found:.1%}" in letter.body for letter in mail.outbox] == [True] * is_low


@pytest.mark.usefixtures("three")
def test_an_alarm_of_questions_stands_until_they_are_asked_again(
    graphed: APIClient, tenant: TenantRef, ada: Actor, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(tenant, ada, "What is rule 1?", "What is rule 2?", "What is rule 3?")
    monkeypatch.setattr(recalling, "recall_of_questions", lambda *_: 0.5)
    assert check(tenant, run_jobs)[1] == {"recall"}
    with monkeypatch.context() as patch:
        patch.setattr(recalling, "_placed", lambda *_: [])
        assert check(tenant, run_jobs)[1] == {"recall"}
    monkeypatch.setattr(recalling, "recall_of_questions", lambda *_: 1.0)
    assert check(tenant, run_jobs)[1] == set()


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
