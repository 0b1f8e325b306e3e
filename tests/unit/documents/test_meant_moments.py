"""What was in force at a moment that words name is preferred, and leaves the order and what is of now as it was."""

from datetime import UTC, datetime
from uuid import UUID

from documents.search.meant import Meant, preferring
from documents.types import DocumentRef, Passage, Scores, SearchResult

EXACT = Meant(at=datetime(2025, 12, 31, tzinfo=UTC), worth=0.3, is_exact=True)
ABOUT = Meant(at=datetime(2025, 12, 31, tzinfo=UTC), worth=0.15, is_exact=False)


def passage(
    number: int, *, version: int = 2, fused: float = 0.5, rerank: float | None = None, document: int = 0
) -> Passage:
    reference = DocumentRef(
        id=UUID(int=document or number), external_id="", title="", url="", collection="hr", version=version
    )
    return Passage(
        chunk_id=UUID(int=number),
        document=reference,
        text="",
        page=None,
        section=(),
        start=0,
        end=0,
        score=fused if rerank is None else rerank,
        scores=Scores(fused=fused, rerank=rerank),
        tokens=1,
    )


def result(*passages: Passage, ranked_by: str = "fusion") -> SearchResult:
    return SearchResult(query_id=UUID(int=0), passages=passages, index_version=1, ranked_by=ranked_by)


def numbers(found: SearchResult) -> list[int]:
    return [one.chunk_id.int for one in found.passages]


def test_an_order_that_was_woven_of_parts_stands() -> None:
    """Its scores are of different questions: the second would be the last by them, and the last the second."""
    woven = [passage(1, fused=0.9), passage(2, fused=0.1), passage(3, fused=0.8), passage(4, fused=0.2)]
    then = result(passage(9, version=1, fused=0.05))
    best = numbers(preferring(result(*woven), then, ABOUT, 10))
    assert [number for number in best if number != 9] == [1, 2, 3, 4]


def test_scores_of_different_rankers_do_not_compare() -> None:
    now = result(*(passage(n, fused=0.5, rerank=0.02 / n) for n in (1, 2, 3, 4)), ranked_by="learned")
    then = result(*(passage(n, version=1, fused=0.9 - n / 100) for n in (11, 12, 13, 14)))
    best = numbers(preferring(now, then, ABOUT, 10))
    assert (best.index(1), best.index(14) > best.index(2)) == (1, True)
    assert sorted(best[:4]) == [1, 2, 11, 12]


def test_scores_of_one_ranker_compare() -> None:
    now = result(passage(1, fused=0.9), passage(2, fused=0.85))
    then = result(passage(11, version=1, fused=0.2))
    assert numbers(preferring(now, then, ABOUT, 10)) == [1, 2, 11]


def test_the_best_of_now_stays_among_many_of_the_past() -> None:
    """Each has replaced one of those, and is a repetition of it."""
    then = result(*(passage(n, version=1, document=n, fused=0.9 - n / 100) for n in range(1, 11)))
    now = result(*(passage(n + 100, document=n, fused=0.9 - n / 100) for n in range(1, 11)))
    assert numbers(preferring(now, then, EXACT, 10)) == [*range(1, 10), 101]
    assert numbers(preferring(now, then, EXACT, 1)) == [1]


def test_what_is_better_then_by_far_leaves_the_best_of_now_its_place() -> None:
    then = result(*(passage(n, version=1, fused=0.9) for n in range(1, 11)))
    assert 101 in numbers(preferring(result(passage(101, fused=0.1)), then, ABOUT, 10))
