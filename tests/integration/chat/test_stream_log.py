"""End the log of streams with its process."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from redis.asyncio.client import Pipeline

from chat.streams import LiveStream, StreamLog, stream_key
from project.kernel.db import TenantRef
from project.kernel.redis import open_redis


def write_one(log: StreamLog, tenant: TenantRef) -> LiveStream:
    """Begin a stream that is not over."""
    message, live = uuid4(), LiveStream()
    log.write(stream_key(tenant, message), message, live, stop=lambda: None)
    return live


async def test_a_log_ends_although_a_client_swallows_the_cancellation(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute, is_under_way = Pipeline.execute, asyncio.Event()

    async def swallow(self: Pipeline, *arguments: Any, **options: Any) -> Any:
        is_under_way.set()
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(0.05)
        return await execute(self, *arguments, **options)

    monkeypatch.setattr(Pipeline, "execute", swallow)
    log = StreamLog(open_redis())
    write_one(log, tenant)
    await is_under_way.wait()
    async with asyncio.timeout(2):
        await log.close()


async def test_what_was_written_last_is_in_redis_when_the_process_has_left(tenant: TenantRef) -> None:
    log, reader = StreamLog(open_redis()), StreamLog(open_redis())
    message, live = uuid4(), LiveStream()
    key = stream_key(tenant, message)
    log.write(key, message, live, stop=lambda: None)
    live.publish('{"type":"done"}')
    live.close()
    await log.close()
    assert [frame.text for frame in await reader.kept(key, 0)] == ['{"type":"done"}']
    await reader.close()
