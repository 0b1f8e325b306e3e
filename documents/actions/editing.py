"""Change what is said of documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.access import access_collection, access_document
from documents.actions.adding import add_like
from documents.actions.audiences import named_readers
from documents.actions.holding import lock_document
from documents.actions.living import Life, live_and_note
from documents.actions.sharing import note_shared
from documents.indexing.placing import place_document
from documents.indexing.stored import EXTRACTED_FIELDS
from documents.models import Document, DocumentVersion
from documents.search.corpus import lock_corpus
from documents.search.outcomes import keep_descriptions
from documents.types import PARSED, Reason
from project.kernel.errors import Conflict
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class DocumentChanges:
    """Say what changes; None leaves a field as it is, and no readers give a document those of its collection."""

    title: str | None = None
    url: str | None = None
    metadata: Mapping[str, Any] | None = None
    readers: Sequence[str] | None = None
    collection: str | None = None
    life: Life = field(default_factory=Life)


@transaction.atomic(durable=True)
def change(*, actor: Actor, document_id: UUID, changes: DocumentChanges) -> None:
    """Change what is said of a document, who reads it and where it belongs; the next search obeys."""
    access_document(actor=actor, document_id=document_id)
    lock_corpus(actor.tenant)
    document = lock_document(document_id)
    apply_changes(actor, document, changes)
    live_and_note(actor, document, changes.life)


def apply_changes(actor: Actor, document: Document, changes: DocumentChanges) -> None:
    """Change a locked document, under the corpus lock, in all but its life; write down new readers."""
    audience_before = document.audience_id
    is_renamed = changes.title not in (None, document.title)
    for name in ("title", "url", "metadata"):
        value = getattr(changes, name)
        if value is not None:
            setattr(document, name, value)
    if changes.readers is not None:
        document.own_readers = named_readers(actor, changes.readers) if changes.readers else None
    if changes.collection is not None:
        document.collection = access_collection(actor=actor, slug=changes.collection)
    _refuse_taken_name(document)
    document.save()
    place_document(document)
    if changes.readers is not None or document.audience_id != audience_before:
        note_shared(actor, document, changes.readers or [])
    # Before that its title is read when it is cut.
    if is_renamed and document.status in PARSED:
        _cut_again(actor, document)
    keep_descriptions([document.pk])


def _cut_again(actor: Actor, document: Document) -> None:
    """Bring a new title to a document's chunks, which are found and embedded under it."""
    latest = DocumentVersion.objects.get(document=document, number=document.latest_version)
    if not latest.text:
        return
    # What was read stands: the file is not converted for a title, which it might not survive.
    read = {name: getattr(latest, name) for name in EXTRACTED_FIELDS}
    add_like(actor, document, latest, Reason.RENAMED, read)


def _refuse_taken_name(document: Document) -> None:
    same = Document.objects.filter(collection_id=document.collection_id, external_id=document.external_id)
    if same.exclude(pk=document.pk).exists():
        raise Conflict("The collection has a document of this external_id already.")
