"""Be another company's server: a small website, and an address that webhooks tell; it waits on command."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WAIT_SECONDS = 30
PAGES = {
    "/docs/": '<a href="a.html">A</a> <a href="b.html">B</a> <a href="c.html">C</a>',
    "/docs/a.html": "Leave is twelve weeks.",
    "/docs/b.html": "Leave is asked for three months before.",
    "/docs/c.html": "Leave is counted in working weeks.",
}
HTML = "<html><head><title>{path}</title></head><body><main><h1>{path}</h1><p>{text}</p></main></body></html>"


@dataclass
class Neighbour:
    """Keep what was asked, as (path, delivery); while it is not `answering`, whoever asks for what is `held` waits."""

    held: str
    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    answering: threading.Event = field(default_factory=threading.Event)

    def times(self, path: str) -> int:
        """Return how often a path was asked for."""
        return [asked for asked, _ in self.asked].count(path)


class _Server(ThreadingHTTPServer):
    """Answer for a neighbour."""

    def __init__(self, served: Neighbour) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.served = served
        served.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever asked was killed."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer()

    def _answer(self) -> None:
        served = self.server.served
        served.asked.append((self.path, self.headers.get("X-Raglan-Delivery", "")))
        if self.path == served.held:
            served.answering.wait(WAIT_SECONDS)
        body = HTML.format(path=self.path, text=PAGES.get(self.path, "")).encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def neighbour(*, held: str) -> Iterator[Neighbour]:
    """Serve until the end of the block."""
    served = Neighbour(held)
    with _Server(served) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield served
        served.answering.set()
        http.shutdown()
        thread.join()
