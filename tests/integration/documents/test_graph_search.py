"""Beyond the threshold the graph searches, and still returns exactly what matches."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tenants import schemas


@pytest.fixture
def graphed(
    client: APIClient, run_jobs: Callable[[], int], tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> APIClient:
    """Return Ada's client over 120 documents, searched by a graph from the twentieth on."""
    for module in ("indexing.embed", "indexing.build", "search.retrieval", "search.statement"):
        monkeypatch.setattr(f"documents.{module}.EXACT_ROWS", 20)
    lines = [
        {"external_id": str(n), "text": f"Rule {n} of leave.", "collection": "hr", "metadata": {"n": n}}
        for n in range(120)
    ]
    body = "\n".join(map(json.dumps, lines))
    client.post("/api/v1/documents/bulk", body, content_type="application/x-ndjson")
    run_jobs()
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('embedding_1_hnsw')")
        assert cursor.fetchone() == (True,)
    connections["owner"].close()
    return client


def test_as_many_as_match_by_the_graph(graphed: APIClient) -> None:
    """For all, half and two percent of the rows, and more than there are."""
    for wanted, matches in (({}, 120), ({"n": {"lt": 60}}, 60), ({"n": {"gte": 118}}, 2)):
        for k in (1, 40, 100, 500):
            asked: dict[str, Any] = {"query": "leave", "k": k, "mode": "dense", "filter": wanted}
            results = graphed.post("/api/v1/search", asked, format="json").json()["results"]
            assert len(results) == min(k, matches), (wanted, k)
            assert [r["score"] for r in results] == sorted((r["score"] for r in results), reverse=True)
