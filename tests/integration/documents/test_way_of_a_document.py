"""A document goes from upload to search, and each step shows."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.embedding.types import Vectors
from documents.indexing import encoding
from documents.indexing.windows import Batch
from tests.integration.documents.conftest import Upload
from workers import runner


def test_an_upload_waits_and_then_is_found(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    """The whole way: 202 queued, ready after the jobs, and the first result of a search."""
    queued = upload(
        "# Leave\n\nParental leave is twelve weeks.\n\n# Travel\n\nTrains before planes.", title="Rules"
    )
    assert (queued["status"], queued["version"], queued["unchanged"]) == ("queued", 1, False)
    run_jobs()
    shown: dict[str, Any] = client.get(f"/api/v1/documents/{queued['id']}").json()
    assert (shown["status"], shown["error"], shown["chunks"]) == ("ready", None, 2)
    found = client.post("/api/v1/search", {"query": "How long is parental leave?"}, format="json").json()
    assert found["results"][0]["section"] == ["Leave"]
    assert found["results"][0]["document"]["title"] == "Rules"
    assert len(found["results"]) == 2


def test_a_long_document_shows_how_much_of_it_is_embedded(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first half is the reading; each batch shows what it has embedded of the chunks."""
    seen: list[float] = []
    write = Batch.write

    def look_and_write(batch: Batch, vectors: Vectors, *, stops: bool) -> None:
        seen.append(client.get(f"/api/v1/documents/{document['id']}").json()["progress"])
        write(batch, vectors, stops=stops)

    monkeypatch.setattr(Batch, "write", look_and_write)
    monkeypatch.setattr(encoding.batch_size, "chunks", 2)
    monkeypatch.setattr(encoding.batch_size, "note", lambda *_: None)
    document = upload("\n\n".join(f"# Rule {n}\n\nRule {n} is about leave." for n in range(5)))
    run_jobs()
    assert seen == [0.5, 0.7, 0.9]
    assert client.get(f"/api/v1/documents/{document['id']}").json()["progress"] == 1


def test_embedding_waits_for_another_turn_when_its_own_is_over(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left is asked for again, and nothing waits for ever."""
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    monkeypatch.setattr(encoding.batch_size, "chunks", 1)
    monkeypatch.setattr(encoding.batch_size, "note", lambda *_: None)
    documents = [upload(f"Rule {n} is about leave.")["id"] for n in range(2)]

    def statuses() -> list[str]:
        return [client.get(f"/api/v1/documents/{key}").json()["status"] for key in documents]

    while runner.run_next("parse"):
        pass
    runner.run_next("embed")
    assert statuses() == ["ready", "embedding"]
    run_jobs()
    assert statuses() == ["ready", "ready"]
