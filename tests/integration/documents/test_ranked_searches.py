"""A search says by whom its results are ordered, and stands when nobody can."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.ranking.ranker import RankerDown
from documents.ranking.tiers import Tier
from documents.search import rankers
from documents.search.tuning import write_tuning
from project.kernel.db import TenantRef, tenant_scope
from tests.fakes.ranker import FakeRanker
from tests.fakes.tokens import RECORD, tiny_tokens

Upload = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _library(
    upload: Upload, run_jobs: Callable[[], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two texts, of which the fusion takes the first for the better, and vectors of their words."""
    upload("Leave leave leave of the car park is leave.", "park.md")
    upload("The holiday is twelve weeks of parental leave.", "leave.md")
    run_jobs()
    monkeypatch.setattr(rankers, "token_vectors", lambda: tiny_tokens(tmp_path))
    monkeypatch.setattr(rankers, "has_token_vectors", lambda: True)


@pytest.fixture
def learned(tenant: TenantRef) -> None:
    """Let the tenant have a ranker of its own."""
    with tenant_scope(tenant), transaction.atomic():
        write_tuning("ranker", RECORD)


@pytest.fixture
def heavy(monkeypatch: pytest.MonkeyPatch, settings: Any) -> FakeRanker:
    """Let the operator have set a cross-encoder."""
    fake = FakeRanker()
    settings.RERANKER = "onnx:/models/fake"
    monkeypatch.setattr(rankers, "heavy_ranker", lambda: fake)
    one = Tier(seconds=2, depth=20, threads=2)
    monkeypatch.setattr(rankers, "heavy_tier", lambda: one)
    return fake


def search(client: APIClient, **body: Any) -> Any:
    asked = {"query": "parental leave", "explain": True, **body}
    return client.post("/api/v1/search", asked, format="json").json()


def test_a_ranker_that_did_not_surely_help_elsewhere_orders_only_where_it_is_asked_for(
    client: APIClient, tenant: TenantRef
) -> None:
    with tenant_scope(tenant), transaction.atomic():
        write_tuning("ranker", {**RECORD, "is_on": False})
    found = search(client)
    assert (found["ranked_by"], found["degraded"]) == ("fusion", [])
    assert found["explanation"]["ranking"] == [{"left_out": "own-1 is off."}]
    assert search(client, rerank=True)["ranked_by"] == "own-1"


@pytest.mark.usefixtures("learned")
def test_the_light_ranker_orders_and_is_named(client: APIClient) -> None:
    found = search(client)
    assert (found["ranked_by"], found["degraded"]) == ("own-1", [])
    assert [one["scores"]["rerank"] for one in found["results"]] == [1.0, 0.5]
    assert "twelve weeks" in found["results"][0]["text"]
    assert found["explanation"]["ranking"][0]["ranker"] == "own-1"


@pytest.mark.usefixtures("learned")
def test_whoever_wants_no_ranker_gets_the_fusion(client: APIClient) -> None:
    found = search(client, rerank=False)
    assert (found["ranked_by"], found["degraded"]) == ("fusion", [])
    assert all(one["scores"]["rerank"] is None for one in found["results"])


@pytest.mark.usefixtures("learned")
def test_a_tenant_switches_its_rankers_off(client: APIClient, heavy: FakeRanker) -> None:
    changes = {"light_ranking": False, "heavy_ranking": False}
    assert client.patch("/api/v1/search-settings", changes, format="json").status_code == 200
    assert search(client)["ranked_by"] == "fusion"
    assert search(client, rerank=True)["ranked_by"] == "fake-1"
    assert heavy.asked == 1


@pytest.mark.usefixtures("learned")
def test_the_cross_encoder_has_the_last_word(client: APIClient, heavy: FakeRanker) -> None:
    found = search(client)
    assert found["ranked_by"] == "fake-1"
    assert [tier["ranker"] for tier in found["explanation"]["ranking"]] == ["own-1", "fake-1"]


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize("rerank", [None, True])
def test_where_the_cross_encoder_is_down_the_order_before_stands(
    client: APIClient, heavy: FakeRanker, rerank: bool | None
) -> None:
    heavy.fault = RankerDown("gone")
    found = search(client, rerank=rerank)
    assert (found["ranked_by"], found["degraded"]) == ("own-1", ["rerank"])
    assert "gone" in found["explanation"]["ranking"][1]["left_out"]


def test_a_record_that_cannot_be_read_leaves_the_fusion(client: APIClient, tenant: TenantRef) -> None:
    with tenant_scope(tenant), transaction.atomic():
        write_tuning("ranker", {"name": "odd"})
    found = search(client)
    assert (found["ranked_by"], found["degraded"]) == ("fusion", ["rerank"])


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize("mode", ["dense", "lexical"])
def test_one_leg_alone_is_not_ranked_by_what_was_learned_of_both(client: APIClient, mode: str) -> None:
    assert search(client, mode=mode)["ranked_by"] == "fusion"


@pytest.mark.usefixtures("learned")
def test_a_question_in_a_language_that_was_not_measured_keeps_the_fusion(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    for number in range(4):
        upload(
            f"Die Elternzeit dauert {number} Wochen, und sie wird nicht auf den Urlaub angerechnet.",
            f"{number}.md",
        )
    run_jobs()
    found = search(client, query="Wie lange dauert die Elternzeit für eine Mitarbeiterin?")
    assert (found["ranked_by"], found["degraded"]) == ("fusion", [])
    assert "language" in found["explanation"]["ranking"][0]["left_out"]


@pytest.mark.usefixtures("learned")
def test_what_a_part_of_a_question_finds_is_ranked_by_that_part(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    upload("Holiday the holiday is the holiday.", "lot.md")
    filler = "it opens at seven in summer and at eight in winter and nobody has to pay for it; " * 6
    upload(f"{filler} whoever comes by car finds a holiday behind the hall.", "hall.md")
    run_jobs()
    question = "Where is the car holiday, and how many weeks is the parental leave of twelve weeks?"
    texts = [one["text"] for one in search(client, query=question, k=2)["results"]]
    assert "twelve weeks" in texts[0]
    assert "by car" in texts[1]


@pytest.mark.usefixtures("learned")
def test_what_is_found_in_other_words_is_ranked_by_those(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    lists = {"groups": [{"terms": ["pause", "holiday", "parental"]}]}
    assert client.put("/api/v1/synonyms", lists, format="json").status_code == 200
    best, *_ = search(client, query="pause")["results"]
    assert "twelve weeks" in best["text"]
    assert best["scores"]["rerank"] == pytest.approx(1.0)
