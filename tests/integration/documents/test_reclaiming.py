"""What was replaced is given up when its time is over, and nothing else is touched by that."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.jobs import ReclaimIndexes
from documents.models import LiveIndex
from documents.search import questions, retrieval
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import enqueue
from project.kernel.models import JobRecord
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build, found, shown
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, TEXT, Run
from tests.integration.documents.test_precision import TOY, toy  # noqa: F401 - a fixture
from tests.integration.documents.test_reading_again import promote

TABLES = {"chunk": "splitting", "posting": "splitting", "corpus_statistic": "splitting", "reading": "reading"}


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client, whose first index version was replaced by the second, while a third waits."""
    upload(TEXT, name="rules.txt", external_id="rules")
    run_jobs()
    promote(client, build(client, run_jobs, **SMALLER))
    build(client, run_jobs, settings={"splitter": {"max_tokens": 48}})
    return client


def made_for(tenant: TenantRef, index_id: int) -> list[int | None]:
    """Count the rows that were made for an index version: chunks, postings, counts, texts, vectors, if it has any."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        counts: list[int | None] = []
        for table, column in TABLES.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s::int", [index_id])
            counts += cursor.fetchone()
        cursor.execute("SELECT to_regclass(%s) IS NULL", [f"embedding_{index_id}"])
        if cursor.fetchone() == (True,):
            return [*counts, None]
        cursor.execute(f"SELECT count(*) FROM embedding_{index_id}")
        return [*counts, *cursor.fetchone()]


def reclaim(tenant: TenantRef, run_jobs: Run, **ago: float) -> None:
    """Let the time be over since so long, or not yet, and the job come that looks for it."""
    with tenant_scope(tenant), transaction.atomic():
        LiveIndex.objects.update(reclaim_at=timezone.now() - timedelta(**ago))
        enqueue(ReclaimIndexes())
    run_jobs()


def test_what_was_replaced_is_kept_for_its_time_and_then_given_up(
    indexed: APIClient, run_jobs: Run, tenant: TenantRef
) -> None:
    """What answers and what waits beside it have each row that they had."""
    kept = [made_for(tenant, index) for index in (2, 3)]
    answers, first = found(indexed), made_for(tenant, 1)
    reclaim(tenant, run_jobs, seconds=-60)
    assert (made_for(tenant, 1), shown(indexed, 1)["state"]) == (first, "ready")
    reclaim(tenant, run_jobs, seconds=1)
    assert (made_for(tenant, 1), shown(indexed, 1)["state"]) == ([0, 0, 0, 0, None], "retired")
    assert [made_for(tenant, index) for index in (2, 3)] == kept
    assert found(indexed) == answers
    assert indexed.post(f"{INDEXES}/2/rollback").status_code == 409
    promote(indexed, 3)
    assert found(indexed)


def test_a_candidate_at_work_loses_nothing_when_another_is_given_up(
    indexed: APIClient, run_jobs: Run, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that shares its chunks with what is given up keeps them."""
    indexed.post(f"{INDEXES}/3/cancel")
    promote(indexed, 2, "rollback")
    indexed.post(f"{INDEXES}/2/cancel")
    run_jobs()
    promote(indexed, build(indexed, run_jobs, **SMALLER))
    candidate = indexed.post(INDEXES, {"settings": {"precision": "vector"}}, format="json").json()["id"]
    reclaim(tenant, run_jobs, seconds=1)
    promote(indexed, candidate)
    chunks, *_, vectors = made_for(tenant, candidate)
    assert chunks == vectors
    assert len(found(indexed)) == vectors


def test_a_promotion_asks_for_its_own_end_of_the_way_back(indexed: APIClient, tenant: TenantRef) -> None:
    """After as many days as the settings say."""
    promote(indexed, 2, "rollback")
    with shared_scope():
        waiting = JobRecord.objects.filter(tenant_id=tenant.id, kind=ReclaimIndexes.kind()).open()
        ahead = [(job.run_after - timezone.now()).total_seconds() / 86_400 for job in waiting]
    assert [round(days, 2) for days in ahead] == [14.0]


def test_a_question_meets_the_vectors_of_the_model_that_embedded_it_though_another_is_promoted_meanwhile(
    indexed: APIClient, run_jobs: Run, monkeypatch: pytest.MonkeyPatch, toy: Any,  # noqa: F811
) -> None:  # fmt: skip
    """The promotion comes after the question was embedded and before anything is read."""
    indexed.post(f"{INDEXES}/3/cancel")
    other = build(indexed, run_jobs, settings={"embedder": TOY})
    found(indexed, mode="dense")
    asked: list[str] = []
    usual, search = questions._embedded, retrieval._search_at_once

    def embedded(question: str, model: tuple[str, str]) -> Any:
        asked.append(model[0])
        return usual(question, model)

    def promoted(*args: Any) -> Any:
        monkeypatch.setattr(retrieval, "_search_at_once", search)
        promote(indexed, other)
        return search(*args)

    monkeypatch.setattr(questions, "_embedded", embedded)
    monkeypatch.setattr(retrieval, "_search_at_once", promoted)
    answer = indexed.post("/api/v1/search", {"query": "leave", "mode": "dense"}, format="json").json()
    assert (answer["index_version"], answer["degraded"], asked[-1]) == (other, [], TOY)
    assert (
        answer["results"]
        == indexed.post("/api/v1/search", {"query": "leave", "mode": "dense"}, format="json").json()[
            "results"
        ]
    )
