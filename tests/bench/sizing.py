"""Compare the sizing calculator with PostgreSQL's own figures: python -m tests.bench.sizing [VECTORS]."""

import json
import sys
import time
from typing import Any

from tests import environment  # isort: skip  # first: it sets Django up

from django.core.management import call_command

from documents.embedding.sizing import size_index
from documents.search.vectors import VectorKind, build_hnsw, create_vectors, drop_vectors
from project.kernel.db import TenantRef, shared_scope
from tenants import schemas
from tests.factories import cast

KINDS: dict[str, VectorKind] = {
    "halfvec": VectorKind(type="halfvec", dimensions=384),
    "vector": VectorKind(type="vector", dimensions=384),
    "binary": VectorKind(type="halfvec", dimensions=384, is_binary=True),
}


def measure(tenant: TenantRef, number: int, name: str, rows: int) -> dict[str, Any]:
    """Fill a table of one precision, build its graph, and return both figures."""
    kind = KINDS[name]
    create_vectors(tenant, number, kind)
    table = f"embedding_{number}"
    # A thousand subjects: vectors that lie anywhere take a graph longer than texts do.
    vector = f"(SELECT array_agg(sin(n % 1000 * i) + random() ORDER BY i) FROM generate_series(1, {kind.dimensions}) i)"
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT n, 1, 1, l2_normalize({vector}::real[]::{kind.type})"
            f" FROM generate_series(1, {rows}) n"
        )
    begun = time.monotonic()
    build_hnsw(tenant, number, kind)
    seconds = time.monotonic() - begun
    table_bytes = measured_bytes(tenant, "pg_table_size", table)
    graph_bytes = measured_bytes(tenant, "pg_table_size", f"{table}_hnsw")
    total = measured_bytes(tenant, "pg_total_relation_size", table)
    drop_vectors(tenant, number)
    said = size_index(vectors=rows, dimensions=kind.dimensions, precision=name)  # type: ignore[arg-type]  # a key
    return {
        "table_bytes": [said.table_bytes, table_bytes],
        "graph_bytes": [said.graph_bytes, graph_bytes],
        "disk_bytes": [said.disk_bytes, total],
        "disk_said_share": round(said.disk_bytes / total, 3),
        "build_seconds": [said.build_seconds, round(seconds, 1)],
    }


def measured_bytes(tenant: TenantRef, measure_of: str, relation: str) -> int:
    """Return what PostgreSQL says of a relation, by one of its functions."""
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(f"SELECT {measure_of}(to_regclass(%s))", [relation])
        return int(cursor.fetchone()[0])


def main(rows: int) -> None:
    """Print the figures as JSON: what the calculator says, and what PostgreSQL does."""
    environment.services.start()
    with shared_scope():
        call_command("migrate", verbosity=0, stdout=sys.stderr)
    tenant = cast.make_tenant("ada")
    figures = {name: measure(tenant, 900 + n, name, rows) for n, name in enumerate(KINDS)}
    environment.services.stop()
    print(json.dumps({"bench": "sizing", "vectors": rows, **figures}, indent=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
