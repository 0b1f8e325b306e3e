"""Fill index versions from what is stored."""

import time
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from documents.indexing.cutting import GivenUp, cut_some, derive_some, expected_chunks, guard
from documents.indexing.dropping import give_up
from documents.indexing.encoding import embed
from documents.indexing.engines import LOCAL, Engine
from documents.indexing.parse import required_tenant
from documents.indexing.ray_engine import RayEngine
from documents.indexing.windows import wants_graph, write_missing
from documents.jobs import BuildGraph, BuildIndex, BuildIndexOnRay, DropIndex, FillIndex
from documents.models import IndexVersion
from documents.search import pending
from documents.search.corpus import lock_corpus
from documents.search.graph import graph_recall
from documents.search.scopes import read_scopes
from documents.search.vectors import (
    EXACT_ROWS,
    build_hnsw,
    count_vectors,
    create_vectors,
    kind_of,
    vector_bytes,
)
from documents.types import IndexState
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease, enqueue


def build_index_on_ray(job: BuildIndexOnRay, *, lease: Lease) -> None:
    """Build as `build_index` does, with the computing on Ray."""
    build_index(job, lease=lease, engine=RayEngine())


def build_index(job: BuildIndex, *, lease: Lease, engine: Engine = LOCAL) -> None:
    """Cut what needs to be cut anew and embed what has no vector, then go on in another turn until complete."""
    tenant = required_tenant()
    index = _begin(tenant, job.index_id, lease)
    if index is None:
        return
    try:
        # By turns, so that there is a pace, and thus a time of arrival, from the beginning.
        while any([cut_some(tenant, index, lease, engine), _fill_some(tenant, index, lease, engine)]):
            if lease.cancelled:
                _stop(tenant, index, lease)
                return
            if lease.is_turn_over:
                lease.step_aside()
                return
        _complete(tenant, index, lease)
    except GivenUp:
        if lease.cancelled:
            _stop(tenant, index, lease)


def fill_index(job: FillIndex, *, lease: Lease) -> None:
    """Cut and embed what a complete index version lacks since documents came to its collections from others."""
    tenant = required_tenant()
    with transaction.atomic():
        lease.guard()
        index = IndexVersion.objects.open().filter(pk=job.index_id).first()
    if index is None or index.state == IndexState.BUILDING:
        return
    look_again(index)
    try:
        while fill_some(tenant, index, lease):
            if lease.is_turn_over:
                lease.step_aside()
                return
    except GivenUp:
        return


def look_again(index: IndexVersion) -> None:
    """Look for what is to be cut from the first version on: behind the cursor some came from other collections."""
    index.cut_cursor = 0


def fill_some(tenant: TenantRef, index: IndexVersion, lease: Lease) -> bool:
    """Cut and embed some of what a complete index version lacks; say whether there was any. Raise GivenUp."""
    return any([cut_some(tenant, index, lease, LOCAL), _embed_some(tenant, index, lease, LOCAL)])


def fail_index(job: BuildIndex, reason: str) -> None:
    """Mark a candidate that could not be built; the live version goes on."""
    tenant = required_tenant()
    with transaction.atomic():
        # A worker whose lease has just ended may be writing to it still.
        lock_corpus(tenant)
        failed = IndexVersion.objects.building().filter(pk=job.index_id)
        give_up(failed, IndexState.FAILED, {"code": "build_failed", "detail": reason})


def build_graph(job: BuildGraph, *, lease: Lease) -> None:
    """Build the HNSW index of a version that has grown and is still as large, beside searches and writes."""
    with transaction.atomic():
        index = IndexVersion.objects.open().filter(pk=job.index_id).first()
        if index is None or not wants_graph(index, count_vectors(index.pk)):
            return
    cost = {**index.cost, **_build_graph(required_tenant(), index, lease)}
    with transaction.atomic():
        lease.guard()
        IndexVersion.objects.filter(pk=index.pk).update(has_hnsw=True, cost=cost)


def _build_graph(tenant: TenantRef, index: IndexVersion, lease: Lease) -> dict[str, float]:
    lease.enter("indexing")
    begun = time.monotonic()
    rows = build_hnsw(tenant, index.pk, kind_of(index.settings))
    seconds = round(time.monotonic() - begun, 1)
    lease.enter("verifying")
    with transaction.atomic():
        recall = graph_recall(index.pk, kind_of(index.settings))
    return {"graph_recall": recall, "graph_seconds": seconds, "graph_rows": rows}


def _begin(tenant: TenantRef, index_id: int, lease: Lease) -> IndexVersion | None:
    with transaction.atomic():
        index = IndexVersion.objects.building().filter(pk=index_id).first()
    if index is None or index.has_table:
        return index
    create_vectors(tenant, index.pk, kind_of(index.settings))
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        # From here on new uploads are cut and embedded for it too.
        updated = IndexVersion.objects.building().filter(pk=index.pk)
        # What is cut anew comes to about as many chunks as answer now.
        total = expected_chunks(index)
        if not updated.update(has_table=True, started_at=timezone.now(), total=total):
            # Given up meanwhile: the job that drops tables may have come before this one was made.
            enqueue(DropIndex(index_id=index.pk))
            return None
        lease.progress(total=total, done=0, failed=0)
        index.refresh_from_db()
    return index


def _fill_some(tenant: TenantRef, index: IndexVersion, lease: Lease, engine: Engine) -> bool:
    """Give chunks their vectors, by computation where it can be; say whether there were any."""
    return derive_some(tenant, index, lease) or _embed_some(tenant, index, lease, engine)


def _embed_some(tenant: TenantRef, index: IndexVersion, lease: Lease, engine: Engine) -> bool:
    """Embed chunks beyond the cursor, then once more from the beginning; say whether there were any."""
    with transaction.atomic():
        guard(tenant, index, lease)
        scope = read_scopes().scope_of(index)
        missing = pending.uncovered_chunks(index.pk, index.splitting, scope, index.cursor, engine.chunks)
        if not missing and index.cursor:
            index.cursor = 0
            missing = pending.uncovered_chunks(index.pk, index.splitting, scope, 0, engine.chunks)
        total = max(index.total, pending.count_answering(index.splitting, scope))
        taken = pending.take_over_chunks(index.pk, [one.chunk_id for one in missing])
    if not missing:
        return False
    new = [one for one in missing if one.chunk_id not in taken]
    lease.enter("embedding")
    begun = time.monotonic()
    vectors = embed(index.settings, new, engine)
    seconds = time.monotonic() - begun
    with transaction.atomic():
        guard(tenant, index, lease)
        write_missing(index, new, vectors, {})
        index.cursor, index.total = missing[-1].chunk_id, total
        index.done = min(index.done + len(missing), total)
        index.cost = _cost(index, new, seconds)
        index.save(update_fields=["cursor", "total", "done", "cost"])
        lease.progress(total=index.total, done=index.done, failed=index.failed)
    return True


def _cost(index: IndexVersion, missing: Sequence[pending.Pending], seconds: float) -> dict[str, float]:
    return {
        **index.cost,
        "embedded_chunks": index.cost.get("embedded_chunks", 0) + len(missing),
        "tokens": index.cost.get("tokens", 0) + sum(waiting.chunk.tokens for waiting in missing),
        "embedding_seconds": round(index.cost.get("embedding_seconds", 0) + seconds, 3),
    }


def _stop(tenant: TenantRef, index: IndexVersion, lease: Lease) -> None:
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        give_up(IndexVersion.objects.building().filter(pk=index.pk), IndexState.CANCELLED)


def _complete(tenant: TenantRef, index: IndexVersion, lease: Lease) -> None:
    with transaction.atomic():
        lease.guard()
        has_hnsw = count_vectors(index.pk) > EXACT_ROWS
        # A graph takes minutes: it is built when all is there, and what comes meanwhile is looked for once more.
        if has_hnsw and _looks_again(index, lease):
            return
    cost = {**index.cost, **(_build_graph(tenant, index, lease) if has_hnsw else {})}
    lease.enter("verifying")
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        if _looks_again(index, lease):
            return
        scope = read_scopes().scope_of(index)
        total = pending.count_answering(index.splitting, scope)
        IndexVersion.objects.building().filter(pk=index.pk).update(
            state=IndexState.READY,
            ready_at=timezone.now(),
            has_hnsw=has_hnsw,
            total=total,
            done=total,
            cost={**cost, "bytes": vector_bytes(index.pk)},
        )


def _looks_again(index: IndexVersion, lease: Lease) -> bool:
    """Have another turn look for what a candidate lacks; say whether it lacks any."""
    if not pending.is_lacking(index.pk, index.splitting, index.reading, read_scopes().scope_of(index)):
        return False
    look_again(index)
    index.save(update_fields=["cut_cursor"])
    lease.step_aside()
    return True
