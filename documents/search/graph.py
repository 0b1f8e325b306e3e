"""Search by the graph of an index version, and tell how much of the exact answer it finds."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from documents.embedding.types import Vectors, cut_dimensions
from documents.search.binary import BinaryValue, binary_vector
from documents.search.vectors import VectorKind, count_vectors, table_of

# 50 questions by 10 rows tell the recall to about a percent.
QUESTIONS, NEAREST = 50, 10


# The more rows there are, the more the graph has to look at: one for so many, up to what pgvector allows.
ROWS_FOR_ONE = 500


def looks_at(depth: int, total: int = 0) -> int:
    """Return how many rows the graph looks at, at least, to find so many of all.

    Of the ten nearest, 200 find all among 50 000 rows. Among 500 000, 625 find .986 and 1 000 find .994.
    """
    return min(max(2 * depth, 200, total // ROWS_FOR_ONE), 1000)


def reach(cursor: CursorWrapper, depth: int, total: int = 0) -> None:
    """Let the graph look far enough, until the transaction ends, that rows which a filter drops are made up for."""
    cursor.execute("SET LOCAL hnsw.iterative_scan TO relaxed_order")
    cursor.execute("SET LOCAL hnsw.max_scan_tuples TO 200000")
    cursor.execute(f"SET LOCAL hnsw.ef_search TO {looks_at(depth, total)}")


def graph_recall(index_id: int, kind: VectorKind) -> float:
    """Return which share of the ten rows nearest to some of its own vectors the graph finds.

    Every question is compared with each row, so keep no lock meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT vector::text FROM {table_of(index_id)} ORDER BY hashint8(chunk_id) LIMIT {QUESTIONS}"
        )
        questions = [row[0] for row in cursor.fetchall()]
    return _recall_of(index_id, kind, questions)


def recall_of_questions(index_id: int, kind: VectorKind, questions: Sequence[Vectors]) -> float:
    """Return which share of the ten rows nearest to these questions, (d,) float32, the graph finds; keep no lock."""
    # Laid out before the cursor is made, which can bind what its connection knew by then.
    laid_out = [binary_vector(kind.type, cut_dimensions(one, kind.dimensions)) for one in questions]
    return _recall_of(index_id, kind, laid_out)


def _recall_of(index_id: int, kind: VectorKind, questions: Sequence[str | BinaryValue]) -> float:
    with connection.cursor() as cursor:
        reach(cursor, NEAREST * kind.sampling, count_vectors(index_id))
        # In a small table the planner would rather look at each row, which finds all and tells nothing of the graph.
        cursor.execute("SET LOCAL enable_seqscan TO off")
        found = sum(_same(cursor, index_id, kind, question) for question in questions)
    # Where nothing is left to ask for, nothing is missed.
    return round(found / len(questions), 3) if questions else 1.0


def _same(cursor: CursorWrapper, index_id: int, kind: VectorKind, question: str | BinaryValue) -> float:
    """Return which share of the nearest rows the graph finds: those no farther than the farthest exact one."""
    distance = f"vector <#> %s::{kind.operand}"
    near = f"SELECT {distance} AS distance FROM {table_of(index_id)}"
    order = kind.near("vector", f"%s::{kind.operand}")
    values: list[Any] = [question] * 3
    cursor.execute(
        f"""
        WITH exact AS MATERIALIZED (SELECT distance FROM ({near} OFFSET 0) e ORDER BY distance LIMIT {NEAREST}),
        near AS MATERIALIZED ({near} ORDER BY {order} LIMIT {NEAREST * kind.sampling}),
        graph AS (SELECT distance FROM near ORDER BY distance LIMIT {NEAREST})
        SELECT count(*)::float8 / (SELECT count(*) FROM exact)
        FROM graph WHERE distance <= (SELECT max(distance) FROM exact)
        """,
        values,
    )
    row = cursor.fetchone()
    return float(row[0]) if row else 0.0
