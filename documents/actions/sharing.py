"""Give locked documents other readers, and write down who did."""

from collections.abc import Sequence

from documents.actions.audiences import named_readers
from documents.indexing.placing import place_document
from documents.models import Document
from tenants.actions import audit
from tenants.types import Actor


def give_readers(actor: Actor, document: Document, readers: Sequence[str]) -> None:
    """Let exactly these read a locked document, under the corpus lock; the next search obeys."""
    tokens = named_readers(actor, readers)
    if tokens == document.own_readers:
        return
    document.own_readers = tokens
    document.save(update_fields=["own_readers", "updated_at"])
    place_document(document)
    note_shared(actor, document, readers)


def note_shared(actor: Actor, document: Document, readers: Sequence[str]) -> None:
    """Add to the trail that the readers of a document were changed."""
    audit.note(actor=actor, action="document.shared", target=f"document:{document.pk}", readers=list(readers))
