"""Write the postings of one segment: for each term, in which chunks it occurs, how often, and how long they are.

A term that occurs in many of a segment's chunks has a map of them, too: see documents.search.visibility.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from documents.search.binary import binary_array

MAX_SMALLINT = 32_767
# From so many chunks of a segment on: fewer are looked at one by one as fast, and have no room for a map.
MAPPED_CHUNKS = 16
# The arrays of all terms are bound as one, each end to end with the next, and cut apart by the server.
_INSERT = """
    INSERT INTO posting (splitting, term, segment, size, chunks, frequencies, lengths, bits)
    SELECT %s::int4, u.term, %s::int8, u.last - u.first + 1, a.chunks[u.first:u.last],
        a.frequencies[u.first:u.last], a.lengths[u.first:u.last], u.bits
    FROM (SELECT %s::int8[] AS chunks, %s::int2[] AS frequencies, %s::int2[] AS lengths OFFSET 0) a,
        unnest(%s::text[], %s::int4[], %s::int4[], %s::varbit[]) AS u(term, first, last, bits)
"""


def write_postings(
    splitting: int, segment: int, places: int, chunks: Sequence[tuple[int, int, Mapping[str, int]]]
) -> None:
    """Write the terms of chunks, each given as (chunk, length, frequency by term), in the caller's transaction.

    The segment has so many places: a chunk's is its number less the segment's.
    """
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    occurring = np.fromiter(
        map(numbers.__getitem__, chain.from_iterable(terms for *_, terms in chunks)), np.int64
    )
    if not len(occurring):
        return
    counted = np.fromiter(chain.from_iterable(terms.values() for *_, terms in chunks), np.int64)
    sizes = [len(terms) for *_, terms in chunks]
    # Sorted, so that the rows of the B-tree are written in its order.
    terms = sorted(numbers)
    rank = np.empty(len(terms), np.int64)
    rank[[numbers[term] for term in terms]] = np.arange(len(terms))
    ranked = rank[occurring]
    order = np.argsort(ranked, kind="stable")
    last = np.cumsum(np.bincount(ranked))
    in_order = np.repeat([chunk for chunk, *_ in chunks], sizes)[order]
    columns: list[Any] = [
        binary_array("int8", in_order),
        binary_array("int2", np.minimum(counted, MAX_SMALLINT)[order]),
        binary_array("int2", np.repeat([length for _, length, _ in chunks], sizes)[order]),
        binary_array("text", terms),
        binary_array("int4", np.concatenate([[1], last[:-1] + 1])),
        binary_array("int4", last),
        binary_array("varbit", _maps(last, in_order - segment, places)),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [splitting, segment, *columns])


def _maps(last: NDArray[np.int64], at: NDArray[np.int64], places: int) -> list[NDArray[np.bool_] | None]:
    """Return for each term the map of its places, which end in `at` before `last`; none for a rare term."""
    first = np.concatenate([[0], last[:-1]])
    maps: list[NDArray[np.bool_] | None] = [None] * len(last)
    for term in np.flatnonzero(last - first >= MAPPED_CHUNKS):
        bits = np.zeros(places, dtype=bool)
        bits[at[first[term] : last[term]]] = True
        maps[term] = bits
    return maps
