"""Read and cut versions in the way of an index version that lacks them, or compute its vectors from another's."""

import time
from collections.abc import Sequence

from django.db import transaction

from documents.indexing.chunking import Place
from documents.indexing.engines import Engine, Text
from documents.indexing.originals import original_of
from documents.indexing.parse import Unreadable, as_before, converted, is_worth_another
from documents.indexing.settings import splitting_of
from documents.indexing.stored import kept_text, stored_extract, stored_reading
from documents.ingest.types import ConversionFailed, Extracted
from documents.models import Chunk, Document, DocumentVersion, IndexVersion, Reading
from documents.search import pending
from documents.search.corpus import NewChunk, lock_corpus, place_chunks, usual_language, write_chunks
from documents.search.deriving import derive
from documents.search.scopes import read_scopes
from documents.search.vectors import kind_of
from documents.types import Status
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease

READ_VERSIONS, DERIVED = 8, 5_000


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


def _tell_nobody(done: int, total: int, seen: bytes) -> None:
    """Let a candidate's files be read without saying how far each one is."""


def cut_some(tenant: TenantRef, index: IndexVersion, lease: Lease, engine: Engine) -> bool:
    """Read and cut a few versions in the index version's way; say whether there were any."""
    with transaction.atomic():
        scope = read_scopes().scope_of(index)
        ids = pending.unsplit_versions(index.splitting, index.reading, scope, _pace(index, engine))
        if not ids:
            index.total = 0  # no guess any more: all chunks are there to be counted
            return False
        versions = list(DocumentVersion.objects.filter(pk__in=ids).select_related("document").order_by("pk"))
        kept = {
            version.pk: stored_reading(version, index.reading)
            for version in versions
            if not _is_to_be_read(version, index)
        }
    begun = time.monotonic()
    read = {version.pk: _read(version, index, lease) for version in versions if version.pk not in kept}
    seconds = time.monotonic() - begun
    texts = {pk: extracted for pk, (extracted, _) in read.items()} | kept
    texts_to_cut = [Text(extracted=texts[version.pk], place=_place(version)) for version in versions]
    chunks = engine.cut(texts_to_cut, splitting_of(index))
    with transaction.atomic():
        guard(tenant, index, lease)
        failed = sum(not is_read for _, is_read in read.values())
        _write(index, versions, chunks, {pk: extracted for pk, (extracted, _) in read.items()})
        _note_reading(index, len(read), failed, seconds)
    return True


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
    try:
        settings = splitting_of(index).converter
        return converted(original, version.filename, settings, language, _tell_nobody), True
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
    write_chunks([chunk for chunk in chunks if chunk.version_id in there])
    for version in versions:
        _show_to_readers(version, documents.get(version.document_id), index)


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


def _show_to_readers(version: DocumentVersion, document: Document | None, index: IndexVersion) -> None:
    if document is None or document.live_version_id != version.pk:
        return
    ids = Chunk.objects.filter(version_id=version.pk, splitting=index.splitting).values_list("pk", flat=True)
    audience_id = document.answering_audience_id
    place_chunks(list(ids), [index.pk], collection_id=document.collection_id, audience_id=audience_id)


def derive_some(tenant: TenantRef, index: IndexVersion, lease: Lease) -> bool:
    """Compute vectors from those of another index version of the same model; say whether there were any."""
    if index.derived_from is None:
        return False
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
