"""Read the files of a WebDAV folder."""

import ssl
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpcore
import httpx
from webdav4.client import Client, ClientError, HTTPError
from webdav4.fsspec import WebdavFileSystem
from webdav4.http import Client as HttpClient
from webdav4.urls import join_url_path

from documents.sources.connectors.files import CHUNK_BYTES, FileConnector
from documents.sources.connectors.fsspecs import FsspecTree, Library
from documents.sources.connectors.kinds import WebdavSettings
from documents.sources.connectors.reaching import CONNECT_SECONDS, Reach
from documents.sources.types import SourceFailed
from project.kernel.http.fetching import USER_AGENT

# A listing is read as one XML document: some 100 000 files in one folder.
LISTING_BYTES = 100_000_000
# What servers say to a method that they do not know.
NO_WEBDAV = frozenset({400, 405, 501})


def create(settings: WebdavSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a folder."""
    reach = Reach()
    tree = FsspecTree(
        lambda: _library(settings, secrets, reach), "", reach=reach, is_recursive=settings.recursive
    )
    return FileConnector(tree, settings)


def _library(settings: WebdavSettings, secrets: Mapping[str, str], reach: Reach) -> Library:
    host = urlsplit(settings.address).hostname

    def meaning(failure: Exception) -> SourceFailed:
        status = failure.response.status_code if isinstance(failure, HTTPError) else 0
        if status == 401:
            return SourceFailed("unauthorized", f"{host} refuses this user or password.")
        if status == 403:
            return SourceFailed("forbidden", f"{host} does not let this user read the folder.")
        if isinstance(failure, httpx.TransportError):
            return SourceFailed("unreachable", f"{host} does not answer as expected.")
        if not status or status in NO_WEBDAV:
            answered = f" (it answered {status})" if status else ""
            return SourceFailed("unreachable", f"{host} does not speak WebDAV{answered}.")
        return SourceFailed("failed", f"{host} answered {status}.")

    http = HttpClient(
        base_url=settings.address,
        auth=(settings.username, secrets.get("password", "")) if settings.username else None,
        transport=_Transport(reach),
        timeout=httpx.Timeout(reach.read_seconds, connect=CONNECT_SECONDS),
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
        # Neither proxies nor a .netrc of this machine.
        trust_env=False,
    )
    client = _AnyName(settings.address, http_client=http, retry=False, chunk_size=CHUNK_BYTES)
    return Library(
        filesystem=WebdavFileSystem(settings.address, client=client, skip_instance_cache=True),
        # An answer that is no XML, or lacks what it must have, is a ValueError or a SyntaxError.
        errors=(ClientError, httpx.HTTPError, httpx.InvalidURL, ValueError, SyntaxError),
        meaning=meaning,
        close=http.close,
    )


class _AnyName(Client):  # type: ignore[misc]  # the package has no types
    """Reach files whose names hold a question mark or a number sign, too."""

    def join_url(self, path: str, add_trailing_slash: bool = False) -> httpx.URL:
        whole = join_url_path(self.base_url.path, path) + ("/" if add_trailing_slash else "")
        address: httpx.URL = self.base_url.copy_with(raw_path=quote(whole).encode())
        return address


class _Transport(httpx.HTTPTransport):
    """Connect to checked addresses alone, and read no endless listing."""

    def __init__(self, reach: Reach) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=_Checked(reach)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        if request.method == "PROPFIND":
            answer.stream = _Bounded(answer.stream)  # type: ignore[arg-type]  # a transport for sync alone
        return answer


class _Bounded(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        total = 0
        for part in self._stream:
            total += len(part)
            if total > LISTING_BYTES:
                raise SourceFailed("too_large", "The listing of a folder is too long.")
            yield part

    def close(self) -> None:
        self._stream.close()


class _Checked(httpcore.NetworkBackend):
    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._reach.checked_address(host, port)
        stream = self._backend.connect_tcp(address, port, timeout, local_address)
        self._reach.watch(stream.get_extra_info("socket"))
        return stream
