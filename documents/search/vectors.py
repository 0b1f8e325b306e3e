"""Keep the table of vectors of each index version; its name is all that a statement needs of the version."""

from collections.abc import Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from pgvector import HalfVector

from documents.search.inserting import insert_rows, know_vectors
from project.kernel.db import TenantRef
from tenants import schemas

# Beyond this many rows an HNSW index finds what an exact scan would take longer for (5 000: 1.9 ms, 50 000: 30 ms).
EXACT_ROWS = 10_000
VECTOR_COLUMNS = {"chunk_id": "int8", "collection_id": "int4", "audience_id": "int4", "vector": "halfvec"}


def table_of(index_id: int) -> str:
    """Return the name of an index version's table."""
    return f"embedding_{index_id:d}"


def create_vectors(tenant: TenantRef, index_id: int, dimensions: int) -> None:
    """Make the table; does nothing where it stands. For workers only: it takes the owner's connection."""
    definition = (
        "chunk_id bigint PRIMARY KEY, collection_id integer NOT NULL, audience_id integer NOT NULL,"
        f" vector halfvec({dimensions:d}) NOT NULL"
    )
    schemas.create_table(tenant, table_of(index_id), definition)
    with schemas.owner_cursor(tenant) as cursor:
        table = table_of(index_id)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_readers ON {table} (audience_id, collection_id)")


def drop_vectors(tenant: TenantRef, index_id: int) -> None:
    """Drop the table. For workers only."""
    schemas.drop_table(tenant, table_of(index_id))


def build_hnsw(tenant: TenantRef, index_id: int) -> None:
    """Build the HNSW index beside running searches and writes; one that broke off is built anew."""
    table = table_of(index_id)
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [f"{table}_hnsw"]
        )
        found = cursor.fetchone()
        if found and found[0]:
            return
        cursor.execute("SET maintenance_work_mem TO '512MB'")
        cursor.execute(f"DROP INDEX IF EXISTS {table}_hnsw")
        cursor.execute(
            f"CREATE INDEX CONCURRENTLY {table}_hnsw ON {table} USING hnsw (vector halfvec_ip_ops)"
        )


def write_vectors(
    index_id: int,
    chunks: Sequence[tuple[int, int, int]],
    vectors: NDArray[np.float32],
) -> None:
    """Write one vector for each (chunk, collection, audience)."""
    know_vectors()
    rows = ((*place, HalfVector(vector)) for place, vector in zip(chunks, vectors, strict=True))
    insert_rows(table_of(index_id), VECTOR_COLUMNS, rows)


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
