"""Speak OpenAI's chat API: the answers come from the tenant's documents, with their citations beside them."""

import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.actions.answers import HISTORY_TURNS
from chat.answering.types import Turn
from chat.api.answers import STREAM_HEADERS, read
from chat.api.completion_shapes import (
    CompletionRequestShape,
    CompletionShape,
    EmbeddingRequestShape,
    EmbeddingsShape,
    ModelListShape,
)
from chat.protocol import Ask
from chat.protocol.client import QUESTION_LIMIT_CHARACTERS
from chat.protocol.server import encode_cached, encode_citation, encode_curated
from chat.streams import Frame
from chat.types import ANSWER_LENGTH
from chat.wiring import Answer, Stream, answer_now, begin_stream, embed, installed_model
from project.kernel.errors import FieldError, Invalid
from tenants.api.base import Requires, TenantView
from tenants.passes import pass_of_request
from tenants.types import Scope

Json = dict[str, Any]
# What is ours beside what clients of this API know.
_BESIDE = ("citations", "cached", "curated", "meant_as_of")
_DONE = "data: [DONE]\n\n"


class ModelsView(TenantView):
    """The models that may be named."""

    requires: ClassVar = {"get": Requires(Scope.CHAT)}
    takes: ClassVar = "anything"

    @extend_schema(operation_id="openai_models_list", responses=ModelListShape)
    def get(self, request: Request) -> Response:
        """List the installation's one model."""
        model = {"id": installed_model().id, "object": "model", "created": 0, "owned_by": "raglan"}
        return Response({"object": "list", "data": [model]})


class CompletionsView(TenantView):
    """Chat as OpenAI's clients do."""

    requires: ClassVar = {"post": Requires(Scope.CHAT)}
    takes: ClassVar = "anything"

    @extend_schema(
        operation_id="openai_chat_completions",
        request=CompletionRequestShape,
        responses={
            200: CompletionShape,
            (200, "text/event-stream"): OpenApiResponse(
                OpenApiTypes.STR, description="With `stream`: OpenAI's chunks, and `[DONE]` at the end."
            ),
        },
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Answer the last message of the user's, read together with those before it."""
        asked = read(CompletionRequestShape, request.data)
        held = pass_of_request(request=request._request, actor=self.actor)
        question, history = _question(asked["messages"])
        bounds = {
            "collections": tuple(asked["collections"]),
            "filter": asked["filter"],
            "as_of": asked["as_of"],
        }
        ask = Ask(id="openai", question=question, fresh=asked["fresh"], **bounds)
        if asked["stream"]:
            return _event_stream(begin_stream(held=held, ask=ask, history=history))
        return Response(_completion(answer_now(held=held, ask=ask, history=history)))


class EmbeddingsView(TenantView):
    """Embed texts with the installation's embedder."""

    requires: ClassVar = {"post": Requires(Scope.SEARCH)}
    takes: ClassVar = "anything"

    @extend_schema(operation_id="openai_embeddings", request=EmbeddingRequestShape, responses=EmbeddingsShape)
    def post(self, request: Request) -> Response:
        """Return a vector of unit length for each text."""
        texts = read(EmbeddingRequestShape, request.data)["input"]
        embedded = embed(texts)
        rows = [
            {"object": "embedding", "index": number, "embedding": vector}
            for number, vector in enumerate(embedded.vectors)
        ]
        usage = {"prompt_tokens": embedded.tokens, "total_tokens": embedded.tokens}
        return Response({"object": "list", "model": embedded.model, "data": rows, "usage": usage})


def _question(messages: Sequence[Mapping[str, str | None]]) -> tuple[str, tuple[Turn, ...]]:
    """Return what the user said last and the exchanges before it; raise Invalid unless the user spoke last."""
    spoken = _spoken(messages)
    if not spoken or spoken[-1][0] != "user":
        raise _refused("The last message must be the user's, with a text.")
    question = spoken[-1][1]
    if len(question) > QUESTION_LIMIT_CHARACTERS:
        raise _refused(f"The last message must be of at most {QUESTION_LIMIT_CHARACTERS} characters.")
    turns = [
        Turn(question=asked, answer=answered)
        for (asker, asked), (answerer, answered) in pairwise(spoken[:-1])
        if (asker, answerer) == ("user", "assistant")
    ]
    return question, tuple(turns[-HISTORY_TURNS:])


def _spoken(messages: Sequence[Mapping[str, str | None]]) -> list[tuple[str, str]]:
    """Return who said what in turns; what one says in several messages is one turn."""
    texts = [(message["role"] or "", (message["content"] or "").strip()) for message in messages]
    said = [(role, text) for role, text in texts if role in {"user", "assistant"} and text]
    turns = groupby(said, key=lambda one: one[0])
    return [(role, "\n".join(text for _, text in those)) for role, those in turns]


def _refused(detail: str) -> Invalid:
    return Invalid(detail, errors=[FieldError("messages", "invalid", detail)])


def _completion(answer: Answer) -> Json:
    done = answer.done
    message = {"role": "assistant", "content": done.answer}
    return {
        **_envelope(answer.message, "chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": _finish_reason(done.degraded)}],
        "usage": _usage(done.usage.prompt_tokens, done.usage.completion_tokens),
        "citations": [encode_citation(citation) for citation in done.citations],
        "cached": encode_cached(done.recalled),
        "curated": encode_curated(done.recalled),
        "meant_as_of": done.meant_as_of,
    }


def _event_stream(stream: Stream) -> StreamingHttpResponse:
    lines = _lines(stream.message, stream.frames)
    return StreamingHttpResponse(lines, content_type="text/event-stream", headers=STREAM_HEADERS)


def _finish_reason(degraded: Sequence[str]) -> str:
    return "length" if ANSWER_LENGTH in degraded else "stop"


async def _lines(message: UUID, frames: AsyncIterator[Frame]) -> AsyncIterator[str]:
    yield _line(_chunk(message, {"role": "assistant", "content": ""}))
    async for frame in frames:
        event = json.loads(frame.text)
        match event["type"]:
            case "token":
                yield _line(_chunk(message, {"content": event["text"]}))
            case "done":
                usage = _usage(**event["usage"])
                last = _chunk(message, {}, finish_reason=_finish_reason(event["degraded"]))
                beside = {name: event.get(name) for name in _BESIDE}
                yield _line(last | {"usage": usage} | beside)
                yield _DONE
            case "failed":
                # Clients take [DONE] for the end of a whole answer: this one has none.
                yield _line(_error(event))
            case "stopped":
                yield _line(_chunk(message, {}, finish_reason="stop"))
                yield _DONE


def _error(event: Mapping[str, Any]) -> Json:
    """Give a failure as OpenAI's clients know it: they raise its message."""
    kind = "server_error" if event["retryable"] else "invalid_request_error"
    return {"error": {"code": event["code"], "message": event["detail"], "type": kind, "param": None}}


def _line(payload: Json) -> str:
    return f"data: {json.dumps(payload, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _chunk(message: UUID, delta: Json, *, finish_reason: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {**_envelope(message, "chat.completion.chunk"), "choices": [choice]}


def _envelope(message: UUID, kind: str) -> Json:
    created = int(time.time())
    return {"id": f"chatcmpl-{message}", "object": kind, "created": created, "model": installed_model().id}


def _usage(prompt_tokens: int, completion_tokens: int) -> Json:
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
    }
