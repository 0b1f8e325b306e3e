"""Give every response its request id and its safety headers."""

import secrets
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase

from project.kernel.figures import REQUEST_SECONDS
from project.kernel.ids import request_id

Handler = Callable[[Any], HttpResponseBase]
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class PageRequest(HttpRequest):
    """A request whose page may use this nonce for its own styles."""

    csp_nonce: str


class RequestIdMiddleware:
    """Take the caller's `X-Request-ID` or make one; log and answer with it."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Bind the id for every log line of the request."""
        named = request_id(request.headers.get("X-Request-ID", ""))
        with structlog.contextvars.bound_contextvars(request_id=named):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = named
        return response


class FiguresMiddleware:
    """Time each request by its route, never by its path, which may name things of a tenant."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Observe how long the answer took to begin."""
        begun_at = time.monotonic()
        response = self.get_response(request)
        # Anybody may send any method, and a label is kept for ever.
        method = request.method if request.method in METHODS else "other"
        route = request.resolver_match.route if request.resolver_match else "none"
        seconds = REQUEST_SECONDS.labels(method=method, route=route, status=response.status_code)
        seconds.observe(time.monotonic() - begun_at)
        return response


class ContentSecurityMiddleware:
    """Allow scripts, styles and connections of this origin alone; a page's own styles carry a nonce."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponseBase:
        """Set the policy and its companions on the response."""
        request.csp_nonce = secrets.token_urlsafe(16)
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(request.csp_nonce))
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def policy(nonce: str) -> str:
    """Return the Content-Security-Policy of the web UI."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
