"""A Text Embeddings Inference server on the loopback address: `/embed` by words, and `/info`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.fakes.embedder import FakeEmbedder

REVISION = "fca14538aa9956a46526bd1d0d11d69e19b5a101"


@dataclass
class Tei:
    """Say what `/info` says, and count who was asked for what."""

    info: dict[str, Any] = field(
        default_factory=lambda: {
            "model_id": "example/fake",
            "model_sha": REVISION,
            "max_input_length": FakeEmbedder.max_tokens,
            "model_type": {"embedding": {"pooling": "mean"}},
        }
    )
    asked: list[str] = field(default_factory=list)
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    """Answer for one server, on connections that stay open."""

    protocol_version = "HTTP/1.1"
    tei: Tei

    def do_GET(self) -> None:
        """Say what is served."""
        self._answer(self.tei.info)

    def do_POST(self) -> None:
        """Embed."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(FakeEmbedder().embed_passages(body["inputs"]).tolist())

    def _answer(self, said: Any) -> None:
        self.tei.asked.append(self.path)
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base gave it
        """Say nothing."""


@contextmanager
def serving(tei: Tei, port: int = 0) -> Iterator[Tei]:
    """Serve, at the end with all connections closed."""
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Bound", (Handler,), {"tei": tei}))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    tei.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield tei
    finally:
        server.shutdown()
        server.server_close()
