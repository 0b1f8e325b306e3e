"""Compute the vectors of an index version from those of another one of the same model."""

from django.db import connection

from documents.search.scopes import Scope
from documents.search.vectors import VectorKind, table_of


def derive(source_id: int, target_id: int, target: VectorKind, scope: Scope, limit: int) -> int:
    """Give as many chunks their vector as `limit`, in the caller's transaction; return how many.

    It takes what has a vector in the source and none in the target. Dimensions are cut and the rest brought to
    unit length before it is rounded to the target's numbers.
    """
    is_mine, mine = scope.condition("e.collection_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table_of(target_id)} (chunk_id, collection_id, audience_id, vector)
            SELECT e.chunk_id, e.collection_id, e.audience_id,
                CASE WHEN vector_dims(e.vector) = {target.dimensions:d} THEN e.vector::{target.type}
                    ELSE l2_normalize(subvector(e.vector, 1, {target.dimensions:d}))::{target.type} END
            FROM {table_of(source_id)} e
            WHERE {is_mine} AND NOT EXISTS (SELECT 1 FROM {table_of(target_id)} t WHERE t.chunk_id = e.chunk_id)
            ORDER BY e.chunk_id LIMIT %s::int
            """,
            [*mine, limit],
        )
        return int(cursor.rowcount)
