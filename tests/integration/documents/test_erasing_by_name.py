"""Whoever pushes documents erases them by the names that are theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"
NAME = {"collection": "hr", "external_id": "crm/1?&x=ö"}


def erased(client: APIClient, **asked: str) -> Any:
    return client.delete(DOCUMENTS, query_params=asked)


def left(client: APIClient) -> list[str]:
    return [row["external_id"] for row in client.get(DOCUMENTS).json()["results"]]


def test_the_document_of_a_name_goes_and_no_other(client: APIClient, upload: Upload) -> None:
    """Twice asked, the answer is the same, and the deletion has its report."""
    document = upload("Leave.", external_id=NAME["external_id"])
    upload("Pay.", external_id="crm/1")
    client.post("/api/v1/collections", {"slug": "it", "name": "IT"}, format="json")
    upload("Laptops.", external_id=NAME["external_id"], collection="it")
    assert [erased(client, **NAME).status_code for _ in range(2)] == [204, 204]
    assert left(client) == [NAME["external_id"], "crm/1"]
    report = client.get(f"{DOCUMENTS}/{document['id']}/deletion").json()
    assert report["removed"]["files"] == 1


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "collection"),
        ({"collection": "hr"}, "external_id"),
        ({"collection": "hr", "external_id": ""}, "external_id"),
        ({"external_id": "a"}, "collection"),
    ],
)
def test_half_a_name_erases_nothing(
    client: APIClient, upload: Upload, asked: dict[str, str], field: str
) -> None:
    upload(external_id="a")
    answer = erased(client, **asked)
    assert (answer.status_code, answer.json()["errors"][0]["field"], left(client)) == (400, field, ["a"])


def test_an_unknown_collection_is_not_found(client: APIClient) -> None:
    assert erased(client, collection="nowhere", external_id="a").status_code == 404


def test_what_one_may_not_see_stays_and_is_not_told_of(
    client: APIClient, upload: Upload, ada: Actor, dora: Actor, api: Sign
) -> None:
    """The answer is the same as for a name under which nothing stands."""
    upload(external_id="a", readers=ada.email)
    assert [erased(api(dora), collection="hr", external_id=name).status_code for name in "ab"] == [204, 204]
    assert left(client) == ["a"]


def test_a_member_erases_nothing(client: APIClient, upload: Upload, ben: Actor, api: Sign) -> None:
    upload(external_id="a")
    assert (erased(api(ben), collection="hr", external_id="a").status_code, left(client)) == (403, ["a"])


def test_another_tenant_s_document_stays(client: APIClient, upload: Upload, max_: Actor, api: Sign) -> None:
    upload(external_id="a")
    assert (erased(api(max_), collection="hr", external_id="a").status_code, left(client)) == (404, ["a"])


def test_a_line_that_is_on_its_way_does_not_arrive_any_more(client: APIClient, run_jobs: Run) -> None:
    """It was accepted before its name was erased; a later one arrives."""
    send_lines(client, LINE, {**LINE, "external_id": "b"})
    assert erased(client, collection="hr", external_id=LINE["external_id"]).status_code == 204
    run_jobs()
    assert left(client) == ["b"]
    send_lines(client, LINE)
    run_jobs()
    assert sorted(left(client)) == ["a", "b"]
