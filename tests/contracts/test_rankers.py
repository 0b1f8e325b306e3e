"""Every ranker says of passages how well they answer a question, in the same manner."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from math import isfinite
from pathlib import Path

import httpx
import pytest

from documents.ranking.create import create_ranker
from documents.ranking.light import LightRanker
from documents.ranking.ranker import Ranker
from documents.ranking.served import ServedRanker
from tests.factories.crossencoder import trained
from tests.fakes.ranker import FakeRanker, passage
from tests.fakes.tei_ranker import RankingTei, ranking
from tests.fakes.tokens import BY_COVERAGE, tiny_tokens

QUESTION = "parental leave"
FOUND = (
    passage("car park closes evening travel train hotel office", 1),
    passage("weeks parental holiday leave employees days annual rent", 2),
    passage("coffee garden screen laptop bonus salary invoice school", 3),
)
served = ExitStack()


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    with served:
        yield
    made.cache_clear()


@cache
def made(kind: str, folder: Path) -> Ranker:
    if kind == "fake":
        return FakeRanker()
    if kind == "light":
        return LightRanker(BY_COVERAGE, tiny_tokens(folder))
    if kind == "served":
        url = served.enter_context(ranking(RankingTei())).url
        client = served.enter_context(httpx.Client(base_url=url))
        return ServedRanker(url, seconds=10, client=client)
    pytest.importorskip("sentence_transformers")
    ranker = create_ranker(f"{kind}:{trained(folder / 'tiny')}", seconds=10)
    assert ranker is not None
    return ranker


@pytest.fixture(params=["fake", "light", "served", "onnx", "sentence-transformers"])
def ranker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ranker:
    return made(request.param, tmp_path_factory.getbasetemp())


def scores(ranker: Ranker, texts: Sequence[str] = ()) -> list[float]:
    found = [passage(text, n) for n, text in enumerate(texts, start=1)] or FOUND
    return list(ranker.scores(QUESTION, found))


def test_what_answers_scores_most(ranker: Ranker) -> None:
    found = scores(ranker)
    assert len(found) == len(FOUND)
    assert max(found) == found[1]


def test_scores_are_finite_numbers_for_odd_texts_too(ranker: Ranker) -> None:
    found = scores(ranker, ["", "  ", "leave " * 3_000, "漢字 ☃ \u0000"])
    assert all(isfinite(score) for score in found)
    assert len(found) == 4


def test_a_question_longer_than_a_ranker_reads_leaves_room_for_the_passages(ranker: Ranker) -> None:
    found = list(ranker.scores(QUESTION + " train hotel" * 2_000, FOUND))
    assert max(found) == found[1]


def test_nothing_found_has_no_scores(ranker: Ranker) -> None:
    assert list(ranker.scores(QUESTION, ())) == []


def test_the_company_of_other_passages_does_not_change_the_order(ranker: Ranker) -> None:
    others = ["garden " + "coffee " * (n % 9) for n in range(40)]
    among = scores(ranker, [FOUND[0].text, *others, FOUND[1].text])
    assert among[-1] == max(among)


def test_passages_may_be_ranked_in_threads(ranker: Ranker) -> None:
    alone = scores(ranker)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: scores(ranker), range(12)))
    assert all(found == pytest.approx(alone, abs=1e-4) for found in together)


def test_it_has_a_name(ranker: Ranker) -> None:
    scores(ranker)
    assert 0 < len(ranker.name) <= 80
