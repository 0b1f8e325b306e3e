"""A search answers with exactly as many passages as there are, by any filter."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.embedding.types import ModelMissing
from project.kernel.db import TenantRef
from tests.factories import cast, jobs
from tests.factories.bulk import send_lines

YEARS = (2019, 2021, 2023, 2025, 2026)


def search(client: APIClient, **body: Any) -> Any:
    """Search and return the answer's body."""
    return client.post("/api/v1/search", {"query": "annual leave", **body}, format="json").json()


@pytest.fixture(scope="module")
def library(database: None) -> APIClient:
    """Return an owner's client over thirty documents of five years, every third of which speaks of leave."""
    lines = [
        {
            "external_id": f"d{n}",
            "title": f"Document {n}",
            "text": f"Annual leave rule number {n}." if n % 3 == 0 else f"Machine {n} needs oil.",
            "metadata": {"year": YEARS[n % 5], "tags": ["even" if n % 2 == 0 else "odd", "all"], "n": n},
            "collection": "hr",
        }
        for n in range(30)
    ]
    client = cast.signed_in(cast.actor(cast.make_tenant("ada"), "ada"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("project.kernel.jobs.ledger.ring", lambda queue: None)
        client.post("/api/v1/collections", {"slug": "hr"}, format="json")
        send_lines(client, *lines)
        jobs.run_all()
    return client


@pytest.mark.parametrize("k", [1, 7, 30, 100])
@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        ({}, 30),
        ({"year": 2019}, 6),
        ({"year": [2019, 2021]}, 12),
        ({"year": {"gte": 2025}}, 12),
        ({"tags": "odd"}, 15),
        ({"metadata.tags": "odd", "n": {"lt": 10, "gt": 2}}, 4),
        ({"year": "2019"}, 0),
    ],
)
def test_exactly_as_many_as_match(library: APIClient, k: int, wanted: dict[str, Any], matches: int) -> None:
    """`min(k, matches)` results for every filter, each once."""
    for mode in ("hybrid", "dense"):
        results = search(library, k=k, mode=mode, filter=wanted)["results"]
        assert len({result["chunk_id"] for result in results}) == len(results) == min(k, matches)


def test_a_search_explains_itself_when_asked(library: APIClient) -> None:
    explanation = search(library, explain=True)["explanation"]
    assert explanation["visible_chunks"] == explanation["candidates"] == 30
    assert len(explanation["terms"]) == 2
    assert "explanation" not in search(library)


def test_the_lexical_mode_finds_what_holds_a_term(library: APIClient) -> None:
    """Ten of the thirty speak of leave."""
    assert len(search(library, k=100, mode="lexical")["results"]) == 10


def test_the_answer_has_the_fields_of_the_contract(library: APIClient) -> None:
    """Scores, timings, and the document of each result."""
    found = search(library, k=1)
    assert set(found) >= {"query_id", "results", "degraded", "timings_ms"}
    assert set(found["timings_ms"]) >= {"embed", "dense", "lexical", "fuse", "rerank", "total"}
    result = found["results"][0]
    assert set(result["scores"]) == {"dense", "lexical", "fused", "rerank"}
    assert result["document"]["collection"] == "hr"
    assert result["scores"]["dense"] > 0.3
    assert result["scores"]["lexical"] > 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"filter": {"year": {"around": 3}}}, "filter.year.around"),
        ({"filter": {"year": {"gte": [1]}}}, "filter.year.gte"),
        ({"filter": {"year": {}}}, "filter.year"),
        ({"filter": {"year": []}}, "filter.year"),
        ({"filter": {"year": None}}, "filter.year"),
        ({"k": 0}, "k"),
        ({"query": ""}, "query"),
        ({"mode": "magic"}, "mode"),
        ({"collections": ["nowhere"]}, "collections"),
    ],
)
def test_a_wrong_search_says_where(library: APIClient, body: dict[str, Any], field: str) -> None:
    """A 400 names the field."""
    answer = library.post("/api/v1/search", {"query": "leave", **body}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


@pytest.mark.parametrize(
    "fault", [ModelMissing("not here"), RuntimeError("it broke"), OSError("cannot be read")]
)
def test_without_the_model_the_search_is_lexical_and_says_so(
    library: APIClient, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """`degraded` names the dense leg."""

    def fail(embedder: str) -> None:
        raise fault

    monkeypatch.setattr("documents.search.questions.query_embedder", fail)
    found = search(library, k=50)
    assert (found["degraded"], len(found["results"])) == (["dense"], 10)


def test_the_log_of_a_request_names_it_and_its_tenant(
    client: APIClient,
    tenant: TenantRef,
    monkeypatch: pytest.MonkeyPatch,
    log_line: Callable[[str], dict[str, Any]],
) -> None:
    """Whatever it says."""

    def missing(embedder: str) -> None:
        raise ModelMissing("not here")

    monkeypatch.setattr("documents.search.questions.query_embedder", missing)
    answer = client.post("/api/v1/search", {"query": "leave"}, format="json", HTTP_X_REQUEST_ID="of-this-one")
    line = log_line("questions cannot be embedded")
    assert (line["request_id"], line["tenant"]) == ("of-this-one", str(tenant.id))
    assert answer["X-Request-ID"] == "of-this-one"


def test_before_the_first_document_a_search_finds_nothing(client: APIClient) -> None:
    """No index version stands yet, and that is no error."""
    assert search(client)["results"] == []


@pytest.mark.parametrize(("rerank", "degraded"), [(True, ["rerank"]), (False, []), (None, [])])
def test_a_ranker_that_is_asked_for_and_not_there_is_named(
    library: APIClient, rerank: bool | None, degraded: list[str]
) -> None:
    """The passages come in the order of the fusion."""
    found = search(library, rerank=rerank)
    assert (found["degraded"], len(found["results"])) == (degraded, 10)
