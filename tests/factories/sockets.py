"""Open sockets to the application as people do."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from project.kernel.db import TenantRef, in_thread
from tenants.types import Actor
from tests.factories import cast

Json = dict[str, Any]
HOST = "{slug}.localhost:8000"


class Socket:
    """Speak the protocol as a client does."""

    def __init__(self, tenant: TenantRef, cookie: str, path: str = "/ws/chat", **headers: str) -> None:
        from project.asgi import application

        host = HOST.format(slug=tenant.slug)
        sent = {"host": host, "origin": f"http://{host}", "cookie": cookie} | headers
        scope = {
            "type": "websocket",
            "path": path,
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


async def signed_in_socket(
    who: Actor, at: TenantRef | None = None, /, path: str = "/ws/chat", **headers: str
) -> Socket:
    """Return a socket with a person's session, not open yet, on their tenant's host or on another's."""
    client = await in_thread(cast.signed_in, who)
    return Socket(at or who.tenant, f"session={client.cookies['session'].value}", path, **headers)
