"""The parts of a compound question are ranked for one budget in all, and the first that is late is the last asked."""

import time
from typing import Any, cast

import pytest

from documents.search import ranked
from documents.search.asking import Wanted
from documents.search.beside import Piece
from documents.search.ranked import RERANK, Order, ranked_parts
from tests.fakes.ranker import passage

WANTED = cast(Wanted, None)
FOUND = (passage("parental leave"),)
PIECES = [Piece(wordings=(f"part {number}",), passages=FOUND) for number in range(4)]


class Ranking:
    """Stand in for the light ranker: note who asked it, be slow, and be late from one part on."""

    def __init__(self, *, late_from: int = 9, seconds: float = 0.0) -> None:
        self.late_from, self.seconds = late_from, seconds
        self.asked: list[str] = []

    def __call__(self, wanted: Wanted, rerank: bool | None, parts: Any, found: Any, wordings: Any) -> Order:
        if rerank is False:
            return Order(passages=found)
        self.asked.append(wordings[0])
        time.sleep(self.seconds)
        return Order(passages=found, degraded=(RERANK,) if len(self.asked) >= self.late_from else ())


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> Any:
    def of(ranking: Ranking, whole: Order) -> list[Order]:
        monkeypatch.setattr(ranked, "lightly_ranked", ranking)
        found = ranked_parts(WANTED, None, (), whole, PIECES)
        assert [one.passages for one in found] == [FOUND] * 4
        return found

    return of


def test_each_part_is_ranked_while_none_is_late(orders: Any) -> None:
    ranking = Ranking()
    assert {one.degraded for one in orders(ranking, Order(passages=FOUND))} == {()}
    assert ranking.asked == ["part 0", "part 1", "part 2", "part 3"]


def test_the_first_late_part_is_the_last_that_is_ranked(orders: Any) -> None:
    ranking = Ranking(late_from=2)
    found = orders(ranking, Order(passages=FOUND))
    assert ranking.asked == ["part 0", "part 1"]
    assert found[0].degraded == (RERANK,)


def test_a_whole_that_was_late_leaves_no_part_to_rank(orders: Any) -> None:
    ranking = Ranking()
    orders(ranking, Order(passages=FOUND, degraded=(RERANK,)))
    assert ranking.asked == []


def test_parts_that_take_the_budget_together_end_it(orders: Any, settings: Any) -> None:
    settings.RERANK_LIGHT_SECONDS = 0.05
    ranking = Ranking(seconds=0.04)
    found = orders(ranking, Order(passages=FOUND))
    assert ranking.asked == ["part 0", "part 1"]
    assert found[-1].degraded == (RERANK,)
