"""Write what search reads: chunks, postings, counts and audiences, all in the caller's transaction.

Each of these functions expects `lock_corpus` to have been called in the same transaction: two writers of one
tenant would otherwise wait for each other's postings and counts in different orders.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from documents.models.collections import NOBODY
from documents.search.binary import binary_array
from documents.search.inserting import insert_rows, texts_literal
from documents.search.postings import MAX_SMALLINT, write_postings
from documents.search.vectors import table_of
from documents.search.visibility import (
    HOLDING,
    chunks_left,
    forget_segments,
    holding,
    map_segments,
    open_segment,
    segments_of,
)
from project.kernel.db import TenantRef

CHUNK_COLUMNS = {
    "id": "int8",
    "key": "uuid",
    "document_id": "uuid",
    "version_id": "int8",
    "splitting": "int4",
    "collection_id": "int4",
    "audience_id": "int4",
    "segment": "int8",
    "ordinal": "int4",
    "text": "text",
    "head": "text",
    "page": "int4",
    "place": "text",
    "section": "text[]",
    "start_offset": "int4",
    "end_offset": "int4",
    "parent_start": "int4",
    "parent_end": "int4",
    "tokens": "int4",
    "terms": "int4",
    "language": "text",
    "embedded_hash": "uuid",
}


@dataclass(frozen=True, kw_only=True)
class NewChunk:
    """Carry a chunk that is to be written, with the terms it is found by."""

    key: UUID
    document_id: UUID
    version_id: int
    splitting: int
    collection_id: int
    ordinal: int
    text: str
    head: str
    page: int | None
    place: str
    section: tuple[str, ...]
    start: int
    end: int
    parent_start: int
    parent_end: int
    tokens: int
    embedded_hash: UUID
    language: str
    terms: Mapping[str, int]

    @cached_property
    def length(self) -> int:
        """Return how many terms it has, as BM25 counts its length."""
        return min(sum(self.terms.values()), MAX_SMALLINT)


def lock_corpus(tenant: TenantRef) -> None:
    """Let one transaction at a time write what search reads; others wait, searches do not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"corpus {tenant.id}"])


def write_chunks(chunks: Sequence[NewChunk]) -> None:
    """Write chunks with their postings as one segment; nobody's until their version answers."""
    if not chunks:
        return
    ids = new_ids(len(chunks))
    segment, places = ids[0], ids[-1] - ids[0] + 1
    open_segment(segment, places)
    insert_rows("chunk", CHUNK_COLUMNS, (_row(i, segment, c) for i, c in zip(ids, chunks, strict=True)))
    for splitting in {chunk.splitting for chunk in chunks}:
        mine = [(i, c) for i, c in zip(ids, chunks, strict=True) if c.splitting == splitting]
        write_postings(splitting, segment, places, [(i, c.length, c.terms) for i, c in mine])
    count_in(ids)


def usual_language(collection_id: int, default: str = "en") -> str:
    """Return the language of most of a collection's chunks; where it has none, of most of the tenant's."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT language FROM corpus_statistic WHERE language <> '' AND splitting > 0 GROUP BY language
            ORDER BY sum(chunks) FILTER (WHERE collection_id = %s::int) DESC NULLS LAST, sum(chunks) DESC, language
            LIMIT 1
            """,
            [collection_id],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else default


def new_ids(count: int) -> list[int]:
    """Return so many numbers for new chunks, in a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('chunk_id_seq') FROM generate_series(1, %s::int)", [count])
        return [row[0] for row in cursor.fetchall()]


def _row(chunk_id: int, segment: int, chunk: NewChunk) -> tuple[object, ...]:
    return (
        chunk_id,
        chunk.key,
        chunk.document_id,
        chunk.version_id,
        chunk.splitting,
        chunk.collection_id,
        NOBODY,
        segment,
        chunk.ordinal,
        chunk.text,
        chunk.head,
        chunk.page,
        chunk.place,
        texts_literal(chunk.section),
        chunk.start,
        chunk.end,
        chunk.parent_start,
        chunk.parent_end,
        chunk.tokens,
        chunk.length,
        chunk.language,
        chunk.embedded_hash,
    )


# In the language that a chunk was cut in, whatever its version's own text is by now.
COUNTED = """
    SELECT c.splitting, c.collection_id, c.audience_id, coalesce(c.language, v.language) AS language,
        count(*) AS chunks, sum(c.terms) AS terms
    FROM chunk c JOIN document_version v ON v.id = c.version_id
"""
_COUNTED = f"{COUNTED} WHERE c.id = ANY(%s::bigint[]) GROUP BY 1, 2, 3, 4"


def keep_languages(version_ids: Sequence[int]) -> None:
    """Keep with the chunks of versions, whose texts are about to change, the language that they are counted in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE chunk c SET language = v.language FROM document_version v"
            " WHERE v.id = c.version_id AND c.language IS NULL AND v.id = ANY(%s::bigint[])",
            [list(version_ids)],
        )


def count_in(chunk_ids: Sequence[int]) -> None:
    """Add chunks to the counts of where they stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO corpus_statistic AS s (splitting, collection_id, audience_id, language, chunks, terms)
            {_COUNTED}
            ON CONFLICT (splitting, collection_id, audience_id, language)
            DO UPDATE SET chunks = s.chunks + excluded.chunks, terms = s.terms + excluded.terms
            """,
            [list(chunk_ids)],
        )


def _discount(chunk_ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE corpus_statistic s SET chunks = s.chunks - gone.chunks, terms = s.terms - gone.terms
            FROM ({_COUNTED}) gone
            WHERE (s.splitting, s.collection_id, s.audience_id, s.language)
                = (gone.splitting, gone.collection_id, gone.audience_id, gone.language)
            """,
            [list(chunk_ids)],
        )
        cursor.execute("DELETE FROM corpus_statistic WHERE chunks = 0")


# Each array that holds some of what goes is taken apart once.
_TAKE_OUT = f"""
    WITH gone AS MATERIALIZED (SELECT unnest(%s::bigint[]) AS id), held AS MATERIALIZED (
        SELECT p.*, mask.bits AS mask FROM {HOLDING}
    ), kept AS MATERIALIZED (
        SELECT p.splitting, p.term, p.segment, p.mask, count(*) FILTER (WHERE gone.id IS NULL) AS size,
            array_agg(u.c ORDER BY u.n) FILTER (WHERE gone.id IS NULL) AS chunks,
            array_agg(u.f ORDER BY u.n) FILTER (WHERE gone.id IS NULL) AS frequencies,
            array_agg(u.l ORDER BY u.n) FILTER (WHERE gone.id IS NULL) AS lengths
        FROM held p CROSS JOIN LATERAL unnest(p.chunks, p.frequencies, p.lengths) WITH ORDINALITY AS u(c, f, l, n)
        LEFT JOIN gone ON gone.id = u.c GROUP BY 1, 2, 3, 4 HAVING count(gone.id) > 0
    ), emptied AS (
        DELETE FROM posting p USING kept k
        WHERE (p.splitting, p.term, p.segment) = (k.splitting, k.term, k.segment) AND k.size = 0
    )
    UPDATE posting p SET size = k.size, chunks = k.chunks, frequencies = k.frequencies, lengths = k.lengths,
        bits = p.bits & ~k.mask
    FROM kept k
    WHERE (p.splitting, p.term, p.segment) = (k.splitting, k.term, k.segment) AND k.size > 0
"""


def remove_chunks(chunk_ids: Sequence[int], index_ids: Iterable[int]) -> None:
    """Remove chunks with their postings, counts and vectors, so that nothing of them is left."""
    if not chunk_ids:
        return
    ids = list(chunk_ids)
    _discount(ids)
    cut_into = _remove_postings(ids)
    with connection.cursor() as cursor:
        for index_id in index_ids:
            cursor.execute(f"DELETE FROM {table_of(index_id)} WHERE chunk_id = ANY(%s::bigint[])", [ids])
        cursor.execute("DELETE FROM past_vector WHERE chunk_id = ANY(%s::bigint[])", [ids])
        cursor.execute("DELETE FROM chunk WHERE id = ANY(%s::bigint[])", [ids])
    map_segments(cut_into)


def _remove_postings(ids: list[int]) -> list[int]:
    """Remove postings; return the segments in which others stay."""
    is_left = chunks_left(segments_of(ids), ids)
    whole = [segment for segment, left in is_left.items() if not left]
    shared = [segment for segment, left in is_left.items() if left]
    narrowed = holding(ids, shared)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM posting WHERE segment = ANY(%s::bigint[])", [whole])
        # What is left shares its arrays with chunks that stay.
        cursor.execute(_TAKE_OUT, [ids, *narrowed])
    forget_segments(whole)
    return shared


# A group of chunks goes to one (collection, audience).
Places = Mapping[tuple[int, int], Sequence[int]]


def place_chunks(
    chunk_ids: Sequence[int], index_ids: Iterable[int], *, collection_id: int, audience_id: int
) -> None:
    """Give chunks, with their vectors and counts, to a collection and an audience."""
    place_many({(collection_id, audience_id): chunk_ids}, index_ids)


def place_many(places: Places, index_ids: Iterable[int]) -> None:
    """Give groups of chunks each to its collection and audience; the maps of a segment are drawn once for all."""
    groups = [(place, chunk_id) for place, chunk_ids in places.items() for chunk_id in chunk_ids]
    if not groups:
        return
    ids = [chunk_id for _, chunk_id in groups]
    _discount(ids)
    new: list[Any] = [
        binary_array("int8", ids),
        binary_array("int4", [collection_id for (collection_id, _), _ in groups]),
        binary_array("int4", [audience_id for (_, audience_id), _ in groups]),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_PLACE.format(table="chunk", key="id"), new)
        for index_id in index_ids:
            cursor.execute(_PLACE.format(table=table_of(index_id), key="chunk_id"), new)
    map_segments(segments_of(ids))
    count_in(ids)


_PLACE = """
    UPDATE {table} t SET collection_id = u.collection_id, audience_id = u.audience_id
    FROM unnest(%s::int8[], %s::int4[], %s::int4[]) AS u(id, collection_id, audience_id)
    WHERE t.{key} = u.id AND (t.collection_id, t.audience_id) IS DISTINCT FROM (u.collection_id, u.audience_id)
"""
