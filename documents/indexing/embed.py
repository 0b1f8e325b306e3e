"""Embed what waits in a tenant, in large batches across documents."""

import logging
from concurrent.futures import Future, wait
from uuid import UUID

from django.db import transaction

from documents.embedding.types import EMBEDDER_DOWN, Vectors
from documents.indexing.cutting import GivenUp
from documents.indexing.encoding import Encoder
from documents.indexing.engines import LOCAL
from documents.indexing.first import ensure_live_index
from documents.indexing.parse import EMBED_ONCE, fail, required_tenant
from documents.indexing.windows import Batch, batches
from documents.jobs import EmbedPending
from documents.models import Document, DocumentVersion, IndexVersion
from documents.search import pending
from documents.types import Status
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease, enqueue
from project.kernel.jobs.reading import runs_elsewhere

# One worker at a time embeds for a tenant; another comes back after this long.
STEP_ASIDE_SECONDS = 1.0
# Where embedding failed for good, the next attempt waits this long: a model is put in place, a device becomes free.
PAUSE_SECONDS = 30.0
# As long as a chunk, so that a device too full for one is too full for the other.
PLAIN_TEXT = "The pump is greased every month. " * 40

logger = logging.getLogger(__name__)


def embed_pending(job: EmbedPending, *, lease: Lease) -> None:
    """Embed batch after batch until nothing waits or the tenant's turn is over."""
    tenant = required_tenant()
    ensure_live_index(tenant)
    with transaction.atomic():
        lease.guard()
        if runs_elsewhere(lease):
            enqueue(EmbedPending(), dedupe=EMBED_ONCE, delay_seconds=STEP_ASIDE_SECONDS)
            return
    lease.enter("embedding")
    while not lease.cancelled and _embed_waiting(tenant, lease):
        if lease.is_turn_over:
            with transaction.atomic():
                lease.guard()
                enqueue(EmbedPending(), dedupe=EMBED_ONCE)
            return


def _embed_waiting(tenant: TenantRef, lease: Lease) -> bool:
    """Embed while the turn lasts; say whether there may be more.

    The next batch is read and the one before is written while one is embedded, so that the device never waits.
    """
    encoder = Encoder()
    encoding: _Encoding | None = None
    following: _Encoding | None = None
    has_begun = stops = False
    try:
        for batch in batches(tenant, lease):
            if encoding:
                encoding.wait()
                # Only now: whose turn it is meanwhile waits for no batch that has not begun.
                stops = lease.cancelled or lease.is_turn_over
            following = _Encoding(batch, encoder) if batch and not stops else None
            if encoding:
                encoding.write(stops=stops)
            encoding, has_begun = following, has_begun or batch is not None
            if stops:
                break
        if encoding:
            encoding.write(stops=True)
    except GivenUp:
        return True
    finally:
        if following:
            following.leave()
    return has_begun


class _Encoding:
    """Carry a batch while it is embedded."""

    def __init__(self, batch: Batch, encoder: Encoder) -> None:
        self._batch = batch
        self._vectors: Future[Vectors] = encoder.begin(
            batch.window.index.settings, batch.chunks, is_last=batch.is_last
        )

    def wait(self) -> None:
        """Wait until the vectors are there; raise what their embedding raised."""
        self._vectors.result()

    def write(self, *, stops: bool) -> None:
        """Write the vectors when they are there."""
        self._batch.write(self._vectors.result(), stops=stops)

    def leave(self) -> None:
        """Embed it no more; wait for what was begun, so that a device is not asked from two threads."""
        if not self._vectors.cancel():
            wait([self._vectors])


def quarantine_waiting(job: EmbedPending, reason: str) -> None:
    """Set the document aside at which embedding failed at each attempt, and go on with the others.

    After its first attempt a job takes one document at a time, so the oldest that waits is the one. Where not even a
    plain text can be embedded, it is the model or the device that fails, and every document waits for it.
    """
    with transaction.atomic():
        enqueue(EmbedPending(), dedupe=EMBED_ONCE, delay_seconds=PAUSE_SECONDS)
        # Whatever happens to it while the model is tried, no other one takes its place, nor a later version.
        oldest = pending.waiting_documents(1, whatever_urgency=True)
    if _can_embed():
        for document_id, version_id, _ in oldest:
            _set_aside(document_id, version_id, reason)


def show_waiting(job: EmbedPending, reason: str) -> None:
    """Show on each document that is to be embedded what it waits for."""
    # A sentence that names two revisions and an address may be longer than the column.
    reason = reason[: Document._meta.get_field("stage").max_length]
    with transaction.atomic():
        waiting = Document.objects.filter(status=Status.EMBEDDING).exclude(stage=reason)
        # What somebody else changes now is shown the next time: nobody waits for a sentence.
        free = list(waiting.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
        Document.objects.filter(pk__in=free).update(stage=reason)


def _can_embed() -> bool:
    with transaction.atomic():
        names = {index.settings["embedder"] for index in IndexVersion.objects.open()}
    try:
        for name in names:
            LOCAL.embed(name, [PLAIN_TEXT])
    except (*EMBEDDER_DOWN, MemoryError) as failure:
        logger.warning("passages cannot be embedded", extra={"reason": str(failure)})
        return False
    return True


def _set_aside(document_id: UUID, version_id: int, reason: str) -> None:
    with transaction.atomic():
        stuck = list(Document.objects.locked([document_id]).filter(status=Status.EMBEDDING))
        if DocumentVersion.objects.current().filter(pk=version_id).exists():
            fail(required_tenant(), stuck, Status.QUARANTINED, "embedding_failed", reason)
