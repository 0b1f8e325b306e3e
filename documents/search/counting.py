"""Count what search and storage hold of documents: before they are erased, and once they should be gone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from documents.search.vectors import table_of
from documents.search.visibility import HOLDING, holding

Counts = dict[str, int]
_MINE = "FROM document_version v {joined} WHERE v.document_id = ANY(%s::uuid[]) GROUP BY v.document_id"
_CHUNKS = "JOIN chunk c ON c.version_id = v.id"
# Each array that holds some of the documents' chunks is taken apart once.
_POSTINGS = f"""
    SELECT v.document_id, count(*) FROM (SELECT p.chunks FROM {HOLDING} OFFSET 0) p
    CROSS JOIN LATERAL unnest(p.chunks) AS u(id)
    JOIN chunk c ON c.id = u.id JOIN document_version v ON v.id = c.version_id
    WHERE v.document_id = ANY(%s::uuid[]) GROUP BY v.document_id
"""


# Of those that are a line of a bulk upload each version has its own.
_FILES = "count(DISTINCT nullif(v.storage_key, '')) + count(v.content)"


@dataclass(frozen=True, kw_only=True)
class Held:
    """Hold what there is of documents, by document, and the keys by which it is looked for again."""

    counts: dict[UUID, Counts]
    version_ids: tuple[int, ...]
    chunk_ids: tuple[int, ...]
    segments: tuple[int, ...]


def hold_counts(document_ids: Sequence[UUID], index_ids: Sequence[int]) -> Held:
    """Count files, versions, chunks, postings and vectors of these documents."""
    counts: defaultdict[UUID, Counts] = defaultdict(dict)
    asked = {
        "versions": ("count(*)", ""),
        "files": (_FILES, ""),
        "chunks": ("count(*)", _CHUNKS),
    }
    for number in index_ids:
        joined = f"{_CHUNKS} JOIN {table_of(number)} e ON e.chunk_id = c.id"
        asked[f"vectors of index version {number}"] = ("count(*)", joined)
    asked["vectors of past versions"] = ("count(*)", f"{_CHUNKS} JOIN past_vector e ON e.chunk_id = c.id")
    for name, (what, joined) in asked.items():
        for document_id, count in _rows(
            f"SELECT v.document_id, {what} {_MINE.format(joined=joined)}", document_ids
        ):
            counts[document_id][name] = count
    versions = _rows(
        "SELECT v.id FROM document_version v WHERE v.document_id = ANY(%s::uuid[])", document_ids
    )
    chunks = _rows(
        "SELECT c.id, c.segment FROM document_version v JOIN chunk c ON c.version_id = v.id"
        " WHERE v.document_id = ANY(%s::uuid[])",
        document_ids,
    )
    chunk_ids, segments = [row[0] for row in chunks], list({row[1] for row in chunks})
    narrowed = holding(chunk_ids, segments)
    with connection.cursor() as cursor:
        cursor.execute(_POSTINGS, [*narrowed, list(document_ids)])
        for document_id, count in cursor.fetchall():
            counts[document_id]["postings"] = count
    return Held(
        counts=dict(counts),
        version_ids=tuple(row[0] for row in versions),
        chunk_ids=tuple(chunk_ids),
        segments=tuple(segments),
    )


def count_left(held: Held, index_ids: Sequence[int]) -> Counts:
    """Count what is still there of what was held: nothing, where all of it was removed."""
    versions, chunks, segments = list(held.version_ids), list(held.chunk_ids), list(held.segments)
    vectors = sum(
        _count(f"SELECT count(*) FROM {table} WHERE chunk_id = ANY(%s::bigint[])", chunks)
        for table in ("past_vector", *map(table_of, index_ids))
    )
    return {
        "versions": _count("SELECT count(*) FROM document_version WHERE id = ANY(%s::bigint[])", versions),
        "chunks": _count("SELECT count(*) FROM chunk WHERE version_id = ANY(%s::bigint[])", versions),
        "postings": _count(
            "SELECT count(*) FROM posting WHERE segment = ANY(%s::bigint[]) AND chunks && %s::bigint[]",
            segments,
            chunks,
        ),
        "vectors": vectors,
    }


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(value) for value in values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _count(sql: str, *values: Any) -> int:
    return int(_rows(sql, *values)[0][0])
