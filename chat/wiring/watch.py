"""Ask again and again whether those who are connected still may be, so that streams end with their right."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError

from project.kernel.db import in_thread_of, shared_scope
from tenants.passes import Pass, standing
from tenants.types import Actor

# Promised: within two seconds.
WATCH_SECONDS = 1.5

Listener = Callable[[Actor | None], None]


class Watch:
    """Look all passes of this event loop up together, and tell who holds one what it is worth now."""

    def __init__(self) -> None:
        """Begin at rest; the watch goes round while there is a pass to look at."""
        self._held: dict[Pass, list[Listener]] = {}
        self._round: asyncio.Task[None] | None = None
        # A thread of its own: a round that waits behind sixteen slow queries would break the promise.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pass-watch")

    @contextmanager
    def holding(self, held: Pass, listener: Listener) -> Iterator[None]:
        """Tell `listener` the pass's actor at each round, or None when its right has ended."""
        listeners = self._held.setdefault(held, [])
        listeners.append(listener)
        if self._round is None or self._round.done():
            self._round = asyncio.create_task(self._go_round(), name="pass-watch")
        try:
            yield
        finally:
            listeners.remove(listener)
            if not listeners:
                self._held.pop(held, None)

    async def close(self) -> None:
        """End the watch."""
        if self._round is not None:
            self._round.cancel()
            await asyncio.gather(self._round, return_exceptions=True)
        self._thread.shutdown(wait=False)

    async def _go_round(self) -> None:
        with shared_scope():
            while self._held:
                await asyncio.sleep(WATCH_SECONDS)
                await self._look()

    async def _look(self) -> None:
        try:
            found = await in_thread_of(self._thread, standing, tuple(self._held))
        except (DatabaseError, InterfaceError):
            return  # PostgreSQL restarts: nobody's right has ended by that
        for held, actor in found.items():
            for listener in tuple(self._held.get(held, ())):
                listener(actor)
