"""Copies of a text come behind what else there is, name each other, and are never too few or somebody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.search.tuning import SETTINGS, write_tuning
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.factories.bulk import send_lines

FEE = "The gym is refunded with thirty euros a month, once the receipt has been handed in at the desk."
OTHER = "Swimming is refunded as well where a doctor has asked for it in writing."


@pytest.fixture
def copies(client: APIClient, run_jobs: Callable[[], int]) -> APIClient:
    lines = [{"external_id": f"copy-{n}", "title": "Gym", "text": FEE, "collection": "hr"} for n in range(3)]
    other = {"external_id": "other", "title": "Swimming", "text": OTHER, "collection": "hr"}
    send_lines(client, *lines, other)
    run_jobs()
    return client


def results(client: APIClient, **asked: Any) -> list[dict[str, Any]]:
    body = {"query": "Is the gym refunded?", **asked}
    found: list[dict[str, Any]] = client.post("/api/v1/search", body, format="json").json()["results"]
    return found


def test_copies_come_behind_what_else_there_is(copies: APIClient) -> None:
    first, second, *behind = results(copies)
    assert (first["document"]["title"], second["document"]["title"]) == ("Gym", "Swimming")
    assert len(first["also_in"]) == 2
    assert {one["repeats"] for one in behind} == {first["chunk_id"]}


@pytest.mark.parametrize("k", [1, 2, 3, 4, 9])
def test_there_are_as_many_results_as_match(copies: APIClient, k: int) -> None:
    assert len(results(copies, k=k)) == min(k, 4)


def test_a_search_by_one_leg_and_one_that_does_not_collapse_show_copies_where_they_stand(
    copies: APIClient, ada: Actor
) -> None:
    assert [one["also_in"] for one in results(copies, mode="lexical")] == [[], [], [], []]
    with tenant_scope(ada.tenant), transaction.atomic():
        write_tuning(SETTINGS, {"collapse": False})
    assert [one["document"]["title"] for one in results(copies)] == ["Gym", "Gym", "Gym", "Swimming"]
