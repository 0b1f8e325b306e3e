"""Give index versions back: their vectors, and the chunks and texts that were made for them alone."""

from django.db import transaction
from django.utils import timezone

from documents.indexing.dropping import give_up
from documents.indexing.parse import required_tenant
from documents.jobs import DropIndex, ForgetPast, ReclaimIndexes
from documents.models import Chunk, IndexVersion, LiveIndex
from documents.search.corpus import lock_corpus, remove_chunks
from documents.search.past import forget_past
from documents.search.readings import settle_readings
from documents.search.scopes import read_scopes
from documents.search.vectors import drop_vectors, remove_beyond
from documents.types import IndexState
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease, enqueue

REMOVED_AT_ONCE, SETTLED_AT_ONCE = 5_000, 100


def reclaim_indexes(job: ReclaimIndexes, *, lease: Lease) -> None:
    """Give up what was replaced so long ago that nobody may go back to it any more."""
    tenant = required_tenant()
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        due = LiveIndex.objects.filter(previous__isnull=False, reclaim_at__lte=timezone.now())
        for pointer in due.select_for_update(of=("self",)).select_related("previous"):
            forget_previous(pointer)


def forget_past_versions(job: ForgetPast, *, lease: Lease) -> None:
    """Remove what ended longer ago than the tenant keeps it, some at a time."""
    tenant = required_tenant()
    removed = REMOVED_AT_ONCE
    while removed == REMOVED_AT_ONCE:
        with transaction.atomic():
            lease.guard()
            lock_corpus(tenant)
            removed = forget_past(REMOVED_AT_ONCE)
        if lease.is_turn_over:
            lease.step_aside()
            return


def forget_previous(pointer: LiveIndex) -> None:
    """Let nobody go back from a locked pointer, under the corpus lock; a job removes what was kept for it."""
    previous, pointer.previous, pointer.reclaim_at = pointer.previous, None, None
    pointer.save(update_fields=["previous", "reclaim_at"])
    root = LiveIndex.objects.get(pk=LiveIndex.TENANT)
    if pointer.pk != root.pk and pointer.index_version_id == root.index_version_id:
        # It answers as the rest of the tenant does, and goes on with it.
        pointer.delete()
    if previous is not None:
        release(previous)


def release(index: IndexVersion) -> None:
    """Give an index version up where no pointer names it any more; else only what no pointer needs of it."""
    if read_scopes().is_named(index):
        enqueue(DropIndex(index_id=index.pk))
    else:
        give_up(IndexVersion.objects.filter(pk=index.pk), IndexState.RETIRED)


def drop_index(job: DropIndex, *, lease: Lease) -> None:
    """Drop the vectors of a version that was given up, and chunks and texts that were made for it alone."""
    tenant = required_tenant()
    with transaction.atomic():
        index = IndexVersion.objects.filter(pk=job.index_id).first()
    if index is None or index.state == IndexState.BUILDING:
        return
    if index.has_table:
        _remove_beyond(tenant, index, lease)
    elif index.state != IndexState.READY:
        drop_vectors(tenant, index.pk)
    while _remove_orphans(tenant, index.splitting, lease):
        pass
    while _settle(tenant, lease):
        pass


def _remove_beyond(tenant: TenantRef, index: IndexVersion, lease: Lease) -> None:
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        remove_beyond(index.pk, read_scopes().scope_of(index))


def _remove_orphans(tenant: TenantRef, splitting: int, lease: Lease) -> bool:
    """Remove some of the chunks of collections that no open index version of this way to cut takes."""
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        scopes = read_scopes()
        chunks = Chunk.objects.filter(splitting=splitting)
        kept = [
            collection_id
            for collection_id in chunks.order_by().values_list("collection_id", flat=True).distinct()
            if any(index.splitting == splitting for index in scopes.takers(collection_id))
        ]
        orphans = chunks.exclude(collection_id__in=kept).values_list("pk", flat=True)
        ids = list(orphans[:REMOVED_AT_ONCE])
        remove_chunks(ids, [])
        return bool(ids)


def _settle(tenant: TenantRef, lease: Lease) -> bool:
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        scopes = read_scopes()
        return settle_readings({index.reading for index in scopes.open}, SETTLED_AT_ONCE) > 0
