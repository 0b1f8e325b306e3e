"""A document that cannot be embedded is set aside alone; a model that is missing is nobody's fault."""

import errno
from collections.abc import Callable, Sequence

import pytest
from django.conf import settings
from django.db import transaction
from rest_framework.test import APIClient

from documents.context import passage_embedder
from documents.embedding.types import ModelMissing, Vectors, WrongModel
from documents.indexing import embed, engines
from documents.jobs import EmbedPending
from documents.models import CorpusStatistic
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.models import JobRecord, JobState
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from workers import faults, runner

Run = Callable[[], int]


class Choking:
    """Embed as the model does, but fail at texts with one word."""

    def __init__(self, word: str, fault: Exception) -> None:
        """Keep what to fail at."""
        self._word, self._fault = word, fault

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed, or fail."""
        if any(self._word in text for text in texts):
            raise self._fault
        return passage_embedder(settings.EMBEDDER).embed_passages(texts)


@pytest.fixture
def choke(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Exception], None]:
    """Return what lets embedding fail at a word."""
    return lambda word, fault: monkeypatch.setattr(
        engines, "passage_embedder", lambda _: Choking(word, fault)
    )


def run_next(queue: str) -> bool:
    """Run the next job of a queue, however long it was to wait."""
    with shared_scope():
        JobRecord.objects.filter(state=JobState.QUEUED).update(run_after="2000-01-01T00:00Z")
    return runner.run_next(queue)


def states(client: APIClient) -> dict[str, str]:
    """Return where each document stands."""
    found = client.get("/api/v1/documents").json()["results"]
    return {document["title"]: document["status"] for document in found}


def test_only_the_document_that_fails_is_set_aside(
    client: APIClient, upload: Upload, run_jobs: Run, choke: Callable[[str, Exception], None]
) -> None:
    """It stands between two others, which were in its batch."""
    choke("poison", TypeError("no vector"))
    for title, text in (("a", "leave"), ("b", "poison"), ("c", "lunch")):
        upload(text, title=title)
    run_jobs()
    assert states(client) == {"a": "ready", "b": "quarantined", "c": "ready"}


def test_nobody_stands_in_for_a_document_that_goes_while_the_model_is_tried(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    choke: Callable[[str, Exception], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def erase_and_embed() -> bool:
        with shared_scope():
            assert client.delete(f"/api/v1/documents/{first}").status_code == 204
        return True

    choke("poison", TypeError("no vector"))
    first = upload("poison", title="a")["id"]
    upload("lunch", title="b")
    run_next("parse")
    run_next("parse")
    monkeypatch.setattr(embed, "_can_embed", erase_and_embed)
    assert all(run_next("embed") for _ in range(EmbedPending.max_attempts))
    assert states(client) == {"b": "embedding"}
    run_jobs()
    assert states(client) == {"b": "ready"}


def test_an_upload_does_not_stand_in_for_a_bulk_document_at_which_embedding_fails(
    client: APIClient, upload: Upload, choke: Callable[[str, Exception], None]
) -> None:
    """Though it is more urgent: it was not tried once when the other had failed for good."""
    choke("poison", TypeError("no vector"))
    send_lines(client, {**LINE, "text": "poison", "title": "a"})
    run_next("parse")
    assert all(run_next("embed") for _ in range(EmbedPending.max_attempts - 1))
    upload("lunch", title="b")
    run_next("parse")
    assert run_next("embed")
    assert states(client) == {"a": "quarantined", "b": "embedding"}


@pytest.mark.parametrize("queue", ["parse", "embed"])
def test_a_document_shows_what_it_waits_for(
    client: APIClient,
    upload: Upload,
    choke: Callable[[str, Exception], None],
    monkeypatch: pytest.MonkeyPatch,
    queue: str,
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "closed")

    choke("", ModelMissing("put it there"))
    if queue == "parse":
        monkeypatch.setattr("documents.indexing.originals.default_storage.open", refuse)
    document = upload(title="a")
    run_next("parse")
    run_next("embed")
    shown = client.get(f"/api/v1/documents/{document['id']}").json()
    assert shown["stage"] == {"parse": faults.STORAGE, "embed": faults.MODEL}[queue]


@pytest.mark.parametrize(
    "fault", [ModelMissing("put it there"), RuntimeError("CUDA out of memory"), OSError("it cannot be read")]
)
def test_a_model_that_fails_sets_nothing_aside(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    choke: Callable[[str, Exception], None],
    fault: Exception,
) -> None:
    """The document waits, and is embedded once the model answers."""
    choke("", fault)
    upload(title="a")
    run_next("parse")
    assert all(run_next("embed") for _ in range(EmbedPending.max_attempts))
    assert states(client) == {"a": "embedding"}
    choke("no such word", fault)
    run_jobs()
    assert states(client) == {"a": "ready"}


def test_a_document_shows_whose_model_is_another_and_spends_no_attempts_on_it(
    client: APIClient, upload: Upload, run_jobs: Run, choke: Callable[[str, Exception], None]
) -> None:
    refusal = f"The server of e5 serves the revision {'a' * 40}, expected {'b' * 40}. " + "No vectors. " * 9
    choke("", WrongModel(refusal))
    document = upload(title="a")
    run_next("parse")
    assert all(run_next("embed") for _ in range(EmbedPending.max_attempts + 1))
    shown = client.get(f"/api/v1/documents/{document['id']}").json()
    assert (shown["status"], shown["stage"]) == ("embedding", refusal[:200])
    with shared_scope():
        assert JobRecord.objects.get(kind=EmbedPending.kind()).attempts == 0
    choke("no such word", TypeError())
    run_jobs()
    assert states(client) == {"a": "ready"}


def test_a_document_that_is_tried_again_is_counted_once_in_the_language_that_it_was_read_in(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    choke: Callable[[str, Exception], None],
    tenant: TenantRef,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choke("poison", TypeError("no vector"))
    document = upload("poison", title="b")["id"]
    run_jobs()
    choke("no such word", TypeError())
    monkeypatch.setattr("documents.indexing.parse.detect_language", lambda *_: "de")
    assert client.post(f"/api/v1/documents/{document}/retry").status_code < 300
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        counted = CorpusStatistic.objects.filter(chunks__gt=0).values_list("language", "chunks")
        assert list(counted) == [("en", 1)]
