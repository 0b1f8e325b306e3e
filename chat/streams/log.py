"""Keep the frames of messages in Redis for a while, so that any process can take a stream up.

One pulse serves all streams of the process in one round trip: it appends what was written since the last,
keeps a sign of life beside each stream, reads which messages are to be stopped, and what followers of other
processes' streams wait for. An entry's id is the number of its last frame, so an append repeated after an
error never doubles a frame.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import redis.asyncio
from redis.exceptions import RedisError

from chat.streams.live import Frame, LiveStream
from project.kernel.db import TenantRef
from project.kernel.redis import redis_client

PULSE_SECONDS = 0.075
DOWN_SECONDS = 0.5
STREAM_SECONDS = 900
ALIVE_SECONDS = 6
# How long a stream may lack its sign of life before its writer counts as dead.
GRACE_SECONDS = 3.0
ENTRIES_PER_READ = 500
STOPS_KEY = "raglan:stops"
STOPS_KEPT = 1_000

Command = tuple[Any, ...]
Answered = Callable[[Any], None]


class Lost(Exception):
    """Raise where a stream cannot be followed to its end in Redis; `is_dead` says that its writer died."""

    def __init__(self, detail: str, *, is_dead: bool = False) -> None:
        """Keep why."""
        super().__init__(detail)
        self.is_dead = is_dead


def stream_key(tenant: TenantRef, message: UUID) -> str:
    """Name the Redis stream of a message."""
    return f"{tenant.schema}:stream:{message}"


def forget(tenant: TenantRef, messages: Iterable[UUID]) -> None:
    """Remove the streams of messages; what Redis cannot remove now ends by its time to live."""
    keys = [stream_key(tenant, message) for message in messages]
    if keys:
        with suppress(RedisError):
            redis_client().unlink(*keys)


@dataclass(frozen=True, kw_only=True)
class Remains:
    """Carry what Redis has of an answer whose process died: its words, their documents, the last number."""

    text: str = ""
    documents: frozenset[UUID] = frozenset()
    last_seq: int = 0


def remains_in_redis(tenant: TenantRef, message: UUID) -> Remains:
    """Return what Redis has of an answer; nothing where it has none."""
    try:
        entries: Any = redis_client().xrange(stream_key(tenant, message))
    except RedisError:
        return Remains()
    return remains_of(_in_order(entries, after=None).frames)


def remains_of(frames: Sequence[Frame]) -> Remains:
    """Return what frames carry; no words unless they begin with the first, whose sources are known."""
    if not frames:
        return Remains()
    if frames[0].seq != 1:
        return Remains(last_seq=frames[-1].seq)
    events = [json.loads(frame.text) for frame in frames]
    cited = [cited for event in events if event["type"] == "sources" for cited in event["citations"]]
    return Remains(
        text="".join(event["text"] for event in events if event["type"] == "token"),
        documents=frozenset(UUID(citation["document"]["id"]) for citation in cited),
        last_seq=frames[-1].seq,
    )


@dataclass(eq=False)
class Writer:
    """Track what of a live stream has reached Redis; `stop` ends its generation."""

    key: str
    message: UUID
    live: LiveStream
    stop: Callable[[], None]
    written: int = 0
    alive_until: float = 0.0


@dataclass(eq=False)
class Reader:
    """Collect what another process appends to a stream."""

    key: str
    position: int
    frames: asyncio.Queue[Frame | Exception | None] = field(default_factory=asyncio.Queue)
    silent_since: float | None = None


class StreamLog:
    """Append, follow and stop through Redis for one event loop; Redis is never waited for by an answer."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        """Begin at rest; the pulse beats while there is a stream to write or to read."""
        self._client = client
        self._writers: set[Writer] = set()
        self._readers: set[Reader] = set()
        self._stops_after: str | bytes = "0"
        self._pulse: asyncio.Task[None] | None = None
        self._is_closed = False
        self.is_down = False

    def write(self, key: str, message: UUID, live: LiveStream, *, stop: Callable[[], None]) -> Writer:
        """Append the stream's frames from now on, until it is over and all are written."""
        writer = Writer(key, message, live, stop)
        self._writers.add(writer)
        self._beat_on()
        return writer

    async def follow(self, key: str, after: int) -> AsyncIterator[Frame]:
        """Yield another process's frames after `after` until its end; raise Lost where none will come."""
        reader = Reader(key, after)
        self._readers.add(reader)
        self._beat_on()
        try:
            while (item := await reader.frames.get()) is not None:
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self._readers.discard(reader)

    async def kept(self, key: str, after: int) -> list[Frame]:
        """Return the frames after `after` of a stream that is over; none unless Redis has them all."""
        entries = await self._entries(key, after)
        ordered = _in_order(entries, after=after)
        is_whole = bool(entries) and b"end" in entries[-1][1] and not ordered.is_broken
        return ordered.frames if is_whole else []

    async def partial(self, key: str) -> list[Frame]:
        """Return the frames that a process wrote before it died."""
        return _in_order(await self._entries(key, 0), after=None).frames

    async def _entries(self, key: str, after: int) -> Any:
        try:
            return await self._client.xrange(key, min=f"({after}-0" if after else "-")
        except RedisError:
            return []

    async def ask_to_stop(self, message: UUID) -> bool:
        """Tell the process that writes `message` to stop; say whether Redis took it."""
        try:
            await self._client.xadd(STOPS_KEY, {"message": str(message)}, maxlen=STOPS_KEPT, approximate=True)
        except RedisError:
            return False
        return True

    async def close(self) -> None:
        """Write what is left, and end the pulse and the connections."""
        # Cancelling alone may be lost: asyncio.wait_for, which redis-py writes with, swallows a cancellation
        # that meets a write just done (python/cpython#86296, mended in 3.12).
        self._is_closed = True
        if self._pulse is not None:
            self._pulse.cancel()
            await asyncio.gather(self._pulse, return_exceptions=True)
        if self._writers and not self.is_down:
            with suppress(RedisError):
                await self._beat()
        await self._client.aclose()

    def _beat_on(self) -> None:
        if self._pulse is None or self._pulse.done():
            self._pulse = asyncio.create_task(self._run(), name="stream-log")

    async def _run(self) -> None:
        while not self._is_closed and (self._writers or self._readers):
            try:
                await self._beat()
                self.is_down = False
            except RedisError:
                self._suffer()
            await asyncio.sleep(DOWN_SECONDS if self.is_down else PULSE_SECONDS)

    def _suffer(self) -> None:
        self.is_down = True
        for reader in tuple(self._readers):
            reader.frames.put_nowait(Lost("Redis does not answer"))
        self._writers = {w for w in self._writers if not w.live.is_over}

    async def _beat(self) -> None:
        asked: list[tuple[Command, Answered]] = []
        now = asyncio.get_running_loop().time()
        for writer in tuple(self._writers):
            asked += self._to_write(writer, now)
        if self._writers:
            asked.append((("XREAD", "STREAMS", STOPS_KEY, self._stops_after), self._stop_named))
        for reader in tuple(self._readers):
            asked += self._to_read(reader, now)
        pipeline = self._client.pipeline(transaction=False)
        for command, _ in asked:
            pipeline.execute_command(*command)
        for (_, answered), answer in zip(asked, await pipeline.execute(raise_on_error=False), strict=True):
            answered(answer)

    def _to_write(self, writer: Writer, now: float) -> list[tuple[Command, Answered]]:
        alive, commands = f"{writer.key}:alive", list[tuple[Command, Answered]]()
        if writer.live.is_forgotten:
            return [(("UNLINK", writer.key, alive), lambda _: self._writers.discard(writer))]
        frames, is_over = writer.live.frames[writer.written :], writer.live.is_over
        if frames:
            last, text = frames[-1].seq, _encoded(frames)
            end = ("end", "1") if is_over else ()
            add = ("XADD", writer.key, f"{last}-0", "frames", text, *end)
            commands.append((add, lambda answer: self._note_written(writer, last, answer)))
            commands.append((("EXPIRE", writer.key, STREAM_SECONDS), _nothing))
        if is_over:
            commands.append((("DEL", alive), lambda _: self._let_go(writer)))
        elif self._is_closed:
            # This process leaves: whoever waits for the stream need not wait for its sign of life to run out.
            commands.append((("DEL", alive), _nothing))
        elif now > writer.alive_until:
            writer.alive_until = now + ALIVE_SECONDS / 3
            commands.append((("SET", alive, "1", "EX", ALIVE_SECONDS), _nothing))
        return commands

    def _note_written(self, writer: Writer, last: int, answer: Any) -> None:
        # "equal or smaller": an append before this one came through although its answer was lost.
        if not isinstance(answer, Exception) or "equal or smaller" in str(answer):
            writer.written = last

    def _let_go(self, writer: Writer) -> None:
        if writer.written == len(writer.live.frames):
            self._writers.discard(writer)

    def _stop_named(self, answer: Any) -> None:
        entries = answer[0][1] if answer and not isinstance(answer, Exception) else []
        named = {fields[b"message"].decode() for _, fields in entries}
        if entries:
            self._stops_after = entries[-1][0]
        for writer in tuple(self._writers):
            if str(writer.message) in named:
                writer.stop()

    def _to_read(self, reader: Reader, now: float) -> list[tuple[Command, Answered]]:
        start = f"({reader.position}-0" if reader.position else "-"
        read = ("XRANGE", reader.key, start, "+", "COUNT", ENTRIES_PER_READ)
        return [
            (read, lambda answer: self._deliver(reader, answer)),
            (("EXISTS", f"{reader.key}:alive"), lambda answer: self._judge(reader, answer, now)),
        ]

    def _deliver(self, reader: Reader, answer: Any) -> None:
        entries = answer if isinstance(answer, list) else []
        ordered = _in_order(entries, after=reader.position)
        for frame in ordered.frames:
            reader.position = frame.seq
            reader.frames.put_nowait(frame)
        if ordered.is_broken:
            reader.frames.put_nowait(Lost("Redis forgot a part of the stream"))
        elif entries and b"end" in entries[-1][1]:
            reader.frames.put_nowait(None)

    def _judge(self, reader: Reader, is_alive: Any, now: float) -> None:
        if is_alive:
            reader.silent_since = None
        elif reader.silent_since is None:
            reader.silent_since = now
        elif now - reader.silent_since > GRACE_SECONDS:
            reader.frames.put_nowait(Lost("the process that wrote it died", is_dead=True))


@dataclass(frozen=True)
class _Ordered:
    """Hold frames that follow one another; `is_broken` says that one is missing before the next."""

    frames: list[Frame]
    is_broken: bool


def _in_order(entries: Iterable[Any], *, after: int | None) -> _Ordered:
    """Take each frame once: an append whose answer was lost is repeated together with what came since.

    Without `after` they begin with whatever comes first.
    """
    found: list[Frame] = []
    position = after
    for frame in (frame for entry in entries for frame in _frames(entry)):
        if position is None or frame.seq == position + 1:
            position = frame.seq
            found.append(frame)
        elif frame.seq > position:
            return _Ordered(found, is_broken=True)
    return _Ordered(found, is_broken=False)


def _frames(entry: tuple[bytes, dict[bytes, bytes]]) -> list[Frame]:
    texts = entry[1][b"frames"].decode().split("\n")
    first = int(entry[0].partition(b"-")[0]) - len(texts) + 1
    return [Frame(first + i, text) for i, text in enumerate(texts)]


def _encoded(frames: Sequence[Frame]) -> bytes:
    # One frame that is no text must not end the pulse, which all streams of the process share.
    return "\n".join(frame.text for frame in frames).encode("utf-8", "replace")


def _nothing(answer: Any) -> None:
    """Let an answer be."""
