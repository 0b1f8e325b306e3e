"""The graph is walked where that costs less than to compare each row that is seen."""

import pytest

from documents.search.costs import even_at, even_at_filtered
from documents.search.graph import looks_at
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
    assert (visible > even_at(seeing(visible, total), 50)) == pays


def test_who_wants_more_rows_is_answered_exactly_for_longer() -> None:
    assert even_at(seeing(60_000, 500_000), 50) < 60_000 < even_at(seeing(60_000, 500_000), 500)


@pytest.mark.parametrize(
    ("wanted", "depth", "pays"),
    [(12_000, 50, True), (1_000, 50, False), (12_000, 200, True), (5_000, 200, False), (12_000, 500, False)],
)
def test_a_filter_is_decided_by_what_it_leaves(wanted: int, depth: int, pays: bool) -> None:
    """However much more the person sees without it; to find what it leaves, all of that is read."""
    assert (wanted > even_at_filtered(seeing(60_000, 60_000), depth)) == pays


@pytest.mark.parametrize(
    ("rows", "looked_at"), [(20_000, 200), (200_000, 400), (500_000, 1_000), (5_000_000, 1_000)]
)
def test_a_larger_graph_is_looked_at_further_as_far_as_pgvector_allows(rows: int, looked_at: int) -> None:
    assert looks_at(50, rows) == looked_at


@pytest.mark.parametrize(
    ("kind", "rows", "megabytes"),
    [
        (VectorKind(type="halfvec", dimensions=384), 20_000, 64),
        (VectorKind(type="halfvec", dimensions=384), 500_000, 812),
        (VectorKind(type="vector", dimensions=1_024), 500_000, 2_048),
        (VectorKind(type="halfvec", dimensions=1_024, is_binary=True), 500_000, 507),
    ],
)
def test_a_graph_is_built_in_the_memory_that_it_needs(kind: VectorKind, rows: int, megabytes: int) -> None:
    assert kind.building_megabytes(rows) == megabytes
