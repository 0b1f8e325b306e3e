"""Let one of those who ask the same at once make the answer, while the others wait for it."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# How long another process's answer counts as being made after its last sign of life.
ALIVE_SECONDS = 6
RENEW_SECONDS = 2.0
POLL_SECONDS = 0.1
# Redis is never waited for: without it, processes do not know of each other's answers.
CLAIM_SECONDS = 0.3


class Flight:
    """Be an answer that is being made here, until it lands."""

    def __init__(self, flights: "Flights", name: str, fall_silent: Callable[[], object]) -> None:
        """Keep what it is called, and how to end its signs of life."""
        self._flights, self._name, self._fall_silent = flights, name, fall_silent

    def land(self) -> None:
        """Say that there is nothing more to wait for: it was kept, or will not be."""
        self._fall_silent()
        self._flights.end(self._name)
        self._flights.start(self._flights.forget(self._name))


class Flights:
    """Hold, for one event loop, which answers are being made here, and which elsewhere that somebody here waits for."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        """Begin without any."""
        self._redis = client
        self._open: dict[str, asyncio.Future[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, name: str) -> Flight | None:
        """Begin a flight of this name; None where it is under way already, here or elsewhere."""
        if self.is_open(name):
            return None
        # Before anything is waited for: the next who asks here finds it.
        self._open[name] = asyncio.get_running_loop().create_future()
        try:
            is_mine = await self._claim(name)
        except asyncio.CancelledError:
            self.end(name)
            raise
        if is_mine:
            return Flight(self, name, self.start(self._renew(name)))
        self.start(self._watch(name))
        return None

    def is_open(self, name: str) -> bool:
        """Say whether an answer of this name is known to be under way."""
        return name in self._open

    async def landed(self, name: str) -> None:
        """Wait until it is under way no more; how long is for the caller to bound."""
        if self.is_open(name):
            await asyncio.shield(self._open[name])

    def end(self, name: str) -> None:
        """Wake who waits here."""
        flight = self._open.pop(name, None)
        if flight is not None and not flight.done():
            flight.set_result(None)

    def start(self, work: Coroutine[Any, Any, None]) -> Callable[[], object]:
        """Do something beside what is asked for, and return what ends it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task.cancel

    async def forget(self, name: str) -> None:
        """Let other processes know; what Redis cannot be told ends by its time to live."""
        with suppress(RedisError):
            await self._redis.delete(name)

    async def close(self) -> None:
        """Let nobody wait any more."""
        for name in tuple(self._open):
            self.end(name)
        if self._tasks:
            # Other processes are told what has just landed here.
            await asyncio.wait(self._tasks, timeout=CLAIM_SECONDS)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.aclose()

    async def _claim(self, name: str) -> bool:
        try:
            async with asyncio.timeout(CLAIM_SECONDS):
                return bool(await self._redis.set(name, 1, nx=True, ex=ALIVE_SECONDS))
        except (RedisError, TimeoutError):
            logger.warning("other processes do not hear what is being answered here")
            return True

    async def _renew(self, name: str) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with suppress(RedisError):
                await self._redis.set(name, 1, ex=ALIVE_SECONDS)

    async def _watch(self, name: str) -> None:
        try:
            while True:
                if not await self._redis.exists(name):
                    return
                await asyncio.sleep(POLL_SECONDS)
        except RedisError:
            logger.warning("what another process answers cannot be waited for")
        finally:
            self.end(name)
