"""A Text Embeddings Inference server that ranks by shared words, well or badly."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class RankingTei:
    """Say how it answers, and remember who asked for what."""

    status: int = 200
    pause_seconds: float = 0.0
    # Answered in place of scores.
    said: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    """Answer for one server."""

    protocol_version = "HTTP/1.1"
    tei: RankingTei

    def do_GET(self) -> None:
        """Say what is served."""
        self._answer(200, {"model_id": "example/ranker", "model_sha": "fca14538aa9956a4"})

    def do_POST(self) -> None:
        """Rank."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.tei.bodies.append(body)
        self.tei.keys.append(self.headers.get("Authorization"))
        time.sleep(self.tei.pause_seconds)
        self._answer(self.tei.status, _scores(body) if self.tei.said is None else self.tei.said)

    def _answer(self, status: int, said: Any) -> None:
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in self.tei.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base gave it
        """Say nothing."""


def _scores(body: dict[str, Any]) -> list[dict[str, float]]:
    """Return a chance for each text, best first as TEI does."""
    asked = set(_words(body["query"]))
    shares = [len(asked & set(_words(text))) / (len(asked) + 1) for text in body["texts"]]
    order = sorted(range(len(shares)), key=lambda place: -shares[place])
    return [{"index": place, "score": shares[place]} for place in order]


def _words(text: str) -> list[str]:
    return text.lower().replace(".", " ").replace("?", " ").split()


@contextmanager
def ranking(tei: RankingTei) -> Iterator[RankingTei]:
    """Serve on the loopback address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"tei": tei}))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    tei.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield tei
    finally:
        server.shutdown()
        server.server_close()
