"""Postings that several documents share lose those of a removed one, and no other."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenants.types import Actor
from tests.factories.bulk import send_lines

TEXTS = {"a": "Annual leave is thirty days.", "b": "Leave early on Fridays.", "c": "The pump needs oil."}


@pytest.fixture
def loaded(client: APIClient, run_jobs: Callable[[], int]) -> APIClient:
    """Return Ada's client over three documents that were loaded together."""
    load(client, *TEXTS)
    run_jobs()
    return client


def load(client: APIClient, *names: str) -> None:
    send_lines(client, *[{"external_id": name, "text": TEXTS[name], "collection": "hr"} for name in names])


def found(client: APIClient, question: str) -> dict[str, Any]:
    asked = {"query": question, "mode": "lexical"}
    results = client.post("/api/v1/search", asked, format="json").json()["results"]
    return {result["document"]["external_id"]: result["scores"]["lexical"] for result in results}


def remove(client: APIClient, *names: str) -> None:
    for document in client.get("/api/v1/documents").json()["results"]:
        if document["external_id"] in names:
            assert client.delete(f"/api/v1/documents/{document['id']}").status_code == 204


def test_what_stays_is_found_as_if_it_had_been_alone(
    loaded: APIClient, max_: Actor, api: Callable[[Actor], APIClient], run_jobs: Callable[[], int]
) -> None:
    alone = api(max_)
    alone.post("/api/v1/collections", {"slug": "hr"}, format="json")
    load(alone, "a", "c")
    run_jobs()
    remove(loaded, "b")
    for question, name in (("annual leave on fridays", "a"), ("oil", "c")):
        scores = found(loaded, question)
        assert (set(scores), scores) == ({name}, found(alone, question))


def test_what_is_left_last_goes_with_its_segment(loaded: APIClient) -> None:
    remove(loaded, "b")
    remove(loaded, "a", "c")
    assert found(loaded, "annual leave pump oil fridays") == {}
