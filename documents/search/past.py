"""Keep what answered until a newer version came, apart from what answers, and say when each version was in force.

What is past has ways to cut of its own: the number of the one by which it answered, below zero. So its postings and
counts are rows that no search of now looks up, and its vectors stand in another table. All of this expects
`lock_corpus` in the same transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from documents.models.collections import PAST
from documents.search.binary import binary_array
from documents.search.corpus import CHUNK_COLUMNS, count_in, new_ids, remove_chunks
from documents.search.settings import SearchSettings
from documents.search.tuning import SETTINGS, read_tuning
from documents.search.vectors import table_of
from documents.search.visibility import HOLDING, holding, map_segments, open_segment, segments_of

# As it answered: by the index version of its collection, and cut as that cuts.
_ANSWERED = """
    SELECT i.id, i.splitting, c.id FROM document d
    JOIN live_index l ON l.id = (SELECT max(o.id) FROM live_index o WHERE o.id IN (0, d.collection_id))
    JOIN index_version i ON i.id = l.index_version_id
    JOIN chunk c ON c.version_id = d.live_version_id AND c.splitting = i.splitting
    WHERE d.id = ANY(%s::uuid[]) AND d.live_version_id <> ALL(%s::bigint[]) ORDER BY c.version_id, c.ordinal
"""
_MAP = "unnest(%s::int8[], %s::int8[]) AS m(old, new)"
_OWN = {"id": "m.new", "splitting": "-c.splitting", "audience_id": f"{PAST}", "segment": "%s::int8"}
_CHUNKS = f"""
    INSERT INTO chunk ({", ".join(CHUNK_COLUMNS)})
    SELECT {", ".join(_OWN.get(name, f"c.{name}") for name in CHUNK_COLUMNS)}
    FROM {_MAP} JOIN chunk c ON c.id = m.old
"""
_POSTINGS = f"""
    INSERT INTO posting (splitting, term, segment, size, chunks, frequencies, lengths)
    SELECT -p.splitting, p.term, %s::int8, count(*), array_agg(m.new ORDER BY m.new),
        array_agg(u.f ORDER BY m.new), array_agg(u.l ORDER BY m.new)
    FROM (SELECT p.* FROM {HOLDING} AND p.splitting = %s::int OFFSET 0) p
    CROSS JOIN LATERAL unnest(p.chunks, p.frequencies, p.lengths) AS u(c, f, l)
    JOIN {_MAP} ON m.old = u.c GROUP BY p.splitting, p.term
"""
_ENDED = """
    UPDATE in_force f
    SET until = CASE WHEN d.is_withdrawn AND d.expires_at BETWEEN f.since AND %s::timestamptz
        THEN d.expires_at ELSE greatest(f.since, %s::timestamptz) END
    FROM document d WHERE d.id = ANY(%s::uuid[]) AND f.document_id = d.id AND f.until IS NULL
        AND (d.is_withdrawn OR f.version_id IS DISTINCT FROM d.live_version_id)
"""
_BEGUN = """
    INSERT INTO in_force (document_id, version_id, since)
    SELECT d.id, d.live_version_id, %s::timestamptz FROM document d
    WHERE d.id = ANY(%s::uuid[]) AND NOT d.is_withdrawn AND d.live_version_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM in_force f WHERE f.document_id = d.id AND f.until IS NULL)
"""
# The end of what is kept: versions that answered last before it.
_OVER = """
    SELECT c.id FROM in_force f JOIN chunk c ON c.version_id = f.version_id AND c.splitting < 0
    WHERE f.until < %s::timestamptz AND NOT EXISTS (SELECT 1 FROM in_force o WHERE o.version_id = f.version_id
        AND (o.until IS NULL OR o.until >= %s::timestamptz))
    LIMIT %s::int
"""


def keep_past(document_ids: Collection[UUID], new_versions: Collection[int]) -> None:
    """Keep the chunks by which these documents answer until these versions do, with their postings and vectors."""
    if not past_days():
        return
    kept: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED, [list(document_ids), list(new_versions)])
        for index_id, splitting, chunk_id in cursor.fetchall():
            kept[index_id, splitting].append(chunk_id)
    for (index_id, splitting), chunk_ids in sorted(kept.items()):
        _keep(index_id, splitting, chunk_ids)


def _keep(index_id: int, splitting: int, chunk_ids: Sequence[int]) -> None:
    ids = new_ids(len(chunk_ids))
    segment, segments = ids[0], segments_of(chunk_ids)
    both: list[Any] = [binary_array("int8", list(chunk_ids)), binary_array("int8", ids)]
    open_segment(segment, ids[-1] - ids[0] + 1)
    with connection.cursor() as cursor:
        cursor.execute(_CHUNKS, [segment, *both])
        cursor.execute(_POSTINGS, [segment, *holding(chunk_ids, segments), splitting, *both])
        cursor.execute(
            f"INSERT INTO past_vector (chunk_id, index_id, vector) SELECT m.new, {index_id:d}, e.vector::halfvec"
            f" FROM {_MAP} JOIN {table_of(index_id)} e ON e.chunk_id = m.old",
            both,
        )
    map_segments([segment])
    count_in(ids)


def note_force(document_ids: Collection[UUID]) -> None:
    """Note that what answers for these documents is in force from now on, and that what answered before is not."""
    if not document_ids:
        return
    ids = list(document_ids)
    with connection.cursor() as cursor:
        # The moment that counts is under the lock: a transaction that began earlier may have waited for it.
        cursor.execute("SELECT clock_timestamp()")
        [(now,)] = cursor.fetchall()
        cursor.execute(_ENDED, [now, now, ids])
        cursor.execute(_BEGUN, [now, ids])


def past_days() -> int:
    """Return for how many days after its end a version is kept to be searched as of a moment."""
    return SearchSettings.stored(read_tuning(SETTINGS)).past_days


def forget_past(limit: int) -> int:
    """Remove some of what ended longer ago than the tenant keeps it; return how many chunks that were."""
    over = timezone.now() - timedelta(days=past_days())
    with connection.cursor() as cursor:
        cursor.execute(_OVER, [over, over, limit])
        ids = [row[0] for row in cursor.fetchall()]
    remove_chunks(ids, [])
    return len(ids)
