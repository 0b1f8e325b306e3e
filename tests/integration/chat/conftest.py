"""Open sockets to the application as people do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from pytest_django import Settings

from chat.streams import StreamLog
from chat.wiring import Generations, close_generations
from project.kernel.redis import open_redis
from tenants.passes import Pass
from tenants.types import Actor
from tests.factories import cast
from tests.factories.sockets import Socket, signed_in_socket
from tests.fakes.author import ScriptedAuthor
from tests.fakes.tgi import FakeTgi, fake_cluster
from tests.integration.chat import asking
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


@pytest.fixture
def document(ada: Actor) -> str:
    """Keep a document that everyone reads, and return its id."""
    client = cast.signed_in(ada)
    client.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")
    return asking.upload(ada, asking.TEXT)


@pytest_asyncio.fixture
async def writer(settings: Settings) -> AsyncIterator[FakeTgi]:
    """Run one model server that writes freely."""
    fake = FakeTgi(text=asking.WRITTEN)
    async with fake_cluster(fake):
        settings.TGI_URLS, settings.TGI_MODEL = (fake.url,), "big-model"
        yield fake


@pytest.fixture
def asks(opens: Opens, writer: FakeTgi, document: str) -> asking.Asks:
    """Return what asks a question as somebody and waits until its answer is kept, where it is."""

    async def ask(who: Actor, question: str = asking.QUESTION, **fields: Any) -> dict[str, Any]:
        socket = await opens(who)
        started = await socket.ask(question, **fields)
        events = await socket.rest()
        await socket.leave()
        last = events[-1]
        assert last["type"] == "done", last
        return {**last, "conversation": started["conversation"], "events": events}

    return ask


async def until(holds: Callable[[], bool], seconds: float = 3.0) -> None:
    """Wait until something holds; fail where it does not in time."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)
