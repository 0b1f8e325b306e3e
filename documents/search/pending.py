"""Find the chunks that an index version has no vector for, and take over vectors of the same text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from documents.ingest.types import Chunk
from documents.search.binary import binary_array
from documents.search.scopes import EVERYTHING, Scope
from documents.search.vectors import table_of


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Carry a chunk that is to be embedded, with what its text is embedded under."""

    chunk_id: int
    document_id: UUID
    title: str
    chunk: Chunk


_MISSING = """
    FROM document d
    JOIN document_version v ON v.document_id = d.id AND v.number = d.latest_version
    JOIN chunk c ON c.version_id = v.id AND c.splitting = %s::int
    WHERE d.status = 'embedding' AND NOT EXISTS (SELECT 1 FROM {table} e WHERE e.chunk_id = c.id)
"""
_COLUMNS = (
    "c.id, c.document_id, d.title, c.ordinal, c.text, c.head, c.page, c.section,"
    " c.start_offset, c.end_offset, c.tokens"
)


def waiting_documents(
    limit: int, *, without: Collection[UUID] = (), whatever_urgency: bool = False
) -> list[tuple[UUID, int, int]]:
    """Return (document, version, chunks) of what waits to be embedded and is most urgent, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH waiting AS NOT MATERIALIZED (
                SELECT id, latest_version, chunk_count, urgency FROM document
                WHERE status = 'embedding' AND id <> ALL(%s::uuid[]))
            SELECT d.id, v.id, d.chunk_count FROM waiting d
            JOIN document_version v ON v.document_id = d.id AND v.number = d.latest_version
            WHERE %s::bool OR d.urgency = (SELECT min(urgency) FROM waiting)
            ORDER BY v.id LIMIT %s::int
            """,
            [list(without), whatever_urgency, limit],
        )
        return [(document_id, version_id, chunks) for document_id, version_id, chunks in cursor.fetchall()]


def is_behind(documents: Collection[UUID]) -> bool:
    """Say whether another document that waits to be embedded is more urgent than one of these."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (
                SELECT 1 FROM document WHERE status = 'embedding' AND id <> ALL(%s::uuid[])
                    AND urgency < (SELECT max(urgency) FROM document WHERE id = ANY(%s::uuid[])))
            """,
            [list(documents)] * 2,
        )
        return bool(cursor.fetchall()[0][0])


def missing_chunks(index_id: int, splitting: int, documents: Sequence[UUID], limit: int) -> list[Pending]:
    """Return chunks of these waiting documents without a vector, document by document."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} {_MISSING.format(table=table_of(index_id))}"
            " AND d.id = ANY(%s::uuid[]) ORDER BY c.version_id, c.ordinal LIMIT %s::int",
            [splitting, list(documents), limit],
        )
        return [_pending(row) for row in cursor.fetchall()]


def incomplete_documents(index_id: int, splitting: int, documents: Sequence[UUID]) -> set[UUID]:
    """Return which of these waiting documents have chunks without a vector."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT d.id {_MISSING.format(table=table_of(index_id))} AND d.id = ANY(%s::uuid[])",
            [splitting, list(documents)],
        )
        return {row[0] for row in cursor.fetchall()}


def uncovered_chunks(index_id: int, splitting: int, scope: Scope, after: int, limit: int) -> list[Pending]:
    """Return answering chunks beyond the chunk `after` that an index version has no vector for, in order."""
    is_mine, mine = scope.condition("c.collection_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_COLUMNS} FROM chunk c JOIN document d ON d.id = c.document_id
            WHERE c.splitting = %s::int AND c.audience_id <> 0 AND {is_mine} AND c.id > %s::bigint
                AND NOT EXISTS (SELECT 1 FROM {table_of(index_id)} e WHERE e.chunk_id = c.id)
            ORDER BY c.id LIMIT %s::int
            """,
            [splitting, *mine, after, limit],
        )
        return [_pending(row) for row in cursor.fetchall()]


def unsplit_versions(splitting: int, reading: int, scope: Scope, after: int, limit: int) -> list[int]:
    """Return versions beyond the version `after` that answer, or wait for their vectors, and are not cut in this way.

    In order, so that a build that goes on from the last one reads each row about once.
    """
    is_mine, mine = scope.condition("d.collection_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT v.id FROM document_version v JOIN document d ON d.id = v.document_id
                AND (v.id = d.live_version_id OR (d.status = 'embedding' AND v.number = d.latest_version))
            LEFT JOIN reading r ON r.version_id = v.id AND r.reading = %s::int
            WHERE v.id > %s::bigint AND {is_mine}
                AND NOT EXISTS (SELECT 1 FROM chunk c WHERE c.version_id = v.id AND c.splitting = %s::int)
                AND CASE WHEN v.reading <> %s::int AND r.id IS NULL THEN true
                    ELSE coalesce(r.text, v.text) <> '' AND EXISTS (SELECT 1 FROM chunk c WHERE c.version_id = v.id)
                    END
            ORDER BY v.id LIMIT %s::int
            """,
            [reading, after, *mine, splitting, reading, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def is_lacking(index_id: int, splitting: int, reading: int, scope: Scope) -> bool:
    """Say whether an index version has not all that answers in its collections."""
    unsplit = unsplit_versions(splitting, reading, scope, 0, 1)
    return bool(unsplit or uncovered_chunks(index_id, splitting, scope, 0, 1))


def count_answering(splitting: int, scope: Scope = EVERYTHING) -> int:
    """Return how many chunks of this way to cut answer."""
    is_mine, mine = scope.condition("collection_id")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(chunks), 0)::bigint FROM corpus_statistic"
            f" WHERE splitting = %s::int AND audience_id <> 0 AND {is_mine}",
            [splitting, *mine],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def recount_chunks(splitting: int, scope: Scope = EVERYTHING) -> None:
    """Show on each document of some collections how many chunks it has in this way to cut."""
    is_mine, mine = scope.condition("d.collection_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE document d SET chunk_count = counted.chunks
            FROM (
                SELECT d.id, count(c.id) AS chunks FROM document d
                LEFT JOIN chunk c ON c.version_id = d.live_version_id AND c.splitting = %s::int
                WHERE d.live_version_id IS NOT NULL AND {is_mine} GROUP BY d.id
            ) counted WHERE counted.id = d.id AND d.chunk_count <> counted.chunks
            """,
            [splitting, *mine],
        )


def placed(index_id: int, chunk_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return (collection, audience) of those of these chunks that exist and have no vector yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT c.id, c.collection_id, c.audience_id FROM chunk c WHERE c.id = ANY(%s::bigint[])
                AND NOT EXISTS (SELECT 1 FROM {table_of(index_id)} e WHERE e.chunk_id = c.id)
            """,
            [list(chunk_ids)],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def take_over(index_id: int, splitting: int, documents: Sequence[UUID]) -> int:
    """Give the chunks of these waiting documents the vectors of others with the same text; return how many."""
    waiting = f"{_MISSING.format(table=table_of(index_id))} AND d.id = ANY(%s::uuid[])"
    return len(_take_over(index_id, waiting, [splitting, list(documents)]))


def take_over_chunks(index_id: int, chunk_ids: Sequence[int]) -> set[int]:
    """Give chunks that have no vector those of others with the same text; return which of them."""
    return _take_over(index_id, "FROM chunk c WHERE c.id = ANY(%s::bigint[])", [list(chunk_ids)])


def _take_over(index_id: int, missing: str, asked: list[Any]) -> set[int]:
    table = table_of(index_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} (chunk_id, collection_id, audience_id, vector)
            SELECT missing.id, missing.collection_id, missing.audience_id, same.vector
            FROM (SELECT c.* {missing}) missing
            CROSS JOIN LATERAL (
                SELECT e.vector FROM chunk o JOIN {table} e ON e.chunk_id = o.id
                WHERE o.embedded_hash = missing.embedded_hash LIMIT 1) same
            RETURNING chunk_id
            """,
            asked,
        )
        return {row[0] for row in cursor.fetchall()}


def show_embedded(chunks: Mapping[UUID, int], *, of_indexes: int) -> None:
    """Show documents to have come as many chunks further in one index; half of their way was the reading."""
    counted: list[Any] = [binary_array("uuid", list(chunks)), binary_array("int4", list(chunks.values()))]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH held AS MATERIALIZED (
                SELECT d.id, 0.5 * u.chunks / greatest(d.chunk_count, 1) / %s::int AS share
                FROM unnest(%s::uuid[], %s::int4[]) AS u(id, chunks) JOIN document d ON d.id = u.id
                WHERE d.status = 'embedding' ORDER BY d.id FOR NO KEY UPDATE OF d)
            UPDATE document d SET stage = 'embedding',
                progress = least(1, round((d.progress + held.share)::numeric, 6))
            FROM held WHERE held.id = d.id
            """,
            [of_indexes, *counted],
        )


def _pending(row: tuple[Any, ...]) -> Pending:
    chunk_id, document_id, title, ordinal, text, head, page, section, start, end, tokens = row
    chunk = Chunk(
        ordinal=ordinal,
        text=text,
        head=head,
        page=page,
        section=tuple(section),
        start=start,
        end=end,
        tokens=tokens,
    )
    return Pending(chunk_id=chunk_id, document_id=document_id, title=title, chunk=chunk)
