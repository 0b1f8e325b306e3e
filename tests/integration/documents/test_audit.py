"""What changes who reads what, and what answers, is written down."""

from collections.abc import Callable

from rest_framework.test import APIClient

from tenants.types import Actor


def test_sharing_and_erasing_are_written_down(ada: Actor, api: Callable[[Actor], APIClient]) -> None:
    client = api(ada)
    client.post(
        "/api/v1/collections", {"slug": "docs", "name": "Docs", "readers": ["everyone"]}, format="json"
    )
    client.patch("/api/v1/collections/docs", {"name": "Papers"}, format="json")
    client.delete("/api/v1/collections/docs")
    events = client.get("/api/v1/audit-events").json()["results"]
    assert [event["action"] for event in events][:3] == [
        "collection.erased",
        "collection.changed",
        "collection.created",
    ]
