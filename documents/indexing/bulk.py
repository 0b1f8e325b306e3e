"""Load the documents of a bulk upload, a batch at a time; what a broken run has loaded is not loaded again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from documents.indexing.chunking import Place, cut
from documents.indexing.first import ensure_live_index
from documents.indexing.parse import (
    EMBED_ONCE,
    NewVersion,
    kept_text,
    open_splittings,
    required_tenant,
    write_versions,
)
from documents.indexing.settings import Splitting
from documents.ingest.clean import clean_text
from documents.ingest.types import Extracted
from documents.jobs import EmbedPending, LoadDocuments, RemoveFiles
from documents.lexical.language import detect_language
from documents.lines import BulkLine, read_line
from documents.models import Collection, Document, DocumentVersion
from documents.search.corpus import NewChunk, lock_corpus
from project.kernel.db import TenantRef
from project.kernel.ids import uuid7
from project.kernel.jobs import Lease, enqueue

BATCH_LINES = 100
# Another upload may change a document between reading and writing it: then its line is prepared again.
ATTEMPTS = 3
CONTENT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """Hold a line that is to become a version of a document."""

    is_new: bool
    splittings: tuple[Splitting, ...]
    line: BulkLine
    document_id: UUID
    number: int
    collection_id: int
    storage_key: str
    sha256: str
    extracted: Extracted
    chunks: Sequence[NewChunk]

    @property
    def title(self) -> str:
        return self.line.title or self.line.external_id


def load_documents(job: LoadDocuments, *, lease: Lease) -> None:
    """Store, cut and queue for embedding what the file holds; then remove the file."""
    tenant = required_tenant()
    ensure_live_index(tenant)
    if not default_storage.exists(job.storage_key):
        return
    done = 0
    with default_storage.open(job.storage_key, "rb") as file:
        lines = iter(file)
        while batch := [read_line(raw) for raw in islice(lines, BATCH_LINES)]:
            if lease.cancelled:
                return
            _load_batch(tenant, job, batch, lease)
            done += len(batch)
            with transaction.atomic():
                lease.progress(total=None, done=done, failed=0)
    default_storage.delete(job.storage_key)


def remove_files(job: RemoveFiles, *, lease: Lease) -> None:
    """Remove files that the request which erased their documents may have left."""
    for key in job.storage_keys:
        default_storage.delete(key)


def _load_batch(tenant: TenantRef, job: LoadDocuments, lines: Sequence[BulkLine], lease: Lease) -> None:
    # A name that comes twice: its last line is the newest.
    latest = {(line.collection, line.external_id): line for line in lines}
    for _ in range(ATTEMPTS):
        drafts = _drafts(tenant, latest)
        written: set[UUID] = set()
        try:
            written = _write(tenant, job, drafts, lease)
        finally:
            for draft in drafts:
                if draft.document_id not in written:
                    default_storage.delete(draft.storage_key)
        if len(written) == len(drafts):
            return


def _drafts(tenant: TenantRef, latest: Mapping[tuple[str, str], BulkLine]) -> list[_Draft]:
    """Prepare the lines that say something new, outside of any transaction."""
    with transaction.atomic():
        collections = dict(Collection.objects.values_list("slug", "pk"))
        known = _known(latest.values())
        splittings = open_splittings()
    return [
        _draft(tenant, line, collections[line.collection], known.get(key), splittings)
        for key, line in latest.items()
        if line.collection in collections and not _is_same(line, known.get(key))
    ]


def _known(lines: Any) -> dict[tuple[str, str], dict[str, Any]]:
    names = [line.external_id for line in lines]
    versions = DocumentVersion.objects.current().filter(document__external_id__in=names)
    rows = versions.values(
        "document_id", "number", "sha256", "document__external_id", "document__collection__slug"
    )
    return {(row["document__collection__slug"], row["document__external_id"]): dict(row) for row in rows}


def _content(line: BulkLine) -> bytes:
    return line.text.encode("utf-8", "replace")


def _is_same(line: BulkLine, known: Mapping[str, Any] | None) -> bool:
    return known is not None and known["sha256"] == hashlib.sha256(_content(line)).hexdigest()


def _draft(
    tenant: TenantRef,
    line: BulkLine,
    collection_id: int,
    known: Mapping[str, Any] | None,
    splittings: tuple[Splitting, ...],
) -> _Draft:
    content = _content(line)
    document_id = known["document_id"] if known else uuid7()
    text = clean_text(line.text)
    title = line.title or line.external_id
    extracted = Extracted(text=text, title=title, language=detect_language(text))
    place = Place(document_id=document_id, version_id=0, collection_id=collection_id, title=title)
    return _Draft(
        is_new=known is None,
        splittings=splittings,
        line=line,
        document_id=document_id,
        number=known["number"] + 1 if known else 1,
        collection_id=collection_id,
        storage_key=default_storage.save(f"{tenant.schema}/{uuid4().hex}", ContentFile(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        extracted=extracted,
        chunks=cut(extracted, place, splittings),
    )


@transaction.atomic
def _write(tenant: TenantRef, job: LoadDocuments, drafts: Sequence[_Draft], lease: Lease) -> set[UUID]:
    """Write the drafts whose document is still as it was read; return which."""
    lease.guard()
    lock_corpus(tenant)
    audiences = dict(Collection.objects.values_list("pk", "audience_id"))
    made = [_document(draft, audiences[draft.collection_id]) for draft in drafts if draft.is_new]
    Document.objects.bulk_create(made, ignore_conflicts=True)
    locked = {document.pk: document for document in Document.objects.locked([d.document_id for d in drafts])}
    current = open_splittings()
    fresh = [
        draft
        for draft in drafts
        if draft.splittings == current and _is_fresh(draft, locked.get(draft.document_id))
    ]
    versions = {draft.document_id: _version(draft, job) for draft in fresh}
    DocumentVersion.objects.bulk_create(versions.values())
    write_versions(
        [
            NewVersion(
                document=_described(locked[draft.document_id], draft),
                version_id=versions[draft.document_id].pk,
                extracted=draft.extracted,
                chunks=draft.chunks,
            )
            for draft in fresh
        ]
    )
    if fresh:
        enqueue(EmbedPending(), dedupe=EMBED_ONCE)
    return set(versions)


def _is_fresh(draft: _Draft, document: Document | None) -> bool:
    return document is not None and document.latest_version == (1 if draft.is_new else draft.number - 1)


def _described(document: Document, draft: _Draft) -> Document:
    document.title, document.latest_version = draft.title, draft.number
    document.url = draft.line.url or document.url
    document.metadata = dict(draft.line.metadata) or document.metadata
    return document


def _document(draft: _Draft, audience_id: int) -> Document:
    return Document(
        pk=draft.document_id,
        collection_id=draft.collection_id,
        external_id=draft.line.external_id,
        title=draft.title,
        url=draft.line.url,
        metadata=dict(draft.line.metadata),
        audience_id=audience_id,
    )


def _version(draft: _Draft, job: LoadDocuments) -> DocumentVersion:
    return DocumentVersion(
        document_id=draft.document_id,
        number=draft.number,
        storage_key=draft.storage_key,
        filename=f"{draft.line.external_id.rsplit('/', 1)[-1]}.txt",
        content_type=CONTENT_TYPE,
        size_bytes=len(_content(draft.line)),
        sha256=draft.sha256,
        created_by=job.user_id,
        **kept_text(draft.extracted),
    )
