"""Give each tenant its turn at the model servers."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from chat.llm.errors import ModelBusy

# One place in so many stays free for a newcomer; of two, one.
_FREE_SHARE = 8


class FairShare:
    """Let `limit` generations run, `tenant_limit` of one tenant; a freed place goes to the next tenant.

    A tenant alone takes nearly all places: a few stay free, so that the next to come need not wait for an answer's end.
    """

    def __init__(self, *, limit: int, tenant_limit: int, queue_seconds: float) -> None:
        """Begin with all places free."""
        self._limit = limit
        self._tenant_limit = tenant_limit
        self._queue_seconds = queue_seconds
        self._running: Counter[UUID] = Counter()
        self._waiting: dict[UUID, deque[asyncio.Future[None]]] = {}

    def resize(self, *, limit: int, tenant_limit: int) -> None:
        """Have other places from now on: servers come and go."""
        self._limit = limit
        self._tenant_limit = tenant_limit
        self._admit()

    @asynccontextmanager
    async def place(self, tenant: UUID) -> AsyncIterator[None]:
        """Hold a place while the block runs; raise `ModelBusy` when none came in time."""
        await self._take(tenant)
        try:
            yield
        finally:
            self._leave(tenant)

    async def _take(self, tenant: UUID) -> None:
        if self._may_run(tenant) and not self._waiting.get(tenant):
            self._running[tenant] += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(tenant, deque()).append(turn)
        try:
            async with asyncio.timeout(self._queue_seconds):
                await turn
        except TimeoutError as error:
            self._withdraw(tenant, turn)
            raise ModelBusy from error
        except asyncio.CancelledError:
            self._withdraw(tenant, turn)
            raise

    def _withdraw(self, tenant: UUID, turn: asyncio.Future[None]) -> None:
        if turn.done() and not turn.cancelled():
            self._leave(tenant)  # the place came while its waiter was leaving
            return
        queue = self._waiting.get(tenant, deque())
        if turn in queue:
            queue.remove(turn)
        if not queue:
            self._waiting.pop(tenant, None)

    def _leave(self, tenant: UUID) -> None:
        self._running[tenant] -= 1
        self._running += Counter()  # drops the tenants with none
        self._admit()

    def _admit(self) -> None:
        while (tenant := next(filter(self._may_run, self._waiting), None)) is not None:
            self._call(tenant)

    def _call(self, tenant: UUID) -> None:
        queue = self._waiting.pop(tenant)
        turn = queue.popleft()
        if queue:
            self._waiting[tenant] = queue  # behind the other tenants
        self._running[tenant] += 1
        if turn.cancelled():
            self._leave(tenant)
        else:
            turn.set_result(None)

    def _may_run(self, tenant: UUID) -> bool:
        mine = (
            self._tenant_limit
            if self._has_others(tenant)
            else self._limit - max(1, self._limit // _FREE_SHARE)
        )
        return self._running.total() < self._limit and self._running[tenant] < max(mine, 1)

    def _has_others(self, tenant: UUID) -> bool:
        return any(other != tenant for other in (*self._running, *self._waiting))
