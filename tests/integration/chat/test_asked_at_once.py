"""Of those who ask the same at once and see the same, one has the answer made, and the others wait for it."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from chat.wiring.flights import Flights
from project.kernel.db import TenantRef, in_thread, tenant_scope
from project.kernel.redis import open_redis
from tenants.types import Actor
from tests.factories.sockets import Socket
from tests.fakes.tgi import FakeTgi
from tests.integration.chat.asking import TEXT, Asks, upload
from tests.integration.chat.conftest import Opens, until


async def waiting(writer: FakeTgi, opens: Opens, who: Actor) -> tuple[Socket, dict[str, Any]]:
    """Have somebody ask, and return once the model writes."""
    socket = await opens(who)
    started = await socket.ask("How many weeks of parental leave do parents receive?")
    await until(lambda: bool(writer.received), seconds=10)
    return socket, started


async def test_ten_who_ask_the_same_at_once_have_it_made_once(
    asks: Asks, writer: FakeTgi, ben: Actor, cleo: Actor
) -> None:
    writer.first_token_seconds = 1.0
    told = await asyncio.gather(*(asks(who) for who in [ben, cleo] * 5))
    assert len(writer.received) == 1
    assert {one["answer"] for one in told} == {told[0]["answer"]}
    assert sorted(bool(one["cached"]) for one in told) == [False] + [True] * 9


async def test_who_sees_other_documents_does_not_wait_for_an_answer_of_others(
    asks: Asks, opens: Opens, writer: FakeTgi, ada: Actor, ben: Actor, cleo: Actor
) -> None:
    await in_thread(lambda: upload(ada, TEXT, readers="engineering", external_id="other"))
    writer.first_token_seconds = 2.5
    await waiting(writer, opens, cleo)
    second = asyncio.ensure_future(asks(ben))
    await until(lambda: len(writer.received) == 2, seconds=2.0)
    assert (await second)["cached"] is None


async def test_once_the_first_is_stopped_who_waits_is_answered_for_itself(
    asks: Asks, opens: Opens, writer: FakeTgi, ben: Actor, cleo: Actor
) -> None:
    writer.first_token_seconds = 1.0
    socket, started = await waiting(writer, opens, cleo)
    second = asyncio.ensure_future(asks(ben))
    await asyncio.sleep(0.3)
    assert len(writer.received) == 1
    await socket.send(type="stop", message=started["message"])
    told = await second
    assert (told["cached"], told["outcome"], len(writer.received)) == (None, "answered", 2)


async def test_once_the_first_is_stopped_one_of_those_who_wait_has_it_made_for_the_others(
    asks: Asks, opens: Opens, writer: FakeTgi, ben: Actor, cleo: Actor
) -> None:
    writer.first_token_seconds = 1.0
    socket, started = await waiting(writer, opens, cleo)
    others = [asyncio.ensure_future(asks(who)) for who in [ben, cleo] * 3]
    await asyncio.sleep(0.5)
    await socket.send(type="stop", message=started["message"])
    told = await asyncio.gather(*others)
    assert len(writer.received) == 2
    assert sorted(bool(one["cached"]) for one in told) == [False] + [True] * 5


@pytest.mark.parametrize("bounds", [{"filter": {"not": {"chunk.page": 9}}}, {"as_of": ""}])
async def test_nobody_waits_for_what_is_answered_anew_each_time(
    asks: Asks, writer: FakeTgi, ben: Actor, cleo: Actor, bounds: dict[str, Any]
) -> None:
    if "as_of" in bounds:
        bounds = {"as_of": datetime.now(UTC).isoformat()}
    writer.first_token_seconds = 1.0
    told = await asyncio.gather(*(asks(who, **bounds) for who in (ben, cleo)))
    assert ([one["cached"] for one in told], len(writer.received)) == ([None, None], 2)


async def test_nobody_waits_longer_than_is_set(
    asks: Asks, opens: Opens, writer: FakeTgi, ben: Actor, cleo: Actor, settings: Settings
) -> None:
    settings.ANSWER_CACHE_WAIT_SECONDS = 0.2
    writer.first_token_seconds = 3.0
    await waiting(writer, opens, cleo)
    writer.first_token_seconds = 0.0
    told = await asks(ben)
    assert (told["cached"], told["outcome"], len(writer.received)) == (None, "answered", 2)


def at_work(tenant: TenantRef) -> int:
    """Count the other connections that do something or hold a transaction."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        [(count,)] = cursor.fetchall()
        return int(count)


async def test_who_waits_holds_no_connection_to_the_database(
    asks: Asks, opens: Opens, writer: FakeTgi, ben: Actor, cleo: Actor
) -> None:
    writer.first_token_seconds = 1.5
    await waiting(writer, opens, cleo)
    second = asyncio.ensure_future(asks(ben))
    await asyncio.sleep(0.7)
    assert await in_thread(at_work, ben.tenant) == 0
    assert (await second)["cached"]


async def test_processes_know_of_each_others_answers(process: None) -> None:
    here, there = Flights(open_redis()), Flights(open_redis())
    try:
        mine = await here.begin("t:flight:1")
        assert mine is not None
        assert await there.begin("t:flight:1") is None
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await there.landed("t:flight:1")
        mine.land()
        async with asyncio.timeout(2):
            await there.landed("t:flight:1")
    finally:
        await here.close()
        await there.close()
