"""The gateway stands for a cluster that fails in every way a cluster can."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import httpx2
import pytest
from huggingface_hub import AsyncInferenceClient

from chat.llm import transport
from chat.llm.errors import (
    EndpointFailed,
    FailureKind,
    Interrupted,
    ModelBusy,
    ModelUnavailable,
    PromptRejected,
)
from chat.llm.gateway import Cluster, ClusterGateway
from chat.llm.registry import model_entry
from chat.llm.types import Delta, Finished, FinishReason, GatewaySettings, GenerationRequest, Limits, Message
from tests.fakes.tgi import FakeTgi, Mode, fake_cluster

TENANT = UUID(int=1)
QUICK = GatewaySettings(
    limits=Limits(first_token_seconds=1.0, inter_token_seconds=1.0, total_seconds=3.0), queue_seconds=5.0
)
BEFORE_FIRST_TOKEN = [Mode.BUSY, Mode.BROKEN, Mode.HANG, Mode.GARBAGE, Mode.ERROR_EVENT]
AFTER_FIRST_TOKEN = [Mode.RESET, Mode.CLEAN_CUT, Mode.STALL, Mode.GARBAGE_LATER]


@pytest.fixture(autouse=True)
async def _pool() -> AsyncIterator[None]:
    yield
    await transport.close_pool()


def gateway(
    *servers: FakeTgi, settings: GatewaySettings = QUICK, fallback: FakeTgi | None = None
) -> ClusterGateway:
    primary = Cluster(model=model_entry("generic"), urls=tuple(server.url for server in servers))
    other = Cluster(model=model_entry("other"), urls=(fallback.url,)) if fallback else None
    return ClusterGateway(primary, fallback=other, settings=settings)


def request(tenant: UUID = TENANT) -> GenerationRequest:
    return GenerationRequest(
        tenant=tenant, messages=(Message(role="user", content="Leave?"),), max_tokens=500
    )


async def ask(cluster: ClusterGateway, tenant: UUID = TENANT) -> tuple[str, Finished]:
    text, finished = "", None
    async with cluster.stream(request(tenant)) as pieces:
        async for piece in pieces:
            match piece:
                case Delta():
                    text += piece.text
                case Finished():
                    finished = piece
    assert finished is not None
    return text, finished


async def test_a_text_comes_whole_with_its_usage() -> None:
    async with fake_cluster(FakeTgi()) as (server,):
        text, finished = await ask(gateway(server))
    assert text == server.text
    assert finished.usage.completion_tokens == 6
    assert finished.reason is FinishReason.STOP


async def test_a_text_cut_at_its_length_says_so() -> None:
    async with fake_cluster(FakeTgi(mode=Mode.LENGTH)) as (server,):
        _, finished = await ask(gateway(server))
    assert finished.reason is FinishReason.LENGTH


@pytest.mark.parametrize("mode", BEFORE_FIRST_TOKEN)
async def test_another_endpoint_answers_when_one_fails_before_its_first_token(mode: Mode) -> None:
    async with fake_cluster(FakeTgi(mode=mode), FakeTgi()) as (bad, good):
        text, finished = await ask(gateway(bad, good))
    assert (text, finished.attempts, finished.endpoint) == (good.text, 2, good.url)


async def test_a_refused_connection_costs_little() -> None:
    async with fake_cluster(FakeTgi(), FakeTgi()) as (bad, good):
        cluster = gateway(bad, good)
        await bad.stop()
        begun_at = time.monotonic()
        _, finished = await ask(cluster)
    assert finished.attempts == 2
    assert time.monotonic() - begun_at < QUICK.limits.first_token_seconds


@pytest.mark.parametrize("mode", AFTER_FIRST_TOKEN)
async def test_a_break_after_the_first_token_is_an_interruption_and_no_retry(mode: Mode) -> None:
    async with fake_cluster(FakeTgi(mode=mode), FakeTgi(mode=mode)) as servers:
        with pytest.raises(Interrupted):
            await ask(gateway(*servers))
        assert sum(len(server.received) for server in servers) == 1


async def test_a_trickle_ends_with_the_time_for_all() -> None:
    slow = FakeTgi(mode=Mode.TRICKLE, text="word " * 200)
    async with fake_cluster(slow):
        begun_at = time.monotonic()
        with pytest.raises(Interrupted):
            await ask(gateway(slow))
    assert time.monotonic() - begun_at > 2.9


async def test_the_time_for_all_is_one_for_every_server_that_is_tried() -> None:
    limits = Limits(first_token_seconds=1.0, inter_token_seconds=1.0, total_seconds=1.8)
    async with fake_cluster(*(FakeTgi(mode=Mode.HANG) for _ in range(4))) as servers:
        begun_at = time.monotonic()
        with pytest.raises(ModelUnavailable):
            await ask(gateway(*servers, settings=GatewaySettings(limits=limits)))
        assert sum(len(server.received) for server in servers) == 2
    assert 1.7 < time.monotonic() - begun_at < 3.5  # four of them would take four seconds


async def test_the_wait_for_the_headers_counts_as_wait_for_the_first_token() -> None:
    async with fake_cluster(FakeTgi(headers_seconds=0.7, first_token_seconds=0.7)) as (slow,):
        begun_at = time.monotonic()
        with pytest.raises(ModelUnavailable):
            await ask(gateway(slow))
    assert 0.9 < time.monotonic() - begun_at < 1.3


async def test_a_trial_that_ends_in_a_surprise_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async def surprise(*_: object, **__: object) -> None:
        raise RuntimeError("not foreseen")

    cluster = gateway(FakeTgi())
    (endpoint,) = cluster.endpoints
    endpoint.breaker.fail(EndpointFailed(FailureKind.REFUSED))
    await asyncio.sleep(QUICK.breaker_seconds)
    monkeypatch.setattr(AsyncInferenceClient, "chat_completion", surprise)
    with pytest.raises(RuntimeError):
        await ask(cluster)
    assert endpoint.is_available


async def test_all_endpoints_down_is_known_at_once() -> None:
    async with fake_cluster(FakeTgi(), FakeTgi()) as servers:
        cluster = gateway(*servers)
        for server in servers:
            await server.stop()
        begun_at = time.monotonic()
        with pytest.raises(ModelUnavailable):
            await ask(cluster)
    assert time.monotonic() - begun_at < QUICK.limits.first_token_seconds


async def test_the_fallback_model_answers_and_is_named() -> None:
    async with fake_cluster(FakeTgi(mode=Mode.BROKEN), FakeTgi()) as (bad, other):
        text, finished = await ask(gateway(bad, fallback=other))
    assert (text, finished.model) == (other.text, "other")


async def test_a_rejected_prompt_is_not_sent_elsewhere() -> None:
    async with fake_cluster(FakeTgi(mode=Mode.REJECTING), FakeTgi()) as (bad, good):
        with pytest.raises(PromptRejected):
            await ask(gateway(bad, good))
        assert not good.received


async def test_a_model_that_only_phrases_cannot_stand_in_for_one_that_writes() -> None:
    with pytest.raises(ValueError, match="only phrases"):
        ClusterGateway(
            Cluster(model=model_entry("generic"), urls=("http://a",)),
            fallback=Cluster(model=model_entry("smollm2-135m"), urls=("http://b",)),
        )


async def test_leaving_the_block_stops_the_server() -> None:
    server = FakeTgi(text="word " * 400, token_seconds=0.02)
    async with fake_cluster(server):
        async with gateway(server).stream(request()) as pieces:
            await anext(pieces)
        left_at = time.monotonic()
        await asyncio.sleep(0.2)
        cancelled_at = server.received[0].cancelled_at
    assert cancelled_at is not None
    assert cancelled_at - left_at < 0.5


async def test_cancelling_the_task_stops_the_server() -> None:
    server = FakeTgi(text="word " * 400, token_seconds=0.02)
    async with fake_cluster(server):
        task = asyncio.create_task(ask(gateway(server)))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.wait({task})
        await asyncio.sleep(0.2)
        assert server.received[0].cancelled_at is not None


async def test_requests_go_where_least_is_outstanding() -> None:
    async with fake_cluster(FakeTgi(token_seconds=0.02), FakeTgi(token_seconds=0.02)) as servers:
        cluster = gateway(*servers)
        await asyncio.gather(*(ask(cluster) for _ in range(6)))
        assert [len(server.received) for server in servers] == [3, 3]


async def test_a_failing_endpoint_is_left_alone_after_a_few_failures() -> None:
    async with fake_cluster(FakeTgi(mode=Mode.BROKEN), FakeTgi()) as (bad, good):
        cluster = gateway(bad, good)
        for _ in range(20):
            await ask(cluster)
        assert len(bad.received) == 2
        assert len(good.received) == 20


async def test_retries_stay_within_their_budget() -> None:
    settings = GatewaySettings(limits=QUICK.limits, retry_reserve=2, breaker_failures=1000)
    async with fake_cluster(FakeTgi(mode=Mode.BROKEN), FakeTgi(mode=Mode.BROKEN)) as servers:
        cluster = gateway(*servers, settings=settings)
        for _ in range(100):
            with pytest.raises(ModelUnavailable):
                await ask(cluster)
        assert sum(len(server.received) for server in servers) <= 112


async def test_a_tenant_with_many_requests_does_not_keep_another_waiting() -> None:
    busy, other = UUID(int=1), UUID(int=2)
    settings = GatewaySettings(limits=Limits(), concurrency_per_endpoint=2)
    async with fake_cluster(FakeTgi(token_seconds=0.01)) as (server,):
        cluster = gateway(server, settings=settings)
        crowd = [asyncio.create_task(ask(cluster, busy)) for _ in range(10)]
        await asyncio.sleep(0.02)
        await ask(cluster, other)
        assert sum(task.done() for task in crowd) <= 2
        await asyncio.gather(*crowd)


async def test_a_turn_that_does_not_come_in_time_is_named() -> None:
    settings = GatewaySettings(limits=Limits(), concurrency_per_endpoint=1, queue_seconds=0.05)
    async with fake_cluster(FakeTgi(token_seconds=0.05)) as (server,):
        cluster = gateway(server, settings=settings)
        first = asyncio.create_task(ask(cluster))
        await asyncio.sleep(0.02)
        with pytest.raises(ModelBusy):
            await ask(cluster, UUID(int=2))
        await first


async def test_a_probe_finds_an_endpoint_again_that_came_back() -> None:
    async with fake_cluster(FakeTgi(is_healthy=False)) as (server,):
        cluster = gateway(server)
        assert await cluster.probe() == (False,)
        with pytest.raises(ModelUnavailable):
            await ask(cluster)
        server.is_healthy = True
        assert await cluster.probe() == (True,)
        await ask(cluster)


async def test_a_host_that_swallows_packets_is_left_alone_after_a_few_not_after_one_that_was_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def swallow(*_: object) -> None:
        raise httpx2.ConnectTimeout("no answer")

    monkeypatch.setattr(transport.SharedTransport, "handle_async_request", swallow)
    cluster, was_tried = gateway(FakeTgi(port=1)), list[bool]()
    for _ in range(QUICK.breaker_failures + 1):
        with pytest.raises(ModelUnavailable) as failed:
            await ask(cluster)
        was_tried.append(failed.value.__cause__ is not None)
    assert was_tried == [True, True, False]
    assert transport.CONNECT_SECONDS <= 0.3


def test_a_prompt_must_fit_the_smaller_of_two_models() -> None:
    small = replace(model_entry("other"), context_tokens=2_048)
    primary = Cluster(model=model_entry("generic"), urls=("http://a",))
    cluster = ClusterGateway(primary, fallback=Cluster(model=small, urls=("http://b",)))
    assert (cluster.model.id, cluster.model.context_tokens) == ("generic", 2_048)


async def test_the_places_of_dead_servers_and_of_an_idle_fallback_do_not_count() -> None:
    settings = GatewaySettings(limits=Limits(), concurrency_per_endpoint=2, queue_seconds=0.05)
    async with fake_cluster(FakeTgi(token_seconds=0.05), FakeTgi(is_healthy=False), FakeTgi()) as servers:
        alive, dead, fallback = servers
        cluster = gateway(alive, dead, settings=settings, fallback=fallback)
        await cluster.probe()
        crowd = [asyncio.create_task(ask(cluster, UUID(int=number))) for number in range(3)]
        ended = await asyncio.gather(*crowd, return_exceptions=True)
    assert [type(one) for one in ended if isinstance(one, Exception)] == [ModelBusy]
