"""Live from a process's start to its end: load what the first question needs, leave after the last answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from chat.llm.transport import close_pool
from chat.wiring.running import close_generations, drain_generations
from documents.context import query_embedder
from documents.embedding.types import EMBEDDER_DOWN
from documents.lexical.lexicon import Lexicon

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def lifespan(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Speak ASGI's lifespan protocol."""
    warming: asyncio.Task[None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            warming = asyncio.create_task(asyncio.to_thread(_warm))
            await send({"type": "lifespan.startup.complete"})
            continue
        if warming is not None:
            await asyncio.wait({warming})
        await drain_generations()
        await close_generations()
        await close_pool()
        await send({"type": "lifespan.shutdown.complete"})
        return


def _warm() -> None:
    Lexicon().language_of("Is anybody there?")
    try:
        query_embedder(settings.EMBEDDER).embed_query("Is anybody there?")
    except EMBEDDER_DOWN:
        return  # the first search says what is missing
