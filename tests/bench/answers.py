"""Measure what an answer costs beyond the model: `python -m tests.bench.answers` prints JSON."""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from chat.answering.answerer import Answerer, Answering
from chat.answering.reader import Reader
from chat.answering.types import Question, ReaderSettings
from chat.guardrails.patterns import PatternGuard
from chat.llm import transport
from chat.llm.gateway import Cluster, ClusterGateway
from chat.llm.registry import model_entry
from chat.llm.types import GenerationRequest, Message
from chat.types import Token
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Embedder
from documents.lexical.lexicon import Lexicon
from documents.types import Passage, SearchResult
from project.embedded.models import models_dir
from tests.factories.passages import passage
from tests.fakes.tgi import FakeTgi, fake_cluster

TENANT = UUID(int=1)
TOKENS = 2_000
RUNS = 20
TEXT = (
    "Hotels are paid up to {limit} pounds per night in city number {number}. Above that the manager must approve the "
    "booking first. Breakfast is included where the hotel offers it. Receipts are kept for ten years. The travel "
    "team books for groups of more than {number} people. Cancellations cost nothing until the day before arrival."
)
PASSAGES = tuple(passage(TEXT.format(limit=100 + n, number=n), f"Travel to city {n}") for n in range(10))
QUESTION = "How much is paid for a hotel per night?"


async def main() -> None:
    """Measure and print."""
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir(), 1)
    figures = {
        "gateway_token_us": await gateway_token_us(),
        "gateway_first_token_ms": await gateway_first_token_ms(),
        "reader_cold_ms": reader_ms(embedder),
        "first_token_quote_warm_ms": await first_token_ms(embedder, "smollm2-135m"),
        "first_token_generate_ms": await first_token_ms(embedder, "generic"),
        "passages_only_all_down_ms": await all_down_ms(embedder),
        "server_sees_stop_ms": await stop_ms(),
    }
    await transport.close_pool()
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}, indent=2))


async def gateway_token_us() -> float:
    """Give the time of a token through the client, read from a server that does not wait."""
    async with fake_cluster(FakeTgi(text="word " * TOKENS)) as (server,):
        begun_at = time.perf_counter()
        await _drain(_gateway(server.url))
        return (time.perf_counter() - begun_at) / TOKENS * 1e6


async def gateway_first_token_ms() -> float:
    """Give the median time to the first token of a server that does not wait."""
    async with fake_cluster(FakeTgi()) as (server,):
        gateway = _gateway(server.url)
        return await _median_ms(lambda: _first(gateway))


def reader_ms(embedder: Embedder) -> float:
    """Give the time to read ten passages that were never read before."""
    reader = Reader(embedder, Lexicon(), ReaderSettings())
    begun_at = time.perf_counter()
    reader.read(QUESTION, PASSAGES)
    return (time.perf_counter() - begun_at) * 1000


async def first_token_ms(embedder: Embedder, model: str) -> float:
    """Give the median time from the question to the first token, with a search and a model that do not wait."""
    async with fake_cluster(FakeTgi()) as (server,):
        answerer = _answerer(_gateway(server.url, model), embedder)
        return await _median_ms(lambda: _first_token(_answering(answerer)))


async def all_down_ms(embedder: Embedder) -> float:
    """Give the median time to the passages when no endpoint can be reached."""
    async with fake_cluster(FakeTgi()) as (server,):
        await server.stop()
        return await _median_ms(
            lambda: _all(_answering(_answerer(_gateway(server.url, "generic"), embedder)))
        )


async def stop_ms() -> float:
    """Give the time from stopping an answer until the server sees its stream closed."""
    server = FakeTgi(text="word " * TOKENS, token_seconds=0.005)
    async with fake_cluster(server):
        async with _gateway(server.url).stream(_request()) as pieces:
            await anext(pieces)
            left_at = time.monotonic()
        await asyncio.sleep(0.5)
        cancelled_at = server.received[0].cancelled_at
        return ((cancelled_at or float("nan")) - left_at) * 1000


def _gateway(url: str, model: str = "generic") -> ClusterGateway:
    return ClusterGateway(Cluster(model=model_entry(model), urls=(url,)))


def _answerer(gateway: ClusterGateway, embedder: Embedder) -> Answerer:
    return Answerer(gateway=gateway, embedder=embedder, lexicon=Lexicon(), guard=PatternGuard())


def _answering(answerer: Answerer) -> Answering:
    question = Question(id="c1", conversation=TENANT, tenant=TENANT, text=QUESTION)
    return answerer.answer(question, retrieve=_retrieve)


def _request() -> GenerationRequest:
    message = Message(role="user", content=QUESTION)
    return GenerationRequest(tenant=TENANT, messages=(message,), max_tokens=TOKENS)


async def _retrieve(question: str) -> SearchResult:
    passages: tuple[Passage, ...] = PASSAGES if question else ()
    return SearchResult(query_id=TENANT, passages=passages, index_version=1)


async def _drain(gateway: ClusterGateway) -> None:
    async with gateway.stream(_request()) as pieces:
        async for _ in pieces:
            pass


async def _first(gateway: ClusterGateway) -> None:
    async with gateway.stream(_request()) as pieces:
        await anext(pieces)


async def _first_token(answering: Answering) -> None:
    async for event in answering.events():
        if isinstance(event, Token):
            return


async def _all(answering: Answering) -> None:
    async for _ in answering.events():
        pass


async def _median_ms(action: Callable[[], Awaitable[None]]) -> float:
    times_ms: list[float] = []
    for _ in range(RUNS):
        begun_at = time.perf_counter()
        await action()
        times_ms.append((time.perf_counter() - begun_at) * 1000)
    return statistics.median(times_ms)


if __name__ == "__main__":
    asyncio.run(main())
