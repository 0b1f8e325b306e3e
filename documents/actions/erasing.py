"""Erase documents."""

from uuid import UUID

from django.db import transaction

from documents.access import access_document
from documents.actions.holding import lock_document
from documents.actions.removing import remove_documents
from documents.search.corpus import lock_corpus
from tenants.types import Actor


@transaction.atomic(durable=True)
def erase(*, actor: Actor, document_id: UUID) -> None:
    """Erase a document: when this returns, no search, citation or file reaches it any more."""
    access_document(actor=actor, document_id=document_id)
    lock_corpus(actor.tenant)
    remove_documents([lock_document(document_id).pk], actor=actor)
