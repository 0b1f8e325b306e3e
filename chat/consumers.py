"""Speak the chat protocol over a WebSocket."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing
from dataclasses import replace
from typing import Any, assert_never
from uuid import UUID

from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import InterfaceError, OperationalError
from structlog.contextvars import bind_contextvars

from chat.protocol import Ask, ClientMessage, Resume, Stop, decode, encode_problem
from chat.protocol.client import is_storable
from chat.streams import Frame
from chat.wiring import generations
from chat.wiring.admission import admit, headers_of
from project.kernel.db import in_thread, shared_scope, tenant_scope
from project.kernel.errors import (
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    RaglanError,
    TooMany,
    Unavailable,
)
from project.kernel.figures import SOCKETS_OPEN
from project.kernel.ids import request_id
from tenants import limits
from tenants.types import Actor

NOT_SIGNED_IN, UNKNOWN, TOO_MANY, TRY_LATER = 4401, 4404, 4429, 1013
FRAME_LIMIT_CHARACTERS = 64_000
ANSWERS_PER_SOCKET = 4
SOCKETS_PER_PERSON = 20
# A socket may send so many messages at once, and one more each second.
MESSAGES_PER_SOCKET = 30
_open: Counter[UUID] = Counter()


class ChatConsumer(AsyncWebsocketConsumer):
    """Serve one socket: what it asks is answered, followed and stopped here, but written elsewhere."""

    async def connect(self) -> None:
        """Let in who may come in; refuse the handshake of a foreign page."""
        self._followed: dict[UUID, asyncio.Task[None]] = {}
        self._leaving = ExitStack()
        self._messages_left, self._counted_at = float(MESSAGES_PER_SOCKET), time.monotonic()
        headers = headers_of(self.scope)
        # The task of a socket has a context of its own: what is bound here is bound to its end.
        bind_contextvars(request_id=request_id(headers.get("x-request-id", "")))
        try:
            with shared_scope():
                self.held = await in_thread(admit, headers)
            bind_contextvars(tenant=str(self.held.actor.tenant.id))
            self._take_place()
        except Forbidden:
            await self.close()
        except (RaglanError, OperationalError, InterfaceError) as refusal:
            await self._turn_away(refusal)
        else:
            self._leaving.enter_context(generations().watch.holding(self.held, self._heed))
            await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave; the answers go on being written."""
        self._stop_following()
        self._leaving.close()

    def _stop_following(self) -> None:
        for task in self._followed.values():
            task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Do what a frame asks for, or say why not."""
        name = None
        try:
            payload = _parsed(text_data)
            name = _name(payload)
            self._count_message()
            await self._serve(decode(payload))
        except RaglanError as error:
            await self._refuse(name, error)
        except (OperationalError, InterfaceError):
            await self._refuse(name, Unavailable("The database does not answer at the moment."))

    async def _serve(self, message: ClientMessage) -> None:
        match message:
            case Ask():
                await self._ask(message)
            case Stop():
                await generations().stop(self.held.actor, message.message)
            case Resume():
                self._check_room(besides=message.message)
                frames = generations().follow(self.held.actor, message.message, message.after)
                self._follow(message.message, frames)
            case _:
                assert_never(message)

    async def _ask(self, ask: Ask) -> None:
        self._check_room()
        with tenant_scope(self.held.actor.tenant):
            await in_thread(limits.take, actor=self.held.actor)
        generation = await generations().begin(self.held, ask)
        self._follow(generation.message, generation.live.follow(after=0))

    def _check_room(self, besides: UUID | None = None) -> None:
        running = [key for key, task in self._followed.items() if not task.done() and key != besides]
        if len(running) >= ANSWERS_PER_SOCKET:
            detail = "Wait until one of the running answers is written."
            raise TooMany(detail, retry_after_seconds=5, limit=ANSWERS_PER_SOCKET)

    def _count_message(self) -> None:
        now = time.monotonic()
        left = self._messages_left + now - self._counted_at
        self._messages_left, self._counted_at = min(left, float(MESSAGES_PER_SOCKET)), now
        if self._messages_left < 1:
            raise TooMany(retry_after_seconds=1, limit=MESSAGES_PER_SOCKET)
        self._messages_left -= 1

    def _follow(self, message: UUID, frames: AsyncGenerator[Frame]) -> None:
        self._followed = {key: task for key, task in self._followed.items() if not task.done()}
        if before := self._followed.get(message):
            before.cancel()
        self._followed[message] = asyncio.create_task(self._forward(message, frames))

    async def _forward(self, message: UUID, frames: AsyncGenerator[Frame]) -> None:
        try:
            async with aclosing(frames):
                async for frame in frames:
                    if not await self._sent(frame.text):
                        return
        except RaglanError as error:
            await self._refuse(str(message), error)
        except (OperationalError, InterfaceError, TimeoutError):
            await self._refuse(str(message), Unavailable())

    async def _refuse(self, name: str | None, error: RaglanError) -> None:
        problem = encode_problem(client_id=name, code=error.reason, detail=error.detail)
        await self._sent(json.dumps(problem, ensure_ascii=False))

    async def _sent(self, text: str) -> bool:
        """Send a frame; say False where the socket is gone, which servers tell by various errors of their own."""
        try:
            await self.send(text_data=text)
        except (OSError, RuntimeError):
            return False
        return True

    async def _turn_away(self, refusal: Exception) -> None:
        # A browser learns a close code only from a socket that was accepted; nothing else is said on it.
        await self.accept()
        await self.close(_close_code(refusal))

    def _take_place(self) -> None:
        person = self.held.actor.user_id
        if _open[person] >= SOCKETS_PER_PERSON:
            raise TooMany(retry_after_seconds=5, limit=SOCKETS_PER_PERSON)
        _open[person] += 1
        self._leaving.callback(_open.subtract, [person])
        self._leaving.enter_context(SOCKETS_OPEN.track_inprogress())

    def _heed(self, actor: Actor | None) -> None:
        if actor is None:
            self._stop_following()
            self._closing = asyncio.create_task(self.close(NOT_SIGNED_IN))
        elif actor != self.held.actor:
            self.held = replace(self.held, actor=actor)


class UnknownConsumer(AsyncWebsocketConsumer):
    """Close a socket on any other path as unknown."""

    async def connect(self) -> None:
        """Say so by the close code."""
        await self.accept()
        await self.close(UNKNOWN)


def _parsed(text: str | None) -> Any:
    if text is None or len(text) > FRAME_LIMIT_CHARACTERS:
        raise Invalid(f"A message is a JSON text of at most {FRAME_LIMIT_CHARACTERS} characters.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid("A message is a JSON object.") from error


def _name(payload: Any) -> str | None:
    """Return the client's own name for what it sent, so that a refusal finds its question."""
    fields = payload if isinstance(payload, dict) else {}
    name = fields.get("id", fields.get("message"))
    return name if isinstance(name, str) and is_storable(name) else None


def _close_code(refusal: Exception) -> int:
    match refusal:
        case NotSignedIn():
            return NOT_SIGNED_IN
        case NotFound():
            return UNKNOWN
        case TooMany():
            return TOO_MANY
        case _:
            return TRY_LATER
