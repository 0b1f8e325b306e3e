"""Answer over plain HTTP: the whole answer at once, or its events as they come."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import connection

from chat.answering.prompt import QuestionTooLong
from chat.answering.types import Turn
from chat.protocol import Ask
from chat.streams import Frame
from chat.types import Done, Ending, Failed, Stopped
from chat.wiring.running import generations
from project.kernel.errors import Invalid, NotFound, NotSignedIn, RaglanError, Unavailable
from tenants.passes import Pass


class NotAnswered(RaglanError):
    """Say that an answer came to no good end; what there is of it is in its conversation."""

    code = "generation_failed"
    title = "The answer could not be finished"
    status = 502


# What became of the caller or of what it asked for while it waited, and a part that was down, answer as ever.
_CALLERS: dict[str, type[RaglanError]] = {
    error.code: error for error in (Invalid, QuestionTooLong, NotFound, NotSignedIn, Unavailable)
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Carry a whole answer with the names under which it is kept."""

    message: UUID
    conversation: UUID
    done: Done


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Carry an answer that has begun, and its frames from the first to the last."""

    message: UUID
    conversation: UUID
    frames: AsyncIterator[Frame]


def answer_now(*, held: Pass, ask: Ask, history: tuple[Turn, ...] | None = None) -> Answer:
    """Wait for the whole answer; raise Unavailable where a part was down, else NotAnswered where there is none."""
    connection.close()  # the wait is for a model: the database's connection goes back to the pool first
    return async_to_sync(_answer)(held, ask, history)


def begin_stream(*, held: Pass, ask: Ask, history: tuple[Turn, ...] | None = None) -> Stream:
    """Begin to answer a question; the frames are read on the event loop."""
    connection.close()
    return async_to_sync(_begin)(held, ask, history)


async def _answer(held: Pass, ask: Ask, history: tuple[Turn, ...] | None) -> Answer:
    generation = await generations().begin(held, ask, history)
    ending = await generation.ended()
    made = generation.commission
    return Answer(message=made.message, conversation=made.conversation, done=_whole(ending))


async def _begin(held: Pass, ask: Ask, history: tuple[Turn, ...] | None) -> Stream:
    generation = await generations().begin(held, ask, history)
    made = generation.commission
    return Stream(
        message=made.message, conversation=made.conversation, frames=generation.live.follow(after=0)
    )


def _whole(ending: Ending) -> Done:
    match ending:
        case Done():
            return ending
        case Failed(code=code) if code in _CALLERS:
            raise _CALLERS[code](ending.detail)
        case Failed():
            raise NotAnswered(ending.detail, code=ending.code)
        case Stopped():
            raise NotAnswered("The answer was stopped.", code="stopped")
        case _:
            assert_never(ending)
