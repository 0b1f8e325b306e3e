"""A tier ranks within its budget, or leaves the order before."""

import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from documents.ranking.ranker import RankerDown, reordered
from documents.ranking.tiers import FAILURES, LONGEST_REST_SECONDS, REST_SECONDS, Tier
from documents.types import Passage
from tests.fakes.ranker import FakeRanker, passage

QUESTION = "parental leave"
FOUND = (
    passage("the car park", 1, fused=0.9),
    passage("parental leave is long", 2, fused=0.5),
    passage("sick leave", 3, fused=0.4),
)


def tier(seconds: float = 5.0, depth: int = 50, threads: int = 1, clock: object = time.monotonic) -> Tier:
    return Tier(seconds=seconds, depth=depth, threads=threads, clock=clock)  # type: ignore[arg-type] # a clock


def test_the_best_comes_first_with_its_score() -> None:
    ranked = tier().order(FakeRanker(), QUESTION, FOUND)
    assert [one.document.external_id for one in ranked] == ["d2", "d3", "d1"]
    assert [one.scores.rerank for one in ranked] == [2.0, 1.0, 0.0]
    assert ranked[0].scores.fused == 0.5


def test_what_lies_beyond_the_depth_keeps_its_order_behind() -> None:
    ranked = tier(depth=2).order(FakeRanker(), QUESTION, FOUND)
    assert [one.document.external_id for one in ranked] == ["d2", "d1", "d3"]
    assert ranked[2].scores.rerank is None


def test_scores_fall_from_first_to_last() -> None:
    ranked = reordered(FOUND, [-3.0, 800.0])
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


def test_alike_passages_stay_as_they_were() -> None:
    assert [one.document.external_id for one in reordered(FOUND, [1.0, 1.0, 1.0])] == ["d1", "d2", "d3"]


def test_nobody_waits_longer_than_the_budget() -> None:
    begun = time.monotonic()
    with pytest.raises(RankerDown, match=r"longer than 0\.05 s"):
        tier(seconds=0.05).order(FakeRanker(seconds=0.6), QUESTION, FOUND)
    assert time.monotonic() - begun < 0.4


def test_rankers_that_overrun_do_not_pile_up() -> None:
    """One thread: while the first still runs, the others are not even begun."""
    slow, one = FakeRanker(seconds=0.5), tier(seconds=0.02)
    for _ in range(2):
        with pytest.raises(RankerDown):
            one.order(slow, QUESTION, FOUND)
    assert slow.asked == 1


@pytest.mark.parametrize(
    "fault", [RankerDown("gone"), RuntimeError("broken"), OSError("no file"), ValueError("odd")]
)
def test_a_ranker_that_fails_says_so(fault: Exception) -> None:
    with pytest.raises(RankerDown, match="fake-1 failed"):
        tier().order(FakeRanker(fault=fault), QUESTION, FOUND)


@pytest.mark.parametrize("scores", [[1.0], [1.0, math.nan, 2.0], []])
def test_scores_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch, scores: Sequence[float]) -> None:
    ranker = FakeRanker()

    def odd(question: str, passages: Sequence[Passage]) -> Sequence[float]:
        return scores

    monkeypatch.setattr(ranker, "scores", odd)
    with pytest.raises(RankerDown, match="no score for each"):
        tier().order(ranker, QUESTION, FOUND)


def test_a_ranker_that_fails_again_and_again_is_left_alone_and_then_tried_once() -> None:
    now = [0.0]
    failing, one = FakeRanker(fault=RankerDown("gone")), tier(clock=lambda: now[0])
    for _ in range(FAILURES + 2):
        with pytest.raises(RankerDown):
            one.order(failing, QUESTION, FOUND)
    assert failing.asked == FAILURES
    now[0] = REST_SECONDS
    for _ in range(2):
        with pytest.raises(RankerDown):
            one.order(failing, QUESTION, FOUND)
    assert failing.asked == FAILURES + 1


def test_the_rest_doubles_while_a_ranker_fails_and_ends_with_its_first_success() -> None:
    now = [0.0]
    ranker, one = FakeRanker(fault=RankerDown("gone")), tier(clock=lambda: now[0])
    tried = []
    for now[0] in (0.0, 0.1, 0.2, *(0.5 + second for second in range(120))):
        asked = ranker.asked
        with pytest.raises(RankerDown):
            one.order(ranker, QUESTION, FOUND)
        tried += [now[0]] if ranker.asked > asked else []
    assert tried[:7] == [0.0, 0.1, 0.2, 1.5, 3.5, 7.5, 15.5]
    assert max(later - before for before, later in pairwise(tried)) == 30.0
    now[0], ranker.fault = 200.0, None
    one.order(ranker, QUESTION, FOUND)
    ranker.fault = RankerDown("gone again")
    with pytest.raises(RankerDown, match="gone again"):
        one.order(ranker, QUESTION, FOUND)


def test_searches_that_fail_together_cost_one_short_rest() -> None:
    now = [0.0]
    failing = FakeRanker(seconds=0.2, fault=RankerDown("gone"))
    one = tier(seconds=30, threads=8, clock=lambda: now[0])

    def fails(_: int) -> bool:
        with pytest.raises(RankerDown):
            one.order(failing, QUESTION, FOUND)
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(fails, range(8)))
    now[0], failing.seconds, failing.fault = REST_SECONDS, 0.0, None
    assert one.order(failing, QUESTION, FOUND)[0].document.external_id == "d2"


def test_a_ranker_that_works_again_is_trusted_again() -> None:
    now = [0.0]
    ranker, one = FakeRanker(fault=RankerDown("gone")), tier(clock=lambda: now[0])
    for _ in range(FAILURES):
        with pytest.raises(RankerDown):
            one.order(ranker, QUESTION, FOUND)
    now[0], ranker.fault = LONGEST_REST_SECONDS, None
    for _ in range(3):
        assert one.order(ranker, QUESTION, FOUND)[0].document.external_id == "d2"


def test_nothing_found_is_not_ranked() -> None:
    assert tier().order(FakeRanker(fault=RankerDown("gone")), QUESTION, ()) == ()
