"""Let a version answer, and the one before it only to who asks as of its time."""

import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from documents.indexing.withdrawing import settle_predecessors
from documents.models import Chunk, Document, IndexVersion
from documents.search.binary import binary_array
from documents.search.corpus import place_many, remove_chunks
from documents.search.outcomes import keep_outcomes, show_readings_of
from documents.search.past import keep_past, note_force
from documents.search.scopes import read_scopes


def answer_with(documents: Sequence[Document], versions: dict[UUID, int]) -> None:
    """Switch locked documents to these versions, in the caller's transaction, under the corpus lock."""
    begun = time.monotonic()
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    ids = [document.pk for document in documents]
    old: list[int] = []
    new: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    places = {document.pk: (document.collection_id, document.answering_audience_id) for document in documents}
    for chunk_id, document_id, version_id in _chunks_of(ids):
        if version_id == versions[document_id]:
            new[places[document_id]].append(chunk_id)
        else:
            old.append(chunk_id)
    keep_past(ids, list(versions.values()))
    remove_chunks(old, with_tables)
    place_many(new, with_tables)
    _mark_ready(documents, versions, begun)


def _chunks_of(document_ids: Sequence[UUID]) -> list[tuple[int, UUID, int]]:
    """Return (chunk, document, version) of all versions of these documents, but for what is past."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.id, v.document_id, v.id FROM document_version v JOIN chunk c ON c.version_id = v.id
            WHERE v.document_id = ANY(%s::uuid[]) AND c.splitting > 0
            """,
            [list(document_ids)],
        )
        return [
            (chunk_id, document_id, version_id) for chunk_id, document_id, version_id in cursor.fetchall()
        ]


# Counted now: another way to cut may answer than when they were cut.
_READY = """
    UPDATE document d SET live_version_id = u.version_id, chunk_count = coalesce(counted.chunks, 0), status = 'ready',
        stage = '', progress = 1, error_code = '', error_detail = '',
        stage_seconds = d.stage_seconds || jsonb_build_object('publishing', %s::numeric)
    FROM unnest(%s::uuid[], %s::int8[], %s::int4[]) AS u(id, version_id, splitting)
    LEFT JOIN (SELECT version_id, splitting, count(*) AS chunks FROM chunk
        WHERE version_id = ANY(%s::int8[]) GROUP BY 1, 2) counted
        ON counted.version_id = u.version_id AND counted.splitting = u.splitting
    JOIN document_version v ON v.id = u.version_id
    WHERE d.id = u.id AND v.document_id = d.id
"""


def _mark_ready(documents: Sequence[Document], versions: dict[UUID, int], begun: float) -> None:
    if not documents:
        return
    scopes = read_scopes()
    ids = [document.pk for document in documents]
    keys, version_ids = binary_array("uuid", ids), binary_array("int8", [versions[pk] for pk in ids])
    splittings = [scopes.live(document.collection_id).splitting for document in documents]
    publishing_seconds = round(time.monotonic() - begun, 3)
    values: list[Any] = [publishing_seconds, keys, version_ids, binary_array("int4", splittings), version_ids]
    with connection.cursor() as cursor:
        cursor.execute(_READY, values)
    show_readings_of(ids)
    keep_outcomes(ids)
    note_force(ids)
    settle_predecessors(documents)


def drop_waiting(document_ids: Collection[UUID]) -> None:
    """Remove the chunks of versions that do not answer: a newer one comes, or the same again."""
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    waiting = Chunk.objects.filter(version__document_id__in=document_ids, audience_id=0).values_list(
        "pk", flat=True
    )
    remove_chunks(list(waiting), with_tables)
