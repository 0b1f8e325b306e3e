"""What changes who reads what, and what answers, is written down."""

from typing import Any

from rest_framework.test import APIClient

from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_readers import client_email

DOCUMENTS = "/api/v1/documents"


def events(client: APIClient, target: str) -> list[tuple[str, Any]]:
    """Return what was done to a target, oldest first, with the readers that were named."""
    found = client.get("/api/v1/audit-events").json()["results"]
    mine = [event for event in reversed(found) if event["target"] == target]
    return [(event["action"], event["detail"].get("readers")) for event in mine]


def test_a_collection_s_changes_are_written_down(client: APIClient) -> None:
    """Its making, its readers and its end."""
    client.post("/api/v1/collections", {"slug": "docs", "readers": ["everyone"]}, format="json")
    client.patch("/api/v1/collections/docs", {"name": "Papers"}, format="json")
    client.delete("/api/v1/collections/docs")
    assert events(client, "collection:docs") == [
        ("collection.created", ["everyone"]),
        ("collection.changed", None),
        ("collection.erased", None),
    ]


def test_sharing_and_erasing_a_document_are_written_down(client: APIClient, upload: Upload) -> None:
    """By a change, by an upload that names readers, and at the end."""
    document = upload(external_id="leave")
    client.patch(f"{DOCUMENTS}/{document['id']}", {"title": "Leave"}, format="json")
    client.patch(f"{DOCUMENTS}/{document['id']}", {"readers": ["everyone"]}, format="json")
    mail = client_email(client)
    upload(external_id="leave", readers=mail)
    upload(external_id="leave", readers=mail)
    upload("Other words.", external_id="leave", readers="everyone")
    client.delete(f"{DOCUMENTS}/{document['id']}")
    shared = [("document.shared", [reader]) for reader in ("everyone", mail, "everyone")]
    assert events(client, f"document:{document['id']}") == [*shared, ("document.erased", None)]


def test_a_move_to_other_readers_is_written_down(client: APIClient, upload: Upload) -> None:
    """A document without readers of its own takes those of the collection it comes to."""
    mail = client_email(client)
    client.post("/api/v1/collections", {"slug": "board", "readers": [mail]}, format="json")
    document = upload()
    client.patch(f"{DOCUMENTS}/{document['id']}", {"collection": "board"}, format="json")
    assert events(client, f"document:{document['id']}") == [("document.shared", [])]
