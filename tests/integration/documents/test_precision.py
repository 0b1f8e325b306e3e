"""Vectors are kept in several precisions and lengths; an index version of each finds what an exact search finds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.context import passage_embedder, query_embedder
from documents.embedding import registry
from documents.embedding.registry import ALL_MINILM_L6_V2, EmbedderEntry
from documents.models import LiveIndex
from documents.search.statement import Asked, ForeignVector, QuestionVector, View, candidates
from documents.search.vectors import VectorKind
from project.kernel.db import TenantRef, tenant_scope
from tests.fakes.embedder import FakeEmbedder
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build, found, shown
from tests.integration.documents.test_indexes_api import INDEXES, TEXT, Run

TOY = "toy"


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> EmbedderEntry:
    """Let a model be known that may be cut to 32 of its 64 dimensions."""
    tokenizer = ALL_MINILM_L6_V2.exported(Path(settings.MODELS_DIR), "tokenizer.json")
    entry = EmbedderEntry(
        id=TOY, revision="1", dimensions=64, max_tokens=256, licence="none", languages=("en",),
        matryoshka=(32,), endpoint="http://toy", tokenizer=str(tokenizer),
    )  # fmt: skip
    monkeypatch.setitem(registry._added, TOY, entry)
    for place, usual in (
        ("documents.indexing.engines.passage_embedder", passage_embedder),
        ("documents.search.questions.query_embedder", query_embedder),
    ):
        monkeypatch.setattr(place, _or_fake(usual))
    return entry


def _or_fake(usual: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda name: FakeEmbedder() if name == TOY else usual(name)


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with two collections of a document each."""
    assert client.post("/api/v1/collections", {"slug": "law"}, format="json").status_code == 201
    for number in range(6):
        upload(f"{TEXT} Case {number}.", name=f"{number}.txt")
    upload(TEXT.replace("leave", "liability"), name="law.txt", collection="law")
    run_jobs()
    return client


def column(tenant: TenantRef, index_id: int) -> str:
    """Return the type of an index version's vectors, as PostgreSQL names it."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attname = 'vector'",
            [f"embedding_{index_id}"],
        )
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"precision": "halfvec", "dimensions": 64}, "halfvec(64)"),
        ({"precision": "vector", "dimensions": 32}, "vector(32)"),
        ({"precision": "binary", "dimensions": 64}, "halfvec(64)"),
    ],
)
def test_each_precision_answers_exactly_and_by_its_graph(
    indexed: APIClient, toy: EmbedderEntry, run_jobs: Run, tenant: TenantRef,
    monkeypatch: pytest.MonkeyPatch, wanted: dict[str, Any], expected: str,
) -> None:  # fmt: skip
    index = build(indexed, run_jobs, settings={"embedder": TOY, **wanted})
    assert indexed.post(f"{INDEXES}/{index}/promote").status_code == 200
    exact = found(indexed, k=5, mode="dense")
    assert column(tenant, index) == expected
    for module in ("indexing.windows", "indexing.build", "search.legs"):
        monkeypatch.setattr(f"documents.{module}.EXACT_ROWS", 0)
    monkeypatch.setattr("documents.search.costs.VISIT_ROWS", 0)
    graphed = build(indexed, run_jobs, settings={"embedder": TOY, **wanted})
    assert indexed.post(f"{INDEXES}/{graphed}/promote").status_code == 200
    assert shown(indexed, graphed)["cost"]["graph_recall"] >= 0.9
    assert found(indexed, k=5, mode="dense") == exact


def test_a_model_that_is_not_for_cutting_is_not_cut(indexed: APIClient) -> None:
    answer = indexed.post(INDEXES, {"settings": {"dimensions": 128}}, format="json")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (400, "settings.dimensions")
    assert "Matryoshka" in error["detail"]


@pytest.mark.parametrize(
    ("source", "target", "derived"),
    [
        ({"precision": "vector"}, {"precision": "halfvec", "dimensions": 32}, True),
        ({"precision": "halfvec"}, {"precision": "binary"}, True),
        ({"precision": "halfvec"}, {"precision": "vector"}, False),
        ({"precision": "halfvec"}, {"precision": "halfvec", "dimensions": 32}, False),
    ],
)
def test_vectors_are_computed_from_others_where_that_loses_nothing(
    indexed: APIClient, toy: EmbedderEntry, run_jobs: Run, source: Any, target: Any, derived: bool
) -> None:
    first = build(indexed, run_jobs, settings={"embedder": TOY, **source})
    indexed.post(f"{INDEXES}/{first}/promote")
    before = found(indexed, k=3, mode="dense")
    second = build(indexed, run_jobs, settings={"embedder": TOY, **target})
    cost = shown(indexed, second)["cost"]
    assert ("derived_chunks" in cost, "embedded_chunks" in cost) == (derived, not derived)
    assert indexed.post(f"{INDEXES}/{second}/promote").status_code == 200
    assert len(found(indexed, k=3, mode="dense")) == len(before)


def test_two_models_answer_one_question_each_by_its_own_vector(
    indexed: APIClient, toy: EmbedderEntry, run_jobs: Run
) -> None:
    law = build(indexed, run_jobs, settings={"embedder": TOY}, collections=["law"])
    assert indexed.post(f"{INDEXES}/{law}/promote").status_code == 200
    results = found(indexed, k=200)
    assert {collection for collection, _ in results} == {"hr", "law"}
    assert len(results) == len(found(indexed, "hr", k=200)) + len(found(indexed, "law", k=200))
    asked = {"query": "liability", "k": 3}
    first = indexed.post("/api/v1/search", asked, format="json").json()["results"][0]
    assert first["document"]["collection"] == "law"


@pytest.mark.parametrize("model", [("other", "1"), ("toy", "2")])
def test_a_statement_refuses_a_question_by_another_model(model: tuple[str, str]) -> None:
    view = View(
        index_id=1, splitting=1, has_hnsw=False, embedder="toy", revision="1",
        kind=VectorKind(type="halfvec", dimensions=4), audiences=(1,), collections=None,
        visible=1, terms=1, is_whole=True, languages={},
    )  # fmt: skip
    values = np.full(4, 0.5, dtype=np.float32)
    question = QuestionVector(embedder=model[0], revision=model[1], values=values)
    asked = Asked(vector=question, terms=(), depth=5, condition="", parameters=())
    with pytest.raises(ForeignVector):
        candidates(view, asked, is_large=False, by_graph=False)


def test_weights_of_another_revision_leave_the_search_to_words(
    indexed: APIClient, toy: EmbedderEntry, run_jobs: Run, tenant: TenantRef
) -> None:
    """Their vectors mean something else, though the model has the same name."""
    with tenant_scope(tenant), transaction.atomic():
        index = LiveIndex.objects.select_related("index_version").get(pk=LiveIndex.TENANT).index_version
        index.settings = {**index.settings, "revision": "another"}
        index.save()
    answer = indexed.post("/api/v1/search", {"query": "leave"}, format="json").json()
    assert answer["degraded"] == ["dense"]
    assert answer["results"]
