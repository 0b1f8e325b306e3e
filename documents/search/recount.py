"""Compare what searches by words count with, segment by segment, with the chunks that there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from documents.models.collections import NOBODY
from documents.search.corpus import COUNTED
from documents.search.postings import MAX_SMALLINT
from documents.search.visibility import NO_COLLECTION

# What may differ: counts of chunks and words, where words stand, the maps of that, and the maps of who sees what.
COUNTS, POSTINGS, MAPS, READERS = "counts", "postings", "maps", "readers"
_SEGMENTS = """
    SELECT segment FROM visibility UNION SELECT segment FROM posting UNION SELECT segment FROM chunk ORDER BY segment
"""
_PLACES = "SELECT collection_id, audience_id, bits::text FROM visibility WHERE segment = %s::bigint"
_CHUNKS = """
    SELECT id, splitting, terms, collection_id, audience_id FROM chunk
    WHERE id >= %s::bigint AND id < %s::bigint AND segment = %s::bigint
"""
# Of a segment whose row of places is lost.
_END = "SELECT max(id) + 1 FROM chunk WHERE id >= %s::bigint AND segment = %s::bigint"
_POSTINGS = """
    SELECT splitting, size, chunks, frequencies, lengths, bits::text FROM posting WHERE segment = %s::bigint
"""
_WRONG_COUNTS = f"""
    SELECT count(*) FROM corpus_statistic s
    FULL JOIN ({COUNTED} GROUP BY 1, 2, 3, 4) c USING (splitting, collection_id, audience_id, language)
    WHERE (s.chunks, s.terms) IS DISTINCT FROM (c.chunks, c.terms)
"""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Hold what stands of one segment: how many places it has (none where that is lost), and its chunks by id."""

    segment: int
    places: int | None
    # Way to cut, terms, collection, audience.
    chunks: dict[int, tuple[int, int, int, int]]

    @property
    def end(self) -> int:
        """Return the number behind its last chunk, at least that behind its last place."""
        return max([self.segment + (self.places or 1), *(chunk + 1 for chunk in self.chunks)])


def all_segments() -> list[int]:
    """Return the numbers of all segments, those too of which only a part is left."""
    return [row[0] for row in _rows(_SEGMENTS)]


def stand_still() -> None:
    """Let a transaction that has just begun see one moment: writers go on beside it."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def wrong_counts() -> int:
    """Return how many counts differ from what a recount says."""
    return int(_rows(_WRONG_COUNTS)[0][0])


def count_anew() -> None:
    """Write all counts from the chunks that there are, in the caller's transaction, under the corpus lock."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM corpus_statistic")
        cursor.execute(
            "INSERT INTO corpus_statistic (splitting, collection_id, audience_id, language, chunks, terms)"
            f" {COUNTED} GROUP BY 1, 2, 3, 4"
        )


def examined(segment: int) -> tuple[Standing, set[str]]:
    """Return what stands of a segment, and what of it differs; in a transaction that sees one moment.

    Of one that was merged or emptied since it was listed nothing stands, and nothing differs.
    """
    drawn = {(collection, audience): bits for collection, audience, bits in _rows(_PLACES, segment)}
    whole = drawn.pop((NO_COLLECTION, NOBODY), None)
    places = None if whole is None else len(whole)
    postings = _rows(_POSTINGS, segment)
    end = segment + places if places is not None else _rows(_END, segment, segment)[0][0] or segment
    # Words may stand behind the last place, too, where that is drawn too early.
    end = max([end, *(chunks[-1] + 1 for _, _, chunks, *_ in postings if chunks)])
    standing = Standing(
        segment=segment,
        places=places,
        chunks={row[0]: row[1:] for row in _rows(_CHUNKS, segment, end, segment)},
    )
    if whole is None and not (drawn or postings or standing.chunks):
        return standing, set()
    wrong = set(_wrong_postings(standing, postings))
    if _readers(standing) != {key: tuple(_ones(segment, bits)) for key, bits in drawn.items()}:
        wrong.add(READERS)
    is_lost = places is None or not standing.chunks
    return standing, wrong | ({READERS} if is_lost else set())


def _wrong_postings(standing: Standing, rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    held: Counter[int] = Counter()
    for splitting, size, chunks, frequencies, lengths, bits in rows:
        known = [standing.chunks.get(chunk) for chunk in chunks]
        is_right = size == len(chunks) and sorted(set(chunks)) == chunks
        if not is_right or any(
            one is None or one[:2] != (splitting, length) for one, length in zip(known, lengths, strict=True)
        ):
            yield POSTINGS
        if bits is not None and (len(bits) != standing.places or _ones(standing.segment, bits) != chunks):
            yield MAPS
        held.update(dict(zip(chunks, frequencies, strict=True)))
    for chunk, (_, terms, *_) in standing.chunks.items():
        if min(held[chunk], MAX_SMALLINT) != terms:
            yield POSTINGS


def _readers(standing: Standing) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return which chunks each audience sees of each collection."""
    seen: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for chunk, (_, _, collection, audience) in sorted(standing.chunks.items()):
        if audience != NOBODY:
            seen[collection, audience].append(chunk)
    return {key: tuple(chunks) for key, chunks in seen.items()}


def _ones(segment: int, bits: str) -> list[int]:
    """Return the chunks that a map names."""
    flags: NDArray[np.uint8] = np.frombuffer(bits.encode(), np.uint8)
    return [segment + int(place) for place in np.flatnonzero(flags == ord("1"))]


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
