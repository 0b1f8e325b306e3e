"""Say how a message stands, in frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, assert_never
from uuid import UUID

from django.db import transaction

from chat.access.messages import access_message
from chat.access.sources import withheld_messages
from chat.models import Citation, Message, MessageState
from chat.types import (
    AnswerSentence,
    Cached,
    Curated,
    Done,
    Ending,
    Failed,
    Outcome,
    Recalled,
    Stopped,
    Usage,
)
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
            return replace(done, answer="", citations=(), sentences=(), degraded=degraded, meant_as_of=None)
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
        citations=tuple(map(cited, message.citations.all())),
        sentences=tuple(map(sentence_of, message.sentences)),
        model=message.model,
        mode="quote" if message.mode == "quote" else "generate",
        usage=Usage(**message.usage),
        timings_ms=message.timings_ms,
        degraded=tuple(message.degraded),
        recalled=recalled_of(message.recalled),
        meant_as_of=message.meant_as_of,
    )


def stored_recalled(recalled: Recalled | None) -> dict[str, Any] | None:
    """Return what a message keeps of where its answer was known."""
    match recalled:
        case Cached():
            return {"cached": {"at": recalled.at.isoformat(), "message": str(recalled.message)}}
        case Curated():
            return {
                "curated": {
                    "id": str(recalled.id),
                    "by": recalled.by,
                    "reviewed_on": recalled.reviewed_on.isoformat(),
                    "has_changed_source": recalled.has_changed_source,
                }
            }
        case None:
            return None
        case _:
            assert_never(recalled)


def recalled_of(stored: Mapping[str, Any] | None) -> Recalled | None:
    """Return where an answer was known, from what its message keeps."""
    match stored:
        case {"cached": {"at": at, "message": message}}:
            return Cached(at=datetime.fromisoformat(at), message=UUID(message))
        case {"curated": {"id": key, "by": by, "reviewed_on": day, "has_changed_source": has_changed}}:
            day = date.fromisoformat(day)
            return Curated(id=UUID(key), by=by, reviewed_on=day, has_changed_source=has_changed)
        case _:
            return None


def sentence_of(sentence: dict[str, Any]) -> AnswerSentence:
    """Return a stored sentence as it travels."""
    return AnswerSentence(**sentence | {"citations": tuple(sentence["citations"])})


def cited(citation: Citation) -> Cited:
    """Return a stored citation as it travels."""
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
