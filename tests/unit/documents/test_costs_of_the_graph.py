"""The graph is walked where that costs less than to compare each row that is seen."""

import pytest

from documents.search.costs import graph_pays
from documents.search.vectors import VectorKind
from documents.search.view import View


def seeing(visible: int, total: int) -> View:
    return View(
        index_id=1, splitting=1, has_hnsw=True, embedder="", revision="",
        kind=VectorKind(type="halfvec", dimensions=384), audiences=(1,), collections=None, visible=visible,
        terms=1, is_whole=visible == total, languages={}, total=total,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("visible", "total", "pays"),
    [
        (10_001, 10_001, True),
        (40_000, 50_000, True),
        (2_000, 50_000, False),
        (400_000, 500_000, True),
        (20_000, 500_000, False),
        (500, 500_000, False),
    ],
)
def test_few_of_many_are_compared_and_many_are_not(visible: int, total: int, pays: bool) -> None:
    assert graph_pays(seeing(visible, total), 50) == pays


def test_who_wants_more_rows_is_answered_exactly_for_longer() -> None:
    assert graph_pays(seeing(60_000, 500_000), 50)
    assert not graph_pays(seeing(60_000, 500_000), 500)
