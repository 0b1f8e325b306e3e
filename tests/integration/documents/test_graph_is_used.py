"""The graph of an index version is used where it is large, and finds what an exact search finds."""

from collections.abc import Iterator

import numpy as np
import pytest
from django.db import connection, connections, transaction

from documents.embedding import sizing
from documents.search.graph import graph_recall, reach, recall_of_questions
from documents.search.statement import Asked, QuestionVector, View, candidates
from documents.search.vectors import EXACT_ROWS, VectorKind, build_hnsw, create_vectors
from project.kernel.db import TenantRef, tenant_scope
from tenants import schemas

INDEX_ID, ROWS, DIMENSIONS = 900, EXACT_ROWS + 1, 384
KIND = VectorKind(type="halfvec", dimensions=DIMENSIONS)
# Five hundred subjects of twenty texts each: random vectors have no neighbours, all are as far apart.
SUBJECTS = 500
VECTOR = (
    f"(SELECT array_agg(sin(1 + n % {SUBJECTS} * (i + 0.37)) + random() ORDER BY i)"
    f" FROM generate_series(1, {DIMENSIONS}) i)"
)


@pytest.fixture
def grown(tenant: TenantRef) -> Iterator[TenantRef]:
    """Make an index version of one vector more than are searched exactly, with a graph."""
    create_vectors(tenant, INDEX_ID, KIND)
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            f"INSERT INTO embedding_{INDEX_ID} SELECT n, 1, 1 + n % 2, l2_normalize({VECTOR}::real[]::halfvec)"
            f" FROM generate_series(1, {ROWS}) n"
        )
    build_hnsw(tenant, INDEX_ID, KIND)
    connections["owner"].close()
    with tenant_scope(tenant), transaction.atomic():
        yield tenant


def plan(*, by_graph: bool) -> str:
    """Return how PostgreSQL would search everything."""
    view = View(
        index_id=INDEX_ID, splitting=1, has_hnsw=True, embedder="", revision="", kind=KIND,
        audiences=(1, 2), collections=None, visible=ROWS, terms=ROWS, is_whole=True, languages={},
    )  # fmt: skip
    question = QuestionVector(embedder="", revision="", values=np.ones(DIMENSIONS, dtype=np.float32))
    asked = Asked(vector=question, terms=(), depth=50, condition="", parameters=())
    # Before the cursor, which can bind what its connection knew when it was made.
    statement, values = candidates(view, asked, is_large=True, by_graph=by_graph)
    with connection.cursor() as cursor:
        reach(cursor, asked.depth)
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_just_beyond_the_threshold_the_graph_is_read_and_finds_what_an_exact_search_finds(
    grown: TenantRef,
) -> None:
    graph = f"Index Scan using embedding_{INDEX_ID}_hnsw"
    assert graph in plan(by_graph=True)
    assert graph not in plan(by_graph=False)
    assert graph_recall(INDEX_ID, KIND) >= 0.95
    # A question is as long as its model makes it, and is cut to the length of what it is compared with.
    subjects = np.sin(1 + np.outer(range(20), np.arange(1, 2 * DIMENSIONS + 1) + 0.37))
    asked = (subjects + np.random.default_rng(7).random(subjects.shape)).astype(np.float32)
    assert recall_of_questions(INDEX_ID, KIND, list(asked)) >= 0.95


def test_a_graph_that_has_outgrown_its_links_is_built_anew(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizing, "WIDE_ROWS", 2)
    create_vectors(tenant, INDEX_ID, KIND)
    built: list[tuple[str, int]] = []
    for rows in (2, 1, 1):
        with schemas.owner_cursor(tenant) as cursor:
            cursor.execute(
                f"INSERT INTO embedding_{INDEX_ID} SELECT {len(built)} * 10 + n, 1, 1,"
                f" l2_normalize({VECTOR}::real[]::halfvec) FROM generate_series(1, {rows}) n"
            )
        build_hnsw(tenant, INDEX_ID, KIND)
        built.append(graph(tenant))
    (narrow, first), (wide, second), (_, third) = built
    assert (narrow, wide) == ("{m=16,ef_construction=64}", "{m=24,ef_construction=128}")
    assert first != second == third


def graph(tenant: TenantRef) -> tuple[str, int]:
    """Return how the graph is linked, and which file it is."""
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            f"SELECT reloptions::text, oid FROM pg_class WHERE oid = to_regclass('embedding_{INDEX_ID}_hnsw')"
        )
        found: tuple[str, int] = cursor.fetchone()
    return found
