"""A website is read politely, below a path, and no further."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread, Timer
from typing import Any

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from documents.actions import library
from documents.jobs import ImportWebsite
from documents.sources.crawling import Frontier
from documents.syncing import website
from project.kernel.db import TenantRef, shared_scope
from project.kernel.errors import Forbidden, Invalid
from project.kernel.jobs import Job, ledger
from project.kernel.models import JobRecord
from tenants.models import Membership
from tenants.types import Actor
from workers import runner

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
Monkey = pytest.MonkeyPatch
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
    counts = {"total": 3, "done": 2, "failed": 1, "eta_seconds": 0}
    assert (job["state"], job["progress"]) == ("done", counts)
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


@pytest.mark.parametrize("role", ["member", None])
def test_who_may_not_write_any_more_imports_nothing_more(
    tenant: TenantRef,
    client: APIClient,
    dora: Actor,
    api: Sign,
    site: str,
    run_jobs: Run,
    monkeypatch: Monkey,
    role: str | None,
) -> None:
    """Their role is asked for before each page."""
    api(dora).post("/api/v1/imports", {"url": f"{site}/docs/", "collection": "hr"}, format="json")
    upload = library.upload

    def upload_and_leave(**asked: Any) -> Any:
        done = upload(**asked)
        with shared_scope():
            seat = Membership.objects.filter(tenant_id=tenant.id, person_id=dora.user_id)
            seat.update(role=role) if role else seat.delete()
        return done

    monkeypatch.setattr(library, "upload", upload_and_leave)
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        run_jobs()
    assert len(client.get("/api/v1/documents").json()["results"]) == 1
    assert client.get("/api/v1/jobs?kind=ImportWebsite").json()["results"][0]["error"]["code"] == "forbidden"


def test_a_page_that_is_refused_counts_as_failed_alone(
    client: APIClient, site: str, run_jobs: Run, monkeypatch: Monkey
) -> None:
    """An import of which nothing was kept says why."""

    def refuse(**asked: Any) -> Any:
        raise Invalid("Not this one.")

    monkeypatch.setattr(library, "upload", refuse)
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        client.post("/api/v1/imports", {"url": f"{site}/docs/", "collection": "hr"}, format="json")
        run_jobs()
    job = client.get("/api/v1/jobs?kind=ImportWebsite").json()["results"][0]
    assert (job["state"], job["progress"]["done"]) == ("failed", 0)
    assert "Not this one." in job["error"]["detail"]


@pytest.mark.parametrize(
    ("start", "path_prefix"),
    [
        ("/docs", "/docs"),
        ("/docs/", "/docs/"),
        ("/docs/leave.html", "/docs/"),
        ("", "/"),
        ("/index.html", "/"),
    ],
)
def test_a_start_stands_for_what_is_below_it(
    client: APIClient, recorded_jobs: Callable[[], list[Job]], start: str, path_prefix: str
) -> None:
    """Where no path is named."""
    client.post("/api/v1/imports", {"url": f"https://x.example{start}", "collection": "hr"}, format="json")
    job = recorded_jobs()[0]
    assert isinstance(job, ImportWebsite)
    assert job.path_prefix == path_prefix


def test_a_long_import_goes_on_in_another_turn_where_it_was(
    client: APIClient, site: str, monkeypatch: Monkey
) -> None:
    """It is one job, which reads no page twice."""
    monkeypatch.setattr(website, "TURN_SECONDS", 0.0)
    sent = {"url": f"{site}/docs/", "path_prefix": "/docs/", "collection": "hr"}
    job = client.post("/api/v1/imports", sent, format="json").json()["job"]
    seen = []
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        while runner.run_next("sync"):
            shown = client.get(f"/api/v1/jobs/{job}").json()
            seen.append((shown["state"], shown["progress"]["done"]))
    assert seen == [("queued", 1), ("queued", 2), ("done", 2)]


def test_an_import_that_breaks_in_its_turn_goes_on_behind_the_pages_that_it_kept(
    client: APIClient, site: str, run_jobs: Run, monkeypatch: Monkey
) -> None:
    """Each page is counted when it is kept, and the one at which the turn broke is read again."""
    sent = {"url": f"{site}/docs/", "path_prefix": "/docs/", "collection": "hr"}
    job = client.post("/api/v1/imports", sent, format="json").json()["job"]
    upload, asked = library.upload, []

    def upload_and_break(**sent: Any) -> Any:
        asked.append(sent["upload"].external_id.removeprefix(site))
        if len(asked) == 2:
            raise OSError("the disk is full")
        return upload(**sent)

    monkeypatch.setattr(library, "upload", upload_and_break)
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        runner.run_next("sync")
        assert client.get(f"/api/v1/jobs/{job}").json()["progress"]["done"] == 1
        run_jobs()
    assert asked == ["/docs/", "/docs/leave.html", "/docs/leave.html"]
    assert client.get(f"/api/v1/jobs/{job}").json()["progress"]["done"] == 2


def kept_by(job: str) -> list[str]:
    """Return the names in the progress that the ledger keeps of a job."""
    with shared_scope():
        return sorted(JobRecord.objects.get(pk=job).progress)


@pytest.mark.parametrize("ends", ["done", "failed", "cancelled", "cancelled while it runs"])
def test_where_an_import_was_is_forgotten_when_it_ends(
    client: APIClient, site: str, run_jobs: Run, monkeypatch: Monkey, ends: str
) -> None:
    """The counts stay; no listing reads what it goes on from."""
    monkeypatch.setattr(website, "TURN_SECONDS", 0.0)
    sent = {"url": f"{site}/docs/", "path_prefix": "/docs/", "collection": "hr"}
    job = client.post("/api/v1/imports", sent, format="json").json()["job"]
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        runner.run_next("sync")
        assert kept_by(job) == ["done", "failed", "kept", "total"]
        end_job(client, job, ends, monkeypatch)
        run_jobs()
    shown = client.get("/api/v1/jobs?kind=ImportWebsite").json()["results"][0]
    assert (shown["state"], shown["progress"]["done"] > 0) == (ends.split(maxsplit=1)[0], True)
    assert kept_by(job) == ["done", "failed", "total"]


def end_job(client: APIClient, job: str, ends: str, monkeypatch: Monkey) -> None:
    """Have an import that waits for its next turn end so."""
    if ends == "cancelled":
        client.post(f"/api/v1/jobs/{job}/cancel")
    elif ends == "cancelled while it runs":
        with shared_scope():
            JobRecord.objects.filter(pk=job).update(cancel_requested=True)
    elif ends == "failed":
        monkeypatch.setattr(website, "access_writer", forbid)


def forbid(**_: Any) -> Any:
    """Say that they may not write any more."""
    raise Forbidden("They left.")


def test_a_second_import_of_the_tenant_waits_for_the_first(client: APIClient, site: str) -> None:
    """Other tenants' sites are read meanwhile."""
    sent = {"url": f"{site}/docs/", "path_prefix": "/docs/", "collection": "hr"}
    jobs = [client.post("/api/v1/imports", sent, format="json").json()["job"] for _ in range(2)]
    with shared_scope():
        ledger.claim_next("sync", "another")
    runner.run_next("sync")
    states = [client.get(f"/api/v1/jobs/{job}").json()["state"] for job in jobs]
    assert (states, runner.run_next("sync")) == (["running", "queued"], False)


def test_an_import_whose_pages_all_fail_can_be_stopped(
    client: APIClient, site: str, monkeypatch: Monkey
) -> None:
    """Each page that is passed over is an occasion to look."""
    job = client.post("/api/v1/imports", {"url": f"{site}/gone/", "collection": "hr"}, format="json").json()[
        "job"
    ]
    start = Frontier(waiting=[f"{site}/gone/{n}" for n in range(50)], seen=[f"{site}/gone/"])
    monkeypatch.setattr(Frontier, "at", lambda _: start)
    monkeypatch.setattr("project.kernel.jobs.lease.HEARTBEAT_SECONDS", 0.05)
    monkeypatch.setattr("documents.sources.crawling.DELAY_SECONDS", 0.2)
    stopping = Timer(0.3, client.post, [f"/api/v1/jobs/{job}/cancel"])
    stopping.start()
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        runner.run_next("sync")
    stopping.join()
    assert client.get(f"/api/v1/jobs/{job}").json()["state"] == "cancelled"
    assert len(start.waiting) > 20


@pytest.mark.parametrize("url", ["ftp://example.org/", "not an address"])
def test_another_kind_of_address_is_refused(client: APIClient, url: str) -> None:
    """A 400 names the field."""
    answer = client.post("/api/v1/imports", {"url": url, "collection": "hr"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "url")
