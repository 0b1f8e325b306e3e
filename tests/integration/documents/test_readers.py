"""Whoever may not read a document does not find it; a change holds from the next query on."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from rest_framework.test import APIClient

from documents.actions import adding, collections
from project.kernel.db import tenant_scope
from project.kernel.jobs import enqueue
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

Sign = Callable[[Actor], APIClient]
Run = Callable[[], int]
Monkey = pytest.MonkeyPatch


def titles(client: APIClient, mode: str = "hybrid") -> list[str]:
    """Return the titles that a search finds."""
    found = client.post("/api/v1/search", {"query": "secret leave", "mode": mode}, format="json").json()
    return sorted(result["document"]["title"] for result in found["results"])


def test_both_legs_keep_to_the_readers(
    upload: Upload, ben: Actor, cleo: Actor, api: Sign, run_jobs: Run, client: APIClient
) -> None:
    """Ben's group reads both documents, Cleo one of them, the owner all."""
    upload("The secret leave of engineers.", title="Engineers", readers="engineering")
    upload("The leave of all.", title="All")
    run_jobs()
    for mode in ("hybrid", "dense", "lexical"):
        assert titles(api(ben), mode) == ["All", "Engineers"], mode
        assert titles(api(cleo), mode) == ["All"], mode
        assert titles(client, mode) == ["All", "Engineers"], mode


def test_changed_readers_hold_at_once(
    upload: Upload, cleo: Actor, api: Sign, run_jobs: Run, client: APIClient
) -> None:
    """A document taken from Cleo is gone from her next search, and from every other route."""
    document = upload("The secret leave.", title="Secret")
    run_jobs()
    assert titles(api(cleo)) == ["Secret"]
    client.patch(f"/api/v1/documents/{document['id']}", {"readers": [client_email(client)]}, format="json")
    assert titles(api(cleo)) == []
    assert api(cleo).get(f"/api/v1/documents/{document['id']}").status_code == 404
    client.patch(f"/api/v1/documents/{document['id']}", {"readers": []}, format="json")
    assert titles(api(cleo)) == ["Secret"]


def test_a_collection_takes_its_documents_along(
    upload: Upload, ben: Actor, cleo: Actor, api: Sign, run_jobs: Run, client: APIClient
) -> None:
    """Documents without readers of their own follow those of their collection."""
    upload("The secret leave.", title="Follows")
    upload("The open secret.", title="Stays", readers="everyone")
    run_jobs()
    client.patch("/api/v1/collections/hr", {"readers": ["engineering"]}, format="json")
    assert (titles(api(ben)), titles(api(cleo))) == (["Follows", "Stays"], ["Stays"])


def test_a_moved_document_is_found_in_its_new_collection(
    upload: Upload, run_jobs: Run, client: APIClient
) -> None:
    """The search of one collection obeys a move at once."""
    client.post("/api/v1/collections", {"slug": "other"}, format="json")
    document = upload("The secret leave.", title="Moves")
    run_jobs()
    client.patch(f"/api/v1/documents/{document['id']}", {"collection": "other"}, format="json")
    for slug, expected in (("hr", []), ("other", ["Moves"])):
        found = client.post("/api/v1/search", {"query": "leave", "collections": [slug]}, format="json").json()
        assert [result["document"]["title"] for result in found["results"]] == expected


def test_readers_that_change_during_an_upload_hold_for_what_it_makes(
    client: APIClient, upload: Upload, ada: Actor, ben: Actor, cleo: Actor, api: Sign, monkeypatch: Monkey
) -> None:
    """The change waits until the document is there, and takes it along."""

    def change() -> None:
        with tenant_scope(ada.tenant):
            collections.change(
                actor=ada, slug="hr", changes=collections.CollectionChanges(readers=["engineering"])
            )
        connections.close_all()

    changing = Thread(target=change)

    def enqueue_late(*args: Any, **options: Any) -> Any:
        changing.start()
        changing.join(0.5)
        return enqueue(*args, **options)

    monkeypatch.setattr(adding, "enqueue", enqueue_late)
    document = upload("The secret leave.")
    changing.join()
    assert api(cleo).get(f"/api/v1/documents/{document['id']}").status_code == 404


def test_a_writer_is_answered_even_where_the_readers_leave_them_out(
    client: APIClient, upload: Upload, dora: Actor, ben: Actor, api: Sign
) -> None:
    """What was written is told once; from then on it is not there for them."""
    curator = api(dora)
    document, closed = upload(), {"readers": ["engineering"]}
    made = curator.post("/api/v1/collections", {"slug": "eng", **closed}, format="json")
    changed = [
        curator.patch(path, closed, format="json")
        for path in (f"/api/v1/documents/{document['id']}", "/api/v1/collections/hr")
    ]
    assert [answer.status_code for answer in (made, *changed)] == [201, 200, 200]
    assert {tuple(answer.json()["readers"]) for answer in (made, *changed)} == {("engineering",)}
    assert curator.get(f"/api/v1/documents/{document['id']}").status_code == 404


def client_email(client: APIClient) -> str:
    """Return the owner's address, which the collection's tenant gave."""
    return f"ada@{client.defaults['SERVER_NAME'].split('.')[0]}.example"


@pytest.mark.parametrize("text", ["The secret leave.", "The secret leave, in other words."])
def test_an_upload_with_readers_gives_them_to_the_document_it_finds(
    text: str, upload: Upload, ben: Actor, cleo: Actor, api: Sign, run_jobs: Run
) -> None:
    """The old version is hidden at once, whether a new one comes or the bytes are the same."""
    upload("The secret leave.", title="Secret", external_id="secret")
    run_jobs()
    assert titles(api(cleo)) == ["Secret"]
    answer = upload(text, external_id="secret", readers="engineering")
    assert (answer["readers"], titles(api(cleo))) == (["engineering"], [])
    run_jobs()
    assert titles(api(cleo)) == []
