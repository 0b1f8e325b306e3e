"""Ask the cluster: pick an endpoint, retry before the first token, fall back, and stop when told."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from chat.llm import transport
from chat.llm.breaker import Breaker
from chat.llm.budget import RetryBudget
from chat.llm.endpoint import Endpoint
from chat.llm.errors import EndpointFailed, FailureKind, Interrupted, ModelUnavailable, PromptRejected
from chat.llm.fairness import FairShare
from chat.llm.registry import ModelEntry, with_context
from chat.llm.types import Finished, GatewaySettings, GenerationRequest, Piece


class Gateway(Protocol):
    """Write with a language model."""

    @property
    def model(self) -> ModelEntry:
        """Describe the model that is asked first."""
        ...

    def stream(self, request: GenerationRequest) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        """Open a generation, closed by `Finished`; leaving the block stops the model server."""
        ...


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Name the servers of one model."""

    model: ModelEntry
    urls: tuple[str, ...]


class ClusterGateway:
    """Speak to one cluster, and to another where the first fails."""

    def __init__(
        self, primary: Cluster, *, fallback: Cluster | None = None, settings: GatewaySettings | None = None
    ) -> None:
        """Refuse a fallback that may not be trusted with what the first model is asked."""
        if fallback and fallback.model.mode == "quote" and primary.model.mode == "generate":
            raise ValueError(f"{fallback.model.id} only phrases: it cannot stand in for a model that writes")
        transport.install()
        # A prompt is filled once, and must fit whichever model answers.
        least_tokens = min(model.context_tokens for model in (primary.model, (fallback or primary).model))
        is_least = primary.model.context_tokens == least_tokens
        self.model = primary.model if is_least else with_context(primary.model, least_tokens)
        self._settings = settings or GatewaySettings()
        clusters = [primary, *([fallback] if fallback else [])]
        self._tiers = tuple(tuple(self._endpoints(cluster)) for cluster in clusters)
        self._fair_share = FairShare(limit=1, tenant_limit=1, queue_seconds=self._settings.queue_seconds)
        self._budget = RetryBudget(ratio=self._settings.retry_ratio, reserve=self._settings.retry_reserve)
        self._watcher: asyncio.Task[None] | None = None

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """List all servers, those of the fallback last."""
        return tuple(endpoint for tier in self._tiers for endpoint in tier)

    @asynccontextmanager
    async def stream(self, request: GenerationRequest) -> AsyncIterator[AsyncIterator[Piece]]:
        """Open a generation; leaving the block stops the model server.

        Raise `ModelUnavailable` when no endpoint could begin, `Interrupted` when it broke off after its first
        token, `PromptRejected` when the prompt is not accepted.
        """
        self._watch()
        if not any(endpoint.is_available for endpoint in self.endpoints):
            raise ModelUnavailable
        self._share_out()
        async with self._fair_share.place(request.tenant), aclosing(self._pieces(request)) as pieces:
            yield pieces

    async def probe(self) -> tuple[bool, ...]:
        """Ask every endpoint for its health, and give it in their order."""
        seconds = self._settings.probe_timeout_seconds
        return tuple(await asyncio.gather(*(endpoint.probe(seconds) for endpoint in self.endpoints)))

    async def aclose(self) -> None:
        """Stop watching the endpoints."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
            self._watcher = None

    def _endpoints(self, cluster: Cluster) -> Iterator[Endpoint]:
        for url in cluster.urls:
            breaker = Breaker(
                failures=self._settings.breaker_failures,
                cooldown_seconds=self._settings.breaker_seconds,
                longest_seconds=self._settings.breaker_longest_seconds,
            )
            yield Endpoint(url=url, model=cluster.model, breaker=breaker, limits=self._settings.limits)

    async def _pieces(self, request: GenerationRequest) -> AsyncGenerator[Piece]:
        self._budget.deposit()
        failures: list[EndpointFailed] = []
        tried: set[Endpoint] = set()
        ends_at = request.begun_at + self._settings.limits.total_seconds
        while time.monotonic() < ends_at and (endpoint := self._next(tried)) is not None:
            tried.add(endpoint)
            has_begun = False
            try:
                async with aclosing(endpoint.generate(request)) as pieces:
                    async for piece in pieces:
                        has_begun = True
                        yield _signed(piece, endpoint, attempts=len(tried))
            except EndpointFailed as failure:
                failures.append(_kept(failure, has_begun=has_begun))
            else:
                return
            if not self._budget.withdraw():
                break
        raise ModelUnavailable from (failures[-1] if failures else None)

    def _next(self, tried: set[Endpoint]) -> Endpoint | None:
        for tier in self._tiers:
            available = [endpoint for endpoint in tier if endpoint.is_available and endpoint not in tried]
            if available:
                return _least_loaded(available)
        return None

    def _share_out(self) -> None:
        """Count the places of the servers that would be asked: neither dead ones nor an idle fallback's."""
        working = (sum(endpoint.is_available for endpoint in tier) for tier in self._tiers)
        places = self._settings.concurrency_per_endpoint * next(filter(None, working), 1)
        tenant_limit = max(1, int(places * self._settings.tenant_share))
        self._fair_share.resize(limit=places, tenant_limit=tenant_limit)

    def _watch(self) -> None:
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.get_running_loop().create_task(self._probe_on())

    async def _probe_on(self) -> None:
        while True:
            await asyncio.sleep(self._settings.probe_seconds)
            await self.probe()


def _least_loaded(endpoints: Sequence[Endpoint]) -> Endpoint:
    return min(endpoints, key=lambda endpoint: endpoint.outstanding)


def _signed(piece: Piece, endpoint: Endpoint, *, attempts: int) -> Piece:
    if not isinstance(piece, Finished):
        return piece
    return replace(piece, model=endpoint.model.id, endpoint=endpoint.url, attempts=attempts)


def _kept(failure: EndpointFailed, *, has_begun: bool) -> EndpointFailed:
    if has_begun:
        raise Interrupted from failure
    if failure.kind is FailureKind.REJECTED:
        raise PromptRejected from failure
    return failure
