"""What a person finds, and how it is scored, does not depend on what they may not see."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from rest_framework.test import APIClient

from documents.search import legs
from tenants.types import Actor
from tests.factories.bulk import send_lines

Send = Callable[..., None]


@pytest.fixture
def send(client: APIClient) -> Send:
    """Return what uploads texts as Ada in one batch."""

    def send(collection: str, *texts: str) -> None:
        lines = [{"external_id": text, "text": text, "collection": collection} for text in texts]
        assert send_lines(client, *lines).json()["accepted"] == len(texts)

    return send


@pytest.fixture
def secrets(client: APIClient, ben: Actor) -> None:
    """Make a collection that only engineers read: Ada and Ben, not Cleo."""
    asked = {"slug": "secret", "name": "Secret", "readers": ["engineering"]}
    assert client.post("/api/v1/collections", asked, format="json").status_code == 201


def found(client: APIClient, question: str, **wanted: Any) -> dict[str, Any]:
    """Return all that an answer tells, but for its name and its times."""
    asked = {"query": question, "explain": True, **wanted}
    answer: dict[str, Any] = client.post("/api/v1/search", asked, format="json").json()
    assert answer["results"]
    del answer["query_id"], answer["timings_ms"]
    return answer


@pytest.mark.parametrize("mode", ["lexical", "hybrid"])
def test_words_of_hidden_documents_change_nothing(
    send: Send,
    secrets: None,
    cleo: Actor,
    api: Callable[[Actor], APIClient],
    run_jobs: Callable[[], int],
    mode: str,
) -> None:
    send("hr", "Annual leave is thirty days.", "The office opens at nine.", "Leave early on Fridays.")
    run_jobs()
    stranger = api(cleo)
    before = found(stranger, "leave for the zebra merger", mode=mode)
    send("secret", "The zebra merger is off.", "Leave the zebra.", "Der Zusammenschluss wird heute abgesagt.")
    run_jobs()
    assert found(stranger, "leave for the zebra merger", mode=mode) == before


@pytest.mark.parametrize(
    "question",
    [
        "leave for the zebar",  # misspelt
        "leave for a mergger of zebras",
        "leave -zebra",
        'leave -"zebra merger"',
        '"zebra merger" leave',
        "a zebra-merger of leaves -friday",
    ],
)
def test_no_word_of_a_hidden_document_is_told_by_what_was_understood(
    send: Send,
    secrets: None,
    cleo: Actor,
    api: Callable[[Actor], APIClient],
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    question: str,
) -> None:
    """Neither by spellings, exclusions and phrases nor by any count; words are counted by maps, as of many texts."""
    monkeypatch.setattr("documents.search.postings.MAPPED_CHUNKS", 2)
    send("hr", "Annual leave is thirty days.", "The office opens at nine.", "Leave early on Fridays.")
    run_jobs()
    stranger = api(cleo)
    before = found(stranger, question, mode="lexical")
    send("secret", *(f"The zebra merger of {n} leaves, and a Zebar." for n in range(5)), "Mergers of zebras.")
    run_jobs()
    assert found(stranger, question, mode="lexical") == before


def test_those_who_see_them_find_them(
    send: Send, secrets: None, ben: Actor, api: Callable[[Actor], APIClient], run_jobs: Callable[[], int]
) -> None:
    send("hr", "Annual leave is thirty days.")
    send("secret", "The zebra merger is off.")
    run_jobs()
    (first, *_) = found(api(ben), "zebra merger", mode="lexical")["results"]
    assert first["text"] == "The zebra merger is off."


def test_what_waits_to_be_embedded_changes_nothing(
    client: APIClient, send: Send, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    send("hr", "Annual leave is thirty days.", "The office opens at nine.", "Leave early on Fridays.")
    run_jobs()
    before = found(client, "leave on Fridays", mode="lexical")
    monkeypatch.setattr("documents.indexing.embed._embed_waiting", lambda *_: False)
    send("hr", *(f"Leave number {n} is on Fridays." for n in range(3, 40)))
    run_jobs()
    assert found(client, "leave on Fridays", mode="lexical") == before


@pytest.mark.parametrize("mode", ["lexical", "dense", "hybrid"])
def test_what_is_hidden_while_a_search_goes_on_is_not_found(
    send: Send,
    secrets: None,
    client: APIClient,
    cleo: Actor,
    api: Callable[[Actor], APIClient],
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
) -> None:
    send("hr", "Annual leave is thirty days.", "The office opens at nine.")
    run_jobs()
    candidates = legs._candidates

    def after_an_upload(view: Any, asked: Any) -> Any:
        # Another connection, as another process would: the search has read by now what may be seen.
        with ThreadPoolExecutor(1) as another:
            another.submit(upload_secretly).result()
        return candidates(view, asked)

    def upload_secretly() -> None:
        send("secret", "The zebra merger is off.")
        run_jobs()
        connections.close_all()

    monkeypatch.setattr(legs, "_candidates", after_an_upload)
    asked = {"query": "zebra merger leave", "mode": mode}
    results = api(cleo).post("/api/v1/search", asked, format="json").json()["results"]
    assert not any("zebra" in passage["text"] for passage in results)
