"""Open sockets to the application as people do."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from asgiref.testing import ApplicationCommunicator

from chat.streams import StreamLog
from chat.wiring import Generations, close_generations
from chat.wiring.running import open_redis
from project.kernel.db import TenantRef, in_thread
from tenants.passes import Pass
from tenants.types import Actor
from tests.factories import cast
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.rows import key_pass

Json = dict[str, Any]
HOST = "{slug}.localhost:8000"


class Socket:
    """Speak the protocol as a client does."""

    def __init__(self, tenant: TenantRef, cookie: str, **headers: str) -> None:
        from project.asgi import application

        host = HOST.format(slug=tenant.slug)
        sent = {"host": host, "origin": f"http://{host}", "cookie": cookie} | headers
        scope = {
            "type": "websocket",
            "path": "/ws/chat",
            "query_string": b"",
            "subprotocols": [],
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        }
        self.wire = ApplicationCommunicator(application, scope)

    async def open(self) -> bool:
        """Shake hands; say whether the socket was accepted."""
        await self.wire.send_input({"type": "websocket.connect"})
        answer = await self.wire.receive_output(timeout=5)
        return bool(answer["type"] == "websocket.accept")

    async def send(self, **message: Any) -> None:
        """Send one message."""
        await self.send_text(json.dumps(message))

    async def send_text(self, text: str) -> None:
        """Send any text."""
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def ask(self, question: str = "How many days?", **fields: Any) -> Json:
        """Ask, and return the first answer to it."""
        await self.send(type="ask", id="c1", question=question, **fields)
        return await self.event()

    async def event(self, timeout_seconds: float = 5) -> Json:
        """Receive one event."""
        frame = await self.wire.receive_output(timeout_seconds)
        assert frame["type"] == "websocket.send", frame
        event: Json = json.loads(frame["text"])
        return event

    async def rest(self) -> list[Json]:
        """Receive events to the end of a message."""
        events = [await self.event()]
        while events[-1]["type"] not in {"done", "failed", "stopped", "problem"}:
            events.append(await self.event())
        return events

    async def close_code(self, timeout_seconds: float = 5) -> int:
        """Wait until the server closes, and return its code."""
        while (frame := await self.wire.receive_output(timeout_seconds))["type"] != "websocket.close":
            pass
        code: int = frame["code"]
        return code

    async def leave(self) -> None:
        """Go away."""
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wire.wait(timeout=5)


Opens = Callable[..., Awaitable[Socket]]


@pytest.fixture
def author(monkeypatch: pytest.MonkeyPatch) -> ScriptedAuthor:
    """Let a script write the answers."""
    scripted = ScriptedAuthor()
    monkeypatch.setattr("chat.wiring.running.open_author", lambda: scripted)
    return scripted


@pytest_asyncio.fixture
async def process() -> AsyncIterator[None]:
    """Close at the end what the test's event loop has opened."""
    yield
    await close_generations()


@pytest.fixture
def opens(process: None) -> Opens:
    """Return what opens a socket as somebody, signed in by a session."""

    async def open_socket(who: Actor, **headers: str) -> Socket:
        client = await in_thread(cast.signed_in, who)
        socket = Socket(who.tenant, f"session={client.cookies['session'].value}", **headers)
        assert await socket.open()
        return socket

    return open_socket


@pytest_asyncio.fixture
async def here(author: ScriptedAuthor) -> AsyncIterator[Generations]:
    """Stand for one process."""
    process = Generations(author, StreamLog(open_redis()))
    yield process
    await process.close()


@pytest_asyncio.fixture
async def there(author: ScriptedAuthor) -> AsyncIterator[Generations]:
    """Stand for another process."""
    process = Generations(author, StreamLog(open_redis()))
    yield process
    await process.close()


@pytest.fixture
def held(ada: Actor) -> Pass:
    """Return Ada's pass by an API key."""
    return key_pass(ada)


async def until(holds: Callable[[], bool], seconds: float = 3.0) -> None:
    """Wait until something holds; fail where it does not in time."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)
