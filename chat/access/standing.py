"""Say how a message stands, in frozen values."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from chat.access.messages import access_message
from chat.access.sources import withheld_messages
from chat.models import Citation, Message, MessageState
from chat.types import AnswerSentence, Done, Ending, Failed, Outcome, Stopped, Usage
from chat.types import Citation as Cited
from documents.types import DocumentRef
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Say how a message stands: its ending as its reader may see it now, or None while it is written."""

    message: UUID
    conversation: UUID
    last_seq: int
    ending: Ending | None
    is_withheld: bool
    has_certain_end: bool

    def has_told_its_end(self, after: int) -> bool:
        """Say whether who has seen the event `after` has seen the end for certain.

        Who ended a message in place of its dead writer cannot know how far its readers had come.
        """
        return self.has_certain_end and after == self.last_seq


@transaction.atomic
def access_standing(*, actor: Actor, message_id: UUID) -> Standing:
    """Return how a message of the actor's own stands; raise NotFound for any other."""
    message = access_message(actor=actor, message_id=message_id)
    is_withheld = bool(withheld_messages(actor=actor, messages=[message]))
    return Standing(
        message=message.pk,
        conversation=message.conversation_id,
        last_seq=message.last_seq,
        ending=_withheld_ending(message) if is_withheld else _ending(message),
        is_withheld=is_withheld,
        has_certain_end=message.state not in {MessageState.STREAMING, MessageState.INTERRUPTED},
    )


def _withheld_ending(message: Message) -> Ending | None:
    match _ending(message):
        case Done() as done:
            degraded = (*done.degraded, "withheld")
            return replace(done, answer="", citations=(), sentences=(), degraded=degraded)
        case None:
            return None
        case ending:
            return replace(ending, answer="")


def _ending(message: Message) -> Ending | None:
    match message.state:
        case MessageState.STREAMING:
            return None
        case MessageState.STOPPED:
            return Stopped(answer=message.answer)
        case MessageState.DONE:
            return _done(message)
        case _:
            return Failed(**message.failure or {}, answer=message.answer)


def _done(message: Message) -> Done:
    return Done(
        answer=message.answer,
        outcome=Outcome(message.outcome or ""),
        citations=tuple(map(_cited, message.citations.all())),
        sentences=tuple(map(_sentence, message.sentences)),
        model=message.model,
        mode="quote" if message.mode == "quote" else "generate",
        usage=Usage(**message.usage),
        timings_ms=message.timings_ms,
        degraded=tuple(message.degraded),
    )


def _sentence(sentence: dict[str, Any]) -> AnswerSentence:
    return AnswerSentence(**sentence | {"citations": tuple(sentence["citations"])})


def _cited(citation: Citation) -> Cited:
    document = citation.document | {"id": citation.document_id}
    return Cited(
        n=citation.n,
        chunk_id=citation.chunk_id,
        document=DocumentRef(**document),
        page=citation.page,
        place=citation.place,
        section=tuple(citation.section),
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        verified=citation.verified,
    )
