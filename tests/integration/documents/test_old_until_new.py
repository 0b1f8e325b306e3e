"""The old version answers until the new one is ready, and then never again: also beside a candidate."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConversionFailed, FailureCode
from documents.models import Chunk
from project.kernel.db import TenantRef, tenant_scope
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_erasure import tables_with
from workers import runner

Run = Callable[[], int]


def words(client: APIClient) -> list[str]:
    """Return the passages that a search finds, by meaning and by words."""
    answer = client.post("/api/v1/search", {"query": "leave", "k": 50}, format="json").json()
    return sorted(result["text"] for result in answer["results"])


@pytest.fixture
def old(upload: Upload, run_jobs: Run) -> dict[str, Any]:
    """Let a first version answer."""
    document = upload("Leave is twelve weeks.", external_id="leave")
    run_jobs()
    return document


@pytest.mark.parametrize("splitter", [None, {"max_tokens": 64}])
def test_a_candidate_changes_nothing_of_that(
    client: APIClient, upload: Upload, old: dict[str, Any], run_jobs: Run, splitter: Any
) -> None:
    """While both are under way, and after the candidate answers, only one of the two versions does."""
    client.post("/api/v1/indexes", {"settings": {"splitter": splitter} if splitter else {}}, format="json")
    runner.run_next("reindex")
    upload("Leave is sixteen weeks.", external_id="leave")
    assert words(client) == ["Leave is twelve weeks."]
    while runner.run_next("parse"):
        assert words(client) == ["Leave is twelve weeks."]
    run_jobs()
    assert words(client) == ["Leave is sixteen weeks."]
    candidate = client.get("/api/v1/indexes").json()["results"][0]
    assert client.post(f"/api/v1/indexes/{candidate['id']}/promote").status_code == 200
    assert words(client) == ["Leave is sixteen weeks."]
    assert client.post(f"/api/v1/indexes/{candidate['id']}/rollback").status_code == 200
    assert words(client) == ["Leave is sixteen weeks."]


def test_nothing_that_search_reads_keeps_the_old_words(
    upload: Upload, old: dict[str, Any], run_jobs: Run, tenant: TenantRef
) -> None:
    """History alone does, and what is asked as of a moment, cut below zero."""
    upload("Leave is sixteen weeks.", external_id="leave")
    run_jobs()
    assert tables_with(tenant, "twelve") == ["chunk", "document_version"]
    with tenant_scope(tenant), transaction.atomic():
        assert [chunk.splitting < 0 for chunk in Chunk.objects.filter(text__contains="twelve")] == [True]


def test_a_new_version_that_fails_beside_a_candidate_leaves_the_old_one_answering(
    client: APIClient, upload: Upload, old: dict[str, Any], run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the candidate answers and after."""

    def refuse(*_: Any) -> Any:
        raise ConversionFailed(FailureCode.CORRUPT, "The file is broken.")

    monkeypatch.setattr(Sandbox, "convert", refuse)
    client.post("/api/v1/indexes", {"settings": {"splitter": {"max_tokens": 64}}}, format="json")
    upload("Leave is unreadable.", external_id="leave")
    run_jobs()
    candidate = client.get("/api/v1/indexes").json()["results"][0]
    assert client.post(f"/api/v1/indexes/{candidate['id']}/promote").status_code == 200
    assert words(client) == ["Leave is twelve weeks."]
    shown = client.get(f"/api/v1/documents/{old['id']}").json()
    assert (shown["status"], shown["error"]["detail"]) == ("failed", "The file is broken.")
