"""An index version gets a graph where it is large, and another one where it has outgrown the first."""

import pytest

from documents.indexing.windows import wants_graph
from documents.models import IndexVersion


@pytest.mark.parametrize(
    ("has_hnsw", "built_for", "rows", "wants"),
    [
        (False, 0, 10_000, False),
        (False, 0, 10_001, True),
        (True, 10_001, 90_000, False),
        (True, 10_001, 100_001, True),
        (True, 100_001, 500_000, False),
        (True, 0, 100_001, True),
    ],
)
def test_a_graph_is_wanted_once_and_once_more_when_it_is_outgrown(
    has_hnsw: bool, built_for: int, rows: int, wants: bool
) -> None:
    cost = {"graph_rows": built_for} if built_for else {}
    assert wants_graph(IndexVersion(has_hnsw=has_hnsw, cost=cost), rows) is wants
