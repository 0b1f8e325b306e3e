"""Erase documents."""

from uuid import UUID

from django.db import transaction

from documents.access import access_collection, access_document
from documents.actions.holding import lock_document
from documents.actions.removing import note_absent, remove_documents
from documents.models import Document
from documents.search.corpus import lock_corpus
from tenants.types import Actor


@transaction.atomic(durable=True)
def erase(*, actor: Actor, document_id: UUID) -> None:
    """Erase a document: when this returns, no search, citation or file reaches it any more."""
    access_document(actor=actor, document_id=document_id)
    lock_corpus(actor.tenant)
    remove_documents([lock_document(document_id).pk], actor=actor)


@transaction.atomic(durable=True)
def erase_named(*, actor: Actor, collection: str, external_id: str) -> None:
    """Erase the document of this name outside; where the actor sees none, all stays as it is.

    Raise NotFound where the actor sees no such collection.
    """
    place = access_collection(actor=actor, slug=collection)
    lock_corpus(actor.tenant)
    named = list(
        Document.objects.filter(collection=place, external_id=external_id).values_list("pk", flat=True)
    )
    if not named:
        note_absent(actor=actor, name=(collection, external_id))
    mine = Document.objects.visible_to(actor).locked(named)
    remove_documents([row.pk for row in mine], actor=actor)
