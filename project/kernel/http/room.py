"""Refuse a body for which there is no room: it is set down on the disk before any view sees it."""

from typing import Any

from django.http import JsonResponse

from project.kernel.fullness import fullness
from project.kernel.problems import problem_response

Scope = dict[str, Any]


class RefusedWithoutRoom:
    """Answer for an application that could not set a body down."""

    def __init__(self, application: Any) -> None:
        """Wrap the application."""
        self._application = application

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on; answer 507 where the disk was full, unless an answer has begun."""
        has_begun = False

        async def send_on(message: dict[str, Any]) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._application(scope, receive, send_on)
        except OSError as failure:
            error = fullness(failure)
            if error is None or has_begun:
                raise
            await _answer(problem_response(error), send)


async def _answer(response: JsonResponse, send: Any) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    headers += [(b"content-length", str(len(response.content)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
