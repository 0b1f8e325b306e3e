"""What stands around a passage is read by those who may read the passage, and by nobody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.access import passages_by_id
from documents.models import Chunk
from documents.search.around import parents
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


def test_two_passages_of_one_parent_are_read_once(chunk_ids: list[UUID], ada: Actor) -> None:
    with inside(ada):
        (parent,) = parents(actor=ada, chunk_ids=chunk_ids)
        (_, second) = passages_by_id(actor=ada, chunk_ids=chunk_ids)
    assert parent.chunk_id == chunk_ids[0]
    assert parent.text.startswith("Rules\n\nLeave")
    assert parent.text.endswith("Trains before planes.")
    assert parent.end - parent.start == len(parent.text)
    assert second.parent == (parent.start, parent.end)


def test_who_may_not_read_a_document_reads_nothing_around_its_passages(
    client: APIClient, chunk_ids: list[UUID], ben: Actor, cleo: Actor, max_: Actor
) -> None:
    with inside(cleo):
        assert len(parents(actor=cleo, chunk_ids=chunk_ids)) == 1
    client.patch("/api/v1/collections/hr", {"readers": ["engineering"]}, format="json")
    for reader, seen in ((ben, 1), (cleo, 0), (max_, 0)):
        with inside(reader):
            assert len(parents(actor=reader, chunk_ids=chunk_ids)) == seen


@pytest.mark.parametrize("old", [{"parent_start": None}, {"text": "Words that the version does not keep."}])
def test_a_passage_without_a_parent_stands_for_itself(
    chunk_ids: list[UUID], ada: Actor, old: dict[str, str | None]
) -> None:
    with inside(ada):
        Chunk.objects.filter(key=chunk_ids[1]).update(**old)
        (parent,) = parents(actor=ada, chunk_ids=chunk_ids[1:])
        assert parent.text == Chunk.objects.get(key=chunk_ids[1]).text


def test_a_found_passage_says_its_place(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    upload(LEAVE)
    run_jobs()
    (found, *_) = client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]
    assert found["place"] == ""
