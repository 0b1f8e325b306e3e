"""What stands around a passage is read by those who may read the passage, and by nobody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.access import passages_by_id
from documents.models import Chunk
from documents.search.around import surroundings
from documents.types import Surrounding
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

LEAVE = "# Rules\n\n## Leave\n\nParental leave is twelve weeks.\n\n## Travel\n\nTrains before planes."


@pytest.fixture
def chunk_ids(upload: Upload, run_jobs: Callable[[], int], client: APIClient) -> list[UUID]:
    """Return the chunks of a document of two sections."""
    document = upload(LEAVE)
    run_jobs()
    shown = client.get(f"/api/v1/documents/{document['id']}/chunks").json()["results"]
    return [UUID(chunk["id"]) for chunk in shown]


@contextmanager
def inside(actor: Actor) -> Iterator[None]:
    with tenant_scope(actor.tenant), transaction.atomic():
        yield


def test_both_passages_of_one_section_have_it_around_them(chunk_ids: list[UUID], ada: Actor) -> None:
    with inside(ada):
        first, second = surroundings(actor=ada, chunk_ids=chunk_ids)
        (_, passage) = passages_by_id(actor=ada, chunk_ids=chunk_ids)
    assert (first.chunk_id, second.chunk_id) == tuple(chunk_ids)
    assert first.text.startswith("Rules\n\nLeave")
    assert first.text.endswith("Trains before planes.")
    assert (second.text, second.start, second.chunks) == (first.text, first.start, first.chunks)
    assert [chunk.chunk_id for chunk in first.chunks] == chunk_ids
    assert passage.parent == (first.start, first.end)


def test_who_may_not_read_a_document_reads_nothing_around_its_passages(
    client: APIClient, chunk_ids: list[UUID], ben: Actor, cleo: Actor, max_: Actor
) -> None:
    with inside(cleo):
        assert len(surroundings(actor=cleo, chunk_ids=chunk_ids)) == 2
    client.patch("/api/v1/collections/hr", {"readers": ["engineering"]}, format="json")
    for reader, seen in ((ben, 2), (cleo, 0), (max_, 0)):
        with inside(reader):
            assert len(surroundings(actor=reader, chunk_ids=chunk_ids)) == seen


def test_what_was_erased_has_nothing_around_it(client: APIClient, chunk_ids: list[UUID], ada: Actor) -> None:
    (document, *_) = client.get("/api/v1/documents").json()["results"]
    client.delete(f"/api/v1/documents/{document['id']}")
    with inside(ada):
        assert surroundings(actor=ada, chunk_ids=chunk_ids) == ()


@pytest.mark.parametrize("old", [{"parent_start": None}, {"text": "Words that the version does not keep."}])
def test_a_passage_without_a_parent_stands_for_itself(
    chunk_ids: list[UUID], ada: Actor, old: dict[str, str | None]
) -> None:
    with inside(ada):
        Chunk.objects.filter(key=chunk_ids[1]).update(**old)
        (parent,) = surroundings(actor=ada, chunk_ids=chunk_ids[1:])
        assert parent.text == Chunk.objects.get(key=chunk_ids[1]).text


def test_a_found_passage_says_its_place(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    upload(LEAVE)
    run_jobs()
    (found, *_) = client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]
    assert found["place"] == ""


def test_a_search_gives_what_stands_around_a_passage_where_it_is_asked_for(
    client: APIClient, chunk_ids: list[UUID]
) -> None:
    asked = {"query": "trains", "include": ["parent"]}
    for found in client.post("/api/v1/search", asked, format="json").json()["results"]:
        parent, at = found["parent"], found["start"] - found["parent"]["start"]
        assert parent["text"][at:].startswith(found["text"])
        assert parent["end"] - parent["start"] == len(parent["text"])
    plain = client.post("/api/v1/search", {"query": "trains"}, format="json").json()["results"]
    assert not any("parent" in found for found in plain)


def test_a_parent_of_a_version_that_came_between_is_left_out(
    client: APIClient, chunk_ids: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_the_next(**asked: Any) -> list[Surrounding]:
        return [replace(one, version=one.version + 1) for one in surroundings(**asked)]

    monkeypatch.setattr("documents.showing.surroundings", of_the_next)
    asked = {"query": "trains", "include": ["parent"]}
    found = client.post("/api/v1/search", asked, format="json").json()["results"]
    assert found
    assert [one["parent"] for one in found] == [None] * len(found)


def test_parents_are_for_as_many_results_as_somebody_reads(client: APIClient) -> None:
    answer = client.post("/api/v1/search", {"query": "a", "include": ["parent"], "k": 51}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "k")


def test_a_search_says_what_it_can_include(client: APIClient, chunk_ids: list[UUID]) -> None:
    answer = client.post("/api/v1/search", {"query": "trains", "include": ["parents"]}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].startswith("include")
