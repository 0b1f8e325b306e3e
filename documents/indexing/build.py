"""Fill candidate index versions from what is stored, and drop those that are given up."""

import time
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from documents.indexing.chunking import Place, cut
from documents.indexing.embed import embed, write_missing
from documents.indexing.parse import required_tenant
from documents.indexing.settings import splitting_of
from documents.indexing.stored import stored_extract
from documents.jobs import BuildGraph, BuildIndex, DropIndex
from documents.models import Chunk, Document, DocumentVersion, IndexVersion, LiveIndex
from documents.search import pending
from documents.search.corpus import lock_corpus, place_chunks, remove_chunks, write_chunks
from documents.search.graph import graph_recall
from documents.search.vectors import (
    EXACT_ROWS,
    build_hnsw,
    count_vectors,
    create_vectors,
    drop_vectors,
    vector_bytes,
)
from documents.types import IndexState
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease, enqueue

VERSIONS, CHUNKS = 50, 256
REMOVED_AT_ONCE = 5_000


class _GivenUp(Exception):
    """Leave a build whose index version was cancelled."""


def build_index(job: BuildIndex, *, lease: Lease) -> None:
    """Cut what needs to be cut anew and embed what has no vector, then go on in another turn until complete."""
    tenant = required_tenant()
    index = _begin(tenant, job.index_id, lease)
    if index is None:
        return
    try:
        # By turns, so that there is a pace, and thus a time of arrival, from the beginning.
        while any([_cut_some(tenant, index, lease), _embed_some(tenant, index, lease)]):
            if lease.cancelled:
                _stop(index, lease)
                return
            if lease.is_turn_over:
                lease.step_aside()
                return
        _complete(tenant, index, lease)
    except _GivenUp:
        return


def fail_index(job: BuildIndex, reason: str) -> None:
    """Mark a candidate that could not be built; the live version goes on."""
    with transaction.atomic():
        failed = IndexVersion.objects.building().filter(pk=job.index_id)
        if failed.update(
            state=IndexState.FAILED, has_table=False, error={"code": "build_failed", "detail": reason}
        ):
            enqueue(DropIndex(index_id=job.index_id))


def build_graph(job: BuildGraph, *, lease: Lease) -> None:
    """Build the HNSW index of a version that has grown and is still as large, beside searches and writes."""
    with transaction.atomic():
        index = IndexVersion.objects.open().filter(pk=job.index_id, has_hnsw=False).first()
        if index is None or count_vectors(index.pk) <= EXACT_ROWS:
            return
    cost = {**index.cost, **_build_graph(required_tenant(), index)}
    with transaction.atomic():
        lease.guard()
        IndexVersion.objects.filter(pk=index.pk).update(has_hnsw=True, cost=cost)


def _build_graph(tenant: TenantRef, index: IndexVersion) -> dict[str, float]:
    build_hnsw(tenant, index.pk)
    with transaction.atomic():
        return {"graph_recall": graph_recall(index.pk, index.settings["dimensions"])}


def drop_index(job: DropIndex, *, lease: Lease) -> None:
    """Drop the vectors of a version that was given up, and chunks that were cut for it alone."""
    tenant = required_tenant()
    with transaction.atomic():
        index = IndexVersion.objects.filter(pk=job.index_id, has_table=False).first()
        if index is None or index.state in {IndexState.BUILDING, IndexState.READY}:
            return
    drop_vectors(tenant, index.pk)
    while _remove_orphans(tenant, index.splitting, lease):
        pass


def _begin(tenant: TenantRef, index_id: int, lease: Lease) -> IndexVersion | None:
    with transaction.atomic():
        index = IndexVersion.objects.building().filter(pk=index_id).first()
    if index is None or index.has_table:
        return index
    create_vectors(tenant, index.pk, index.settings["dimensions"])
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        # From here on new uploads are cut and embedded for it too.
        updated = IndexVersion.objects.building().filter(pk=index.pk)
        live = LiveIndex.objects.select_related("index_version").get().index_version
        # What is cut anew comes to about as many chunks as answer now.
        total = pending.count_answering(live.splitting)
        if not updated.update(has_table=True, started_at=timezone.now(), total=total):
            return None
        lease.progress(total=total, done=0, failed=0)
        index.refresh_from_db()
    return index


def _cut_some(tenant: TenantRef, index: IndexVersion, lease: Lease) -> bool:
    """Cut a few versions in the candidate's way; say whether there were any."""
    with transaction.atomic():
        ids = pending.unsplit_versions(index.splitting, VERSIONS)
        if not ids:
            index.total = 0  # no guess any more: all chunks are there to be counted
            return False
        versions = list(DocumentVersion.objects.filter(pk__in=ids).select_related("document").order_by("pk"))
    chunks = [
        chunk
        for version in versions
        for chunk in cut(stored_extract(version), _place(version), [splitting_of(index)])
    ]
    with transaction.atomic():
        _guard(tenant, index, lease)
        documents = {d.pk: d for d in Document.objects.locked([v.document_id for v in versions])}
        still = DocumentVersion.objects.filter(pk__in=ids, document_id__in=documents)
        there = set(still.values_list("pk", flat=True))
        write_chunks([chunk for chunk in chunks if chunk.version_id in there])
        for version in versions:
            _show_to_readers(version, documents.get(version.document_id), index)
    return True


def _place(version: DocumentVersion) -> Place:
    return Place(
        document_id=version.document_id,
        version_id=version.pk,
        collection_id=version.document.collection_id,
        title=version.document.title,
    )


def _show_to_readers(version: DocumentVersion, document: Document | None, index: IndexVersion) -> None:
    if document is None or document.live_version_id != version.pk:
        return
    ids = Chunk.objects.filter(version_id=version.pk, splitting=index.splitting).values_list("pk", flat=True)
    audience_id = document.answering_audience_id
    place_chunks(list(ids), [index.pk], collection_id=document.collection_id, audience_id=audience_id)


def _embed_some(tenant: TenantRef, index: IndexVersion, lease: Lease) -> bool:
    """Embed chunks beyond the cursor, then once more from the beginning; say whether there were any."""
    with transaction.atomic():
        missing = pending.uncovered_chunks(index.pk, index.splitting, index.cursor, CHUNKS)
        if not missing and index.cursor:
            index.cursor = 0
            missing = pending.uncovered_chunks(index.pk, index.splitting, 0, CHUNKS)
        total = max(index.total, pending.count_answering(index.splitting))
    if not missing:
        return False
    begun = time.monotonic()
    vectors = embed(index.settings["embedder"], missing)
    seconds = time.monotonic() - begun
    with transaction.atomic():
        _guard(tenant, index, lease)
        write_missing(index.pk, missing, vectors, {})
        index.cursor, index.total = missing[-1].chunk_id, total
        index.done = min(index.done + len(missing), total)
        index.cost = _cost(index, missing, seconds)
        index.save(update_fields=["cursor", "total", "done", "cost"])
        lease.progress(total=index.total, done=index.done, failed=index.failed)
    return True


def _cost(index: IndexVersion, missing: Sequence[pending.Pending], seconds: float) -> dict[str, float]:
    return {
        "embedded_chunks": index.cost.get("embedded_chunks", 0) + len(missing),
        "tokens": index.cost.get("tokens", 0) + sum(waiting.chunk.tokens for waiting in missing),
        "embedding_seconds": round(index.cost.get("embedding_seconds", 0) + seconds, 3),
    }


def _guard(tenant: TenantRef, index: IndexVersion, lease: Lease) -> None:
    lease.guard()
    lock_corpus(tenant)
    if not IndexVersion.objects.building().filter(pk=index.pk).exists():
        raise _GivenUp


def _stop(index: IndexVersion, lease: Lease) -> None:
    with transaction.atomic():
        lease.guard()
        stopped = IndexVersion.objects.building().filter(pk=index.pk)
        if stopped.update(state=IndexState.CANCELLED, has_table=False, retired_at=timezone.now()):
            enqueue(DropIndex(index_id=index.pk))


def _complete(tenant: TenantRef, index: IndexVersion, lease: Lease) -> None:
    with transaction.atomic():
        has_hnsw = count_vectors(index.pk) > EXACT_ROWS
    cost = {**index.cost, **(_build_graph(tenant, index) if has_hnsw else {})}
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        if pending.uncovered_chunks(index.pk, index.splitting, 0, 1):
            lease.step_aside()
            return
        total = pending.count_answering(index.splitting)
        IndexVersion.objects.building().filter(pk=index.pk).update(
            state=IndexState.READY,
            ready_at=timezone.now(),
            has_hnsw=has_hnsw,
            total=total,
            done=total,
            cost={**cost, "bytes": vector_bytes(index.pk)},
        )


def _remove_orphans(tenant: TenantRef, splitting: int, lease: Lease) -> bool:
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        if IndexVersion.objects.open().filter(splitting=splitting).exists():
            return False
        orphans = Chunk.objects.filter(splitting=splitting).values_list("pk", flat=True)
        ids = list(orphans[:REMOVED_AT_ONCE])
        remove_chunks(ids, [])
        return bool(ids)
