"""A website is read politely, below a path, and no further."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

PAGES = {
    "/robots.txt": "User-agent: *\nDisallow: /docs/private",
    "/docs/": '<a href="leave.html">L</a> <a href="/other">O</a> <a href="private">P</a> <a href="/docs/#x">self</a>',
    "/docs/leave.html": "Parental leave is twelve weeks, and it is asked for three months before.",
    "/docs/private": "Nobody may read this.",
    "/other": "This is elsewhere.",
}
HTML = "<html><head><title>{path}</title></head><body><main><h1>{path}</h1><p>{text}</p></main></body></html>"


class Site(BaseHTTPRequestHandler):
    """Serve the pages."""

    def do_GET(self) -> None:
        """Answer with a page or 404."""
        text = PAGES.get(self.path)
        is_page = self.path != "/robots.txt"
        body = (HTML.format(path=self.path, text=text) if is_page else text or "").encode()
        self.send_response(404 if text is None else 200)
        self.send_header("Content-Type", "text/html" if is_page else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base gave it
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a website on the loopback address."""
    monkeypatch.setattr("documents.sources.crawling.DELAY_SECONDS", 0.0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pages_below_the_path_become_documents(
    client: APIClient, site: str, run_jobs: Callable[[], int]
) -> None:
    """Not those that robots.txt forbids, nor those elsewhere; a second import changes nothing."""
    sent = {"url": f"{site}/docs/", "path_prefix": "/docs/", "collection": "hr"}
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        for _ in range(2):
            answer = client.post("/api/v1/imports", sent, format="json")
            assert answer.status_code == 202
            run_jobs()
    job = client.get(f"/api/v1/jobs/{answer.json()['job']}").json()
    assert (job["state"], job["progress"]["done"]) == ("done", 2)
    found = client.get("/api/v1/documents").json()["results"]
    pages = {document["external_id"].removeprefix(site): document["version"] for document in found}
    assert pages == {"/docs/": 1, "/docs/leave.html": 1}


def test_a_private_address_is_never_reached(
    client: APIClient, site: str, run_jobs: Callable[[], int]
) -> None:
    """The job fails with the reason, and nothing was stored."""
    answer = client.post("/api/v1/imports", {"url": f"{site}/docs/", "collection": "hr"}, format="json")
    run_jobs()
    job = client.get(f"/api/v1/jobs/{answer.json()['job']}").json()
    assert (job["state"], job["error"]["code"]) == ("failed", "not_found")
    assert client.get("/api/v1/documents").json()["results"] == []


@pytest.mark.parametrize("url", ["ftp://example.org/", "not an address"])
def test_another_kind_of_address_is_refused(client: APIClient, url: str) -> None:
    """A 400 names the field."""
    answer = client.post("/api/v1/imports", {"url": url, "collection": "hr"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "url")
