"""A document goes from upload to search, and each step shows."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from tests.integration.documents.conftest import Upload


def test_an_upload_waits_and_then_is_found(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    """The whole way: 202 queued, ready after the jobs, and the first result of a search."""
    queued = upload(
        "# Leave\n\nParental leave is twelve weeks.\n\n# Travel\n\nTrains before planes.", title="Rules"
    )
    assert (queued["status"], queued["version"], queued["unchanged"]) == ("queued", 1, False)
    run_jobs()
    shown: dict[str, Any] = client.get(f"/api/v1/documents/{queued['id']}").json()
    assert (shown["status"], shown["error"], shown["chunks"]) == ("ready", None, 2)
    found = client.post("/api/v1/search", {"query": "How long is parental leave?"}, format="json").json()
    assert found["results"][0]["section"] == ["Leave"]
    assert found["results"][0]["document"]["title"] == "Rules"
    assert len(found["results"]) == 2
