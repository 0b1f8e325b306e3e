"""While a batch is embedded, the one before is written and the next is read."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.embedding.types import Vectors
from documents.indexing import encoding, windows
from documents.indexing.engines import LocalEngine
from documents.indexing.windows import Batch, Window
from documents.search.pending import Pending
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from workers import runner

PATIENCE_SECONDS = 20


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each batch be of one chunk, and each window of one document."""
    monkeypatch.setattr(encoding.batch_size, "chunks", 1)
    monkeypatch.setattr(encoding.batch_size, "note", lambda *_: None)
    monkeypatch.setattr(windows, "WINDOW_CHUNKS", 1)


def load(client: APIClient, *texts: str) -> None:
    """Have texts wait to be embedded, a document each."""
    send_lines(client, *({**LINE, "external_id": f"d{n}", "text": text} for n, text in enumerate(texts)))
    assert runner.run_next("parse")


def statuses(client: APIClient) -> set[str]:
    return {row["status"] for row in client.get("/api/v1/documents").json()["results"]}


def test_a_batch_is_written_while_the_next_is_embedded(
    client: APIClient, one_by_one: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, embed = threading.Semaphore(0), encoding.embed
    waits: list[None] = []

    def embed_when_the_one_before_is_written(*args: Any, **options: Any) -> Vectors:
        if waits:
            assert written.acquire(timeout=PATIENCE_SECONDS)
        waits.append(None)
        return embed(*args, **options)

    write = Batch.write

    def write_and_tell(batch: Batch, vectors: Vectors, *, stops: bool) -> None:
        write(batch, vectors, stops=stops)
        written.release()

    monkeypatch.setattr(encoding, "embed", embed_when_the_one_before_is_written)
    monkeypatch.setattr(Batch, "write", write_and_tell)
    load(client, "Leave is long.", "Travel is slow.", "Lunch is free.")
    assert runner.run_next("embed")
    assert (statuses(client), len(waits)) == ({"ready"}, 3)


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is embedded."""
    texts: list[str] = []
    embed = LocalEngine.embed

    def note(engine: LocalEngine, embedder: str, passages: Sequence[str]) -> Vectors:
        texts.extend(passages)
        return embed(engine, embedder, passages)

    monkeypatch.setattr(LocalEngine, "embed", note)
    return texts


def test_a_text_that_comes_again_before_it_is_written_is_embedded_once(
    client: APIClient, one_by_one: None, embedded: list[str]
) -> None:
    load(client, "Leave is long.", "Leave is long.", "Leave is long.", "Lunch is free.")
    assert runner.run_next("embed")
    assert (statuses(client), len(embedded)) == ({"ready"}, 2)


def test_a_text_that_ends_two_windows_is_embedded_once(
    client: APIClient, one_by_one: None, embedded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second window is read when the end of the first is not written, and ends some batches later."""
    monkeypatch.setattr(windows, "WINDOW_CHUNKS", 3)
    long = [f"Rule {n} is kept by all who are here for long." for n in range(4)]
    load(client, *long[:2], "Leave.", *long[2:], "Leave.")
    assert runner.run_next("embed")
    assert (statuses(client), len(embedded)) == ({"ready"}, 5)


def test_a_batch_size_is_learned_from_the_texts_that_took_time(
    client: APIClient, one_by_one: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[int] = []
    monkeypatch.setattr(encoding.batch_size, "chunks", 4)
    monkeypatch.setattr(encoding.batch_size, "note", lambda chunks, _: noted.append(chunks))
    monkeypatch.setattr(windows, "WINDOW_CHUNKS", 4)
    load(client, "Leave is long.", "Leave is long.", "Leave is long.", "Lunch is free.")
    assert runner.run_next("embed")
    assert noted == [2]


def test_nothing_is_embedded_any_more_when_a_batch_has_failed(
    client: APIClient, one_by_one: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What follows a failure may try the model itself."""
    embed, begun, ended = encoding.embed, threading.Event(), threading.Event()

    def embed_slowly(*args: Any, **options: Any) -> Vectors:
        if first:
            first.clear()
            return embed(*args, **options)
        begun.set()
        time.sleep(0.3)
        ended.set()
        raise RuntimeError("the device is gone")

    def fail(*_: object, **__: object) -> None:
        assert begun.wait(PATIENCE_SECONDS)
        raise ValueError

    first = [True]
    monkeypatch.setattr(encoding, "embed", embed_slowly)
    monkeypatch.setattr(Batch, "write", fail)
    load(client, "Leave is long.", "Travel is slow.")
    assert runner.run_next("embed")
    assert ended.is_set()


def test_a_document_that_is_long_is_embedded_window_after_window(
    client: APIClient, one_by_one: None, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next window is read when all of the one before is written: no chunk is embedded twice."""
    monkeypatch.setattr(windows, "WINDOW_CHUNKS", 2)
    read: list[int] = []
    missing = Window._missing

    def note(window: Window, limit: int) -> list[Pending]:
        found = missing(window, limit)
        read.append(len(found))
        return found

    monkeypatch.setattr(Window, "_missing", note)
    document = upload("\n\n".join(f"# Rule {n}\n\nRule {n} is about leave." for n in range(5)))
    assert runner.run_next("parse")
    assert runner.run_next("embed")
    assert read == [3, 3, 1]
    assert client.get(f"/api/v1/documents/{document['id']}").json()["status"] == "ready"


def test_what_was_embedded_before_a_failure_is_kept_or_done_again(
    client: APIClient, one_by_one: None, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch that fails takes none with it that came before, and nothing is lost."""
    embed, calls = encoding.embed, []

    def fail_at_the_third(settings: Mapping[str, Any], chunks: Sequence[Pending], **options: Any) -> Vectors:
        calls.append(chunks)
        if len(calls) == 3:
            raise RuntimeError("the device is gone")
        return embed(settings, chunks, **options)

    monkeypatch.setattr(encoding, "embed", fail_at_the_third)
    load(client, *(f"Rule {n} is kept." for n in range(4)))
    assert runner.run_next("embed")
    done = [row["title"] for row in client.get("/api/v1/documents", {"status": "ready"}).json()["results"]]
    assert len(done) == 2
    monkeypatch.setattr(encoding, "embed", embed)
    run_jobs()
    assert statuses(client) == {"ready"}
