"""Send requests to addresses that tenants name, within limits of time and size."""

import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urljoin

import httpcore

from project.kernel.errors import RaglanError
from project.kernel.http.targets import Target, resolve_public

REDIRECTS = frozenset({301, 302, 303, 307, 308})
USER_AGENT = "Raglan/1"
# Reads an answer's body, knowing its headers.
Read = Callable[[Mapping[str, str], Iterable[bytes]], bytes]


class FetchFailed(RaglanError):
    """Say why an address outside did not answer as it should."""

    code = "fetch_failed"
    title = "The address did not answer"
    status = 502


class AnswerTooLarge(FetchFailed):
    """Say that an address answered, with more than was to be read."""

    code = "too_large"
    title = "The answer is too large"


@dataclass(frozen=True)
class FetchLimits:
    """Bound one request, its redirects included."""

    total_seconds: float = 20.0
    connect_seconds: float = 5.0
    body_bytes: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """Carry an answer; `url` is where the last redirect led."""

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    duration_ms: int


class SafeClient:
    """Reach public addresses only: each is resolved once and connected to as it was checked.

    Another `resolve` says for itself which addresses may be reached.
    """

    def __init__(
        self, limits: FetchLimits | None = None, *, resolve: Callable[[str], Target] = resolve_public
    ) -> None:
        """Keep the limits of every request."""
        self._limits = limits or FetchLimits()
        self._resolve = resolve

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Fetch a page, following redirects to what may be reached; raise UnsafeAddress or FetchFailed."""
        begun, place = time.monotonic(), url
        for _ in range(self._limits.redirects + 1):
            answer = self._send("GET", place, headers or {}, b"", begun, self._whole)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or location is None:
                return answer
            place = urljoin(place, location)
        raise FetchFailed("The address redirects too often.")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched:
        """Post `body`, and read no body of the answer, be it a redirect; raise UnsafeAddress or FetchFailed."""
        return self._send("POST", url, headers, body, time.monotonic(), _nothing)

    def _send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, begun: float, read: Read
    ) -> Fetched:
        target = self._resolve(url)
        deadline = begun + self._limits.total_seconds
        request = httpcore.Request(
            method,
            httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path),
            headers=list(_headers(target, headers, body).items()),
            content=body,
            extensions={"timeout": {"connect": self._limits.connect_seconds}},
        )
        try:
            with httpcore.ConnectionPool(_tls(), network_backend=_Pinned(target, deadline)) as pool:
                return _receive(pool, request, url, begun, read)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as failure:
            raise FetchFailed(f"{target.host} {_reason(failure)}.") from failure

    def _whole(self, headers: Mapping[str, str], parts: Iterable[bytes]) -> bytes:
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise FetchFailed("The answer is compressed although that was not asked for.")
        body = bytearray()
        for part in parts:
            body += part
            if len(body) > self._limits.body_bytes:
                raise AnswerTooLarge(f"The answer is larger than {self._limits.body_bytes} bytes.")
        return bytes(body)


def _nothing(headers: Mapping[str, str], parts: Iterable[bytes]) -> bytes:
    return b""


def _receive(
    pool: httpcore.ConnectionPool, request: httpcore.Request, url: str, begun: float, read: Read
) -> Fetched:
    response = pool.handle_request(request)
    try:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
        }
        body = read(headers, response.iter_stream())
    finally:
        response.close()
    duration_ms = round((time.monotonic() - begun) * 1000)
    return Fetched(url=url, status=response.status, headers=headers, body=body, duration_ms=duration_ms)


def _headers(target: Target, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
    given = {
        "Host": target.authority,
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
    if body:
        given["Content-Length"] = str(len(body))
    return given | dict(headers)


def _reason(failure: Exception) -> str:
    return "took too long" if isinstance(failure, httpcore.TimeoutException) else "could not be reached"


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Pinned(httpcore.NetworkBackend):
    """Connect to the address that was checked, whatever the name says by now; end at the deadline."""

    def __init__(self, target: Target, deadline: float) -> None:
        self._target = target
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _seconds_left(self._deadline)
        left = left if timeout is None else min(timeout, left)
        stream = self._backend.connect_tcp(self._target.address, self._target.port, left, local_address)
        return _Bounded(stream, self._deadline)


class _Bounded(httpcore.NetworkStream):
    """Give each read and write only what is left until the deadline, so that a trickle ends too."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _seconds_left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _seconds_left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _seconds_left(self._deadline))
        return _Bounded(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _seconds_left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left
