"""Somebody who may edit a collection tries how its documents would be cut, and nothing is stored."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from rest_framework.test import APIClient

from documents.indexing import previewing
from documents.models import Chunk, Document
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

PREVIEW = "/api/v1/collections/hr/preview-chunks"
LONG = "# Leave\n\n" + " ".join(f"Rule {n} of parental leave is kept by everyone here." for n in range(40))
ROWS = "".join(f"| Month {n} | {n}00 |\n" for n in range(40))
TABLE = f"# Costs\n\n| Month | Cost |\n|---|---|\n{ROWS}"


def ask(client: APIClient, **body: Any) -> dict[str, Any]:
    answer = client.post(PREVIEW, body, format="json")
    assert answer.status_code == 200, answer.json()
    shown: dict[str, Any] = answer.json()
    return shown


def test_a_documents_chunks_are_shown_as_they_are_and_as_they_would_be(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    document = upload(LONG, title="Rules")["id"]
    run_jobs()
    live = client.get(f"/api/v1/documents/{document}/chunks").json()["results"]
    usual = ask(client, document=document)
    assert [chunk["text"] for chunk in usual["chunks"]] == [chunk["text"] for chunk in live]
    smaller = ask(client, document=document, settings={"max_tokens": 40, "overlap_tokens": 15})
    assert smaller["count"] > usual["count"]
    assert max(chunk["tokens"] for chunk in smaller["chunks"]) <= 40 == smaller["settings"]["max_tokens"]
    assert smaller["chunks"][1]["embedded"].startswith("Rules > Leave\n")
    assert "Rule 39" in smaller["chunks"][0]["parent"]["text"]


def test_a_file_is_cut_and_nothing_of_it_is_kept(client: APIClient, ada: Actor) -> None:
    file = SimpleUploadedFile("costs.md", TABLE.encode(), "text/markdown")
    form = {"file": file, "settings": '{"max_tokens": 64}'}
    shown = client.post(PREVIEW, form, format="multipart").json()
    first, second, *_ = shown["chunks"]
    assert (shown["title"], first["head"], second["head"]) == ("Costs", "", "Month | Cost")
    assert second["text"] not in first["text"]
    assert second["embedded"].count("Month | Cost") == 1
    with tenant_scope(ada.tenant), transaction.atomic():
        assert not Document.objects.exists()
        assert not Chunk.objects.exists()


def test_a_long_text_is_cut_short_and_says_so(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "MOST_CHARACTERS", 4_000)
    monkeypatch.setattr(previewing, "MOST_CHUNKS", 3)
    shown = ask(client, text="A short line ends here.\n" * 1_000)
    assert shown["cut_short"]
    assert (len(shown["chunks"]), shown["count"] > 3) == (3, True)
    assert shown["characters"] <= 4_000


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "document"),
        ({"text": "Leave.", "document": "01a21a6a-d31c-7f3c-ac83-f791ce1540d2"}, "document"),
        ({"text": "Leave.", "settings": {"max_tokens": 9}}, "settings.max_tokens"),
        ({"text": "Leave.", "settings": {"overlap_tokens": 150}}, "settings.overlap_tokens"),
        ({"text": "Leave.", "settings": {"parent_tokens": 20}}, "settings.parent_tokens"),
        ({"text": "Leave.", "settings": {"keep_tables": "yes"}}, "settings.keep_tables"),
        ({"text": "Leave.", "settings": {"size": 9}}, "settings.size"),
    ],
)
def test_a_wrong_request_is_told_what_was_expected(
    client: APIClient, body: dict[str, Any], field: str
) -> None:
    answer = client.post(PREVIEW, body, format="json")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert error["detail"].startswith("Expected")


def test_a_file_that_cannot_be_read_says_why(client: APIClient) -> None:
    file = SimpleUploadedFile("leave.pdf", b"%PDF-1.7 broken", "application/pdf")
    answer = client.post(PREVIEW, {"file": file}, format="multipart")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")


def test_a_document_of_another_collection_or_reader_is_not_there(
    client: APIClient, upload: Upload, api: Callable[[Actor], APIClient], dora: Actor, ben: Actor
) -> None:
    client.post("/api/v1/collections", {"slug": "it", "name": "IT"}, format="json")
    elsewhere = upload("Leave.", collection="it")["id"]
    hidden = upload("Leave.", readers="engineering")["id"]
    assert client.post(PREVIEW, {"document": elsewhere}, format="json").status_code == 404
    assert api(dora).post(PREVIEW, {"document": hidden}, format="json").status_code == 404
    assert api(ben).post(PREVIEW, {"text": "Leave."}, format="json").status_code == 403


def test_a_document_that_is_not_read_yet_is_refused(client: APIClient, upload: Upload) -> None:
    answer = client.post(PREVIEW, {"document": upload("Leave.")["id"]}, format="json")
    assert answer.status_code == 409
