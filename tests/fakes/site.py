"""A website on the loopback address, whose pages a test changes while it runs."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

HTML = "<html><head><title>{path}</title>{head}</head><body><main><h1>{path}</h1><p>{text}</p></main></body></html>"
XML = ("/sitemap", "/feed")


@dataclass
class Site:
    """Hold the pages by path; an integer is a status, a path that begins with > a redirect."""

    pages: dict[str, str | int] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    # Content and type of what is no page.
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    robots: str | int = ""
    has_etags: bool = True
    asked: list[str] = field(default_factory=list)
    # Paths that were answered with 304.
    unchanged: list[str] = field(default_factory=list)
    url: str = ""

    def read(self) -> list[str]:
        """Return which pages were asked for since this was last called, in order."""
        asked = [path for path in self.asked if path not in {"/robots.txt", "/sitemap.xml"}]
        self.asked.clear()
        self.unchanged.clear()
        return asked

    def body_of(self, path: str) -> bytes | int:
        """Return what stands at a path, or a status."""
        if path == "/robots.txt":
            return self.robots if isinstance(self.robots, int) else self.robots.encode()
        found = self.pages.get(path, 404)
        if isinstance(found, int) or path.startswith(XML):
            return found if isinstance(found, int) else found.replace("{site}", self.url).encode()
        head = self.heads.get(path, "").replace("{site}", self.url)
        return HTML.format(path=path, head=head, text=found.replace("{site}", self.url)).encode()


class Handler(BaseHTTPRequestHandler):
    """Answer for one site."""

    site: Site

    def do_GET(self) -> None:
        """Answer as the site stands now."""
        self.site.asked.append(self.path)
        target = self.site.pages.get(self.path)
        if isinstance(target, str) and target.startswith(">"):
            self._answer(301, b"", {"Location": target[1:]})
            return
        if self.path in self.site.files:
            content, kind = self.site.files[self.path]
            self._answer(200, content, {"Content-Type": kind})
            return
        body = self.site.body_of(self.path)
        if isinstance(body, int):
            self._answer(body, b"", {})
        else:
            self._answer_page(body)

    do_PROPFIND = do_GET  # noqa: N815 - the base class calls them so

    def _answer_page(self, body: bytes) -> None:
        etag = f'"{sha256(body).hexdigest()[:12]}"'
        if self.site.has_etags and self.headers.get("If-None-Match") == etag:
            self.site.unchanged.append(self.path)
            self._answer(304, b"", {})
            return
        kind = "text/xml" if self.path.startswith(XML) else "text/html"
        self._answer(200, body, {"Content-Type": kind} | ({"ETag": etag} if self.site.has_etags else {}))

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base gave it
        """Say nothing."""


@contextmanager
def serving(site: Site, address: str = "127.0.0.1") -> Iterator[Site]:
    """Serve the site."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    bound = type("Bound", (ThreadingHTTPServer,), {"address_family": family})
    server = bound((address, 0), type("Bound", (Handler,), {"site": site}))
    Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://{f'[{address}]' if ':' in address else address}:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
