"""Ask one model server."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx2
from huggingface_hub import AsyncInferenceClient

from chat.llm.breaker import Breaker
from chat.llm.errors import EndpointFailed, FailureKind
from chat.llm.failures import failures_named
from chat.llm.registry import ModelEntry
from chat.llm.transport import shared_client
from chat.llm.types import Delta, Finished, FinishReason, GenerationRequest, Limits, Piece
from chat.types import Usage
from project.kernel.figures import count_model_call

_USAGE_SECONDS = 1.0
# Neither UTF-8 nor PostgreSQL can say these; a model's JSON can, byte by byte of an emoji.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Endpoint:
    """Stand for one server: its address, its load and whether it can be relied on."""

    def __init__(self, *, url: str, model: ModelEntry, breaker: Breaker, limits: Limits) -> None:
        """Begin as one that is thought to work."""
        self.url = url.rstrip("/").removesuffix("/v1")
        self.model = model
        self.breaker = breaker
        self.outstanding = 0
        self.is_healthy = True
        self._limits = limits

    @property
    def is_available(self) -> bool:
        """Whether a request may be sent to it now."""
        return self.is_healthy and self.breaker.admits

    async def generate(self, request: GenerationRequest) -> AsyncGenerator[Piece]:
        """Yield what the server writes, closed by `Finished`; raise `EndpointFailed` for anything else.

        Close the iterator to make the server stop: its stream is closed with it.
        """
        begun_at = time.monotonic()
        is_trial = self.breaker.begin()
        self.outstanding += 1
        try:
            async with self._chunks(request) as chunks:
                reader = _StreamReader(chunks, self._limits, begun_at, self._ends_at(request))
                async for piece in reader.pieces():
                    yield piece
            self.breaker.succeed()
            count_model_call(self.url, "ok")
        except EndpointFailed as failure:
            count_model_call(self.url, failure.kind)
            if failure.kind is not FailureKind.REJECTED:
                self.breaker.fail(failure)
            raise
        finally:
            # Whatever else ended it, its trial is over: an endpoint that goes on being tried is never asked again.
            self.breaker.abandon(is_trial=is_trial)
            self.outstanding -= 1

    async def probe(self, timeout_seconds: float) -> bool:
        """Ask for its health; one that has no such page, but answers, is healthy."""
        try:
            async with asyncio.timeout(timeout_seconds), shared_client() as client:
                response = await client.get(f"{self.url}/health")
        except (httpx2.HTTPError, OSError, TimeoutError):
            self.is_healthy = False
        else:
            self.is_healthy = response.status_code < 500
        return self.is_healthy

    def _ends_at(self, request: GenerationRequest) -> float:
        return request.begun_at + self._limits.total_seconds

    @asynccontextmanager
    async def _chunks(self, request: GenerationRequest) -> AsyncIterator[AsyncIterator[Any]]:
        client = AsyncInferenceClient(base_url=self.url)
        patience_seconds = min(self._limits.first_token_seconds, self._ends_at(request) - time.monotonic())
        try:
            with failures_named():
                async with asyncio.timeout(patience_seconds):
                    stream = await client.chat_completion(
                        messages=[
                            {"role": message.role, "content": message.content} for message in request.messages
                        ],
                        model=self.model.served_as,
                        max_tokens=request.max_tokens,
                        temperature=request.temperature,
                        stop=list(request.stop) or None,
                        stream=True,
                        extra_body={"stream_options": {"include_usage": True}},
                    )
            yield aiter(cast("AsyncIterable[Any]", stream))
        finally:
            await client.close()  # type: ignore[no-untyped-call] # closes the stream: the server stops


class _StreamReader:
    """Read one stream within its deadlines; that of the first token counts from when the request was sent."""

    def __init__(self, chunks: AsyncIterator[Any], limits: Limits, begun_at: float, ends_at: float) -> None:
        self._chunks = chunks
        self._limits = limits
        self._begun_at = begun_at
        self._ends_at = ends_at
        self._first_token_ms = 0.0
        self._reason: FinishReason | None = None
        self._usage = Usage()
        self._model = ""

    async def pieces(self) -> AsyncIterator[Piece]:
        while (chunk := await self._next()) is not None:
            with failures_named():
                text = self._read(chunk)
            if text:
                self._first_token_ms = self._first_token_ms or (time.monotonic() - self._begun_at) * 1000
                yield Delta(text=text)
        if self._reason is None:
            raise EndpointFailed(FailureKind.CUT, "the stream ended without a finish reason")
        yield Finished(
            reason=self._reason, usage=self._usage, model=self._model, first_token_ms=self._first_token_ms
        )

    async def _next(self) -> Any:
        try:
            with failures_named():
                async with asyncio.timeout(self._patience_seconds()):
                    return await anext(self._chunks, None)
        except EndpointFailed:
            if self._reason is None:
                raise
            return None  # only the usage was still missing

    def _patience_seconds(self) -> float:
        if self._reason is not None:
            return _USAGE_SECONDS
        now = time.monotonic()
        if self._first_token_ms:
            return min(self._limits.inter_token_seconds, self._ends_at - now)
        return min(self._begun_at + self._limits.first_token_seconds, self._ends_at) - now

    def _read(self, chunk: Any) -> str:
        if chunk.usage is not None:
            self._usage = Usage(
                prompt_tokens=chunk.usage.prompt_tokens, completion_tokens=chunk.usage.completion_tokens
            )
        self._model = chunk.model or self._model
        if not chunk.choices:
            return ""
        choice = chunk.choices[0]
        if choice.finish_reason is not None:
            is_cut = choice.finish_reason == "length"
            self._reason = FinishReason.LENGTH if is_cut else FinishReason.STOP
        text = choice.delta.content or ""
        if not isinstance(text, str):
            raise TypeError(f"content is {type(text).__name__}")
        return _UNSTORABLE.sub("\ufffd", text)
