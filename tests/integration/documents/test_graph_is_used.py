"""The graph of an index version is used where it is large, and finds what an exact search finds."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction

from documents.search.graph import graph_recall, reach
from documents.search.statement import Asked, View, candidates
from documents.search.vectors import EXACT_ROWS, build_hnsw, create_vectors
from project.kernel.db import TenantRef, tenant_scope
from tenants import schemas

INDEX_ID, ROWS, DIMENSIONS = 900, EXACT_ROWS + 1, 384
# Vectors near a curve, which have neighbours, as those of texts do; random ones are all as far apart.
CURVE = (
    "(SELECT array_agg(sin(n * (1 + i % 7) / 300.0 + i) + random() / 5 ORDER BY i)"
    f" FROM generate_series(1, {DIMENSIONS}) i)"
)


@pytest.fixture
def grown(tenant: TenantRef) -> Iterator[TenantRef]:
    """Make an index version of one vector more than are searched exactly, with a graph."""
    create_vectors(tenant, INDEX_ID, DIMENSIONS)
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            f"INSERT INTO embedding_{INDEX_ID} SELECT n, 1, 1 + n % 2, l2_normalize({CURVE}::real[]::halfvec)"
            f" FROM generate_series(1, {ROWS}) n"
        )
        cursor.execute(f"ANALYZE embedding_{INDEX_ID}")
    build_hnsw(tenant, INDEX_ID)
    connections["owner"].close()
    with tenant_scope(tenant), transaction.atomic():
        yield tenant


def plan(*, by_graph: bool) -> str:
    """Return how PostgreSQL would search everything."""
    view = View(
        index_id=INDEX_ID, splitting=1, has_hnsw=True, embedder="", dimensions=DIMENSIONS,
        audiences=(1, 2), collections=None, visible=ROWS, terms=ROWS, is_whole=True, languages={},
    )  # fmt: skip
    asked = Asked(vector=str([1.0] * DIMENSIONS), terms=(), depth=50, condition="", parameters=())
    with connection.cursor() as cursor:
        reach(cursor, asked.depth)
        statement, values = candidates(view, asked, by_graph=by_graph)
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_just_beyond_the_threshold_the_graph_is_read_and_finds_what_an_exact_search_finds(
    grown: TenantRef,
) -> None:
    graph = f"Index Scan using embedding_{INDEX_ID}_hnsw"
    assert graph in plan(by_graph=True)
    assert graph not in plan(by_graph=False)
    assert graph_recall(INDEX_ID, DIMENSIONS) >= 0.95
