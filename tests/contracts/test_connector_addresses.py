"""A connector connects to the address that was checked, by whatever name, and wherever it is sent."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from documents.sources.connectors.kinds import GIT, S3, WEBDAV
from documents.sources.types import SourceFailed
from tests.servers.imap import PASSWORD, USER, ImapServer, TlsFront
from tests.servers.places import Place

# Without a dot: moto takes what stands before one for a bucket.
NAME = "fileserver"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the check alone know where the name leads: whoever asks once more is sent elsewhere."""

    def addresses_of(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == NAME else [host]

    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        assert host != NAME, "the name was resolved again"
        return real(host, *arguments, **named)

    monkeypatch.setattr("project.kernel.reach.addresses_of", addresses_of)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("kind", ["sftp", "s3", "webdav", "smb", "git", "git_ssh"])
def test_a_name_is_resolved_by_the_check_alone(kind: str, request: pytest.FixtureRequest) -> None:
    place: Place = request.getfixturevalue(f"{kind}_place")
    place.put("leave.txt", b"Thirty days.\n")
    request.getfixturevalue("named")
    settings = {
        name: value.replace("127.0.0.1", NAME) if isinstance(value, str) else value
        for name, value in place.settings.items()
    }
    with closing(place.kind.create(settings, place.secrets)) as connector:
        (item,) = connector.items({})
        assert connector.fetch(item, "").content == b"Thirty days.\n"


class _Elsewhere(BaseHTTPRequestHandler):
    """Send everybody to a port of another address, and note who asks there."""

    asked: list[str]

    def _answer(self) -> None:
        self.asked.append(str(self.headers.get("Host")))
        self.send_response(307)
        self.send_header("Location", f"http://127.0.0.2:{self.server.server_port}{self.path}")  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PROPFIND = _answer  # noqa: N815 - the base class calls them so

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class says so
        pass


@pytest.fixture
def elsewhere() -> Iterator[ThreadingHTTPServer]:
    _Elsewhere.asked = []
    server = ThreadingHTTPServer(("0.0.0.0", 0), _Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("kind", [WEBDAV, GIT, S3])
def test_a_redirect_to_an_address_that_is_not_allowed_is_refused(
    kind: Any, elsewhere: ThreadingHTTPServer, settings: Any
) -> None:
    settings.SOURCES_ALLOW_NETWORKS = ("127.0.0.1/32",)
    place = f"http://127.0.0.1:{elsewhere.server_port}"
    asked = {"endpoint": place, "bucket": "handbooks"} if kind is S3 else {"address": f"{place}/handbook"}
    with closing(kind.create(asked, {})) as connector, pytest.raises(SourceFailed) as refused:
        list(connector.items({}))
    # S3 follows no redirect, so that its signature goes nowhere else.
    assert refused.value.code == ("failed" if kind is S3 else "refused_address")
    assert all(host.startswith("127.0.0.1:") for host in _Elsewhere.asked)


def test_a_mailbox_is_read_over_tls_from_the_first_byte(
    mailbox: Place, imap_server: tuple[ImapServer, Any]
) -> None:
    mailbox.put("leave", b"Thirty days.")
    server, certificate = imap_server
    front = TlsFront(server.port, certificate, certificate.with_name("key.pem")).start()
    settings = {**mailbox.settings, "port": front.port, "security": "tls", "username": USER}
    with closing(mailbox.kind.create(settings, {"password": PASSWORD})) as connector:
        (item,) = connector.items({})
        assert b"leave" in connector.fetch(item, "").content
    front.stop()


def test_a_mailbox_whose_certificate_nobody_vouches_for_is_told_as_that(
    mailbox: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        closing(mailbox.connector()) as connector,
        pytest.raises(SourceFailed, match="no certificate that can be"),
    ):
        list(connector.items({}))
