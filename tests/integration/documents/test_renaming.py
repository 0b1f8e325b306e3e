"""A document is found and embedded under the title that it has."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from documents.actions import editing
from documents.indexing import parse
from documents.indexing.chunking import cut
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConversionFailed, Extracted, FailureCode
from project.kernel.db import TenantRef
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from workers import runner

Run = Callable[[], int]
DOCUMENTS = "/api/v1/documents"


def found(client: APIClient, query: str) -> list[str]:
    """Return the titles under which the words of a question are found."""
    answer = client.post("/api/v1/search", {"query": query, "mode": "lexical"}, format="json").json()
    return [result["document"]["title"] for result in answer["results"]]


def rename(client: APIClient, document: dict[str, Any], title: str) -> dict[str, Any]:
    """Give a document another title; return what the API says of it."""
    shown: dict[str, Any] = client.patch(
        f"{DOCUMENTS}/{document['id']}", {"title": title}, format="json"
    ).json()
    return shown


def test_a_new_title_is_found_and_the_old_one_is_not(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    """Until it is cut anew the document answers as before."""
    document = upload(title="Sabbatical")
    run_jobs()
    renamed = rename(client, document, "Furlough")
    assert (renamed["title"], renamed["version"], renamed["live_version"]) == ("Furlough", 2, 1)
    assert found(client, "sabbatical") == ["Furlough"]
    run_jobs()
    assert (found(client, "sabbatical"), found(client, "furlough")) == ([], ["Furlough"])
    assert rename(client, document, "Furlough")["version"] == 2


@pytest.mark.parametrize("steps", [0, 1])
def test_a_document_renamed_on_its_way_is_found_under_its_new_title(
    client: APIClient, upload: Upload, run_jobs: Run, steps: int
) -> None:
    """Whether it waits to be read or to be embedded, each vector is that of the words its chunk was cut under."""
    document = upload(title="Sabbatical")
    for _ in range(steps):
        runner.run_next("parse")
    rename(client, document, "Furlough")
    run_jobs()
    assert (found(client, "sabbatical"), found(client, "furlough")) == ([], ["Furlough"])


def test_a_document_renamed_while_it_is_read_is_cut_again(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new title is neither lost nor left out of the search."""
    document = upload(title="Sabbatical")

    def cut_late(*args: Any) -> Any:
        monkeypatch.setattr(parse, "cut", cut)
        editing.change(
            actor=ada, document_id=document["id"], changes=editing.DocumentChanges(title="Furlough")
        )
        return cut(*args)

    monkeypatch.setattr(parse, "cut", cut_late)
    run_jobs()
    assert client.get(f"{DOCUMENTS}/{document['id']}").json()["title"] == "Furlough"
    assert (found(client, "sabbatical"), found(client, "furlough")) == ([], ["Furlough"])


@pytest.mark.parametrize(
    "text", ["<div> is the tag of a block.", "From: HR\nTo: all\nSubject: Leave\n\nTwelve weeks."]
)
def test_a_renamed_line_of_a_bulk_upload_keeps_its_words(client: APIClient, run_jobs: Run, text: str) -> None:
    """It was never a file, so nothing is made of what it looks like."""
    send_lines(client, {**LINE, "title": "Sabbatical", "text": text})
    run_jobs()
    (document,) = client.get(DOCUMENTS).json()["results"]
    rename(client, document, "Furlough")
    run_jobs()
    results = client.post("/api/v1/search", {"query": "furlough"}, format="json").json()["results"]
    assert [result["text"] for result in results] == [text]


def test_a_new_title_asks_no_converter_and_reading_again_does(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that answers goes on, with its sections, even where its file could not be read any more."""
    document = upload("# Leave\n\nParental leave is twelve weeks.", title="Sabbatical")
    run_jobs()

    def refuse(*_: Any) -> Extracted:
        raise ConversionFailed(FailureCode.CORRUPT, "The file is broken.")

    monkeypatch.setattr(Sandbox, "convert", refuse)
    rename(client, document, "Furlough")
    run_jobs()
    assert client.get(f"{DOCUMENTS}/{document['id']}").json()["status"] == "ready"
    results = client.post("/api/v1/search", {"query": "furlough"}, format="json").json()["results"]
    assert [result["section"] for result in results] == [["Leave"]]
    call_command("reindex", tenant.slug, "--collection", "hr", stdout=StringIO())
    run_jobs()
    assert client.get(f"{DOCUMENTS}/{document['id']}").json()["status"] == "failed"


def test_a_title_that_is_the_files_name_stays(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """Somebody chose it, so what the file calls itself does not take its place."""
    document = upload("---\ntitle: Leave\n---\nParental leave is twelve weeks.", name="leave.md")
    run_jobs()
    assert client.get(f"{DOCUMENTS}/{document['id']}").json()["title"] == "Leave"
    rename(client, document, "leave.md")
    run_jobs()
    assert client.get(f"{DOCUMENTS}/{document['id']}").json()["title"] == "leave.md"


def test_a_renamed_document_keeps_the_warnings_of_its_reading(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its file left unread is still left unread."""
    read = Extracted(text="Leave is twelve weeks.", warnings=("Page 2 is a picture.",))
    monkeypatch.setattr(Sandbox, "convert", lambda *_: read)
    document = upload(title="Sabbatical")
    run_jobs()
    rename(client, document, "Furlough")
    run_jobs()
    shown = client.get(f"{DOCUMENTS}/{document['id']}").json()
    assert (shown["live_version"], shown["warnings"]) == (2, ["Page 2 is a picture."])


def test_a_document_without_text_is_renamed_at_once(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no chunks that are found under its title."""
    monkeypatch.setattr(Sandbox, "convert", lambda *_: Extracted(text="", warnings=("It is a picture.",)))
    document = upload(title="Sabbatical")
    run_jobs()
    renamed = rename(client, document, "Furlough")
    assert (renamed["title"], renamed["status"], renamed["version"]) == ("Furlough", "ready", 1)
