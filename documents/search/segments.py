"""Merge small segments of postings as they grow: what asks of a term costs by how many segments hold it.

A single upload makes a segment of its own. Small ones that stand side by side become one, and those again, so that a
chunk is written anew a few times however many come (as in O'Neil et al., The Log-Structured Merge-Tree, 1996).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import connection

from documents.search.postings import write_postings
from documents.search.visibility import forget_segments, map_segments, open_segment

# Segments with fewer chunks than one of these are merged until they have as many. What a bulk upload writes at once is
# larger than the last.
LIMITS = (32, 256, 2_048)
# A map has a bit for each place, also where its chunk is gone or stands in another segment.
MOST_PLACES, PLACES_FOR_ONE = 8_192, 16
# What a further segment can be one with, and what it is the first to stand too far from, with as much before that.
LATE_PLACES = 2 * MOST_PLACES
# Fewer that stand too far from the next to grow any more stay as they are.
LEAST_ALONE = 4


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Say where a segment begins, how many places it has, and about how many chunks stand in them."""

    first: int
    places: int
    size: int

    @property
    def end(self) -> int:
        """Return the number behind its last place."""
        return self.first + self.places


Group = Sequence[Segment]


def next_group() -> Group:
    """Return small segments that are to be one, in the caller's transaction; none where all are large enough."""
    return next(groups(_small("")), ())


def has_late_group() -> bool:
    """Say whether anything near what came last is to be one, without a look at what is beyond its reach."""
    last = "(SELECT max(segment) FROM visibility)"
    # With both ends, the planner takes few rows for likely, and reads no others.
    return any(groups(_small(f"WHERE segment BETWEEN {last} - {LATE_PLACES} AND {last}")))


def _small(where: str) -> list[Segment]:
    with connection.cursor() as cursor:
        # What has no map yet waits to be embedded, every chunk of it.
        cursor.execute(
            f"""
            SELECT segment, max(length(bits)), CASE count(*) WHEN 1 THEN max(length(bits))
                ELSE sum(bit_count(bits))::bigint END AS size
            FROM visibility {where} GROUP BY segment HAVING sum(bit_count(bits)) < %s::int ORDER BY segment
            """,
            [LIMITS[-1]],
        )
        return [Segment(first=first, places=places, size=size) for first, places, size in cursor.fetchall()]


def groups(segments: Sequence[Segment]) -> Iterator[Group]:
    """Yield those of these segments, in the order of their numbers, that are to be one; the smallest first.

    Where nothing is to be one, a further segment changes that with those alone that it can be one with.
    """
    for limit in LIMITS:
        reach = min(PLACES_FOR_ONE * limit, MOST_PLACES)
        group: list[Segment] = []
        for one in (one for one in segments if one.size < limit):
            if len(group) >= LEAST_ALONE and places_of([*group, one]) > reach:
                yield group
                group = []
            group.append(one)
            while len(group) > 1 and places_of(group) > reach:
                group.pop(0)
            if len(group) > 1 and sum(map(attrgetter("size"), group)) >= limit:
                yield group
                group = []


def places_of(group: Group) -> int:
    """Return how many places one segment of several has: one that was merged before may end behind the last."""
    return max(one.end for one in group) - group[0].first


def merge(group: Group) -> None:
    """Make one segment of several, in the caller's transaction, under the corpus lock."""
    first, places = group[0].first, places_of(group)
    old = [one.first for one in group]
    held = _taken_out(old)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE chunk SET segment = %s::bigint WHERE id BETWEEN %s::bigint AND %s::bigint"
            " AND segment = ANY(%s::bigint[])",
            [first, first, first + places - 1, old[1:]],
        )
    for splitting, chunks in held.items():
        rows = [(chunk, *chunks[chunk]) for chunk in sorted(chunks)]
        write_postings(splitting, first, places, rows)
    forget_segments(old)
    open_segment(first, places)
    map_segments([first])


_Terms = defaultdict[int, dict[int, tuple[int, dict[str, int]]]]


def _taken_out(segments: list[int]) -> _Terms:
    """Remove the postings of segments; return by way to cut, for each chunk, its length and its terms."""
    held: _Terms = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM posting WHERE segment = ANY(%s::bigint[])"
            " RETURNING splitting, term, chunks, frequencies, lengths",
            [segments],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for splitting, term, *occurrences in rows:
        chunks = held[splitting]
        for chunk, frequency, length in zip(*occurrences, strict=True):
            chunks.setdefault(chunk, (length, {}))[1][term] = frequency
    return held
