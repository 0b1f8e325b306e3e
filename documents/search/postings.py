"""Write the postings of one segment: for each term, in which chunks it occurs, how often, and how long they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection

from documents.search.binary import binary_array

MAX_SMALLINT = 32_767
# The arrays of all terms are bound as one, each end to end with the next, and cut apart by the server.
_INSERT = """
    INSERT INTO posting (splitting, term, segment, size, chunks, frequencies, lengths)
    SELECT %s::int4, u.term, %s::int8, u.last - u.first + 1, a.chunks[u.first:u.last],
        a.frequencies[u.first:u.last], a.lengths[u.first:u.last]
    FROM (SELECT %s::int8[] AS chunks, %s::int2[] AS frequencies, %s::int2[] AS lengths OFFSET 0) a,
        unnest(%s::text[], %s::int4[], %s::int4[]) AS u(term, first, last)
"""


def write_postings(
    splitting: int, segment: int, chunks: Sequence[tuple[int, int, Mapping[str, int]]]
) -> None:
    """Write the terms of chunks, each given as (chunk, length, frequency by term), in the caller's transaction."""
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
    columns: list[Any] = [
        binary_array("int8", np.repeat([chunk for chunk, *_ in chunks], sizes)[order]),
        binary_array("int2", np.minimum(counted, MAX_SMALLINT)[order]),
        binary_array("int2", np.repeat([length for _, length, _ in chunks], sizes)[order]),
        binary_array("text", terms),
        binary_array("int4", np.concatenate([[1], last[:-1] + 1])),
        binary_array("int4", last),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [splitting, segment, *columns])
