"""Beyond the threshold the graph searches, and still returns exactly what matches."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from rest_framework.test import APIClient

from documents.search import legs
from documents.search.statement import Asked, Statement, View, candidates, count_matches
from project.kernel.db import TenantRef
from tenants import schemas
from tests.factories.bulk import send_lines
from workers import runner


@pytest.fixture
def early(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> APIClient:
    """Return Ada's client where a graph searches from the twenty-first chunk on."""
    for module in ("indexing.windows", "indexing.build", "search.legs"):
        monkeypatch.setattr(f"documents.{module}.EXACT_ROWS", 20)
    monkeypatch.setattr("documents.search.costs.VISIT_ROWS", 0)
    return client


@pytest.fixture
def graphed(early: APIClient, run_jobs: Callable[[], int], tenant: TenantRef) -> APIClient:
    """Return Ada's client over 120 documents, searched by a graph."""
    load(early, range(120))
    run_jobs()
    assert has_graph(tenant, 1)
    return early


def load(client: APIClient, numbers: range) -> None:
    """Upload a short document for each number."""
    lines = [
        {"external_id": str(n), "text": f"Rule {n} of leave.", "collection": "hr", "metadata": {"n": n}}
        for n in numbers
    ]
    send_lines(client, *lines)


def has_graph(tenant: TenantRef, index_id: int) -> bool:
    """Say whether an index version has a graph that may be read."""
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)",
            [f"embedding_{index_id}_hnsw"],
        )
        found = bool(cursor.fetchone() == (True,))
    connections["owner"].close()
    return found


def test_as_many_as_match_by_the_graph(graphed: APIClient) -> None:
    """For all, half and two percent of the rows, and more than there are."""
    for wanted, matches in (({}, 120), ({"n": {"lt": 60}}, 60), ({"n": {"gte": 118}}, 2)):
        for k in (1, 40, 100, 500):
            asked: dict[str, Any] = {"query": "leave", "k": k, "mode": "dense", "filter": wanted}
            results = graphed.post("/api/v1/search", asked, format="json").json()["results"]
            assert len(results) == min(k, matches), (wanted, k)
            assert [r["score"] for r in results] == sorted((r["score"] for r in results), reverse=True)


def test_an_index_version_that_grows_after_its_promotion_gets_a_graph(
    early: APIClient, run_jobs: Callable[[], int], tenant: TenantRef
) -> None:
    load(early, range(10))
    run_jobs()
    candidate = early.post("/api/v1/indexes", {"settings": {}}, format="json").json()["id"]
    run_jobs()
    early.post(f"/api/v1/indexes/{candidate}/promote")
    assert not has_graph(tenant, candidate)
    load(early, range(10, 40))
    run_jobs()
    assert has_graph(tenant, candidate)
    listed = early.get("/api/v1/indexes").json()["results"]
    (shown,) = (index for index in listed if index["id"] == candidate)
    assert (shown["state"], shown["cost"]["graph_recall"]) == ("live", 1.0)


@pytest.mark.parametrize("left", [0, 5])
def test_an_index_version_that_shrinks_before_its_graph_is_built_gets_none(
    early: APIClient, run_jobs: Callable[[], int], tenant: TenantRef, left: int
) -> None:
    """It is searched exactly again, and there would be no rows to measure the graph by."""
    load(early, range(21))
    while runner.run_next("parse") or runner.run_next("embed"):
        pass
    for document in early.get("/api/v1/documents?limit=50").json()["results"][left:]:
        assert early.delete(f"/api/v1/documents/{document['id']}").status_code == 204
    run_jobs()
    (index,) = early.get("/api/v1/indexes").json()["results"]
    assert (has_graph(tenant, 1), "graph_recall" in index["cost"]) == (False, False)


@pytest.mark.parametrize(("mode", "k"), [("lexical", 5), ("dense", 100), ("hybrid", 100)])
def test_many_that_match_a_filter_are_not_gathered_first(
    graphed: APIClient, monkeypatch: pytest.MonkeyPatch, mode: str, k: int
) -> None:
    """Nor where no graph searches, or it came back short; few are."""
    statements: list[str] = []

    def note(view: View, asked: Asked, *, is_large: bool, **how: bool) -> Statement:
        statement = candidates(view, asked, is_large=is_large, **how)
        statements.append(statement[0])
        return statement

    monkeypatch.setattr(legs, "candidates", note)
    for wanted, matches in (({"n": {"lt": 60}}, 60), ({"n": {"gte": 118}}, 2)):
        asked: dict[str, Any] = {"query": "leave", "k": k, "mode": mode, "filter": wanted}
        results = graphed.post("/api/v1/search", asked, format="json").json()["results"]
        assert len(results) == min(k, matches)
    gathered = ["matching AS MATERIALIZED" in statement for statement in statements]
    assert gathered == [*[False] * (1 if mode == "lexical" else 2), True]


def test_the_graph_searches_on_where_words_are_looked_for_anew(
    graphed: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[dict[str, bool]] = []

    def note(view: View, asked: Asked, *, is_large: bool, **how: bool) -> Statement:
        ways.append(how)
        return candidates(view, asked, is_large=is_large, **how)

    monkeypatch.setattr(legs, "candidates", note)
    for name in ("CHOOSING_POSTINGS", "LEAST_CANDIDATES"):
        monkeypatch.setattr(f"documents.search.lexical_leg.{name}", 0)
    graphed.post("/api/v1/search", {"query": "leave 77"}, format="json")
    assert ways == [{"by_graph": True}, {"by_graph": True, "is_bounded": False}]


def test_a_filter_that_leaves_too_few_for_the_graph_is_answered_exactly(
    graphed: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where fifty of 120 are looked for, both ways cost the same at 51; it is counted no further."""
    monkeypatch.setattr("documents.search.costs.VISIT_ROWS", 0.57)
    ways: list[bool] = []
    counted: list[int] = []

    def note(view: View, asked: Asked, *, by_graph: bool, **how: bool) -> Statement:
        ways.append(by_graph)
        return candidates(view, asked, by_graph=by_graph, **how)

    def note_count(view: View, asked: Asked, most: int) -> Statement:
        counted.append(most)
        return count_matches(view, asked, most)

    monkeypatch.setattr(legs, "candidates", note)
    monkeypatch.setattr(legs, "count_matches", note_count)
    for wanted in ({"n": {"lt": 51}}, {"n": {"lt": 52}}, {"n": {"lt": 110}}, {}):
        asked = {"query": "leave", "k": 40, "mode": "dense", "filter": wanted}
        assert len(graphed.post("/api/v1/search", asked, format="json").json()["results"]) == 40
    assert (ways, set(counted)) == ([False, True, True, True], {51})
