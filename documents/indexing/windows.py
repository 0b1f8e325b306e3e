"""Choose what is embedded next, window after window, and write its vectors."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db import transaction

from documents.embedding.sizing import WIDE_ROWS
from documents.embedding.types import Vectors
from documents.indexing.cutting import guard
from documents.indexing.encoding import batch_size
from documents.indexing.switch import answer_with
from documents.indexing.telling import tell_ready
from documents.jobs import BuildGraph
from documents.models import Document, DocumentVersion, IndexVersion
from documents.search import pending
from documents.search.pending import Pending
from documents.search.scopes import Scopes, read_scopes
from documents.search.vectors import EXACT_ROWS, kind_of, place_as_chunks, write_vectors
from documents.types import IndexState, Status
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease, enqueue

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


@dataclass(frozen=True, kw_only=True)
class Window:
    """Hold the documents that are brought forward together in one index version."""

    tenant: TenantRef
    index: IndexVersion
    documents: Mapping[UUID, int]
    lease: Lease
    index_count: int
    # With the last index its documents begin to answer, in the transaction that writes their last vectors.
    answers: bool

    def batches(self) -> Iterator["Batch | None"]:
        """Yield what is missing, like lengths together; None as `batches` below."""
        while len(missing := self._missing((limit := _window()) + 1)) > limit:
            yield from self._cut(missing[:limit], is_last=False)
            # What is missing then is known when all of this is written.
            yield None
        if missing or self.answers:
            yield from self._cut(missing, is_last=True)

    def _cut(self, missing: list[Pending], *, is_last: bool) -> Iterator["Batch"]:
        # Like lengths together for the least padding, and the same words, which are embedded once.
        missing.sort(key=lambda waiting: (-waiting.chunk.tokens, waiting.chunk.text))
        first = 0
        while not first or first < len(missing):
            chunks = missing[first : first + batch_size.chunks]
            first += len(chunks) or 1
            yield Batch(window=self, chunks=chunks, is_last=is_last and first >= len(missing))

    @transaction.atomic
    def _missing(self, limit: int) -> list[Pending]:
        guard(self.tenant, self.index, self.lease)
        mine = (self.index.pk, self.index.splitting, list(self.documents))
        pending.take_over(*mine)
        return pending.missing_chunks(*mine, limit)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Hold chunks of a window that are embedded together."""

    window: Window
    chunks: Sequence[Pending]
    is_last: bool

    @transaction.atomic
    def write(self, vectors: Vectors, *, stops: bool) -> None:
        """Write the vectors; with the window's last batch, or where work stops, let what is complete answer."""
        window = self.window
        guard(window.tenant, window.index, window.lease)
        answers = window.answers and (self.is_last or stops)
        is_last = window.answers and self.is_last
        documents = self._waiting() if answers else {}
        # Before that a document may have other chunks without a vector: those of this batch are nobody's, too.
        write_missing(window.index, self.chunks, vectors, documents if is_last else {})
        if not is_last:
            embedded = Counter(waiting.document_id for waiting in self.chunks)
            pending.show_embedded(embedded, of_indexes=window.index_count)
        if answers:
            self._let_answer(documents)

    def _let_answer(self, documents: Mapping[UUID, Document]) -> None:
        window = self.window
        complete = _let_answer(documents, window.documents)
        # What waits for an index version that began meanwhile is nobody's yet, so that no search counts on it.
        waits = documents.keys() - {document.pk for document in complete}
        place_as_chunks(window.index.pk, [one.chunk_id for one in self.chunks if one.document_id in waits])
        tell_ready(window.tenant, complete)
        _ask_for_graphs()

    def _waiting(self) -> dict[UUID, Document]:
        locked = Document.objects.locked(list(self.window.documents)).filter(status=Status.EMBEDDING)
        locked = locked.only(*SWITCHED)
        return {document.pk: document for document in locked}


def batches(tenant: TenantRef, lease: Lease) -> Iterator[Batch | None]:
    """Yield what waits and is most urgent, in every open index, as long as there is any and the turn lasts.

    Each batch is asked for before the one before it is written; None asks that all be written first.
    """
    begun: Collection[UUID] = ()
    while True:
        if is_trial := lease.claim.attempts > 1:
            begun = ()
            yield None
        _windows[tenant.id] += 1
        is_oldest_first = _windows[tenant.id] % OLDEST_FIRST == 0
        windows = _next_windows(tenant, lease, begun, is_oldest_first=is_oldest_first, is_trial=is_trial)
        if not windows:
            del _windows[tenant.id]
            return
        begun = windows[0].documents
        for batch in chain.from_iterable(window.batches() for window in windows):
            yield batch
            if lease.cancelled or lease.is_turn_over or (not is_trial and _is_passed(batch)):
                return


@transaction.atomic
def _is_passed(batch: Batch | None) -> bool:
    """Say whether the rest of a window waits: a person's upload goes first, though a window takes half a minute."""
    return batch is not None and not batch.is_last and pending.is_behind(batch.window.documents)


@transaction.atomic
def _next_windows(
    tenant: TenantRef, lease: Lease, begun: Collection[UUID], *, is_oldest_first: bool, is_trial: bool
) -> list[Window]:
    """Return the documents to bring forward next, in each index version that takes them; none that are `begun`."""
    waiting = _next_documents(begun, is_oldest_first=is_oldest_first, is_trial=is_trial)
    documents, indexes = _together(waiting, read_scopes())
    return [
        Window(
            tenant=tenant,
            index=index,
            documents=documents,
            lease=lease,
            index_count=len(indexes),
            answers=index is indexes[-1],
        )
        for index in indexes
    ]


def _window() -> int:
    return max(WINDOW_CHUNKS, batch_size.chunks)


def _together(
    waiting: Mapping[UUID, int], scopes: Scopes
) -> tuple[dict[UUID, int], tuple[IndexVersion, ...]]:
    """Return those of the documents that go where the oldest goes, and the index versions that take them."""
    collections = dict(Document.objects.filter(pk__in=waiting).values_list("pk", "collection_id"))
    takers = {pk: scopes.takers(collections[pk]) for pk in waiting if pk in collections}
    indexes = next(iter(takers.values()), ())
    # The one that answers is the last: with it the documents are switched.
    return {pk: waiting[pk] for pk, mine in takers.items() if mine == indexes}, indexes[::-1]


def _next_documents(without: Collection[UUID], *, is_oldest_first: bool, is_trial: bool) -> dict[UUID, int]:
    """Return as many waiting documents, with their versions, as fill a window; on trial the oldest alone.

    Its urgency says nothing then: what comes meanwhile must not be taken for the one at which embedding failed.
    """
    chosen: dict[UUID, int] = {}
    chunks = 0
    for document_id, version_id, chunk_count in pending.waiting_documents(
        1 if is_trial else DOCUMENTS, without=without, whatever_urgency=is_trial or is_oldest_first
    ):
        if chosen and chunks + chunk_count > _window():
            break
        chosen[document_id] = version_id
        chunks += chunk_count
    return chosen


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


def wants_graph(index: IndexVersion, rows: int) -> bool:
    """Say whether an index version of so many rows is to get a graph, or has outgrown the one that it has."""
    if not index.has_hnsw:
        return rows > EXACT_ROWS
    return rows > WIDE_ROWS >= int(index.cost.get("graph_rows", 0))


def _ask_for_graphs() -> None:
    """Ask for a graph of each index version that has grown; a candidate gets its own when it is complete."""
    scopes = read_scopes()
    for index in scopes.open:
        if index.state == IndexState.BUILDING or index.cost.get("graph_rows", 0) > WIDE_ROWS:
            continue
        if wants_graph(index, pending.count_answering(index.splitting, scopes.scope_of(index))):
            enqueue(BuildGraph(index_id=index.pk), dedupe=f"graph {index.pk}")
