"""What stands is brought to shared lines while people read and write; nothing of it is lost on the way or back."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tenants import schemas

BEFORE, ADDED, BROUGHT = "0015_pictures_seen_so_far", "0018_cursor_of_cutting", "0019_lines_of_what_stands"
Rows = list[tuple[int, bytes | None, int | None]]


@pytest.fixture
def schema(database: None) -> Iterator[str]:
    """Make a schema of which this test alone knows."""
    name = f"m{uuid4().hex}"
    with schemas._owner("public") as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
    yield name
    with schemas._owner("public") as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {name} CASCADE")


def migrate(connection: BaseDatabaseWrapper, name: str) -> Any:
    """Migrate to a state, and return what gives the models of it."""
    executor = MigrationExecutor(connection)
    executor.migrate([("documents", name)])
    return executor.loader.project_state(("documents", name)).apps


def add_versions(apps: Any, *lines: bytes) -> None:
    """Add a document with a version for each line, as bulk uploads and restoring left them."""

    def make(model: str, **fields: Any) -> Any:
        return apps.get_model("documents", model).objects.using("owner").create(**fields)

    audience = make("Audience", readers=["everyone"])
    home = make("Collection", slug="hr", name="People", audience=audience)
    document = make("Document", collection=home, audience=audience, external_id="a", title="A")
    for number, line in enumerate(lines, start=1):
        bytes_of = {"content": line, "size_bytes": len(line), "sha256": line.hex().ljust(64, "0")}
        described = {"filename": "a.txt", "content_type": "text/plain", "created_by": uuid4()}
        make("DocumentVersion", document=document, number=number, **bytes_of, **described)


def rows(connection: BaseDatabaseWrapper, content_of: str = "content_of") -> Rows:
    """Return number, bytes, and whose bytes each version has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, content, {content_of} FROM document_version ORDER BY number")
        return [(number, content and bytes(content), of) for number, content, of in cursor.fetchall()]


@pytest.fixture
def at_work(schema: str) -> Iterator[Callable[[], None]]:
    """Return what begins to read and write, in a transaction that ends with the test."""
    connection = connections["owner"].copy()
    connection.set_autocommit(False)

    def begin() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {schema}.document_version")
            cursor.execute(f"UPDATE {schema}.document_version SET filename = 'b.txt' WHERE number = 3")

    yield begin
    connection.rollback()
    connection.close()


def test_versions_that_stand_come_to_share_lines_and_go_back(schema: str) -> None:
    with schemas._owner(schema) as connection:
        add_versions(migrate(connection, BEFORE), b"long", b"longer", b"long", b"long")
        migrate(connection, BROUGHT)
        shared = [(1, b"long", None), (2, b"longer", None), (3, None, 1), (4, None, 1)]
        assert rows(connection) == shared
        migrate(connection, BEFORE)
        assert [content for _, content, _ in rows(connection, "NULL")] == [
            b"long",
            b"longer",
            b"long",
            b"long",
        ]


def test_what_stands_is_brought_over_while_somebody_reads_and_writes(
    schema: str, at_work: Callable[[], None]
) -> None:
    with schemas._owner(schema) as connection:
        add_versions(migrate(connection, BEFORE), b"long", b"long", b"longer")
        migrate(connection, ADDED)
        at_work()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout TO '2s'")
        migrate(connection, BROUGHT)
        assert rows(connection)[1] == (2, None, 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conname FROM pg_constraint"
                " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
            )
            assert cursor.fetchall() == []
