"""Turn an uploaded file into chunks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from documents.context import converting_sandbox
from documents.indexing.chunking import Place, cut
from documents.indexing.first import ensure_live_index
from documents.indexing.rounds import Superseded, show_read
from documents.indexing.settings import Splitting, splitting_of
from documents.indexing.stored import kept_text, stored_extract
from documents.indexing.switch import answer_with, drop_waiting
from documents.indexing.telling import tell_failed, tell_ready
from documents.ingest.types import AS_USUAL, ConversionFailed, Extracted, ReaderDied
from documents.jobs import EmbedPending, ParseDocument
from documents.lexical.language import detect_language
from documents.models import Document, DocumentVersion, IndexVersion, LiveIndex
from documents.search.corpus import NewChunk, lock_corpus, usual_language, write_chunks
from documents.search.outcomes import keep_outcomes
from documents.types import PARSED, Status
from project.kernel.db import TenantRef, current_tenant
from project.kernel.errors import RaglanError
from project.kernel.jobs import Lease, Urgency, enqueue

EMBED_ONCE = "embed"
DESCRIBED = [
    "title",
    "url",
    "metadata",
    "latest_version",
    "status",
    "stage",
    "progress",
    "error_code",
    "error_detail",
    "page_count",
    "chunk_count",
    "warnings",
    "updated_at",
]


@dataclass(frozen=True, kw_only=True)
class _Work:
    place: Place
    storage_key: str
    filename: str
    # As it was when the reading began.
    title: str
    # What was read of the file before, which stands; None where it is to be converted.
    stored: Extracted | None
    splittings: tuple[Splitting, ...]
    usual_language: str


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
        return
    try:
        extracted = work.stored or _converted(work, job, lease)
    except Superseded:
        return
    except ConversionFailed as failure:
        _refuse(job, failure, lease)
        return
    place = replace(work.place, title=better_title(work.place.title, work.filename, extracted))
    chunks = cut(extracted, place, work.splittings)
    _store(tenant, job, replace(work, place=place), extracted, chunks, lease)


def _converted(work: _Work, job: ParseDocument, lease: Lease) -> Extracted:
    content = _stored_bytes(work)
    try:
        extracted = converting_sandbox().convert(
            content, work.filename, AS_USUAL, partial(show_read, job, lease)
        )
    except ReaderDied as failure:
        raise Unreadable("The process that reads files died at each attempt to read this one.") from failure
    return replace(extracted, language=detect_language(extracted.text, work.usual_language))


def _stored_bytes(work: _Work) -> bytes:
    try:
        with default_storage.open(work.storage_key, "rb") as file:
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


def open_splittings() -> tuple[Splitting, ...]:
    """Return each way in which new documents are cut, the live one first."""
    found = {index.splitting: splitting_of(index) for index in IndexVersion.objects.open().order_by("-pk")}
    return tuple(found.values())


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
        storage_key=version.storage_key,
        filename=version.filename,
        title=document.title,
        stored=_stored_extract(version, document),
        splittings=open_splittings(),
        usual_language=usual_language(document.collection_id),
    )


def _stored_extract(version: DocumentVersion, document: Document) -> Extracted | None:
    # A document keeps the warnings of its latest reading.
    return replace(stored_extract(version), warnings=tuple(document.warnings)) if version.text else None


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
    extracted: Extracted,
    chunks: Sequence[NewChunk],
    lease: Lease,
) -> None:
    lease.guard()
    lock_corpus(tenant)
    document = Document.objects.locked([job.document_id]).first()
    # Erased or replaced while the file was read: nothing of it comes back.
    if document is None or document.latest_version != job.version or document.status in PARSED:
        return
    if open_splittings() != work.splittings or document.title != work.title:
        # A candidate was begun meanwhile, which cuts in another way, or the document was renamed: cut again.
        enqueue(job, urgency=Urgency.URGENT)
        return
    document.title = work.place.title
    DocumentVersion.objects.filter(pk=work.place.version_id).update(**kept_text(extracted))
    write_versions(
        [NewVersion(document=document, version_id=work.place.version_id, extracted=extracted, chunks=chunks)]
    )
    if chunks:
        enqueue(EmbedPending(), dedupe=EMBED_ONCE)


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


def write_versions(news: Sequence[NewVersion]) -> None:
    """Write what was extracted and cut, in one segment, under the corpus lock; what has no text answers at once."""
    drop_waiting([new.document.pk for new in news])
    # Moved meanwhile: the document's row says where its chunks belong.
    write_chunks(
        [
            replace(chunk, version_id=new.version_id, collection_id=new.document.collection_id)
            for new in news
            for chunk in new.chunks
        ]
    )
    live = LiveIndex.objects.select_related("index_version").get().index_version.splitting
    for new in news:
        _describe(new.document, new.extracted, sum(chunk.splitting == live for chunk in new.chunks))
    Document.objects.bulk_create(
        [new.document for new in news],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=DESCRIBED,
        batch_size=500,
    )
    empty = [new for new in news if not new.chunks]
    answer_with([new.document for new in empty], {new.document.pk: new.version_id for new in empty})
    tell_ready(required_tenant(), [new.document for new in empty])


def _describe(document: Document, extracted: Extracted, chunk_count: int) -> None:
    document.status, document.stage, document.progress = Status.EMBEDDING.value, "waiting to be embedded", 0.5
    document.error_code = document.error_detail = ""
    document.page_count = len(extracted.pages) or None
    document.chunk_count = chunk_count
    document.warnings = list(extracted.warnings)
    document.updated_at = timezone.now()
