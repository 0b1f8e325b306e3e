"""Walk the WebSocket routes: each is asked for tenant one's things by Max, who belongs to another."""

from collections.abc import AsyncIterator
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from chat.consumers import UnknownConsumer
from chat.protocol import ClientMessage
from chat.routing import websocket_urlpatterns
from chat.wiring import close_generations
from project.kernel.db import in_thread
from tenants.types import Actor
from tests.factories import routes
from tests.factories.sockets import Socket, signed_in_socket
from tests.fakes.author import ScriptedAuthor

Probe = dict[str, Any]


def probes(conversation: UUID, message: UUID) -> dict[str, Probe]:
    """Return what asks for a thing by its id, one for each kind of message that the chat socket takes."""
    asked = {"question": "What is there?", "conversation": str(conversation)}
    return {
        "Ask": {"type": "ask", "id": "c1", **asked},
        "Stop": {"type": "stop", "message": str(message)},
        "Resume": {"type": "resume", "message": str(message), "after": 0},
    }


# By the path of a socket: the kinds of messages that it takes.
SOCKETS = {"ws/chat": {kind.__name__ for kind in get_args(ClientMessage)}}


@pytest_asyncio.fixture
async def process(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr("chat.wiring.running.open_author", ScriptedAuthor)
    yield
    await close_generations()


def walked() -> set[str]:
    return {
        str(route.pattern)
        for route in websocket_urlpatterns
        if route.callback.consumer_class is not UnknownConsumer
    }


def test_every_socket_is_asked_as_a_stranger() -> None:
    """A new socket, or a new kind of message, is asked too or fails here."""
    assert walked() == set(SOCKETS)
    assert set(probes(uuid4(), uuid4())) == set.union(*SOCKETS.values())


@pytest.mark.parametrize(
    ("path", "kind"), [(path, kind) for path, kinds in sorted(SOCKETS.items()) for kind in sorted(kinds)]
)
async def test_anothers_thing_is_as_missing_as_one_that_never_was(
    ada: Actor, max_: Actor, process: None, path: str, kind: str
) -> None:
    conversation = (await in_thread(routes.conversation, ada))["conversation_id"]
    message = (await in_thread(routes.message, ada))["message_id"]
    socket = await signed_in_socket(max_, path=f"/{path}")
    assert await socket.open()
    foreign, unknown = [
        await answer_to(socket, probes(*ids)[kind]) for ids in ((conversation, message), (uuid4(), uuid4()))
    ]
    await socket.leave()
    assert (foreign["type"], foreign["code"]) == ("problem", "not_found")
    assert foreign == unknown


async def answer_to(socket: Socket, probe: Probe) -> Probe:
    """Return what the server says, less the client's own name for what it sent."""
    await socket.send(**probe)
    answer = await socket.event()
    assert answer.pop("id") == probe.get("id", probe.get("message"))
    return answer


@pytest.mark.parametrize("path", sorted(SOCKETS))
async def test_a_session_of_another_tenant_is_nobody(
    ada: Actor, max_: Actor, process: None, path: str
) -> None:
    socket = await signed_in_socket(max_, ada.tenant, path=f"/{path}")
    await socket.open()
    assert await socket.close_code() == 4401
