"""Find conversations and messages, with the answers that their reader may see now."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from chat.access.sources import SOURCES_HIDDEN, withheld_messages
from chat.models import Citation, Conversation, Feedback, Message, Trace
from project.kernel.errors import NotFound
from tenants.types import Actor, Role


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
    """Return a message with its trace: one's own, for owners and admins anybody's, for analysts what they triage."""
    found = Message.objects.filter(pk=message_id).select_related("trace", "conversation")
    message = found.first() if actor.sees_everything else found.of(actor).first() or _triaged(actor, found)
    if message is None:
        raise NotFound
    if not hasattr(message, "trace"):  # the answer is being written
        message.trace = Trace(message=message)
    _withhold_search(actor, message)
    return message


def _withhold_search(actor: Actor, message: Message) -> None:
    # A rewritten question may hold words of the answers before it: whoever may not read those sees neither.
    if withheld_messages(actor=actor, messages=[message]):
        message.trace.searched = ""


def _triaged(actor: Actor, messages: "QuerySet[Message]") -> Message | None:
    """Return the message if it lies in the inbox of the actor, who may read all that it was made of."""
    if not actor.role.at_least(Role.ANALYST):
        return None
    message = messages.filter(Exists(Feedback.objects.filter(message=OuterRef("pk")))).first()
    is_readable = message is not None and not withheld_messages(actor=actor, messages=[message])
    return message if is_readable else None


@dataclass(frozen=True, kw_only=True)
class Written:
    """Carry a message and its reader's opinion; where `withheld` says why, nothing of the answer is shown."""

    message: Message
    answer: str
    citations: tuple[Citation, ...]
    sentences: tuple[dict[str, Any], ...]
    meant_as_of: date | None
    withheld: str | None
    feedback: Feedback | None


def messages_of(*, actor: Actor, conversation: Conversation) -> list[Written]:
    """Return a conversation's messages, oldest first, as the actor may see them now."""
    mine = Prefetch("feedback", Feedback.objects.of(actor))
    messages = list(conversation.messages.order_by("id").prefetch_related("citations", mine))
    withheld = withheld_messages(actor=actor, messages=messages)
    return [_written(message, is_withheld=message.pk in withheld) for message in messages]


def _written(message: Message, *, is_withheld: bool) -> Written:
    return Written(
        message=message,
        answer="" if is_withheld else message.answer,
        citations=() if is_withheld else tuple(message.citations.all()),
        sentences=() if is_withheld else tuple(message.sentences),
        meant_as_of=None if is_withheld else message.meant_as_of,
        withheld=SOURCES_HIDDEN if is_withheld else None,
        feedback=next(iter(message.feedback.all()), None),
    )
