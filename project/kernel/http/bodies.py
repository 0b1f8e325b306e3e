"""Bound what a request's body may take of memory."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from rest_framework.parsers import JSONParser

from project.kernel.errors import Invalid, TooLarge

JSON_LIMIT_BYTES = 5_000_000


class BoundedJSONParser(JSONParser):
    """Read a JSON body, refusing one above the limit before it is read, and one nested without end."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the JSON value; raise TooLarge or Invalid."""
        refuse_longer(parser_context or {}, JSON_LIMIT_BYTES)
        body = stream.read(JSON_LIMIT_BYTES + 1)
        if len(body) > JSON_LIMIT_BYTES:
            raise too_large(JSON_LIMIT_BYTES)
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError as deep:
            raise Invalid("The body is nested too deeply.") from deep


def refuse_longer(parser_context: Mapping[str, Any], limit_bytes: int) -> None:
    """Raise TooLarge for a body that says of itself that it is longer."""
    request = parser_context.get("request")
    length = request.META.get("CONTENT_LENGTH") if request else None
    if int(length or 0) > limit_bytes:
        raise too_large(limit_bytes)


def bounded_lines(stream: Any, *, line_bytes: int, limit_bytes: int) -> Iterator[bytes]:
    """Yield the lines of a body, of a longer line one byte more than it may have; raise TooLarge beyond the limit."""
    left, is_begun = limit_bytes, False
    while piece := stream.readline(line_bytes + 1):
        left -= len(piece)
        if left < 0:
            raise too_large(limit_bytes)
        if not is_begun:
            yield piece
        is_begun = not piece.endswith(b"\n")


def too_large(limit_bytes: int) -> TooLarge:
    """Return the refusal of a body above a limit."""
    return TooLarge(f"The limit of this body is {limit_bytes} bytes.")
