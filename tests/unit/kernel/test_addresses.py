"""Reach public addresses only, however a private one is spelt."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from project.kernel.http import FetchFailed, FetchLimits, SafeClient, UnsafeAddress, resolve_public
from project.kernel.http.targets import is_public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.8/",
        "http://172.16.1.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://[fec0::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://①②⑦.⓪.⓪.①/",
        "http://someone@93.184.216.34/",
        "http://93.184.216.34\\@127.0.0.1/",
        "http:///etc/passwd",
        "file:///etc/passwd",
        "gopher://93.184.216.34/",
        "ftp://93.184.216.34/",
        "http://93.184.216.34:99999/",
        "http://" + "a" * 3000,
        "http://exa\tmple.org/",
    ],
)
def test_an_address_inside_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        resolve_public(url)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(UnsafeAddress):
        resolve_public("http://rebind.example/")


def test_the_connection_goes_where_the_check_looked(
    monkeypatch: pytest.MonkeyPatch, server: str, settings: Settings
) -> None:
    """A name that answers differently the second time is never asked a second time."""
    asked: list[str] = []
    port = int(server.rsplit(":", 1)[1])

    def once(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        first = asked.count("rebind.example") == 1
        return [(2, 1, 6, "", ("127.0.0.1" if first or host == "127.0.0.1" else "10.255.255.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert SafeClient().get(f"http://rebind.example:{port}/hello").body == b"Host: rebind.example"
    assert asked.count("rebind.example") == 1


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers: dict[str, Callable[[], None]] = {
            "/hello": lambda: self._say(f"Host: {(self.headers['Host'] or '').split(':')[0]}".encode()),
            "/large": lambda: self._say(b"x" * 5_000),
            "/away": lambda: self._send_to("http://10.0.0.1/"),
            "/round": lambda: self._send_to("/round"),
            "/slow": self._trickle,
        }
        answers[self.path]()

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_to(self, place: str) -> None:
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            try:
                self.wfile.write(b"x")
                threading.Event().wait(0.05)
            except OSError:
                return

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with HTTPServer(("127.0.0.1", 0), Pages) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_a_body_above_the_limit_is_refused(server: str) -> None:
    with pytest.raises(FetchFailed, match="larger than 4000"):
        SafeClient(FetchLimits(body_bytes=4_000)).get(f"{server}/large")


def test_a_trickle_ends_at_the_deadline(server: str) -> None:
    with pytest.raises(FetchFailed, match="too long"):
        SafeClient(FetchLimits(total_seconds=0.3)).get(f"{server}/slow")


def test_redirects_end(server: str) -> None:
    with pytest.raises(FetchFailed, match="redirects"):
        SafeClient(FetchLimits(redirects=2)).get(f"{server}/round")


def test_a_redirect_to_the_inside_is_refused(
    server: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    monkeypatch.setattr("project.kernel.http.targets.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(UnsafeAddress):
        SafeClient().get(f"{server}/away")


def test_a_host_that_refuses_is_named(settings: Settings) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with pytest.raises(FetchFailed, match="could not be reached"):
        SafeClient().get("http://127.0.0.1:1/")
