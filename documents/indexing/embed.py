"""Embed what waits in a tenant, in large batches across documents."""

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.embedding.registry import entry_of_revision
from documents.embedding.types import EMBEDDER_DOWN, Vectors, cut_dimensions
from documents.indexing.cutting import GivenUp, guard
from documents.indexing.engines import LOCAL, Engine
from documents.indexing.first import ensure_live_index
from documents.indexing.parse import EMBED_ONCE, fail, required_tenant
from documents.indexing.switch import answer_with
from documents.indexing.telling import tell_ready
from documents.ingest.split import embedded_text
from documents.jobs import BuildGraph, EmbedPending
from documents.models import Document, DocumentVersion, IndexVersion
from documents.search import pending
from documents.search.pending import Pending
from documents.search.scopes import Scopes, read_scopes
from documents.search.vectors import EXACT_ROWS, kind_of, place_as_chunks, write_vectors
from documents.types import IndexState, Status
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease, enqueue
from project.kernel.jobs.reading import runs_elsewhere

# One worker at a time embeds for a tenant; another comes back after this long.
STEP_ASIDE_SECONDS = 1.0
# A batch takes about this long, so that a killed worker loses little and a GPU is kept busy.
BATCH_SECONDS = 2.0
FIRST_BATCH, LARGEST_BATCH = 64, 4096
# Whole batches of the runtimes go into one.
STEP = 16
# So many chunks are sorted by length before they are cut into batches: 90 at a time are padded by a tenth, these by a
# fiftieth.
WINDOW_CHUNKS = 1_024
DOCUMENTS = 1_024
# What a document that begins to answer is asked for; the rest of its row is not read.
SWITCHED = ("collection", "audience", "external_id", "latest_version", "is_withdrawn", "supersedes", "status")
# One window in so many begins with what waits longest, so that bulk goes on beside a stream of single uploads.
OLDEST_FIRST = 4
# Counted beyond a turn, since on a slow device a window takes all of one.
_windows: Counter[UUID] = Counter()
# Where embedding failed for good, the next attempt waits this long: a model is put in place, a device becomes free.
PAUSE_SECONDS = 30.0
# As long as a chunk, so that a device too full for one is too full for the other.
PLAIN_TEXT = "The pump is greased every month. " * 40

logger = logging.getLogger(__name__)


class BatchSize:
    """Find how many chunks this device embeds in the time that a batch should take."""

    def __init__(self) -> None:
        """Begin small."""
        self.chunks = FIRST_BATCH

    def note(self, chunks: int, seconds: float) -> None:
        """Learn from a batch that was about full: whole documents rarely fill one exactly."""
        if 2 * chunks >= self.chunks:
            wanted = int(chunks * BATCH_SECONDS / max(seconds, 0.001))
            self.chunks = max(FIRST_BATCH, min(wanted, 2 * self.chunks, LARGEST_BATCH)) // STEP * STEP


_batch_size = BatchSize()


def embed_pending(job: EmbedPending, *, lease: Lease) -> None:
    """Embed batch after batch until nothing waits or the tenant's turn is over."""
    tenant = required_tenant()
    ensure_live_index(tenant)
    with transaction.atomic():
        lease.guard()
        if runs_elsewhere(lease):
            enqueue(EmbedPending(), dedupe=EMBED_ONCE, delay_seconds=STEP_ASIDE_SECONDS)
            return
    while not lease.cancelled:
        _windows[tenant.id] += 1
        is_oldest_first = _windows[tenant.id] % OLDEST_FIRST == 0
        if not _embed_batch(tenant, lease, is_oldest_first=is_oldest_first):
            del _windows[tenant.id]
            return
        if lease.is_turn_over:
            with transaction.atomic():
                lease.guard()
                enqueue(EmbedPending(), dedupe=EMBED_ONCE)
            return


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


def embed(settings: Mapping[str, Any], chunks: Sequence[Pending], engine: Engine = LOCAL) -> Vectors:
    """Return (n, d) float32 of unit length for chunks, each text embedded once, as an index version asks.

    Raise ModelMissing where the model is of another revision than that by which the index version was begun.
    """
    entry = entry_of_revision(settings["embedder"], settings["revision"])
    texts = [embedded_text(waiting.chunk, waiting.title) for waiting in chunks]
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    vectors = engine.embed(entry.id, list(places))[[places[text] for text in texts]]
    return cut_dimensions(vectors, settings["dimensions"])


def _embed_batch(tenant: TenantRef, lease: Lease, *, is_oldest_first: bool) -> bool:
    """Bring what waits and is most urgent forward in every open index; say whether there was any."""
    with transaction.atomic():
        waiting = _next_documents(is_oldest_first, is_trial=lease.claim.attempts > 1)
        documents, indexes = _together(waiting, read_scopes())
    if not documents:
        return False
    for index in indexes:
        window = _Window(
            tenant=tenant, index=index, documents=documents, lease=lease, index_count=len(indexes)
        )
        try:
            # With the last index its documents begin to answer, in the transaction that writes their last vectors.
            if not window.fill(ends=index is indexes[-1]):
                break
        except GivenUp:
            break
    return True


def _window() -> int:
    return max(WINDOW_CHUNKS, _batch_size.chunks)


def _together(
    waiting: Mapping[UUID, int], scopes: Scopes
) -> tuple[dict[UUID, int], tuple[IndexVersion, ...]]:
    """Return those of the documents that go where the oldest goes, and the index versions that take them."""
    collections = dict(Document.objects.filter(pk__in=waiting).values_list("pk", "collection_id"))
    takers = {pk: scopes.takers(collections[pk]) for pk in waiting if pk in collections}
    indexes = next(iter(takers.values()), ())
    # The one that answers is the last: with it the documents are switched.
    return {pk: waiting[pk] for pk, mine in takers.items() if mine == indexes}, indexes[::-1]


def _next_documents(is_oldest_first: bool, *, is_trial: bool) -> dict[UUID, int]:
    """Return as many waiting documents, with their versions, as fill a window; on trial the oldest alone.

    Its urgency says nothing then: what comes meanwhile must not be taken for the one at which embedding failed.
    """
    chosen: dict[UUID, int] = {}
    chunks = 0
    for document_id, version_id, chunk_count in pending.waiting_documents(
        1 if is_trial else DOCUMENTS, whatever_urgency=is_trial or is_oldest_first
    ):
        if chosen and chunks + chunk_count > _window():
            break
        chosen[document_id] = version_id
        chunks += chunk_count
    return chosen


@dataclass(frozen=True, kw_only=True)
class _Window:
    """Hold the documents that are brought forward together in one index version."""

    tenant: TenantRef
    index: IndexVersion
    documents: Mapping[UUID, int]
    lease: Lease
    index_count: int

    def fill(self, *, ends: bool) -> bool:
        """Embed what is missing, like lengths together, a batch at a time; say whether all of it is there now."""
        is_last = False
        while not is_last:
            limit = _window()
            missing = self._missing(limit)
            is_last = len(missing) < limit
            missing.sort(key=lambda waiting: waiting.chunk.tokens, reverse=True)
            if not self._embed(missing, ends=ends and is_last):
                return False
        return True

    def _embed(self, missing: Sequence[Pending], *, ends: bool) -> bool:
        first = 0
        while True:
            batch = missing[first : first + _batch_size.chunks]
            first += len(batch)
            begun = time.monotonic()
            vectors = embed(self.index.settings, batch)
            _batch_size.note(len(batch), time.monotonic() - begun)
            is_last = first == len(missing)
            stops = not is_last and (self.lease.cancelled or self.lease.is_turn_over)
            self._write(batch, vectors, is_last=ends and is_last, answers=ends and (is_last or stops))
            if is_last or stops:
                return is_last

    @transaction.atomic
    def _missing(self, limit: int) -> list[Pending]:
        guard(self.tenant, self.index, self.lease)
        mine = (self.index.pk, self.index.splitting, list(self.documents))
        pending.take_over(*mine)
        return pending.missing_chunks(*mine, limit)

    @transaction.atomic
    def _write(self, batch: Sequence[Pending], vectors: Vectors, *, is_last: bool, answers: bool) -> None:
        guard(self.tenant, self.index, self.lease)
        documents = self._waiting() if answers else {}
        # Before that a document may have other chunks without a vector: those of this batch are nobody's, too.
        write_missing(self.index, batch, vectors, documents if is_last else {})
        if not is_last:
            embedded = Counter(waiting.document_id for waiting in batch)
            pending.show_embedded(embedded, of_indexes=self.index_count)
        if answers:
            complete = _let_answer(documents, self.documents)
            # What waits for an index version that began meanwhile is nobody's yet, so that no search counts on it.
            waits = documents.keys() - {document.pk for document in complete}
            place_as_chunks(self.index.pk, [one.chunk_id for one in batch if one.document_id in waits])
            tell_ready(self.tenant, complete)
            _ask_for_graphs()

    def _waiting(self) -> dict[UUID, Document]:
        locked = Document.objects.locked(list(self.documents)).filter(status=Status.EMBEDDING)
        locked = locked.only(*SWITCHED)
        return {document.pk: document for document in locked}


def write_missing(
    index: IndexVersion, missing: Sequence[Pending], vectors: Vectors, answering: Mapping[UUID, Document]
) -> None:
    """Write vectors of chunks that still are and still have none; those of `answering` documents for their readers."""
    places = pending.placed(index.pk, [waiting.chunk_id for waiting in missing])
    rows: list[tuple[int, int, int]] = []
    kept: list[int] = []
    for position, waiting in enumerate(missing):
        if waiting.chunk_id in places:
            collection_id, audience_id = places[waiting.chunk_id]
            document = answering.get(waiting.document_id)
            rows.append((waiting.chunk_id, collection_id, document.audience_id if document else audience_id))
            kept.append(position)
    write_vectors(index.pk, kind_of(index.settings), rows, vectors[kept])


def _let_answer(documents: Mapping[UUID, Document], versions: Mapping[UUID, int]) -> list[Document]:
    """Switch the documents that are complete in every open index; return them."""
    incomplete: set[UUID] = set()
    scopes = read_scopes()
    for index in scopes.open:
        scope = scopes.scope_of(index)
        mine = [key for key, document in documents.items() if document.collection_id in scope]
        incomplete |= pending.incomplete_documents(index.pk, index.splitting, mine)
    latest = dict(
        DocumentVersion.objects.filter(pk__in=[versions[key] for key in documents]).values_list(
            "document_id", "number"
        )
    )
    # A newer version that came meanwhile waits for its own chunks.
    complete = [
        document
        for key, document in documents.items()
        if key not in incomplete and latest.get(key) == document.latest_version
    ]
    answer_with(complete, {document.pk: versions[document.pk] for document in complete})
    return complete


def _ask_for_graphs() -> None:
    """Ask for a graph of each index version that has grown; a candidate gets its own when it is complete."""
    scopes = read_scopes()
    without = [index for index in scopes.open if not index.has_hnsw and index.state != IndexState.BUILDING]
    for index in without:
        if pending.count_answering(index.splitting, scopes.scope_of(index)) > EXACT_ROWS:
            enqueue(BuildGraph(index_id=index.pk), dedupe=f"graph {index.pk}")
