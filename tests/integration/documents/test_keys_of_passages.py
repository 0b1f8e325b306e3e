"""A passage that several index versions hold under one id stands where the one that answers says."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.access import passages_by_id
from documents.models import Chunk
from documents.search.around import surroundings
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build
from tests.integration.documents.test_indexes_api import Run
from tests.integration.documents.test_reading_again import promote, text_of

RULES = "".join(
    f"<p>Rule {number} says that leave is counted in whole working weeks, from the first Monday on, by all.</p>"
    for number in range(9)
)
PAGE = (
    "<html><body><nav><p>Kestrel menu of the house, which stands above all else on this page.</p></nav>"
    f"<main><h1>Leave</h1>{RULES}</main></body></html>"
)
SMALL = {"splitter": {"max_tokens": 32}}


@pytest.fixture
def page(client: APIClient, upload: Upload, run_jobs: Run) -> dict[str, Any]:
    """Return a document whose main content is cut into sentences, as the tenant answers."""
    document = upload(PAGE, name="leave.html")
    run_jobs()
    promote(client, build(client, run_jobs, settings=SMALL))
    return document


def stands(actor: Actor, client: APIClient, document: dict[str, Any]) -> bool:
    """Say whether every passage of a document, asked for by its id, stands in the text that is shown."""
    text = text_of(client, document)
    shown = client.get(f"/api/v1/documents/{document['id']}/chunks").json()["results"]
    keys = [UUID(chunk["id"]) for chunk in shown]
    with tenant_scope(actor.tenant), transaction.atomic():
        found = passages_by_id(actor=actor, chunk_ids=keys)
        around = surroundings(actor=actor, chunk_ids=keys)
    assert [passage.chunk_id for passage in found] == keys
    assert [passage.start for passage in found] == [chunk["start"] for chunk in shown]
    assert all(text[parent.start : parent.end] == parent.text for parent in around)
    return all(text[passage.start : passage.end] == passage.text for passage in found)


def test_a_passage_stands_in_the_text_of_the_index_version_that_answers(
    client: APIClient, page: dict[str, Any], run_jobs: Run, ada: Actor
) -> None:
    """Whichever of them that is, while both are there."""
    assert stands(ada, client, page)
    whole = build(client, run_jobs, settings={**SMALL, "converter": {"main_content_only": False}})
    with tenant_scope(ada.tenant), transaction.atomic():
        starts = Chunk.objects.filter(text__startswith="Rule 3 ").order_by().values_list("key", "start")
        places = set(starts)
        assert len({key for key, _ in places}) < len(places)  # one id, and not one place
    assert stands(ada, client, page)
    promote(client, whole)
    assert stands(ada, client, page)
    promote(client, whole, "rollback")
    assert stands(ada, client, page)
