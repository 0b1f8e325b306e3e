"""Say how a message stands, in frozen values."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from chat.access.messages import access_message, shown_sentences, visible_citations
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
    has_hidden_citations: bool


@transaction.atomic
def access_standing(*, actor: Actor, message_id: UUID) -> Standing:
    """Return how a message of the actor's own stands; raise NotFound for any other."""
    message = access_message(actor=actor, message_id=message_id)
    citations = visible_citations(actor=actor, messages=[message])[message.pk]
    return Standing(
        message=message.pk,
        conversation=message.conversation_id,
        last_seq=message.last_seq,
        ending=_ending(message, citations),
        has_hidden_citations=len(citations) < len(message.citations.all()),
    )


def _ending(message: Message, citations: tuple[Citation, ...]) -> Ending | None:
    match message.state:
        case MessageState.STREAMING:
            return None
        case MessageState.STOPPED:
            return Stopped(answer=message.answer)
        case MessageState.DONE:
            return _done(message, citations)
        case _:
            return Failed(**message.failure or {}, answer=message.answer)


def _done(message: Message, citations: tuple[Citation, ...]) -> Done:
    return Done(
        answer=message.answer,
        outcome=Outcome(message.outcome or ""),
        citations=tuple(map(_cited, citations)),
        sentences=tuple(map(_sentence, shown_sentences(message, citations))),
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
        section=tuple(citation.section),
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        verified=citation.verified,
    )
