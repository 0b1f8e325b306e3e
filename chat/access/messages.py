"""Find conversations and messages, with the citations that their reader may see now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from chat.models import Citation, Conversation, Feedback, Message
from documents.access import visible_document_ids
from project.kernel.errors import NotFound
from tenants.types import Actor


def own_conversations(*, actor: Actor) -> "QuerySet[Conversation]":
    """Return the actor's conversations."""
    return Conversation.objects.of(actor)


def access_conversation(*, actor: Actor, conversation_id: UUID) -> Conversation:
    """Return a conversation of the actor's own; raise NotFound for any other."""
    conversation = Conversation.objects.of(actor).filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound
    return conversation


def access_message(*, actor: Actor, message_id: UUID) -> Message:
    """Return a message of the actor's own; raise NotFound for any other."""
    message = Message.objects.of(actor).filter(pk=message_id).select_related("conversation").first()
    if message is None:
        raise NotFound
    return message


def access_traced_message(*, actor: Actor, message_id: UUID) -> Message:
    """Return a message with its trace: one's own, or for owners and admins anybody's."""
    messages = Message.objects.all() if actor.sees_everything else Message.objects.of(actor)
    message = messages.filter(pk=message_id).select_related("trace", "conversation").first()
    if message is None:
        raise NotFound
    return message


@dataclass(frozen=True, kw_only=True)
class Written:
    """Carry a message with the citations that its reader may still see and the reader's own opinion."""

    message: Message
    citations: tuple[Citation, ...]
    sentences: tuple[dict[str, Any], ...]
    feedback: Feedback | None


def messages_of(*, actor: Actor, conversation: Conversation) -> list[Written]:
    """Return a conversation's messages, oldest first, as the actor may see them now."""
    mine = Prefetch("feedback", Feedback.objects.of(actor))
    messages = list(conversation.messages.order_by("id").prefetch_related("citations", mine))
    visible = visible_citations(actor=actor, messages=messages)
    return [
        Written(
            message=message,
            citations=visible[message.pk],
            sentences=shown_sentences(message, visible[message.pk]),
            feedback=next(iter(message.feedback.all()), None),
        )
        for message in messages
    ]


def visible_citations(*, actor: Actor, messages: Iterable[Message]) -> dict[UUID, tuple[Citation, ...]]:
    """Return the citations of each message whose documents the actor may see at this moment."""
    cited = {message.pk: list(message.citations.all()) for message in messages}
    documents = {citation.document_id for citations in cited.values() for citation in citations}
    visible = visible_document_ids(actor=actor, document_ids=list(documents))
    return {
        message: tuple(citation for citation in citations if citation.document_id in visible)
        for message, citations in cited.items()
    }


def shown_sentences(message: Message, citations: tuple[Citation, ...]) -> tuple[dict[str, Any], ...]:
    """Return the answer's sentences, naming only citations that are shown."""
    shown = {citation.n for citation in citations}
    return tuple(
        sentence | {"citations": [n for n in sentence["citations"] if n in shown]}
        for sentence in message.sentences
    )
