"""Open sockets to the application as people do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from chat.streams import StreamLog
from chat.wiring import Generations, close_generations
from chat.wiring.running import open_redis
from tenants.passes import Pass
from tenants.types import Actor
from tests.factories.sockets import Socket, signed_in_socket
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.rows import key_pass

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
        socket = await signed_in_socket(who, **headers)
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
