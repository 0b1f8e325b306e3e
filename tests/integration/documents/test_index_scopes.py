"""A collection may answer by an index version of its own, beside the tenant's."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.indexing.reclaim import forget_previous
from documents.jobs import FillIndex, ReclaimIndexes
from documents.models import Chunk, DocumentVersion, IndexVersion, LiveIndex
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import enqueue
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, TEXT, Run

LAW = TEXT.replace("leave", "liability")


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with a long document in each of two collections."""
    assert client.post("/api/v1/collections", {"slug": "law"}, format="json").status_code == 201
    upload(TEXT, name="rules.txt", external_id="rules")
    upload(LAW, name="law.txt", external_id="law", collection="law")
    run_jobs()
    return client


@pytest.fixture
def promoted(indexed: APIClient, run_jobs: Run) -> int:
    """Return the id of an index version with smaller chunks that answers for the collection law alone."""
    candidate = build(indexed, run_jobs, collections=["law"], **SMALLER)
    assert indexed.post(f"{INDEXES}/{candidate}/promote").status_code == 200
    return candidate


def build(client: APIClient, run_jobs: Run, **body: Any) -> int:
    """Build a candidate and return its id."""
    made = client.post(INDEXES, body, format="json")
    assert made.status_code == 202, made.json()
    run_jobs()
    return int(made.json()["id"])


def found(client: APIClient, *collections: str, k: int = 100, **body: Any) -> list[tuple[str, str]]:
    """Return collection and text of each result."""
    asked = {"query": "leave liability", "k": k, "collections": list(collections), **body}
    answer = client.post("/api/v1/search", asked, format="json").json()
    return [(row["document"]["collection"], row["text"]) for row in answer["results"]]


def shown(client: APIClient, index_id: int) -> dict[str, Any]:
    """Return an index version as it is listed."""
    rows: list[dict[str, Any]] = client.get(INDEXES).json()["results"]
    return next(row for row in rows if row["id"] == index_id)


def rows(tenant: TenantRef, index_id: int) -> tuple[int, int]:
    """Count the chunks cut in an index version's way, and say whether it has vectors."""
    with tenant_scope(tenant), transaction.atomic():
        index = IndexVersion.objects.get(pk=index_id)
        return Chunk.objects.filter(splitting=index.splitting).count(), int(index.has_table)


def test_a_collection_answers_by_its_own_version_and_the_others_by_the_tenants(
    indexed: APIClient, run_jobs: Run
) -> None:
    before = found(indexed)
    candidate = build(indexed, run_jobs, collections=["law"], **SMALLER)
    assert found(indexed) == before
    assert indexed.post(f"{INDEXES}/{candidate}/promote").json()["answers_for"] == ["law"]
    after = found(indexed)
    assert [one for one in after if one[0] == "hr"] == [one for one in before if one[0] == "hr"]
    assert len(found(indexed, "law")) > len([one for one in before if one[0] == "law"])
    assert sorted(after) == sorted(found(indexed, "law") + found(indexed, "hr"))
    assert shown(indexed, 1)["answers_for"] is None
    indexed.post(f"{INDEXES}/{candidate}/rollback")
    assert found(indexed) == before


@pytest.mark.parametrize("k", [1, 3, 7])
@pytest.mark.parametrize("mode", ["hybrid", "dense"])
def test_there_are_as_many_results_as_match(indexed: APIClient, promoted: int, k: int, mode: str) -> None:
    assert len(found(indexed, k=k, mode=mode)) == k
    everything = len(found(indexed, mode=mode))
    assert everything == len(found(indexed, "hr", mode=mode)) + len(found(indexed, "law", mode=mode))


def test_an_unknown_collection_is_refused_where_versions_differ(indexed: APIClient, promoted: int) -> None:
    asked = {"query": "leave", "collections": ["law", "nowhere"]}
    assert indexed.post("/api/v1/search", asked, format="json").status_code == 400


def test_new_documents_go_where_their_collection_answers(
    indexed: APIClient, promoted: int, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """And into the tenant's version too, to which the collection may go back."""
    chunks = rows(tenant, promoted)[0]
    upload("Leave of another kind.", name="more.txt")
    upload("Liability of another kind.", name="law2.txt", collection="law")
    run_jobs()
    assert rows(tenant, promoted)[0] == chunks + 1
    assert ("law", "Liability of another kind.") in found(indexed)
    indexed.post(f"{INDEXES}/{promoted}/rollback")
    assert ("law", "Liability of another kind.") in found(indexed)


def test_a_document_that_moves_to_a_collection_of_its_own_index_is_found_there(
    indexed: APIClient, promoted: int, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """It is cut and embedded as that asks; the job that does it may come twice."""
    document = upload("Leave that moves.", name="moves.txt")
    run_jobs()
    indexed.patch(f"/api/v1/documents/{document['id']}", {"collection": "law"}, format="json")
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        enqueue(FillIndex(index_id=promoted))
    run_jobs()
    assert found(indexed).count(("law", "Leave that moves.")) == 1


def test_what_was_replaced_long_ago_is_given_up(
    indexed: APIClient, promoted: int, run_jobs: Run, tenant: TenantRef
) -> None:
    """The tenant's version keeps what the others need of it, and the collection cannot go back any more."""
    before = found(indexed)
    with tenant_scope(tenant), transaction.atomic():
        LiveIndex.objects.filter(pk__gt=0).update(reclaim_at=timezone.now() - timedelta(seconds=1))
        enqueue(ReclaimIndexes())
        enqueue(ReclaimIndexes())
    run_jobs()
    assert found(indexed) == before
    assert indexed.post(f"{INDEXES}/{promoted}/rollback").status_code == 409
    with tenant_scope(tenant), transaction.atomic():
        assert not Chunk.objects.filter(splitting=1, document__collection__slug="law").exists()
        assert Chunk.objects.filter(splitting=1, document__collection__slug="hr").exists()


def test_a_version_says_when_it_will_be_given_up(indexed: APIClient, run_jobs: Run) -> None:
    candidate = build(indexed, run_jobs, **SMALLER)
    indexed.post(f"{INDEXES}/{candidate}/promote")
    assert shown(indexed, 1)["reclaimed_at"] is not None
    assert shown(indexed, candidate)["reclaimed_at"] is None


def test_a_collection_that_is_erased_takes_its_version_with_it(
    indexed: APIClient, promoted: int, run_jobs: Run, tenant: TenantRef
) -> None:
    assert indexed.delete("/api/v1/collections/law").status_code == 204
    run_jobs()
    assert rows(tenant, promoted) == (0, 0)
    assert {collection for collection, _ in found(indexed)} == {"hr"}


def test_a_candidate_for_a_collection_that_is_not_there_is_refused(indexed: APIClient) -> None:
    answer = indexed.post(INDEXES, {"collections": ["nowhere"]}, format="json")
    assert answer.status_code == 404


def test_a_version_that_is_given_up_forgets_nothing_that_a_candidate_has_recognised(
    indexed: APIClient, run_jobs: Run, promoted: int, tenant: TenantRef
) -> None:
    newer = build(indexed, run_jobs, collections=["law"], settings={"splitter": {"max_tokens": 48}})
    indexed.post(f"{INDEXES}/{newer}/promote")
    asked = {"collections": ["law"], "settings": {"splitter": {"max_tokens": 64}}}
    candidate = indexed.post(INDEXES, asked, format="json").json()["id"]
    with tenant_scope(tenant), transaction.atomic():
        DocumentVersion.objects.update(seen=b"recognised")
        forget_previous(LiveIndex.objects.get(previous=promoted))
        assert not IndexVersion.objects.get(pk=promoted).has_table
    assert remembers(tenant)
    indexed.post(f"{INDEXES}/{candidate}/cancel")
    run_jobs()
    assert not remembers(tenant)


def remembers(tenant: TenantRef) -> bool:
    """Say whether anything is kept of what was recognised so far."""
    with tenant_scope(tenant), transaction.atomic():
        return DocumentVersion.objects.filter(seen__isnull=False).exists()
