"""Write a question down, and later how it ended."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum, auto
from typing import Any, assert_never
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import access_conversation, check_bounds, hold_sources, withheld_messages
from chat.access.standing import stored_recalled
from chat.answering.types import Turn
from chat.jobs import look_after_answers
from chat.models import Citation, Conversation, Message, MessageState, Trace, with_sources
from chat.protocol import Ask
from chat.types import Citation as Cited
from chat.types import Curated, Done, Ending, Failed, Stopped
from documents.access import visible_document_ids
from documents.search.settings import SearchSettings
from documents.search.tuning import SETTINGS, read_tuning
from project.kernel.ids import uuid7
from tenants.actions import usage
from tenants.types import Actor, UsageKind

TITLE_CHARACTERS = 80
# How many earlier questions a question is read together with.
HISTORY_TURNS = 6
NO_LONGER_AVAILABLE = "(This answer is no longer available.)"
INTERRUPTED = Failed(code="interrupted", detail="The answer was interrupted before its end.", retryable=True)


class Keeping(Enum):
    """Say what became of an ending: kept, kept after a source was erased, to be kept later, lost to another."""

    KEPT = auto()
    ERASED = auto()
    LATE = auto()
    LOST = auto()


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Name a message that waits for its answer, and what was said before."""

    message: UUID
    conversation: UUID
    history: tuple[Turn, ...]
    # Whether a question that leans on what was said is completed from it.
    completes: bool = True


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Say how a message ended, after how many events, from which passages and how it came about."""

    ending: Ending
    last_seq: int
    citations: tuple[Cited, ...] = ()
    # The documents of all that was shown or prompted, cited in the end or not.
    sources: frozenset[UUID] = frozenset()
    stages: tuple[Mapping[str, Any], ...] = ()
    searched: str = ""
    index_version: int | None = None
    prompt_version: str = ""


@transaction.atomic(durable=True)
def begin(*, actor: Actor, ask: Ask, settings: Mapping[str, Any]) -> Begun:
    """Store a question, in the actor's conversation or in a new one, with the settings in force.

    Raise Invalid, before anything is stored, where its filter or its collections are wrong.
    """
    check_bounds(actor=actor, collections=ask.collections, filter=ask.filter, as_of=ask.as_of)
    conversation = _conversation(actor, ask)
    history, readable = _said_before(actor, conversation)
    message = Message.objects.create(
        conversation=conversation,
        question=ask.question,
        request={
            "collections": list(ask.collections),
            "filter": dict(ask.filter),
            "as_of": ask.as_of,
            "client_id": ask.id,
        },
        settings=dict(settings),
        source_documents=sorted({key for said in readable for key in said.source_documents}),
        unseen_sources=sorted({key for said in readable for key in said.unseen_sources}),
    )
    usage.count(actor=actor, kind=UsageKind.QUESTIONS)
    # In the same transaction: whatever dies from here on, the message comes to an end.
    look_after_answers()
    # A first question leans on nothing: the settings need not be asked for.
    completes = not history or SearchSettings.stored(read_tuning(SETTINGS)).rewrite_follow_ups
    return Begun(message=message.pk, conversation=conversation.pk, history=history, completes=completes)


@transaction.atomic(durable=True)
def note_unseen(*, actor: Actor, message_id: UUID, unseen: frozenset[UUID]) -> None:
    """Note which documents an editor's text cites that its asker does not see: it goes with them."""
    streaming = Message.objects.of(actor).streaming().filter(pk=message_id)
    streaming.update(unseen_sources=with_sources(sorted(unseen), "unseen_sources"))


@transaction.atomic(durable=True)
def finish(*, actor: Actor, message_id: UUID, ended: Ended) -> Keeping:
    """Store how a message ended, without words of what was erased; it is lost where somebody ended or deleted it."""
    is_whole = hold_sources(message_id=message_id, added=_own_sources(ended))
    streaming = Message.objects.of(actor).streaming().filter(pk=message_id)
    if not streaming.update(
        **_fields(ended.ending),
        finished_at=timezone.now(),
        last_seq=ended.last_seq,
        index_version=ended.index_version,
        prompt_version=ended.prompt_version,
        **_sources(ended),
    ):
        return Keeping.LOST
    kept = visible_document_ids(actor=actor, document_ids=[cited.document.id for cited in ended.citations])
    Citation.objects.bulk_create(
        _citation(message_id, cited) for cited in ended.citations if cited.document.id in kept
    )
    # What an erased document says may be in the rewritten question, by way of an earlier answer.
    searched = ended.searched if is_whole else ""
    Trace.objects.create(message_id=message_id, stages=list(ended.stages), searched=searched)
    _count_tokens(actor, ended.ending)
    return Keeping.KEPT if is_whole else Keeping.ERASED


def failure_of(ending: Failed) -> dict[str, Any]:
    """Return what a message keeps of how it failed."""
    return {"code": ending.code, "detail": ending.detail, "retryable": ending.retryable}


def _said_before(actor: Actor, conversation: Conversation) -> tuple[tuple[Turn, ...], list[Message]]:
    """Return what the question is read with, and the messages whose answers are in the actor's sight."""
    earlier = list(Message.objects.finished_in(conversation.pk).reverse()[:HISTORY_TURNS])[::-1]
    withheld = withheld_messages(actor=actor, messages=earlier)
    readable = [message for message in earlier if message.pk not in withheld]
    turns = tuple(
        Turn(question=m.question, answer=NO_LONGER_AVAILABLE if m.pk in withheld else m.answer)
        for m in earlier
    )
    return turns, readable


def _sources(ended: Ended) -> dict[str, Any]:
    # A quoted or a known answer is made of its own sources alone; a written one also of the answers before it.
    done = ended.ending if isinstance(ended.ending, Done) else None
    is_quoted = done is not None and (done.mode == "quote" or done.recalled is not None)
    sources = sorted(_own_sources(ended))
    if not is_quoted:
        return {"source_documents": with_sources(sources)}
    is_curated = done is not None and isinstance(done.recalled, Curated)
    return {"source_documents": sources} | ({} if is_curated else {"unseen_sources": []})


def _own_sources(ended: Ended) -> frozenset[UUID]:
    return ended.sources.union(cited.document.id for cited in ended.citations)


def _count_tokens(actor: Actor, ending: Ending) -> None:
    if isinstance(ending, Done) and ending.usage.prompt_tokens:
        usage.count(actor=actor, kind=UsageKind.PROMPT_TOKENS, amount=ending.usage.prompt_tokens)
        usage.count(actor=actor, kind=UsageKind.COMPLETION_TOKENS, amount=ending.usage.completion_tokens)


def _conversation(actor: Actor, ask: Ask) -> Conversation:
    if ask.conversation is None:
        title = " ".join(ask.question.split())[:TITLE_CHARACTERS]
        return Conversation.objects.create(id=uuid7(), person_id=actor.user_id, title=title)
    conversation = access_conversation(actor=actor, conversation_id=ask.conversation)
    Conversation.objects.filter(pk=conversation.pk).update(updated_at=timezone.now())
    return conversation


def _fields(ending: Ending) -> dict[str, Any]:
    match ending:
        case Done():
            return _fields_of_done(ending)
        case Failed():
            is_interrupted = ending.code == INTERRUPTED.code
            return {
                "state": MessageState.INTERRUPTED if is_interrupted else MessageState.FAILED,
                "answer": ending.answer,
                "failure": failure_of(ending),
            }
        case Stopped():
            return {"state": MessageState.STOPPED, "answer": ending.answer}
        case _:
            assert_never(ending)


def _fields_of_done(done: Done) -> dict[str, Any]:
    return {
        "state": MessageState.DONE,
        "outcome": done.outcome.value,
        "answer": done.answer,
        "sentences": [asdict(sentence) for sentence in done.sentences],
        "model": done.model,
        "mode": done.mode,
        "usage": asdict(done.usage),
        "timings_ms": {name: round(value, 1) for name, value in done.timings_ms.items()},
        "degraded": list(done.degraded),
        "recalled": stored_recalled(done.recalled),
        "meant_as_of": done.meant_as_of,
    }


def _citation(message_id: UUID, cited: Cited) -> Citation:
    document = cited.document
    return Citation(
        message_id=message_id,
        n=cited.n,
        chunk_id=cited.chunk_id,
        document_id=document.id,
        document={
            "id": str(document.id),
            "external_id": document.external_id,
            "title": document.title,
            "url": document.url,
            "collection": document.collection,
            "version": document.version,
        },
        page=cited.page,
        place=cited.place,
        section=list(cited.section),
        quote=cited.quote,
        start=cited.start,
        end=cited.end,
        verified=cited.verified,
    )
