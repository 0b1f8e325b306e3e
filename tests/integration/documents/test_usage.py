"""What a tenant used is counted where it is used."""

from collections.abc import Callable

from rest_framework.test import APIClient

from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload

USAGE = "/api/v1/usage"


def test_searches_and_documents_are_counted(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    upload(external_id="leave")
    upload(external_id="leave")  # the same bytes: nothing was taken in
    send_lines(client, {**LINE, "external_id": "bulk-1"}, {**LINE, "external_id": "bulk-2"})
    run_jobs()
    for _ in range(2):
        client.post("/api/v1/search", {"query": "leave"}, format="json")
    client.post("/api/v1/search", {"query": ""}, format="json")
    assert client.get(USAGE).json()["counts"] == {"documents": 3, "searches": 2}
