"""What a person waits for goes before what their company does in bulk, from the reading to the answer."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.indexing import encoding, windows
from documents.indexing.windows import Batch
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from tests.integration.documents.sources import Kept, fake_place, kept
from tests.integration.documents.test_builds_beside_changes import before_first
from workers import runner

__all__ = ["fake_place", "kept"]
MANY = 200


@pytest.fixture
def in_bulk(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have more documents wait to be embedded than one turn brings forward."""
    lines = ({**LINE, "external_id": f"d{n}", "text": f"Rule {n} is kept. " * 20} for n in range(MANY))
    assert send_lines(client, *lines).json()["accepted"] == MANY
    assert runner.run_next("parse")
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    windows._windows.clear()


def shown(client: APIClient, document: dict[str, Any]) -> Any:
    return client.get(f"/api/v1/documents/{document['id']}").json()


def waiting(client: APIClient) -> int:
    listed = client.get("/api/v1/documents", {"status": "embedding", "limit": str(MANY)})
    return len(listed.json()["results"])


def test_an_upload_is_embedded_before_what_came_in_bulk_before_it(
    client: APIClient, in_bulk: None, upload: Upload
) -> None:
    document = upload("Leave is long.")
    assert runner.run_next("parse")
    assert runner.run_next("embed")
    assert (shown(client, document)["status"], waiting(client)) == ("ready", MANY)


def test_an_upload_that_comes_while_bulk_is_embedded_waits_for_no_more_than_what_has_begun(
    client: APIClient, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[str] = []
    monkeypatch.setattr(encoding.batch_size, "chunks", 1)
    monkeypatch.setattr(encoding.batch_size, "note", lambda *_: None)
    monkeypatch.setattr(windows, "tell_ready", lambda _, documents: came.extend(d.title for d in documents))
    lines = ({**LINE, "external_id": f"d{n}", "title": "bulk", "text": f"Rule {n}."} for n in range(8))
    send_lines(client, *lines)
    assert runner.run_next("parse")

    def upload_one() -> None:
        upload("Leave is long.", title="upload")
        assert runner.run_next("parse")

    before_first(monkeypatch, Batch, "write", upload_one)
    assert runner.run_next("embed")
    assert (len(came), came.index("upload")) == (9, 2)


def test_its_page_counts_only_what_goes_before_it(client: APIClient, in_bulk: None, upload: Upload) -> None:
    document = upload("Leave is long.")
    assert runner.run_next("parse")
    said = client.get(f"/api/v1/documents/{document['id']}/progress").json()
    assert said["ahead"] == {"documents": 0, "chunks": 0}
    (last, *_) = client.get("/api/v1/documents", {"q": f"d{MANY - 1}"}).json()["results"]
    assert client.get(f"/api/v1/documents/{last['id']}/progress").json()["ahead"]["documents"] >= 1


def test_an_upload_is_read_before_what_a_source_brought(
    client: APIClient, kept: Kept, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    kept.start()
    assert runner.run_next("sync")
    document = upload("Leave is long.", external_id="upload")
    assert runner.run_next("parse")
    assert shown(client, document)["status"] == "embedding"
    run_jobs()
    assert {row["status"] for row in client.get("/api/v1/documents").json()["results"]} == {"ready"}


def test_a_document_that_was_loaded_in_bulk_is_urgent_once_a_person_uploads_it_again(
    client: APIClient, in_bulk: None, upload: Upload
) -> None:
    document = upload("Rule 7 is another one now.", external_id="d7")
    assert runner.run_next("parse")
    assert runner.run_next("embed")
    assert shown(client, document)["status"] == "ready"


@pytest.mark.parametrize("turn_seconds", [0, 60])
def test_what_came_in_bulk_goes_on_beside_a_stream_of_uploads(
    client: APIClient,
    upload: Upload,
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    turn_seconds: int,
) -> None:
    """One document in four is the one that waits longest, however few windows a turn has."""
    came: list[str] = []
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", turn_seconds)
    monkeypatch.setattr(windows, "DOCUMENTS", 1)
    monkeypatch.setattr(windows, "tell_ready", lambda _, documents: came.extend(d.title for d in documents))
    send_lines(client, *({**LINE, "external_id": name, "title": name} for name in ("bulk 1", "bulk 2")))
    assert runner.run_next("parse")
    for number in range(7):
        upload(f"Rule {number} is kept.", title=f"upload {number}", external_id=f"u{number}")
    while runner.run_next("parse"):
        pass
    run_jobs()
    assert [came.index(name) for name in ("bulk 1", "bulk 2")] == [3, 7]


def test_bulk_of_one_company_goes_on_beside_another_whose_uploads_fill_the_device(
    client: APIClient,
    upload: Upload,
    max_: Actor,
    api: Callable[[Actor], APIClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each has its turn, however urgent the other's is, and however long the stream goes on.

    The stream has had a turn before, so that it is no tie whose is next.
    """
    came: list[str] = []
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    monkeypatch.setattr(windows, "DOCUMENTS", 1)
    monkeypatch.setattr(windows, "tell_ready", lambda _, documents: came.extend(d.title for d in documents))
    upload("Rules are kept.", title="upload", external_id="first")
    assert runner.run_next("parse")
    assert runner.run_next("embed")
    other = api(max_)
    other.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")
    send_lines(other, *({**LINE, "external_id": f"b{n}", "title": f"bulk {n}"} for n in range(3)))
    for number in range(12):
        for part in "ab":
            upload(f"Rule {number} {part}.", title="upload", external_id=f"u{number}{part}")
        while runner.run_next("parse"):
            pass
        assert runner.run_next("embed")
    assert [came.index(f"bulk {n}") for n in range(3)] == [1, 3, 5]
