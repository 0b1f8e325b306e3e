"""Keep, for each segment of postings, a map of bits for every audience and collection: whose chunks stand where.

A chunk's place in a segment is its id less the segment's. So what a person may see of a segment is one OR of bits, and
how many of its chunks hold a term and are seen is one AND and a count, however frequent the term is. All functions
write in the caller's transaction, under the corpus lock.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from documents.models.collections import NOBODY
from documents.search.binary import binary_array
from documents.search.inserting import insert_rows

COLUMNS = {"segment": "int8", "collection_id": "int4", "audience_id": "int4", "bits": "varbit"}
# The row of a segment that says how many places it has; no collection has this number.
NO_COLLECTION = 0
_SEGMENT = f"v.collection_id = {NO_COLLECTION} AND v.audience_id = {NOBODY} AND v.segment = ANY(%s::bigint[])"
_STANDING = "c.id BETWEEN v.segment AND v.segment + length(v.bits) - 1 AND c.segment = v.segment"

# Postings of some segments that hold any of some chunks: what `holding` returns is bound. A map tells it at once; an
# array is compared with few chunks, and taken apart for more, because to compare arrays is quadratic.
HOLDING = """
    posting p LEFT JOIN unnest(%s::bigint[], %s::varbit[]) AS mask(segment, bits) ON mask.segment = p.segment
    WHERE p.segment = ANY(%s::bigint[]) AND CASE WHEN length(p.bits) = length(mask.bits)
        THEN bit_count(p.bits & mask.bits) > 0 ELSE %s::bool OR p.chunks && %s::bigint[] END
"""
FEW = 32


def open_segment(segment: int, places: int) -> None:
    """Begin a segment of so many places, in which nobody sees anything yet."""
    insert_rows("visibility", COLUMNS, [(segment, NO_COLLECTION, NOBODY, np.zeros(places, dtype=bool))])


def segments_of(chunk_ids: Sequence[int]) -> list[int]:
    """Return the segments that hold these chunks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT segment FROM chunk WHERE id = ANY(%s::bigint[])", [list(chunk_ids)])
        return [row[0] for row in cursor.fetchall()]


def chunks_left(segments: Sequence[int], gone: Collection[int]) -> dict[int, bool]:
    """Say of segments whether any of their chunks stays when these are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.segment, coalesce(bool_or(c.id <> ALL(%s::bigint[])), false) FROM visibility v"
            f" LEFT JOIN chunk c ON {_STANDING} WHERE {_SEGMENT} GROUP BY v.segment",
            [list(gone), list(segments)],
        )
        return dict(cursor.fetchall())


def map_segments(segments: Sequence[int]) -> None:
    """Draw the maps of segments anew, from where their chunks stand now."""
    if not segments:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.segment, length(v.bits), c.collection_id, c.audience_id, array_agg(c.id - v.segment)"
            f" FROM visibility v JOIN chunk c ON {_STANDING} WHERE {_SEGMENT} AND c.audience_id <> {NOBODY}"
            f" GROUP BY 1, 2, 3, 4",
            [list(segments)],
        )
        maps = [(*key, _bits(places, at)) for *key, places, at in map(_keyed, cursor.fetchall())]
        cursor.execute(
            f"DELETE FROM visibility WHERE segment = ANY(%s::bigint[]) AND audience_id <> {NOBODY}",
            [list(segments)],
        )
    insert_rows("visibility", COLUMNS, maps)


def forget_segments(segments: Sequence[int]) -> None:
    """Remove the maps of segments that hold nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM visibility WHERE segment = ANY(%s::bigint[])", [list(segments)])


def masks_of(chunk_ids: Collection[int], segments: Sequence[int]) -> list[Any]:
    """Return two values to be bound, segments and for each a map of which of these chunks stand in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.segment, length(v.bits), array_agg(c.id - v.segment) FROM visibility v"
            f" JOIN chunk c ON {_STANDING} WHERE {_SEGMENT} AND c.id = ANY(%s::bigint[]) GROUP BY 1, 2",
            [list(segments), list(chunk_ids)],
        )
        rows = cursor.fetchall()
    masks = [_bits(places, at) for _, places, at in rows]
    return [binary_array("int8", [row[0] for row in rows]), binary_array("varbit", masks)]


def holding(chunk_ids: Sequence[int], segments: Sequence[int]) -> list[Any]:
    """Return what `HOLDING` binds to narrow the postings of segments to those that hold any of these chunks."""
    ids = list(chunk_ids)
    return [*masks_of(ids, segments), list(segments), len(ids) > FEW, ids]


def _keyed(row: tuple[int, int, int, int, list[int]]) -> tuple[int, int, int, int, list[int]]:
    segment, places, collection, audience, at = row
    return segment, collection, audience, places, at


def _bits(places: int, at: Sequence[int]) -> NDArray[np.bool_]:
    bits = np.zeros(places, dtype=bool)
    bits[at] = True
    return bits
