"""Other converter settings read the stored files again, beside the texts that answer until the promotion."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.jobs import ReclaimIndexes
from documents.models import DocumentVersion, LiveIndex, Reading
from documents.search.around import surroundings
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import enqueue
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build, shown
from tests.integration.documents.test_indexes_api import INDEXES, Run

RULES = "Parental leave is twelve weeks for every parent. " * 6
PAGE = (
    "<html><head><title>Leave</title></head><body><nav><a href='/k'>Kestrel menu of the house</a></nav>"
    f"<main><h1>Leave</h1><p>{RULES}</p></main><footer><p>Printed at the Osprey press</p></footer></body></html>"
)
WHOLE_PAGES: dict[str, Any] = {"settings": {"converter": {"main_content_only": False}}}


@pytest.fixture
def page(client: APIClient, upload: Upload, run_jobs: Run) -> dict[str, Any]:
    """Return a document of which its main content alone was read."""
    document = upload(PAGE, name="leave.html", external_id="leave")
    run_jobs()
    return document


@pytest.fixture
def candidate(client: APIClient, page: dict[str, Any], run_jobs: Run) -> int:
    """Return the id of an index version whose texts are whole pages."""
    return build(client, run_jobs, **WHOLE_PAGES)


def promote(client: APIClient, index_id: int, what: str = "promote") -> None:
    """Let an index version answer, or the one before it again."""
    assert client.post(f"{INDEXES}/{index_id}/{what}").status_code == 200


def words(client: APIClient, query: str) -> list[str]:
    """Return the texts that hold a word."""
    asked = {"query": query, "mode": "lexical"}
    answer = client.post("/api/v1/search", asked, format="json").json()
    return [row["text"] for row in answer["results"]]


def text_of(client: APIClient, document: dict[str, Any], number: int = 1) -> str:
    """Return the text of a version as its page shows it."""
    return str(client.get(f"/api/v1/documents/{document['id']}/versions/{number}").json()["text"])


def readings(tenant: TenantRef) -> tuple[int, list[int]]:
    """Count the texts that are kept beside those of versions, and say how each version's own was read."""
    with tenant_scope(tenant), transaction.atomic():
        own = DocumentVersion.objects.order_by("pk").values_list("reading", flat=True)
        return Reading.objects.count(), list(own)


def reclaim(tenant: TenantRef, run_jobs: Run) -> None:
    """Let the time be over in which the version before may be gone back to."""
    with tenant_scope(tenant), transaction.atomic():
        LiveIndex.objects.update(reclaim_at=timezone.now() - timedelta(seconds=1))
        enqueue(ReclaimIndexes())
    run_jobs()


def test_what_other_settings_read_answers_from_the_promotion_on(client: APIClient, candidate: int) -> None:
    """Until then, and after a rollback, nothing of it is found."""
    assert shown(client, candidate)["cost"]["read_files"] == 1
    assert words(client, "kestrel") == []
    promote(client, candidate)
    assert len(words(client, "kestrel")) == 1
    promote(client, candidate, "rollback")
    assert (words(client, "kestrel"), len(words(client, "parental")) > 0) == ([], True)


@pytest.mark.parametrize("is_dropped", [False, True])
def test_chunks_stand_in_the_text_that_is_shown(
    client: APIClient,
    page: dict[str, Any],
    candidate: int,
    run_jobs: Run,
    tenant: TenantRef,
    is_dropped: bool,
) -> None:
    """Whether the text of before is still kept or not."""
    promote(client, candidate)
    if is_dropped:
        reclaim(tenant, run_jobs)
    text = text_of(client, page)
    chunks = client.get(f"/api/v1/documents/{page['id']}/chunks").json()["results"]
    assert [chunk["text"] for chunk in chunks] == [text[chunk["start"] : chunk["end"]] for chunk in chunks]
    assert "Kestrel" in text


def test_a_passage_is_understood_by_what_stands_around_it(
    client: APIClient, page: dict[str, Any], run_jobs: Run, ada: Actor
) -> None:
    """As it was read for the index version that answers."""
    settings = {**WHOLE_PAGES["settings"], "splitter": {"max_tokens": 32}}
    promote(client, build(client, run_jobs, settings=settings))
    shown = client.get(f"/api/v1/documents/{page['id']}/chunks").json()["results"]
    rule = next(chunk for chunk in shown if "Parental" in chunk["text"])
    with tenant_scope(ada.tenant), transaction.atomic():
        (around,) = surroundings(actor=ada, chunk_ids=[UUID(rule["id"])])
    assert rule["text"] in around.text
    assert len(around.text) > len(rule["text"])


def test_a_version_shows_its_old_text_again_after_a_rollback(
    client: APIClient, page: dict[str, Any], candidate: int
) -> None:
    before = text_of(client, page)
    promote(client, candidate)
    promote(client, candidate, "rollback")
    assert text_of(client, page) == before
    assert "Kestrel" not in before


def test_an_upload_is_compared_with_what_was_read_in_the_same_way(
    client: APIClient, page: dict[str, Any], candidate: int, upload: Upload, run_jobs: Run
) -> None:
    """Settings that read more are no change of the document."""
    promote(client, candidate)
    upload(PAGE.replace("twelve", "fourteen"), name="leave.html", external_id="leave")
    run_jobs()
    said = client.get(f"/api/v1/documents/{page['id']}/diff", {"from": 1, "to": 2}).json()
    assert said["counts"] == {"added": 0, "removed": 0, "changed": 1, "same": 3}


def test_texts_that_nobody_can_go_back_to_are_dropped(
    client: APIClient, candidate: int, run_jobs: Run, tenant: TenantRef
) -> None:
    assert readings(tenant) == (1, [0])
    promote(client, candidate)
    reclaim(tenant, run_jobs)
    assert readings(tenant) == (0, [candidate])
    assert len(words(client, "kestrel")) == 1


def test_a_candidate_that_is_given_up_leaves_no_texts(
    client: APIClient, candidate: int, run_jobs: Run, tenant: TenantRef
) -> None:
    client.post(f"{INDEXES}/{candidate}/cancel")
    run_jobs()
    assert readings(tenant) == (0, [0])
    assert len(words(client, "parental")) > 0


def test_a_new_document_is_read_in_both_ways(
    client: APIClient, candidate: int, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    upload(PAGE.replace("Kestrel", "Kingfisher"), name="more.html")
    run_jobs()
    assert words(client, "kingfisher") == []
    promote(client, candidate)
    assert len(words(client, "kingfisher")) == 1


def test_what_could_not_be_read_stays_failed(
    client: APIClient, page: dict[str, Any], upload: Upload, run_jobs: Run
) -> None:
    """It answers by neither index version, and the candidate is complete without it."""
    broken = upload("", name="empty.txt")
    run_jobs()
    before = client.get(f"/api/v1/documents/{broken['id']}").json()
    promote(client, build(client, run_jobs, **WHOLE_PAGES))
    after = client.get(f"/api/v1/documents/{broken['id']}").json()
    assert (after["status"], after["error"]) == ("failed", before["error"])


def test_a_preview_reads_and_cuts_a_file_as_its_collection_does(
    client: APIClient, page: dict[str, Any], run_jobs: Run
) -> None:
    settings = {**WHOLE_PAGES["settings"], "splitter": {"max_tokens": 32}}
    promote(client, build(client, run_jobs, settings=settings, collections=["hr"]))
    form = {"file": SimpleUploadedFile("leave.html", PAGE.encode(), "text/html")}
    said = client.post("/api/v1/collections/hr/preview-chunks", form, format="multipart").json()
    assert (said["settings"]["max_tokens"], "Kestrel" in said["chunks"][0]["text"]) == (32, True)
