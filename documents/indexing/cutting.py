"""Read and cut versions in the way of an index version that lacks them, or compute its vectors from another's."""

import time
from collections import defaultdict
from collections.abc import Sequence, Set
from functools import partial
from itertools import takewhile

from django.db import transaction

from documents.indexing.chunking import Place
from documents.indexing.engines import Engine, Text
from documents.indexing.originals import original_of
from documents.indexing.parse import Unreadable, as_before, converted, is_worth_another
from documents.indexing.rounds import MOST_KEPT
from documents.indexing.settings import splitting_of
from documents.indexing.stored import kept_text, stored_extract, stored_reading
from documents.ingest.types import ConversionFailed, Extracted
from documents.models import Chunk, Document, DocumentVersion, IndexVersion, Reading
from documents.search import pending
from documents.search.corpus import NewChunk, lock_corpus, place_many, usual_language, write_chunks
from documents.search.deriving import derive
from documents.search.scopes import read_scopes
from documents.search.vectors import kind_of
from documents.types import Status
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease

READ_VERSIONS, DERIVED = 8, 5_000
# Files are read together for this long; a longer one is read alone.
READ_SECONDS = 2.0


class GivenUp(Exception):
    """Leave the filling of an index version that was given up."""


def guard(tenant: TenantRef, index: IndexVersion, lease: Lease) -> None:
    """Hold the lease and the corpus for a transaction that writes to an open index version; raise GivenUp."""
    lease.guard()
    lock_corpus(tenant)
    if not IndexVersion.objects.open().filter(pk=index.pk).exists():
        raise GivenUp


def expected_chunks(index: IndexVersion) -> int:
    """Return how many chunks answer now in the collections of an index version."""
    scopes = read_scopes()
    scope = scopes.scope_of(index)
    splittings = {scopes.live(key).splitting for key in (scope.only or (0,))}
    return sum(pending.count_answering(splitting, scope) for splitting in splittings)


@transaction.atomic
def _between_rounds(index_id: int, version_id: int, lease: Lease, done: int, total: int, seen: bytes) -> None:
    """Keep what was seen of a file's pictures, so that a worker that falls is gone on from.

    Raises GivenUp where nobody waits for it, LeaseLost where another reads.
    """
    lease.guard()
    # Locked, so that who gives it up forgets what was seen after it was written.
    wanted = IndexVersion.objects.open().filter(pk=index_id).select_for_update(no_key=True)
    if lease.cancelled or not wanted.values_list("pk", flat=True).first():
        raise GivenUp
    if len(seen) <= MOST_KEPT:
        DocumentVersion.objects.filter(pk=version_id).update(seen=seen)


def cut_some(tenant: TenantRef, index: IndexVersion, lease: Lease, engine: Engine) -> bool:
    """Read and cut a few versions beyond the cursor in the index version's way; say whether there were any."""
    with transaction.atomic():
        scope = read_scopes().scope_of(index)
        mine = (index.splitting, index.reading, scope, index.cut_cursor)
        ids = pending.unsplit_versions(*mine, _pace(index, engine))
        if not ids:
            index.total = 0  # no guess any more: all chunks are there to be counted
            return False
        versions = list(DocumentVersion.objects.filter(pk__in=ids).select_related("document").order_by("pk"))
        if not versions:
            return True  # all were erased between the two statements
        kept = {
            version.pk: stored_reading(version, index.reading)
            for version in versions
            if not _is_to_be_read(version, index)
        }
    begun = time.monotonic()
    read = _read_some(versions, kept.keys(), index, lease)
    seconds = time.monotonic() - begun
    versions = list(takewhile(lambda version: version.pk in kept or version.pk in read, versions))
    texts = {pk: extracted for pk, (extracted, _) in read.items()} | kept
    texts_to_cut = [Text(extracted=texts[version.pk], place=_place(version)) for version in versions]
    lease.enter("splitting")
    chunks = engine.cut(texts_to_cut, splitting_of(index))
    with transaction.atomic():
        guard(tenant, index, lease)
        failed = sum(not is_read for _, is_read in read.values())
        _write(index, versions, chunks, {pk: extracted for pk, (extracted, _) in read.items()})
        _note_reading(index, len(read), failed, seconds)
        index.cut_cursor = versions[-1].pk
        index.save(update_fields=["cut_cursor"])
    return True


def _read_some(
    versions: Sequence[DocumentVersion], kept: Set[int], index: IndexVersion, lease: Lease
) -> dict[int, tuple[Extracted, bool]]:
    """Read the files of versions whose text is not there, one at least, for as long as a killed worker may lose."""
    begun = time.monotonic()
    read: dict[int, tuple[Extracted, bool]] = {}
    for version in versions:
        if version.pk in kept:
            continue
        if read and time.monotonic() - begun > READ_SECONDS:
            break
        lease.enter("reading")
        read[version.pk] = _read(version, index, lease)
    return read


def _pace(index: IndexVersion, engine: Engine) -> int:
    # A file takes seconds where a text takes milliseconds.
    return READ_VERSIONS if index.reading == index.pk else engine.versions


def _is_to_be_read(version: DocumentVersion, index: IndexVersion) -> bool:
    if version.reading == index.reading:
        return False
    return not Reading.objects.filter(version=version, reading=index.reading).exists()


def _read(version: DocumentVersion, index: IndexVersion, lease: Lease) -> tuple[Extracted, bool]:
    """Return a version as the index version's settings read it; where they cannot, as it was read before.

    Raise Unreadable where another attempt may.
    """
    with transaction.atomic():
        language = usual_language(version.document.collection_id)
        original = original_of(version)
        seen = DocumentVersion.objects.filter(pk=version.pk).values_list("seen", flat=True).first()
    tell = partial(_between_rounds, index.pk, version.pk, lease)
    try:
        settings = splitting_of(index).converter
        return converted(original, version.filename, settings, language, tell, bytes(seen or b"")), True
    except (ConversionFailed, Unreadable) as failure:
        if is_worth_another(failure, lease):
            raise
        return as_before(stored_extract(version), failure), False


def _write(
    index: IndexVersion,
    versions: Sequence[DocumentVersion],
    chunks: Sequence[NewChunk],
    read: dict[int, Extracted],
) -> None:
    documents = {d.pk: d for d in Document.objects.locked([v.document_id for v in versions])}
    # What was erased or replaced meanwhile gets no chunks: they would never answer, and be counted as waiting.
    there = {v.pk for v in versions if _is_wanted(v, documents.get(v.document_id))}
    Reading.objects.bulk_create(
        [
            Reading(version_id=pk, reading=index.reading, **kept_text(extracted))
            for pk, extracted in read.items()
            if pk in there
        ],
        ignore_conflicts=True,
    )
    # What was recognised on the way is in the text now.
    DocumentVersion.objects.filter(pk__in=read, seen__isnull=False).update(seen=None)
    write_chunks([chunk for chunk in chunks if chunk.version_id in there])
    answering = [d for d in documents.values() if d.live_version_id in there]
    _show_to_readers(answering, index)


def _is_wanted(version: DocumentVersion, document: Document | None) -> bool:
    """Say whether a version of a locked document still answers, or waits to."""
    if document is None:
        return False
    is_latest = version.number == document.latest_version
    return version.pk == document.live_version_id or (is_latest and document.status == Status.EMBEDDING)


def _note_reading(index: IndexVersion, files: int, failed: int, seconds: float) -> None:
    if files:
        index.failed += failed
        index.cost = {
            **index.cost,
            "read_files": index.cost.get("read_files", 0) + files,
            "reading_seconds": round(index.cost.get("reading_seconds", 0) + seconds, 3),
        }
        index.save(update_fields=["failed", "cost"])


def _place(version: DocumentVersion) -> Place:
    return Place(
        document_id=version.document_id,
        version_id=version.pk,
        collection_id=version.document.collection_id,
        title=version.document.title,
    )


def _show_to_readers(documents: Sequence[Document], index: IndexVersion) -> None:
    """Place the new chunks of what answers where their documents are, like places together."""
    places = {d.live_version_id: (d.collection_id, d.answering_audience_id) for d in documents}
    answering = Chunk.objects.filter(version_id__in=places.keys() - {None}, splitting=index.splitting)
    placed: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for chunk_id, version_id in answering.order_by("pk").values_list("pk", "version_id"):
        placed[places[version_id]].append(chunk_id)
    place_many(placed, [index.pk])


def derive_some(tenant: TenantRef, index: IndexVersion, lease: Lease) -> bool:
    """Compute vectors from those of another index version of the same model; say whether there were any."""
    if index.derived_from is None:
        return False
    lease.enter("computing")
    with transaction.atomic():
        guard(tenant, index, lease)
        source = IndexVersion.objects.with_tables().filter(pk=index.derived_from).first()
        scope = read_scopes().scope_of(index)
        last = derive(source.pk, index.pk, kind_of(index.settings), scope, DERIVED) if source else 0
        if not last:
            index.derived_from = None
            return False
        index.total = max(index.total, pending.count_answering(index.splitting, scope))
        index.done = min(index.done + last, index.total)
        index.cost = {**index.cost, "derived_chunks": index.cost.get("derived_chunks", 0) + last}
        index.save(update_fields=["done", "total", "cost"])
        lease.progress(total=index.total, done=index.done, failed=index.failed)
    return True
