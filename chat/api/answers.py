"""Answer questions over plain HTTP and as a stream of server-sent events."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.shapes import AnswerShape, AskShape
from chat.protocol import Ask
from chat.protocol.client import refuse_unstorable
from chat.protocol.server import encode_done
from chat.streams import Frame
from chat.wiring import Answer, answer_now, begin_stream
from tenants.api.base import Requires, TenantView
from tenants.passes import pass_of_request
from tenants.types import Scope

STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class AnswersView(TenantView):
    """Ask a question."""

    requires: ClassVar = {"post": Requires(Scope.CHAT)}

    @extend_schema(
        operation_id="answers_create",
        request=AskShape,
        responses={
            200: AnswerShape,
            (200, "text/event-stream"): OpenApiResponse(
                OpenApiTypes.STR,
                description="With `stream`: the events of chat/protocol, `id:` is their seq.",
            ),
        },
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Answer from the company's documents, at once or as a stream."""
        asked = read(AskShape, request.data)
        held = pass_of_request(request=request._request, actor=self.actor)
        is_stream = asked.pop("stream")
        ask = Ask(id="rest", **asked | {"collections": tuple(asked["collections"])})
        if is_stream:
            return event_stream(begin_stream(held=held, ask=ask).frames)
        return Response(show_answer(answer_now(held=held, ask=ask)))


def read(shape: type[Any], body: Any) -> dict[str, Any]:
    """Read a body as its shape says; raise what names the fields that are wrong."""
    if isinstance(body, dict):
        refuse_unstorable(body)
    reader = shape(data=body)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def show_answer(answer: Answer) -> dict[str, Any]:
    """Show a whole answer."""
    names = {"message": str(answer.message), "conversation": str(answer.conversation)}
    return names | encode_done(answer.done)


def event_stream(frames: AsyncIterator[Frame]) -> StreamingHttpResponse:
    """Answer with frames as server-sent events, whose ids are the sequence numbers."""
    return StreamingHttpResponse(_lines(frames), content_type="text/event-stream", headers=STREAM_HEADERS)


async def _lines(frames: AsyncIterator[Frame]) -> AsyncIterator[str]:
    async for frame in frames:
        yield f"id: {frame.seq}\ndata: {frame.text}\n\n"
