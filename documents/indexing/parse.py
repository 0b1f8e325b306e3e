"""Turn an uploaded file into chunks."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.utils import timezone

from documents.context import converting_sandbox
from documents.indexing.chunking import Place, cut
from documents.indexing.first import ensure_live_index
from documents.indexing.originals import Original, original_of
from documents.indexing.rounds import Superseded, show_read
from documents.indexing.rows import update_models
from documents.indexing.settings import Splitting, splitting_of
from documents.indexing.stored import kept_text, stored_extract
from documents.indexing.switch import answer_with, drop_waiting
from documents.indexing.telling import tell_failed, tell_ready
from documents.ingest.types import ConversionFailed, ConverterSettings, Extracted, ReaderDied
from documents.jobs import EmbedPending, MergeSegments, ParseDocument
from documents.lexical.language import detect_language
from documents.models import Document, DocumentVersion, Reading
from documents.search.corpus import NewChunk, keep_languages, lock_corpus, usual_language, write_chunks
from documents.search.outcomes import keep_outcomes
from documents.search.scopes import Scopes, read_scopes
from documents.search.segments import has_late_group
from documents.stages import Stage
from documents.types import PARSED, Status
from project.kernel.db import TenantRef, current_tenant
from project.kernel.errors import RaglanError
from project.kernel.jobs import Lease, Urgency, enqueue

logger = logging.getLogger(__name__)

EMBED_ONCE, MERGE_ONCE = "embed", "merge segments"
DESCRIBED = [
    "title",
    "url",
    "metadata",
    "latest_version",
    "urgency",
    "status",
    "stage",
    "progress",
    "error_code",
    "error_detail",
    "page_count",
    "chunk_count",
    "warnings",
    "stage_seconds",
    "updated_at",
]


# What is told how many pictured pages of how many were read, and what was seen.
Tell = Callable[[int, int, bytes], None]


@dataclass(frozen=True, kw_only=True)
class _Work:
    place: Place
    original: Original
    filename: str
    # As it was when the reading began.
    title: str
    # What was read of the file before, which stands, by the number of the way to read.
    stored: Mapping[int, Extracted]
    splittings: tuple[Splitting, ...]
    usual_language: str
    # What was recognised of its pictures before a worker fell.
    seen: bytes
    splitting_seconds: float = 0.0


class Unreadable(RaglanError):
    """Say why a document could not even be looked at; another attempt may."""

    code = "unreadable"
    title = "The file could not be read"


def parse_document(job: ParseDocument, *, lease: Lease) -> None:
    """Convert a version unless its text is there, split it, write its chunks; the job done twice writes them once."""
    tenant = required_tenant()
    ensure_live_index(tenant)
    work = _begin(job, lease)
    if work is None:
        _forget_seen(job)
        return
    lease.enter("reading")
    try:
        readings = _readings(work, job, lease)
    except Superseded:
        _forget_seen(job)
        return
    except ConversionFailed as failure:
        _refuse(job, failure, lease)
        _forget_seen(job)
        return
    extracted = readings[work.splittings[0].reading]
    place = replace(work.place, title=better_title(work.place.title, work.filename, extracted))
    lease.enter("splitting")
    begun = time.monotonic()
    chunks = [
        chunk
        for splitting in work.splittings
        for chunk in cut(readings[splitting.reading], place, [splitting])
    ]
    work = replace(work, place=place, splitting_seconds=time.monotonic() - begun)
    _store(tenant, job, work, readings, chunks, lease)


def _readings(work: _Work, job: ParseDocument, lease: Lease) -> dict[int, Extracted]:
    """Return the text in each way to read that is in use, the one that answers first; raise ConversionFailed."""
    tell = partial(show_read, job, lease)
    first, *others = {splitting.reading: splitting.converter for splitting in work.splittings}.items()
    readings = {first[0]: work.stored.get(first[0]) or _converted(work, first[1], tell)}
    for number, settings in others:
        try:
            readings[number] = work.stored.get(number) or _converted(work, settings, tell)
        except (ConversionFailed, Unreadable) as failure:
            if is_worth_another(failure, lease):
                raise
            logger.warning("a candidate keeps what was read before", extra={"reason": failure.detail})
            readings[number] = as_before(readings[first[0]], failure)
    return readings


def as_before(extracted: Extracted, failure: ConversionFailed | Unreadable) -> Extracted:
    """Return the text that other settings gave, and warn that these ones gave none."""
    told = (
        "The settings of the index version that answers could not read the file; its text is as it was read before:"
        f" {failure.detail}"
    )
    return replace(extracted, warnings=(*extracted.warnings, told))


def is_worth_another(failure: ConversionFailed | Unreadable, lease: Lease) -> bool:
    """Say whether what is not needed for an answer should fail its job, because a later attempt may read the file."""
    return isinstance(failure, Unreadable) and lease.claim.attempts < lease.claim.max_attempts


def _converted(work: _Work, settings: ConverterSettings, tell: Tell) -> Extracted:
    return converted(work.original, work.filename, settings, work.usual_language, tell, work.seen)


def converted(
    original: Original,
    filename: str,
    settings: ConverterSettings,
    usual_language: str,
    tell: Tell,
    seen: bytes = b"",
) -> Extracted:
    """Return what a stored file holds, read in the bounded process; raise ConversionFailed, Unreadable."""
    content = _bytes_of(original)
    try:
        extracted = converting_sandbox().convert(content, filename, settings, tell, seen)
    except ReaderDied as failure:
        raise Unreadable("The process that reads files died at each attempt to read this one.") from failure
    return replace(extracted, language=detect_language(extracted.text, usual_language))


def _bytes_of(original: Original) -> bytes:
    try:
        with original.open() as file:
            return bytes(file.read())
    except FileNotFoundError as failure:
        raise Unreadable("The stored file is not in its place; upload it again.") from failure


def quarantine_document(job: ParseDocument, reason: str) -> None:
    """Set a document aside whose parsing failed at each attempt; others go on."""
    with transaction.atomic():
        waiting = Document.objects.locked([job.document_id]).filter(latest_version=job.version)
        fail(
            required_tenant(),
            waiting.exclude(status__in=PARSED),
            Status.QUARANTINED,
            "parsing_failed",
            reason,
        )


def show_waiting(job: ParseDocument, reason: str) -> None:
    """Show on a document what its parsing waits for."""
    with transaction.atomic():
        waiting = Document.objects.filter(pk=job.document_id, latest_version=job.version)
        waiting.filter(status=Status.PARSING).update(stage=reason)


def fail(tenant: TenantRef, documents: Iterable[Document], status: Status, code: str, reason: str) -> None:
    """Show on locked documents why they got no further, in plain words, and tell who listens."""
    failed = list(documents)
    for document in failed:
        document.status, document.stage = status.value, ""
        document.error_code, document.error_detail = code, reason
        document.save(update_fields=["status", "stage", "error_code", "error_detail", "updated_at"])
    keep_outcomes([document.pk for document in failed])
    tell_failed(tenant, failed)


def required_tenant() -> TenantRef:
    """Return the tenant whose job this is; raise LookupError where there is none."""
    tenant = current_tenant()
    if tenant is None:
        raise LookupError("this job belongs to a tenant")
    return tenant


def open_splittings(collection_id: int, scopes: Scopes | None = None) -> tuple[Splitting, ...]:
    """Return each way in which new documents of a collection are read and cut, the live one first."""
    takers = (scopes or read_scopes()).takers(collection_id)
    return tuple({index.splitting: splitting_of(index) for index in takers}.values())


@transaction.atomic
def _begin(job: ParseDocument, lease: Lease) -> _Work | None:
    lease.guard()
    document = Document.objects.locked([job.document_id]).first()
    if document is None or document.latest_version != job.version or document.status in PARSED:
        return None
    version = DocumentVersion.objects.get(document=document, number=job.version)
    document.status, document.stage, document.progress = Status.PARSING.value, "reading the file", 0.1
    document.save(update_fields=["status", "stage", "progress", "updated_at"])
    return _Work(
        place=Place(
            document_id=document.pk,
            version_id=version.pk,
            collection_id=document.collection_id,
            title=document.title,
        ),
        original=original_of(version),
        filename=version.filename,
        title=document.title,
        stored={version.reading: stored_extract(version)} if version.text else {},
        splittings=open_splittings(document.collection_id),
        usual_language=usual_language(document.collection_id),
        seen=bytes(version.seen or b""),
    )


@transaction.atomic
def _forget_seen(job: ParseDocument) -> None:
    """Drop what was recognised of a version that is read no further."""
    mine = DocumentVersion.objects.filter(document_id=job.document_id, number=job.version)
    mine.filter(seen__isnull=False).update(seen=None)


@transaction.atomic
def _refuse(job: ParseDocument, failure: ConversionFailed, lease: Lease) -> None:
    lease.guard()
    document = Document.objects.locked([job.document_id]).filter(latest_version=job.version)
    fail(required_tenant(), document, Status.FAILED, failure.code.value, failure.detail)


@transaction.atomic
def _store(
    tenant: TenantRef,
    job: ParseDocument,
    work: _Work,
    readings: Mapping[int, Extracted],
    chunks: Sequence[NewChunk],
    lease: Lease,
) -> None:
    lease.guard()
    lock_corpus(tenant)
    document = Document.objects.locked([job.document_id]).first()
    # Erased or replaced while the file was read: nothing of it comes back.
    if document is None or document.latest_version != job.version or document.status in PARSED:
        return
    if open_splittings(document.collection_id) != work.splittings or document.title != work.title:
        # A candidate was begun meanwhile, which cuts in another way, or the document was renamed: cut again.
        enqueue(job, urgency=Urgency(document.urgency))
        return
    document.title = work.place.title
    splitting = {Stage.SPLITTING.value: round(work.splitting_seconds, 3)}
    document.stage_seconds = {**document.stage_seconds, **splitting}
    extracted = keep_readings(work.place.version_id, readings)
    write_versions(
        [NewVersion(document=document, version_id=work.place.version_id, extracted=extracted, chunks=chunks)]
    )
    if chunks:
        enqueue(EmbedPending(), dedupe=EMBED_ONCE)


def keep_readings(version_id: int, readings: Mapping[int, Extracted]) -> Extracted:
    """Keep a version as each way to read read it, the one that answers in its own row; return that."""
    (first, extracted), *others = readings.items()
    keep_languages([version_id])
    DocumentVersion.objects.filter(pk=version_id).update(reading=first, seen=None, **kept_text(extracted))
    Reading.objects.filter(version_id=version_id).delete()
    Reading.objects.bulk_create(
        Reading(version_id=version_id, reading=number, **kept_text(other)) for number, other in others
    )
    return extracted


def better_title(title: str, filename: str, extracted: Extracted) -> str:
    """Return what the document calls itself where nobody gave it another name than its file's."""
    return extracted.title or title if title == filename else title


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """Carry what was extracted and cut from a version of a locked document."""

    document: Document
    version_id: int
    extracted: Extracted
    chunks: Sequence[NewChunk]
    # Whether the document was made in this transaction, and described by `describe` as it was written.
    is_first: bool = False


def write_versions(news: Sequence[NewVersion]) -> None:
    """Write what was extracted and cut, in one segment, under the corpus lock; what has no text answers at once."""
    older = [new for new in news if not new.is_first]
    drop_waiting([new.document.pk for new in older])
    # Moved meanwhile: the document's row says where its chunks belong.
    write_chunks(
        [
            replace(chunk, version_id=new.version_id, collection_id=new.document.collection_id)
            for new in news
            for chunk in new.chunks
        ]
    )
    if has_late_group():
        # Later, and by somebody else: who uploads waits for no more than their own.
        enqueue(MergeSegments(), dedupe=MERGE_ONCE)
    scopes = read_scopes() if older else None
    for new in older:
        describe(new.document, new.extracted, new.chunks, scopes)
    update_models([new.document for new in older], DESCRIBED)
    empty = [new for new in news if not new.chunks]
    answer_with([new.document for new in empty], {new.document.pk: new.version_id for new in empty})
    tell_ready(required_tenant(), [new.document for new in empty])


def describe(
    document: Document, extracted: Extracted, chunks: Sequence[NewChunk], scopes: Scopes | None = None
) -> None:
    """Say of a document what was read of it, and that it waits to be embedded."""
    live = (scopes or read_scopes()).live(document.collection_id).splitting
    document.status, document.stage, document.progress = Status.EMBEDDING.value, "waiting to be embedded", 0.5
    document.error_code = document.error_detail = ""
    document.page_count = len(extracted.pages) or None
    document.chunk_count = sum(chunk.splitting == live for chunk in chunks)
    document.warnings = list(extracted.warnings)
    document.updated_at = timezone.now()
