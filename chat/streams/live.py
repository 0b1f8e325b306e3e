"""Hold the frames of one message while it is written, for whoever follows it in this process."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """Carry one encoded event; `seq` grows by 1 from 1 within a message."""

    seq: int
    text: str


class LiveStream:
    """Keep every frame of a message, so that to replay and to go on live are one."""

    def __init__(self) -> None:
        """Begin without a frame."""
        self.frames: list[Frame] = []
        self.is_over = False
        self.is_forgotten = False
        self._growth: asyncio.Future[None] | None = None

    @property
    def next_seq(self) -> int:
        """Return the number of the frame to come."""
        return len(self.frames) + 1

    def publish(self, text: str) -> None:
        """Append a frame and wake the followers."""
        self.frames.append(Frame(self.next_seq, text))
        self._wake()

    def close(self) -> None:
        """Say that no frame follows."""
        self.is_over = True
        self._wake()

    def forget(self) -> None:
        """Let Redis have nothing of it, now or later: what it was made of is gone."""
        self.is_forgotten = True

    async def follow(self, after: int) -> AsyncGenerator[Frame]:
        """Yield the frames that follow the `after`-th until the stream is over."""
        position = after
        while True:
            while position < len(self.frames):
                yield self.frames[position]
                position += 1
            if self.is_over:
                return
            await self._grown()

    async def _grown(self) -> None:
        if self._growth is None:
            self._growth = asyncio.get_running_loop().create_future()
        # Shielded: the future is shared, and a follower that leaves must not cancel it for the others.
        await asyncio.shield(self._growth)

    def _wake(self) -> None:
        growth, self._growth = self._growth, None
        if growth is not None and not growth.done():
            growth.set_result(None)
