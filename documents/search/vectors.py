"""Keep the table of vectors of each index version; its name is all that a statement needs of the version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from documents.embedding.sizing import NARROW, Links, built_bytes, links_of
from documents.search.inserting import insert_rows
from documents.search.scopes import Scope
from project.kernel.db import TenantRef
from tenants import schemas

# Beyond this many rows an HNSW index finds what an exact scan would take longer for (5 000: 1.9 ms, 50 000: 30 ms).
EXACT_ROWS = 10_000
# A graph that does not fit into memory while it is built takes many times as long.
LEAST_MEGABYTES, MOST_MEGABYTES = 64, 2_048
PLACE_COLUMNS = {"chunk_id": "int8", "collection_id": "int4", "audience_id": "int4"}
# A binary graph finds several times as many as are wanted, which the stored halfvecs then put in order.
OVERSAMPLING = 8


@dataclass(frozen=True, kw_only=True)
class VectorKind:
    """Say how an index version keeps vectors: which numbers, how many, and whether its graph sees their signs alone."""

    type: str
    dimensions: int
    is_binary: bool = False

    @property
    def operand(self) -> str:
        """Return the type with its dimensions, as SQL."""
        return f"{self.type}({self.dimensions:d})"

    @property
    def sampling(self) -> int:
        """Return how many times as many rows as are wanted the graph has to find."""
        return OVERSAMPLING if self.is_binary else 1

    def near(self, column: str, question: str) -> str:
        """Return the SQL by which the graph orders rows."""
        if not self.is_binary:
            return f"{column} <#> {question}"
        return f"{self._signs(column)} <~> {self._signs(question)}"

    @property
    def graph(self) -> str:
        """Return what the HNSW index is made of."""
        return (
            f"({self._signs('vector')}) bit_hamming_ops" if self.is_binary else f"vector {self.type}_ip_ops"
        )

    def building_megabytes(self, rows: int) -> int:
        """Return the memory in which a graph of so many rows is built, as far as it is given any."""
        number = {"vector": 4, "halfvec": 2}[self.type]
        vector = self.dimensions // 8 if self.is_binary else self.dimensions * number
        needed = int(rows * built_bytes(vector, links_of(rows).m)) >> 20
        return min(max(needed, LEAST_MEGABYTES), MOST_MEGABYTES)

    def _signs(self, value: str) -> str:
        return f"binary_quantize({value})::bit({self.dimensions:d})"


def kind_of(settings: Mapping[str, Any]) -> VectorKind:
    """Return how an index version of these settings keeps its vectors."""
    type_ = "vector" if settings["precision"] == "vector" else "halfvec"
    return VectorKind(
        type=type_, dimensions=int(settings["dimensions"]), is_binary=settings["precision"] == "binary"
    )


def table_of(index_id: int) -> str:
    """Return the name of an index version's table."""
    return f"embedding_{index_id:d}"


def create_vectors(tenant: TenantRef, index_id: int, kind: VectorKind) -> None:
    """Make the table; does nothing where it stands. For workers only: it takes the owner's connection."""
    definition = (
        "chunk_id bigint PRIMARY KEY, collection_id integer NOT NULL, audience_id integer NOT NULL,"
        f" vector {kind.operand} NOT NULL"
    )
    schemas.create_table(tenant, table_of(index_id), definition)
    with schemas.owner_cursor(tenant) as cursor:
        table = table_of(index_id)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_readers ON {table} (audience_id, collection_id)")


def drop_vectors(tenant: TenantRef, index_id: int) -> None:
    """Drop the table. For workers only."""
    schemas.drop_table(tenant, table_of(index_id))


def build_hnsw(tenant: TenantRef, index_id: int, kind: VectorKind) -> int:
    """Build the HNSW index beside running searches and writes; return how many rows it was built for.

    One that broke off is built anew, and one that has outgrown its links: it answers until the other takes its place.
    """
    table = table_of(index_id)
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        rows = int(cursor.fetchone()[0])
        links = links_of(rows)
        if _has_graph(cursor, f"{table}_hnsw", links):
            return rows
        cursor.execute(f"SET maintenance_work_mem TO '{kind.building_megabytes(rows)}MB'")
        cursor.execute(f"DROP INDEX IF EXISTS {table}_next")
        cursor.execute(
            f"CREATE INDEX CONCURRENTLY {table}_next ON {table} USING hnsw ({kind.graph})"
            f" WITH (m = {links.m}, ef_construction = {links.ef_construction})"
        )
        cursor.execute(f"DROP INDEX IF EXISTS {table}_hnsw")
        cursor.execute(f"ALTER INDEX {table}_next RENAME TO {table}_hnsw")
        # By what is known of an empty table the planner would read the rows of all readers and sort them.
        cursor.execute(f"ANALYZE {table} ({', '.join(PLACE_COLUMNS)})")
    return rows


def _has_graph(cursor: CursorWrapper, name: str, links: Links) -> bool:
    """Say whether a graph stands that has these links, or more of them."""
    cursor.execute(
        "SELECT i.indisvalid, coalesce(c.reloptions, '{}') FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indexrelid = to_regclass(%s)",
        [name],
    )
    is_valid, built_with = cursor.fetchone() or (False, [])
    # One without a word of it was built as pgvector does, with 16.
    m = next((int(option[2:]) for option in built_with if option.startswith("m=")), NARROW.m)
    return bool(is_valid) and m >= links.m


def write_vectors(
    index_id: int,
    kind: VectorKind,
    chunks: Sequence[tuple[int, int, int]],
    vectors: NDArray[np.float32],
) -> None:
    """Write one vector for each (chunk, collection, audience)."""
    rows = ((*place, vector) for place, vector in zip(chunks, vectors, strict=True))
    insert_rows(table_of(index_id), {**PLACE_COLUMNS, "vector": kind.type}, rows)


def place_as_chunks(index_id: int, chunk_ids: Sequence[int]) -> None:
    """Give vectors to the collection and the audience of their chunks."""
    if chunk_ids:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table_of(index_id)} e SET collection_id = c.collection_id, audience_id = c.audience_id"
                " FROM chunk c WHERE c.id = e.chunk_id AND e.chunk_id = ANY(%s::bigint[])",
                [list(chunk_ids)],
            )


def remove_beyond(index_id: int, scope: Scope) -> None:
    """Remove the vectors of collections that are not in a scope."""
    is_mine, mine = scope.condition("collection_id")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table_of(index_id)} WHERE NOT ({is_mine})", mine)


def count_vectors(index_id: int) -> int:
    """Count the rows of an index version."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table_of(index_id)}")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def vector_bytes(index_id: int) -> int:
    """Return what the table and its indexes take on disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(to_regclass(%s))", [table_of(index_id)])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0
