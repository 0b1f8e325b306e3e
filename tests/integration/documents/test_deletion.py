"""A deletion is proved in numbers, and nothing that was under way brings the document back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from rest_framework.test import APIClient

from documents.actions import erasing
from documents.indexing import build, drafts, engines, parse
from documents.indexing.chunking import cut
from documents.indexing.windows import Window
from documents.jobs import CheckErasure
from documents.sources.crawling import Crawler
from documents.sources.frontier import Page
from project.kernel.db import TenantRef
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_erasure import PLANTED, rows_of, tables_with
from tests.integration.documents.test_jobs_twice import again
from workers import runner

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"


def report(client: APIClient, document_id: str) -> dict[str, Any]:
    body: dict[str, Any] = client.get(f"{DOCUMENTS}/{document_id}/deletion").json()
    return body


def test_a_deletion_is_reported_in_numbers(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor
) -> None:
    document = upload(f"The {PLANTED} hangs.", external_id="a", title=f"A {PLANTED}")
    run_jobs()
    upload(f"The {PLANTED} hangs in the hall.", external_id="a")
    run_jobs()
    assert client.delete(f"{DOCUMENTS}/{document['id']}").status_code == 204
    told = report(client, document["id"])
    removed = told["removed"]
    assert (removed["files"], removed["versions"], removed["chunks"]) == (2, 2, 2)
    assert (removed["vectors of index version 1"], removed["vectors of past versions"]) == (1, 1)
    assert removed["postings"] >= 3
    assert (removed["citations"], removed["answers"], removed["streams"]) == (0, 0, 0)
    assert told["left"] == dict.fromkeys(("versions", "chunks", "postings", "vectors"), 0)
    assert (told["erased_by"]["email"], told["is_complete"], told["found"]) == (ada.email, False, None)


def test_a_process_that_has_just_begun_deletes(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor
) -> None:
    document, other = (upload(f"The {PLANTED} of room {number}.", f"{number}.md") for number in range(2))
    run_jobs()
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the PostgreSQL backend has it
    assert client.delete(f"{DOCUMENTS}/{document['id']}").status_code == 204
    assert client.get(f"{DOCUMENTS}/{other['id']}").status_code == 200


def test_a_look_after_the_deletion_finds_nothing(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    document = upload(f"The {PLANTED}.")
    run_jobs()
    client.delete(f"{DOCUMENTS}/{document['id']}")
    run_jobs()
    told = report(client, document["id"])
    assert (told["is_complete"], set(told["found"].values())) == (True, {0})
    assert {"files", "chunks", "citations", "answers"} <= set(told["found"])
    assert PLANTED not in str(client.get("/api/v1/audit-events").json())


def test_a_check_that_comes_twice_is_written_down_once(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    document = upload()
    client.delete(f"{DOCUMENTS}/{document['id']}")
    run_jobs()
    again(tenant, CheckErasure(document_id=UUID(document["id"]), storage_keys=()))
    run_jobs()
    actions = [event["action"] for event in client.get("/api/v1/audit-events").json()["results"]]
    assert actions.count("document.erasure_checked") == 1


def test_a_file_that_was_left_is_removed_at_the_look(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    document = upload()
    client.delete(f"{DOCUMENTS}/{document['id']}")
    run_jobs()
    key = default_storage.save(f"{tenant.schema}/left", ContentFile(b"text"))
    again(tenant, CheckErasure(document_id=UUID(document["id"]), storage_keys=(key,)))
    run_jobs()
    assert not default_storage.exists(key)


def test_a_collection_s_documents_have_reports_of_their_own(client: APIClient, run_jobs: Run) -> None:
    send_lines(client, LINE, {**LINE, "external_id": "b"})
    run_jobs()
    ids = [row["id"] for row in client.get(DOCUMENTS).json()["results"]]
    client.delete("/api/v1/collections/hr")
    assert [report(client, key)["removed"]["chunks"] for key in ids] == [1, 1]


def test_a_report_is_for_admins(
    client: APIClient, upload: Upload, cleo: Actor, dora: Actor, api: Sign
) -> None:
    document = upload()
    assert client.get(f"{DOCUMENTS}/{document['id']}/deletion").status_code == 404
    client.delete(f"{DOCUMENTS}/{document['id']}")
    for other in (cleo, dora):
        assert api(other).get(f"{DOCUMENTS}/{document['id']}/deletion").status_code == 403


# Where work stands between reading the world and writing into it: what is slow there lets a deletion in.
SEAMS = {
    "parsing": (parse, "cut"),
    "embedding": (Window, "_missing"),
    "cutting for a candidate": (engines, "cut"),
    "embedding for a candidate": (build, "embed"),
}


def let_in(monkeypatch: pytest.MonkeyPatch, seam: str, erase: Callable[[], None]) -> list[None]:
    """Erase right after the slow part of a work has ended for the first time; return what was erased so far."""
    module, name = SEAMS[seam]
    work = getattr(module, name)
    erased: list[None] = []

    def erase_first(*args: Any) -> Any:
        done = work(*args)
        if not erased:
            erase()
            erased.append(None)
        return done

    monkeypatch.setattr(module, name, erase_first)
    return erased


@pytest.mark.parametrize("seam", SEAMS)
def test_a_document_erased_while_it_is_worked_on_does_not_come_back(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    ada: Actor,
    tenant: TenantRef,
    monkeypatch: pytest.MonkeyPatch,
    seam: str,
) -> None:
    document = upload(f"The {PLANTED} hangs in the hall.")
    if "candidate" in seam:
        run_jobs()
        settings = {"splitter": {"max_tokens": 64}} if "cutting" in seam else {}
        client.post("/api/v1/indexes", {"settings": settings}, format="json")
    erased = let_in(monkeypatch, seam, lambda: erasing.erase(actor=ada, document_id=UUID(document["id"])))
    run_jobs()
    assert erased == [None]
    assert (tables_with(tenant, PLANTED), rows_of(tenant, "document", "chunk", "embedding_1")) == (
        [],
        [0, 0, 0],
    )
    assert report(client, document["id"])["is_complete"]


def test_a_document_erased_between_its_parsing_and_its_embedding_stays_erased(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    document = upload(f"The {PLANTED}.")
    runner.run_next("parse")
    client.delete(f"{DOCUMENTS}/{document['id']}")
    run_jobs()
    assert tables_with(tenant, PLANTED) == []
    assert report(client, document["id"])["is_complete"]


def test_a_document_erased_while_a_bulk_upload_prepares_its_new_version_stays_erased(
    client: APIClient, run_jobs: Run, ada: Actor, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line that was prepared for it makes no new document in its place."""
    send_lines(client, LINE)
    run_jobs()
    (document,) = client.get(DOCUMENTS).json()["results"]
    send_lines(client, {**LINE, "text": f"The {PLANTED}."}, {**LINE, "external_id": "b"})
    erased: list[None] = []

    def erase_first(*args: Any) -> Any:
        if not erased:
            erasing.erase(actor=ada, document_id=UUID(document["id"]))
            erased.append(None)
        return cut(*args)

    monkeypatch.setattr(drafts, "cut", erase_first)
    run_jobs()
    assert [row["external_id"] for row in client.get(DOCUMENTS).json()["results"]] == ["b"]
    assert tables_with(tenant, PLANTED) == []


def test_a_page_erased_while_its_site_is_read_stays_erased(
    client: APIClient, run_jobs: Run, ada: Actor, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the import fetched before is not kept after, and the same source does not bring it back later."""
    page = Page(
        id="https://example.org/a",
        url="https://example.org/a",
        fingerprint="1",
        content_type="text/html",
        body=b"<p>Leave is twelve weeks.",
    )
    erased: list[str] = []

    def pages(_: Any) -> Any:
        yield page
        if not erased:
            (row,) = client.get(DOCUMENTS).json()["results"]
            erased.append(row["id"])
            client.delete(f"{DOCUMENTS}/{row['id']}")
            yield page

    monkeypatch.setattr(Crawler, "pages", pages)
    start = {"url": page.url, "collection": "hr"}
    client.post("/api/v1/imports", start, format="json")
    run_jobs()
    assert client.get(DOCUMENTS).json()["results"] == []
    client.post("/api/v1/imports", start, format="json")
    run_jobs()
    assert client.get(DOCUMENTS).json()["results"] == []
