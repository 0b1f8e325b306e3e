"""Hold collections and documents still, so that those who write into them and change them go one after the other."""

from uuid import UUID

from django.db import connection

from documents.access import access_collection
from documents.models import Collection, Document
from project.kernel.errors import NotFound
from tenants.types import Actor


def hold_collection(*, actor: Actor, slug: str) -> Collection:
    """Return a collection whose readers stay until the transaction ends, beside others who hold it; raise NotFound."""
    with connection.cursor() as cursor:
        # Django knows no FOR SHARE.
        cursor.execute("SELECT 1 FROM collection WHERE slug = %s FOR SHARE", [slug])
    # Read after the lock: the readers may have changed while this waited for it.
    return access_collection(actor=actor, slug=slug)


def seize_collection(*, actor: Actor, slug: str) -> Collection:
    """Return a collection that nobody else writes into or changes until the transaction ends; raise NotFound."""
    # No key lock: rows of documents that refer to it are written under the corpus lock, which comes after this one.
    Collection.objects.filter(slug=slug).select_for_update(no_key=True).first()
    return access_collection(actor=actor, slug=slug)


def lock_document(document_id: UUID) -> Document:
    """Return a document that nobody else changes until the transaction ends; raise NotFound."""
    document = Document.objects.locked([document_id]).select_related("collection").first()
    if document is None:
        raise NotFound("There is no such document.")
    return document
