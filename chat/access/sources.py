"""Decide which answers may still be read, by the documents that they were made of."""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Final
from uuid import UUID

from chat.models import Message
from documents.access import visible_document_ids
from documents.search.holding import hold_documents
from tenants.types import Actor

# One word for a document that is gone and for one that may not be seen: the two are not told apart.
SOURCES_HIDDEN: Final = "sources_hidden"


def withheld_messages(*, actor: Actor, messages: Collection[Message]) -> frozenset[UUID]:
    """Return which of these messages were made of a document that the actor may not see at this moment."""
    named = {document for message in messages for document in message.source_documents}
    visible = visible_document_ids(actor=actor, document_ids=named) if named else frozenset()
    return frozenset(m.pk for m in messages if not visible.issuperset(m.source_documents))


def hold_sources(*, message_id: UUID, added: Iterable[UUID]) -> bool:
    """Hold what a message is made of, and is to be, before its row; say False where some of it was erased.

    An erasure takes them in this order too.
    """
    stored = Message.objects.filter(pk=message_id).values_list("source_documents", "unseen_sources").first()
    named = {*chain.from_iterable(stored or ()), *added}
    return hold_documents(named) == named
