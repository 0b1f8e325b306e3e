"""Write the same chunks, postings and vectors in four ways: python -m tests.bench.write_path [CHUNKS].

By one INSERT for each row, by executemany, by COPY with the indexes made after, and as ingest does: behind row-level
security, where COPY is refused, into tables that are searched meanwhile. The vectors are random and cost nothing.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
import pytest

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from django.db import connection, transaction
from pgvector.psycopg import register_vector

from documents.models import IndexVersion
from documents.search.corpus import CHUNK_COLUMNS, write_chunks
from documents.search.vectors import PLACE_COLUMNS, table_of, write_vectors
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.bench.computing import Computed, computed, computed_since
from tests.bench.corpora import leave_without_data
from tests.bench.search import RandomEmbedder, load
from tests.factories import cast

POSTING_COLUMNS = {
    "splitting": "int4",
    "term": "text",
    "segment": "int8",
    "size": "int4",
    "chunks": "int8[]",
    "frequencies": "int2[]",
    "lengths": "int2[]",
}
COLUMNS = {
    "chunk": CHUNK_COLUMNS,
    "posting": POSTING_COLUMNS,
    "embedding": {**PLACE_COLUMNS, "vector": "halfvec"},
}
# As the tables of a tenant have them.
INDEXES = {
    "chunk": ("(id)", "(key)", "(embedded_hash)", "(version_id, splitting, ordinal)", "(segment)"),
    "posting": ("(splitting, term, segment)", "(segment)"),
    "embedding": ("(chunk_id)", "(audience_id, collection_id)"),
}
Rows = Sequence[Sequence[Any]]
Write = Callable[["psycopg.Connection[Any]", Mapping[str, Rows]], None]


def rows_of(owner: Actor) -> dict[str, Rows]:
    """Return what ingest has written, table by table."""
    with tenant_scope(owner.tenant), transaction.atomic():
        tables = {name: name for name in COLUMNS} | {"embedding": table_of(IndexVersion.objects.get().pk)}
        # Before the cursor, which knows what its connection knows when it is made.
        register_vector(connection.connection)
        found = {}
        with connection.cursor() as cursor:
            for name, columns in COLUMNS.items():
                cursor.execute(f"SELECT {', '.join(columns)} FROM {tables[name]}")
                found[name] = cursor.fetchall()
        return found


def by_rows(database: "psycopg.Connection[Any]", tables: Mapping[str, Rows]) -> None:
    """Insert row after row."""
    make_indexes(database)
    for name, rows in tables.items():
        for row in rows:
            database.execute(insertion(name), row)


def by_executemany(database: "psycopg.Connection[Any]", tables: Mapping[str, Rows]) -> None:
    """Hand all rows to executemany, which sends them in a pipeline."""
    make_indexes(database)
    for name, rows in tables.items():
        database.cursor().executemany(insertion(name), rows)


def by_copy(database: "psycopg.Connection[Any]", tables: Mapping[str, Rows]) -> None:
    """COPY all rows, then make the indexes."""
    for name, rows in tables.items():
        statement = f"COPY plain.{name} FROM STDIN (FORMAT BINARY)".encode()
        with database.cursor().copy(statement) as copy:
            copy.set_types(list(COLUMNS[name].values()))
            for row in rows:
                copy.write_row(row)
    make_indexes(database)


def insertion(table: str) -> bytes:
    """Return the statement that inserts a row."""
    marks = ", ".join(f"%s::{kind}" for kind in COLUMNS[table].values())
    return f"INSERT INTO plain.{table} VALUES ({marks})".encode()


def make_indexes(database: "psycopg.Connection[Any]") -> None:
    """Make the indexes of all tables."""
    for name, indexes in INDEXES.items():
        for columns in indexes:
            database.execute(f"CREATE INDEX ON plain.{name} {columns}".encode())


def measured(write: Write, tables: Mapping[str, Rows]) -> Computed:
    """Write into fresh tables without walls, as their owner, in one transaction; return what it took."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], options="-csearch_path=extensions") as database:
        register_vector(database)
        database.execute("DROP SCHEMA IF EXISTS plain CASCADE")
        database.execute("CREATE SCHEMA plain")
        for name, columns in COLUMNS.items():
            described = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            database.execute(f"CREATE TABLE plain.{name} ({described})".encode())
        database.commit()
        begun = computed()
        write(database, tables)
        database.commit()
        return computed_since(begun)


@dataclass
class Stopwatch:
    """Add up what a step takes, call by call."""

    client: float = 0.0
    server: float = 0.0
    clock: float = 0.0

    def around(self, step: Callable[..., None]) -> Callable[..., None]:
        """Return the step, timed."""
        return partial(self._timed, step)

    def _timed(self, step: Callable[..., None], *arguments: Any) -> None:
        begun = computed()
        step(*arguments)
        took = computed_since(begun)
        self.clock, self.client = self.clock + took.clock, self.client + took.client
        self.server += took.server

    @property
    def total(self) -> Computed:
        """Return the sum."""
        return Computed(clock=self.clock, client=self.client, server=self.server)


def ours(patch: pytest.MonkeyPatch, owner: Actor, count: int) -> dict[str, Computed]:
    """Ingest documents of one chunk each; return what its write path took, and all of it."""
    watch = Stopwatch()
    patch.setattr("documents.indexing.parse.write_chunks", watch.around(write_chunks))
    patch.setattr("documents.indexing.windows.write_vectors", watch.around(write_vectors))
    begun = computed()
    load(owner, count)
    return {"ours": watch.total, "ours_whole_ingest_without_encoding": computed_since(begun)}


def main(count: int) -> None:
    """Print the figures as JSON."""
    with servers() as patch:
        patch.setattr("documents.indexing.engines.passage_embedder", lambda embedder: RandomEmbedder())
        load(cast.actor(cast.make_tenant("max"), "max"), 20)
        owner = cast.actor(cast.make_tenant("ada"), "ada")
        took = ours(patch, owner, count)
        tables = rows_of(owner)
        ways: dict[str, Write] = {
            "row_inserts": by_rows,
            "executemany": by_executemany,
            "copy_then_index": by_copy,
        }
        took = {name: measured(write, tables) for name, write in ways.items()} | took
    written = {name: len(rows) for name, rows in tables.items()}
    figures = {
        name: {"rows_per_second": round(sum(written.values()) / one.clock), **one.per_chunk(written["chunk"])}
        for name, one in took.items()
    }
    print(json.dumps({"bench": "write_path", "written": written, **figures}, indent=2))


if __name__ == "__main__":
    leave_without_data("write_path")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
