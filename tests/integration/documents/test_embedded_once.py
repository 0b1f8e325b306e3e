"""The same words are embedded once per tenant and index version, and only what changed is embedded again."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.embedding.cpu import GraphEmbedder
from documents.embedding.types import Vectors
from documents.indexing.encoding import BatchSize, batch_size
from documents.indexing.engines import LocalEngine
from tests.integration.documents.conftest import Upload

RULES = {n: f"# Rule {n}\n\nRule {n} is about leave number {n}." for n in range(6)}


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return every text that the embedder is asked for, as often as it is."""
    asked: list[str] = []
    embed_passages = GraphEmbedder.embed_passages

    def count(self: GraphEmbedder, texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return embed_passages(self, texts)

    monkeypatch.setattr(GraphEmbedder, "embed_passages", count)
    return asked


def keys_of(client: APIClient, document_id: str) -> dict[str, str]:
    shown = client.get(f"/api/v1/documents/{document_id}/chunks").json()["results"]
    return {chunk["text"]: chunk["id"] for chunk in shown}


def test_a_new_version_embeds_what_changed_and_keeps_the_other_keys(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int], embedded: list[str]
) -> None:
    document: dict[str, Any] = upload("\n\n".join(RULES.values()), external_id="rules", title="Rules")
    run_jobs()
    before = keys_of(client, document["id"])
    embedded.clear()
    upload(
        "\n\n".join((RULES | {3: "# Rule 3\n\nThis one is new."}).values()),
        external_id="rules",
        title="Rules",
    )
    run_jobs()
    after = keys_of(client, document["id"])
    assert [text.split("\n")[-1] for text in embedded] == ["This one is new."]
    assert len(before.items() & after.items()) == len(RULES) - 1


def test_what_another_document_says_already_is_not_embedded_again(
    upload: Upload, run_jobs: Callable[[], int], embedded: list[str]
) -> None:
    upload(RULES[1], external_id="one", title="Rules")
    run_jobs()
    upload(f"{RULES[1]}\n\n{RULES[2]}", external_id="two", title="Rules")
    run_jobs()
    assert len(embedded) == 2


def test_two_new_documents_that_say_the_same_are_embedded_once(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int], embedded: list[str]
) -> None:
    documents = [upload(f"{RULES[1]}\n\n{RULES[n]}", external_id=str(n), title="Rules") for n in (2, 3, 4)]
    run_jobs()
    assert len(embedded) == len(set(embedded)) == 4
    assert all(client.get(f"/api/v1/documents/{one['id']}").json()["status"] == "ready" for one in documents)
    found = client.post("/api/v1/search", {"query": "rule 1", "mode": "dense"}, format="json").json()
    assert len(found["results"]) == 6


def test_a_candidate_embeds_once_what_comes_again_batches_later(
    client: APIClient,
    upload: Upload,
    run_jobs: Callable[[], int],
    embedded: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its own cursor, progress and cost count the chunk all the same."""
    for name in ("one", "two", "three"):
        upload(RULES[1], external_id=name, title="Rules")
    run_jobs()
    embedded.clear()
    monkeypatch.setattr(LocalEngine, "chunks", 1)
    candidate = client.post("/api/v1/indexes", {"settings": {"precision": "vector"}}, format="json").json()
    run_jobs()
    made = next(
        row for row in client.get("/api/v1/indexes").json()["results"] if row["id"] == candidate["id"]
    )
    assert (made["state"], made["progress"]["done"], len(embedded)) == ("ready", 3, 1)


def test_the_same_words_are_neighbours_among_others_as_long(
    upload: Upload, run_jobs: Callable[[], int], embedded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An encoder knows the texts of the batch before, so they come in one or one after the other."""
    monkeypatch.setattr(batch_size, "chunks", 1)
    monkeypatch.setattr(BatchSize, "note", lambda *told: None)
    for name, number in (("one", 1), ("two", 2), ("three", 3), ("four", 1)):
        upload(RULES[number], external_id=name, title="Rules")
    run_jobs()
    assert len(embedded) == 3
