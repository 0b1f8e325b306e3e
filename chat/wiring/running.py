"""Keep the answers that this process writes: begin them, follow them wherever they are written, stop them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from uuid import UUID
from weakref import WeakKeyDictionary

from chat.access import Standing, access_standing
from chat.actions import answers, interruptions
from chat.answering.types import Turn
from chat.protocol import Ask, frame_text
from chat.streams import PULSE_SECONDS, Frame, Lost, StreamLog, remains_of, stream_key
from chat.types import Ending
from chat.wiring.author import Author, open_author
from chat.wiring.generation import Generation
from chat.wiring.watch import Watch
from project.kernel.db import in_thread, tenant_scope
from project.kernel.errors import Unavailable
from project.kernel.redis import open_redis
from tenants.passes import Pass
from tenants.types import Actor

POLL_SECONDS = 0.5
# All that an answer may take (177 s, see chat/jobs.py), and a little more, for who follows one without Redis.
POLL_LIMIT_SECONDS = 200.0
DRAIN_SECONDS = 25.0
LINGER_SECONDS = 1.0


class Generations:
    """Hold the running answers of one event loop."""

    def __init__(self, author: Author, log: StreamLog) -> None:
        """Begin without any."""
        self.watch = Watch()
        self._author = author
        self._log = log
        self._running: dict[UUID, Generation] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, held: Pass, ask: Ask, history: tuple[Turn, ...] | None = None) -> Generation:
        """Write the question down and begin its answer; raise NotFound for a foreign conversation.

        A client that keeps its own `history` has the question read with that.
        """
        actor = held.actor
        with tenant_scope(actor.tenant):
            begun = await in_thread(
                answers.begin, actor=actor, ask=ask, settings=self._author.settings_in_force()
            )
        if history is not None:
            begun = replace(begun, history=history)
        commission = self._author.commission(actor, ask, begun)
        generation = Generation(commission, can_resume=lambda: not self._log.is_down)
        self._running[begun.message] = generation
        key = stream_key(actor.tenant, begun.message)
        self._log.write(key, begun.message, generation.live, stop=generation.stop)
        task = asyncio.create_task(self._run(generation, held), name=f"answer-{begun.message}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return generation

    async def follow(self, actor: Actor, message: UUID, after: int) -> AsyncGenerator[Frame]:
        """Yield the frames of the actor's message that follow `after`, wherever it is written, to its end."""
        standing = await self._standing(actor, message)
        async with aclosing(self._frames(actor, standing, after)) as frames:
            async for frame in frames:
                yield frame

    async def stop(self, actor: Actor, message: UUID) -> None:
        """End the actor's message, in whichever process it is written; what has ended stays as it is."""
        generation = self._running.get(message)
        if generation is not None and generation.is_of(actor):
            generation.stop()  # at once: the database's threads may all be waiting
            return
        standing = await self._standing(actor, message)
        if standing.ending is None and not await self._log.ask_to_stop(message):
            raise Unavailable("The answer is written elsewhere and cannot be reached at the moment.")

    async def drain(self) -> None:
        """Let the running answers come to their end before the process leaves."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=DRAIN_SECONDS)

    async def close(self) -> None:
        """Let go of everything; for the end of the process or of a test."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.watch.close()
        await self._log.close()
        await self._author.aclose()

    async def _run(self, generation: Generation, held: Pass) -> None:
        def heed(actor: Actor | None) -> None:
            if actor is None:
                generation.revoke()

        try:
            with self.watch.holding(held, heed):
                await generation.run()
        finally:
            # Until Redis has the last frames too, they are followed here.
            loop = asyncio.get_running_loop()
            loop.call_later(LINGER_SECONDS, self._running.pop, generation.message, None)

    async def _standing(self, actor: Actor, message: UUID) -> Standing:
        with tenant_scope(actor.tenant):
            return await in_thread(access_standing, actor=actor, message_id=message)

    async def _frames(self, actor: Actor, standing: Standing, after: int) -> AsyncGenerator[Frame]:
        generation = self._running.get(standing.message)
        if standing.is_withheld and standing.ending is None:
            # What is written meanwhile is out of its reader's sight already: the end is all that may be told.
            yield _last_frame(await self._ended(actor, standing.message), standing.message, after + 1)
        elif generation is not None and not standing.is_withheld:
            async for frame in generation.live.follow(after):
                yield frame
            if after >= generation.live.next_seq:
                yield _last_frame(await generation.ended(), standing.message, after + 1)
        elif standing.ending is not None:
            for frame in await self._replayed(actor, standing, after):
                yield frame
        else:
            async for frame in self._elsewhere(actor, standing.message, after):
                yield frame

    async def _replayed(self, actor: Actor, standing: Standing, after: int) -> list[Frame]:
        if standing.has_told_its_end(after):
            return []
        # Frames of Redis show sources as they were seen then: they are not replayed once one is out of sight.
        key = stream_key(actor.tenant, standing.message)
        kept = [] if standing.is_withheld else await self._kept(key, after)
        assert standing.ending is not None
        return kept or [_last_frame(standing.ending, standing.message, after + 1)]

    async def _kept(self, key: str, after: int) -> list[Frame]:
        if kept := await self._log.kept(key, after):
            return kept
        # The process that wrote it may be a pulse behind its own database.
        await asyncio.sleep(2 * PULSE_SECONDS)
        return await self._log.kept(key, after)

    async def _elsewhere(self, actor: Actor, message: UUID, after: int) -> AsyncGenerator[Frame]:
        key, last = stream_key(actor.tenant, message), after
        try:
            async for frame in self._log.follow(key, after):
                last = frame.seq
                yield frame
        except Lost as lost:
            if lost.is_dead:
                await self._bury(actor, message)
            yield _last_frame(await self._ended(actor, message), message, last + 1)

    async def _bury(self, actor: Actor, message: UUID) -> None:
        frames = await self._log.partial(stream_key(actor.tenant, message))
        with tenant_scope(actor.tenant):
            await in_thread(interruptions.interrupt, message_id=message, remains=remains_of(frames))

    async def _ended(self, actor: Actor, message: UUID) -> Ending:
        async with asyncio.timeout(POLL_LIMIT_SECONDS):
            while True:
                standing = await self._standing(actor, message)
                if standing.ending is not None:
                    return standing.ending
                await asyncio.sleep(POLL_SECONDS)


def _last_frame(ending: Ending, message: UUID, seq: int) -> Frame:
    return Frame(seq, frame_text(ending, message, seq))


_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Generations] = WeakKeyDictionary()


def generations() -> Generations:
    """Return the running event loop's answers; the first call opens its gateway and its line to Redis."""
    loop = asyncio.get_running_loop()
    found = _of_loops.get(loop)
    if found is None:
        found = _of_loops[loop] = Generations(open_author(), StreamLog(open_redis()))
    return found


async def drain_generations() -> None:
    """Wait until what the running event loop writes is written, within limits."""
    found = _of_loops.get(asyncio.get_running_loop())
    if found is not None:
        await found.drain()


async def close_generations() -> None:
    """Close what the running event loop has opened."""
    found = _of_loops.pop(asyncio.get_running_loop(), None)
    if found is not None:
        await found.close()
