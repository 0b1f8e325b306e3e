"""Be a model server that speaks TGI's Messages API over real sockets, and misbehaves on command."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast


class Mode(StrEnum):
    """Say how the server behaves."""

    OK = "ok"
    BUSY = "429"
    BROKEN = "500"
    REJECTING = "422"
    HANG = "hang"
    TRICKLE = "trickle"
    STALL = "stall"
    GARBAGE = "garbage"
    GARBAGE_LATER = "garbage_later"
    ERROR_EVENT = "error_event"
    RESET = "reset"
    CLEAN_CUT = "clean_cut"
    LENGTH = "length"


@dataclass(kw_only=True)
class Received:
    """Keep one request and what became of it."""

    body: dict[str, object]
    begun_at: float
    tokens_sent: int = 0
    cancelled_at: float | None = None
    is_finished: bool = False


@dataclass(kw_only=True)
class FakeTgi:
    """Answer every chat with `text`, a word at a time."""

    text: str = "Employees get twelve weeks of leave."
    mode: Mode = Mode.OK
    token_seconds: float = 0.0
    headers_seconds: float = 0.0
    first_token_seconds: float = 0.0
    tokens_before_fault: int = 2
    port: int = 0
    is_healthy: bool = True
    context_words: int = 100_000
    received: list[Received] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _connections: set[asyncio.StreamWriter] = field(default_factory=set)
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections from now on, and reset those that are open."""
        if self._server is not None:
            self._server.close()
        for writer in tuple(self._connections):
            writer.transport.abort()
        if self._serving:
            await asyncio.wait(self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        if (task := asyncio.current_task()) is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            while (request := await _read_request(reader)) is not None:
                await self._answer(*request, reader=reader, writer=writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._connections.discard(writer)
            writer.close()

    async def _answer(
        self,
        path: str,
        body: dict[str, object],
        *,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        if not path.endswith("/chat/completions"):
            _respond(writer, 200 if self.is_healthy else 503, {"model_id": "fake"})
            return
        request = Received(body=body, begun_at=time.monotonic())
        self.received.append(request)
        refusal = {Mode.BUSY: 429, Mode.BROKEN: 500, Mode.REJECTING: 422}.get(self.mode)
        if len(json.dumps(body).split()) > self.context_words:
            refusal = 422
        if refusal is not None:
            _respond(writer, refusal, {"error": "no", "error_type": "validation"})
            return
        watch = asyncio.create_task(_watch(reader, request))
        writing = asyncio.create_task(self._write(writer, request))
        await asyncio.wait({watch, writing}, return_when=asyncio.FIRST_COMPLETED)
        for task in (watch, writing):
            task.cancel()
        await asyncio.gather(watch, writing, return_exceptions=True)
        if not request.is_finished:
            writer.transport.abort()

    async def _write(self, writer: asyncio.StreamWriter, request: Received) -> None:
        await asyncio.sleep(self.headers_seconds)
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        await asyncio.sleep(3600 if self.mode is Mode.HANG else self.first_token_seconds)
        all_words = _words(self.text)
        words = all_words[: cast("int", request.body.get("max_tokens") or len(all_words))]
        for position, word in enumerate(words):
            if position == self._fault_at():
                await self._misbehave(writer, request)
                return
            _send(writer, _chunk(word))
            await writer.drain()
            request.tokens_sent += 1
            await asyncio.sleep(0.05 if self.mode is Mode.TRICKLE else self.token_seconds)
        is_cut = self.mode is Mode.LENGTH or len(words) < len(all_words)
        _send(writer, _chunk("", finish="length" if is_cut else "stop"))
        _send(writer, _usage(len(words)))
        _raw(writer, b"data: [DONE]\n\n")
        _finish(writer, request)

    def _fault_at(self) -> int:
        faults = {Mode.STALL, Mode.RESET, Mode.CLEAN_CUT, Mode.GARBAGE_LATER}
        if self.mode in {Mode.GARBAGE, Mode.ERROR_EVENT}:
            return 0
        return self.tokens_before_fault if self.mode in faults else -1

    async def _misbehave(self, writer: asyncio.StreamWriter, request: Received) -> None:
        match self.mode:
            case Mode.STALL:
                await asyncio.sleep(3600)
            case Mode.RESET:
                writer.transport.abort()
            case Mode.ERROR_EVENT:
                _send(writer, {"error": "Model is overloaded", "error_type": "overloaded"})
                _finish(writer, request)
            case Mode.GARBAGE | Mode.GARBAGE_LATER:
                _raw(writer, b'data: {"choices": [}\xff\xfe\n\n')
                _finish(writer, request)
            case _:
                _finish(writer, request)


@asynccontextmanager
async def fake_cluster(*servers: FakeTgi) -> AsyncIterator[Sequence[FakeTgi]]:
    """Run the servers on free ports."""
    async with AsyncExitStack() as stack:
        for server in servers:
            await server.start()
            stack.push_async_callback(server.stop)
        yield servers


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, dict[str, object]] | None:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = next(
        (int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0
    )
    body = await reader.readexactly(length) if length else b"{}"
    return lines[0].split(" ")[1], cast("dict[str, object]", json.loads(body))


async def _watch(reader: asyncio.StreamReader, request: Received) -> None:
    # A client that waits for the end of a stream sends nothing: what can be read is its leaving.
    with suppress(ConnectionError):
        await reader.read(1)
    if not request.is_finished:
        request.cancelled_at = time.monotonic()


def _words(text: str) -> list[str]:
    head, *tail = text.split(" ")
    return [head, *(f" {word}" for word in tail)]


def _chunk(text: str, *, finish: str | None = None) -> dict[str, object]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {**_envelope(), "choices": [choice]}


def _usage(completion_tokens: int) -> dict[str, object]:
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": completion_tokens,
        "total_tokens": 10 + completion_tokens,
    }
    return {**_envelope(), "choices": [], "usage": usage}


def _envelope() -> dict[str, object]:
    return {
        "id": "",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "fake",
        "system_fingerprint": "f",
    }


def _send(writer: asyncio.StreamWriter, payload: dict[str, object]) -> None:
    _raw(writer, b"data: " + json.dumps(payload).encode() + b"\n\n")


def _raw(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")


def _finish(writer: asyncio.StreamWriter, request: Received) -> None:
    writer.write(b"0\r\n\r\n")
    request.is_finished = True


def _respond(writer: asyncio.StreamWriter, status: int, payload: dict[str, object]) -> None:
    body = json.dumps(payload).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
