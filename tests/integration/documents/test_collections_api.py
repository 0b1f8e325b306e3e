"""Collections are made, changed and erased, with their readers."""

from collections.abc import Callable

from rest_framework.test import APIClient

from tenants.types import Actor
from tests.integration.documents.conftest import Upload

COLLECTIONS = "/api/v1/collections"


def test_a_collection_shows_its_readers_by_name(client: APIClient, ben: Actor) -> None:
    """Groups come back as slugs, people as addresses."""
    sent = {"slug": "eng", "name": "Engineering", "readers": ["engineering", ben.email]}
    answer = client.post(COLLECTIONS, sent, format="json")
    assert answer.status_code == 201
    assert sorted(answer.json()["readers"]) == sorted(["engineering", ben.email])


def test_collections_are_listed_read_and_changed(client: APIClient) -> None:
    """What was changed is what is read."""
    changed = client.patch(f"{COLLECTIONS}/hr", {"description": "All about us"}, format="json")
    assert changed.status_code == 200
    assert client.get(f"{COLLECTIONS}/hr").json()["description"] == "All about us"
    assert [row["slug"] for row in client.get(COLLECTIONS).json()["results"]] == ["hr"]


def test_a_member_sees_only_collections_that_name_them(
    client: APIClient, ben: Actor, cleo: Actor, api: Callable[[Actor], APIClient]
) -> None:
    """Missing and forbidden are one answer."""
    client.post(COLLECTIONS, {"slug": "eng", "readers": ["engineering"]}, format="json")
    assert api(ben).get(f"{COLLECTIONS}/eng").status_code == 200
    assert api(cleo).get(f"{COLLECTIONS}/eng").status_code == 404
    assert api(cleo).get(f"{COLLECTIONS}/never").json() == api(cleo).get(f"{COLLECTIONS}/eng").json()


def test_refusals_name_what_was_wrong(
    client: APIClient, ben: Actor, api: Callable[[Actor], APIClient]
) -> None:
    """A slug that is taken, one that is none, a reader that nobody is, and a member who writes."""
    assert client.post(COLLECTIONS, {"slug": "hr"}, format="json").status_code == 409
    assert client.post(COLLECTIONS, {"slug": "Not A Slug"}, format="json").status_code == 400
    unknown = client.post(COLLECTIONS, {"slug": "x", "readers": ["who"]}, format="json")
    assert unknown.json()["errors"][0] | {"detail": ""} == {
        "field": "readers",
        "code": "unknown_reader",
        "detail": "",
    }
    assert api(ben).post(COLLECTIONS, {"slug": "y"}, format="json").status_code == 403


def test_erasing_a_collection_erases_its_documents(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    """Nothing of it is found afterwards."""
    document = upload()
    run_jobs()
    assert client.delete(f"{COLLECTIONS}/hr").status_code == 204
    assert client.get(f"/api/v1/documents/{document['id']}").status_code == 404
    assert client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"] == []
