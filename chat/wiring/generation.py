"""Write one answer as a task of its own, which outlives the socket that asked for it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, assert_never
from uuid import UUID

from django.db import DatabaseError, InterfaceError
from structlog.contextvars import bound_contextvars

from chat.access import access_standing
from chat.actions import answers
from chat.actions.answers import Keeping
from chat.protocol import frame_text
from chat.streams import LiveStream, forget
from chat.types import Citation, Done, Ending, Event, Failed, Sources, Stopped, Token
from project.kernel.db import in_thread, tenant_scope
from project.kernel.errors import NotFound, RaglanError
from project.kernel.figures import AnswerFigures
from tenants.types import Actor

logger = logging.getLogger(__name__)
# While PostgreSQL restarts, the end of an answer waits in memory and is written down as soon as it can be.
STORE_AFTER_SECONDS = (0.3, 1.0, 3.0, 8.0, 15.0)


@dataclass(frozen=True, kw_only=True)
class Account:
    """Tell how an answer came about: the stages, and what was in force."""

    stages: tuple[dict[str, Any], ...] = ()
    searched: str = ""
    index_version: int | None = None
    prompt_version: str = ""
    # The documents that a known answer was made of, shown now or not.
    sources: frozenset[UUID] = frozenset()


async def keep_nothing(done: Done, shown: tuple[Citation, ...]) -> bool:
    """Keep no answer for others who ask the same."""
    return False


@dataclass(frozen=True, kw_only=True)
class Commission:
    """Say what is to be written: whose, as which message, from which events, and who can account for them.

    Once it is written down, `keep` hears of the answer and of all that was shown before it.
    """

    actor: Actor
    message: UUID
    conversation: UUID
    events: AsyncIterator[Event]
    account: Callable[[], Account]
    keep: Callable[[Done, tuple[Citation, ...]], Awaitable[bool]] = keep_nothing
    # Called at the very end, however that came.
    close: Callable[[], None] = lambda: None


class Generation:
    """Take the events of one answer as they come, number and publish them, and store the end."""

    def __init__(self, commission: Commission, *, can_resume: Callable[[], bool]) -> None:
        """Begin with an empty stream; `can_resume` says at the end whether others could have followed it."""
        self.commission = commission
        self._can_resume = can_resume
        self.live = LiveStream()
        self._cut_short: Callable[[str], Ending] | None = None
        self._work: asyncio.Task[Ending] | None = None
        self._end: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        self._figures = AnswerFigures()
        self._end.add_done_callback(lambda end: self._figures.end(_outcome(end)))
        self._texts: list[str] = []
        self._sources: tuple[Citation, ...] = ()
        self._documents: set[UUID] = set()

    @property
    def message(self) -> UUID:
        """Return the message that is being written."""
        return self.commission.message

    def is_of(self, actor: Actor) -> bool:
        """Whether it answers this person, in this tenant."""
        mine = self.commission.actor
        return (mine.user_id, mine.tenant.id) == (actor.user_id, actor.tenant.id)

    def stop(self) -> None:
        """End the generation because its reader said so; what was written is kept."""
        self._end_as(lambda text: Stopped(answer=text))

    def revoke(self) -> None:
        """End the generation because its reader has lost the right to it."""
        detail = "Your access ended while this answer was written."
        self._end_as(lambda text: Failed(code="not_signed_in", detail=detail, retryable=False, answer=text))

    async def ended(self) -> Ending:
        """Wait for the end of the answer."""
        return await asyncio.shield(self._end)

    async def run(self) -> None:
        """Write the answer to its end, store it and publish it, exactly once."""
        tenant = self.commission.actor.tenant
        with (
            tenant_scope(tenant),
            bound_contextvars(tenant=str(tenant.id), message_id=str(self.message)),
        ):
            self._work = asyncio.create_task(self._consume())
            if self._cut_short is not None:
                self._work.cancel()
            try:
                await asyncio.wait({self._work})
                await self._conclude(self._work)
            finally:
                try:
                    await self._leave(self._work)
                finally:
                    self.commission.close()

    async def _conclude(self, work: "asyncio.Task[Ending]") -> None:
        ending = self._ending(work)
        if not self._can_resume():
            ending = _without(ending, "resume")
        ended = self._ended(ending)
        keeping = await self._store(ended)
        self._tell(await self._told(ending, keeping))
        if keeping is Keeping.LATE:
            await self._store_later(ended)
        elif keeping is Keeping.KEPT and isinstance(ending, Done):
            await self.commission.keep(ending, (*self._sources, *ending.citations))

    async def _leave(self, work: "asyncio.Task[Ending]") -> None:
        """Let nobody wait for an end that a fault or a leaving process keeps from coming."""
        work.cancel()
        await asyncio.wait({work})
        if self._end.done():
            return
        ending = self._interrupted()
        try:
            # A thread that was storing another end, when this task was cancelled, goes on: that end is told then.
            ending = await self._told(ending, await self._store(self._ended(ending)))
        finally:
            self._tell(ending)

    def _tell(self, ending: Ending) -> None:
        self._publish(ending)
        self.live.close()
        self._end.set_result(ending)

    def _end_as(self, cut_short: Callable[[str], Ending]) -> None:
        if self._cut_short is None:
            self._cut_short = cut_short
            if self._work is not None:
                self._work.cancel()

    async def _consume(self) -> Ending:
        async for event in self.commission.events:
            match event:
                case Done() | Failed() | Stopped():
                    return event
                case Token():
                    self._figures.token()
                    self._texts.append(event.text)
                case Sources():
                    self._sources = event.citations
                    self._documents.update(cited.document.id for cited in event.citations)
            self._publish(event)
        return self._interrupted()

    def _ending(self, work: "asyncio.Task[Ending]") -> Ending:
        if work.cancelled():
            return (self._cut_short or self._interrupted_with)("".join(self._texts))
        match _innermost(work.exception()):
            case None:
                return work.result()
            case RaglanError() as error:
                is_retryable = error.status >= RaglanError.status
                return self._failed(error.reason, error.detail, is_retryable=is_retryable)
            case DatabaseError() | InterfaceError():
                return self._failed("unavailable", "The database does not answer.", is_retryable=True)
            case fault:
                logger.error("answer failed", exc_info=fault)
                return self._failed("error", "This was logged. Try again.", is_retryable=True)

    def _failed(self, code: str, detail: str, *, is_retryable: bool) -> Failed:
        return Failed(code=code, detail=detail, retryable=is_retryable, answer="".join(self._texts))

    def _interrupted(self) -> Ending:
        return self._interrupted_with("".join(self._texts))

    def _interrupted_with(self, text: str) -> Ending:
        return replace(answers.INTERRUPTED, answer=text)

    def _ended(self, ending: Ending) -> answers.Ended:
        account = self.commission.account()
        return answers.Ended(
            ending=ending,
            last_seq=self.live.next_seq,
            citations=ending.citations if isinstance(ending, Done) else self._sources,
            sources=account.sources.union(self._documents),
            stages=account.stages,
            searched=account.searched,
            index_version=account.index_version,
            prompt_version=account.prompt_version,
        )

    async def _store(self, ended: answers.Ended) -> Keeping:
        try:
            return await in_thread(
                answers.finish, actor=self.commission.actor, message_id=self.message, ended=ended
            )
        except (DatabaseError, InterfaceError):
            logger.warning("answer not stored yet")
            return Keeping.LATE

    async def _told(self, ending: Ending, keeping: Keeping) -> Ending:
        match keeping:
            case Keeping.KEPT:
                return ending
            case Keeping.LATE:
                return _without(ending, "history")
            case Keeping.LOST:
                return await self._as_stored(self._interrupted())
            case Keeping.ERASED:
                # Whatever else happens: the words are nowhere told again.
                self.live.forget()
                return await self._as_stored(self._interrupted_with(""))
            case _:
                assert_never(keeping)

    async def _as_stored(self, unknown: Ending) -> Ending:
        """Return how the message ended: somebody else did it or deleted it, or a source of it was erased.

        Where that cannot be known it is `unknown`.
        """
        try:
            standing = await in_thread(access_standing, actor=self.commission.actor, message_id=self.message)
        except NotFound:
            self.live.forget()
            return Failed(code="not_found", detail="This conversation was deleted.", retryable=False)
        except (DatabaseError, InterfaceError):
            return unknown
        if standing.is_withheld:
            self.live.forget()
        return standing.ending or unknown

    async def _store_later(self, ended: answers.Ended) -> None:
        for wait_seconds in STORE_AFTER_SECONDS:
            await asyncio.sleep(wait_seconds)
            match await self._store(ended):
                case Keeping.LATE:
                    continue
                case Keeping.ERASED:
                    await in_thread(forget, self.commission.actor.tenant, [self.message])
            return

    def _publish(self, event: Event) -> None:
        self.live.publish(frame_text(event, self.message, self.live.next_seq))


def _without(ending: Ending, part: str) -> Ending:
    return replace(ending, degraded=(*ending.degraded, part)) if isinstance(ending, Done) else ending


def _outcome(end: "asyncio.Future[Ending]") -> str:
    ending = None if end.cancelled() else end.result()
    if isinstance(ending, Done):
        return ending.outcome
    return "stopped" if isinstance(ending, Stopped) else "failed"


def _innermost(fault: BaseException | None) -> BaseException | None:
    # What fails inside a task group comes out as a group of one.
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return fault
