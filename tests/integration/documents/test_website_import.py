"""A website is read politely, below a path, and no further; a feed with what stands behind it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings
from rest_framework.test import APIClient

from documents.actions import library
from documents.models import Source
from documents.syncing import engine
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.errors import Invalid
from project.kernel.models import JobRecord
from tests.fakes.site import Site, serving
from tests.integration.documents import sources
from tests.integration.documents.sources import Kept, Run
from workers import runner

Monkey = pytest.MonkeyPatch
PAGES = {
    "/docs/": '<a href="leave.html">L</a> <a href="/other">O</a> <a href="private">P</a> <a href="/docs/#x">self</a>',
    "/docs/leave.html": "Parental leave is twelve weeks, and it is asked for three months before.",
    "/docs/private": "Nobody may read this.",
    "/other": "This is elsewhere.",
}


def counts(run: dict[str, Any]) -> dict[str, int]:
    """Return what became of documents: what is left out is told of by its own tests."""
    return {name: count for name, count in sources.counts(run).items() if name != "skipped"}


@pytest.fixture
def site(monkeypatch: Monkey, settings: Settings) -> Iterator[Site]:
    """Run a website on the loopback address, which is allowed here alone."""
    settings.ALLOW_PRIVATE_ADDRESSES = True
    monkeypatch.setattr("documents.sources.robots.DELAY_SECONDS", 0.0)
    with serving(Site(pages=dict(PAGES), robots="User-agent: *\nDisallow: /docs/private")) as served:
        yield served


@pytest.fixture
def website(client: APIClient, run_jobs: Run, site: Site) -> Kept:
    """Return the source of that site."""
    return Kept(client, run_jobs, kind="website", name="Handbook", settings={"url": f"{site.url}/docs/"})


def test_pages_below_the_path_become_documents(client: APIClient, site: Site, run_jobs: Run) -> None:
    """Not those that robots.txt forbids, nor those elsewhere; a second import uses the same source."""
    sent = {"url": f"{site.url}/docs/", "path_prefix": "/docs/", "collection": "hr"}
    for _ in range(2):
        answer = client.post("/api/v1/imports", sent, format="json")
        assert answer.status_code == 202
        run_jobs()
    job = client.get(f"/api/v1/jobs/{answer.json()['job']}").json()
    assert (job["state"], job["progress"]["done"], job["progress"]["failed"]) == ("done", 2, 0)
    found = client.get("/api/v1/documents").json()["results"]
    pages = {document["external_id"].removeprefix(site.url): document["version"] for document in found}
    assert pages == {"/docs/": 1, "/docs/leave.html": 1}
    assert [row["name"] for row in client.get("/api/v1/sources").json()["results"]] == [
        f"{site.url.removeprefix('http://')}/docs"
    ]


def test_a_private_address_is_never_reached(website: Kept, site: Site, settings: Settings) -> None:
    """The run fails with the reason, and nothing was stored."""
    settings.ALLOW_PRIVATE_ADDRESSES = False
    run = website.sync()
    assert (run["state"], run["error"]["code"]) == ("failed", "refused_address")
    assert (site.read(), website.names()) == ([], set())


def test_a_companys_own_site_is_read_in_the_networks_that_the_operator_allows(
    website: Kept, site: Site, settings: Settings
) -> None:
    """And from there it leads nowhere else inside."""
    settings.ALLOW_PRIVATE_ADDRESSES, settings.SOURCES_ALLOW_NETWORKS = False, ("127.0.0.0/8",)
    site.pages["/docs/leave.html"] = ">http://10.0.0.1/docs/leave.html"
    run = website.sync()
    assert counts(run) == {"added": 1, "failed": 1}
    assert [entry["code"] for entry in run["log"]] == ["", "refused_address", "robots"]


def test_pages_that_did_not_change_are_not_sent_again(website: Kept, site: Site) -> None:
    """And what they lead to is found all the same."""
    website.sync()
    site.read()
    site.pages["/docs/leave.html"] = 'Parental leave is <a href="more">longer</a> now.'
    site.pages["/docs/more"] = "It is sixteen weeks."
    run = website.sync()
    assert (counts(run), site.unchanged) == ({"added": 1, "updated": 1, "unchanged": 1}, ["/docs/"])


def test_without_etags_the_bytes_decide(website: Kept, site: Site) -> None:
    site.has_etags = False
    assert counts(website.sync()) == {"added": 2}
    assert counts(website.sync()) == {"unchanged": 2}
    assert counts(website.sync(dry_run=True)) == {"unchanged": 2}


def test_a_page_that_is_gone_vanishes_and_one_that_is_only_unlinked_stays(website: Kept, site: Site) -> None:
    site.pages |= {"/docs/": '<a href="a">A</a> <a href="b">B</a>', "/docs/a": "A.", "/docs/b": "B."}
    website.sync()
    site.pages |= {"/docs/": "No more links.", "/docs/a": 404}
    assert counts(website.sync()) == {"removed": 1, "unchanged": 1, "updated": 1}
    assert {name for name in website.names() if name} == {"b"}


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_page_that_cannot_be_read_stays_as_it_is(website: Kept, site: Site, status: int) -> None:
    """And so does what stands behind it."""
    site.pages |= {"/docs/leave.html": 'Leave. <a href="deep">D</a>', "/docs/deep": "Deep."}
    website.sync()
    site.pages["/docs/leave.html"] = status
    run = website.sync()
    assert (counts(run), len(website.names())) == ({"failed": 1, "unchanged": 2}, 3)
    assert run["log"][0]["detail"] == f"The site answered {status}."


def test_a_site_that_is_down_removes_nothing(website: Kept, site: Site) -> None:
    website.sync()
    site.robots = 503
    run = website.sync()
    assert (run["state"], run["error"]["code"], len(website.names())) == ("failed", "robots_unread", 2)


def test_sitemaps_are_read_with_those_that_they_name(website: Kept, site: Site) -> None:
    """Pages outside of the path are left, and pages that nothing links to are found."""
    site.robots = f"{site.robots}\nSitemap: {site.url}/sitemap-index.xml"
    site.pages |= {
        "/sitemap-index.xml": "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        "<sitemap><loc>{site}/sitemap-a.xml</loc></sitemap></sitemapindex>",
        "/sitemap-a.xml": "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        "<url><loc>{site}/docs/hidden</loc><lastmod>2026-01-01</lastmod></url><url><loc>{site}/other</loc></url></urlset>",
        "/docs/hidden": "Only the sitemap names this.",
    }
    assert counts(website.sync()) == {"added": 3}
    assert "hidden" in website.names()


def test_a_sitemap_reads_no_file_of_the_server(website: Kept, site: Site) -> None:
    """An entity stands for nothing."""
    site.pages["/sitemap.xml"] = (
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>{site}/docs/&f;</loc></url></urlset>'
    )
    website.sync()
    assert all(path in {"/docs/", "/docs/leave.html"} for path in site.read())


def test_a_page_is_kept_under_its_canonical_address(website: Kept, site: Site) -> None:
    """Once, however many addresses lead to it; one elsewhere is not believed."""
    site.pages["/docs/"] = (
        '<a href="leave.html?print=1">P</a> <a href="leave.html">L</a> <a href="copy">C</a>'
    )
    site.pages["/docs/leave.html?print=1"] = site.pages["/docs/leave.html"]
    site.heads["/docs/leave.html?print=1"] = '<link rel="canonical" href="{site}/docs/leave.html">'
    site.pages["/docs/copy"] = "A copy."
    site.heads["/docs/copy"] = '<link rel="canonical" href="https://elsewhere.example/copy">'
    assert counts(website.sync()) == {"added": 3}
    assert {"leave.html", "copy"} <= website.names()


def test_a_redirect_is_followed_inside_the_path_alone(website: Kept, site: Site) -> None:
    site.pages["/docs/"] = '<a href="old">O</a> <a href="out">E</a> <a href="secret">S</a>'
    site.pages |= {"/docs/old": ">/docs/leave.html", "/docs/out": ">/other", "/docs/secret": ">/docs/private"}
    assert counts(website.sync()) == {"added": 2}
    assert "leave.html" in website.names()


def test_a_page_that_is_refused_counts_as_failed_alone(website: Kept, monkeypatch: Monkey) -> None:
    def refuse(**asked: Any) -> Any:
        raise Invalid("Not this one.")

    monkeypatch.setattr(library, "upload", refuse)
    run = website.sync()
    assert (run["state"], counts(run)) == ("done", {"failed": 2})
    assert {entry["detail"] for entry in run["log"] if entry["happened"] == "failed"} == {"Not this one."}


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
    client: APIClient, tenant: TenantRef, start: str, path_prefix: str
) -> None:
    """Where no path is named."""
    client.post("/api/v1/imports", {"url": f"https://x.example{start}", "collection": "hr"}, format="json")
    with tenant_scope(tenant), transaction.atomic():
        assert Source.objects.get().settings["path_prefix"] == path_prefix


def test_a_long_import_goes_on_in_another_turn_where_it_was(
    website: Kept, site: Site, monkeypatch: Monkey
) -> None:
    """It is one run, which reads no page twice."""
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.0)
    run = website.start()
    seen = []
    while runner.run_next("sync"):
        shown = website.run(run["id"])
        seen.append((shown["state"], shown["counts"]["added"]))
    # The third turn leaves out what robots.txt forbids.
    assert seen == [("running", 1), ("running", 2), ("running", 2), ("done", 2)]
    assert site.read() == ["/docs/", "/docs/leave.html"]


def test_an_import_that_breaks_in_its_turn_goes_on_behind_the_pages_that_it_kept(
    website: Kept, site: Site, monkeypatch: Monkey
) -> None:
    """The page at which the turn broke is read again."""
    run = website.start()
    upload, asked = library.upload, []

    def upload_and_break(**sent: Any) -> Any:
        asked.append(sent["upload"].external_id.removeprefix(site.url))
        if len(asked) == 2:
            raise OSError("the disk is full")
        return upload(**sent)

    monkeypatch.setattr(library, "upload", upload_and_break)
    runner.run_next("sync")
    assert counts(website.run(run["id"])) == {"added": 1}
    assert counts(website.ended(run["id"])) == {"added": 2}
    assert asked == ["/docs/", "/docs/leave.html", "/docs/leave.html"]
    assert site.read() == ["/docs/", "/docs/leave.html", "/docs/leave.html"]


def kept_by(job: str) -> list[str]:
    """Return the names in the progress that the ledger keeps of a job."""
    with shared_scope():
        return sorted(JobRecord.objects.get(pk=job).progress)


@pytest.mark.parametrize("ends", ["done", "failed", "cancelled", "cancelled while it runs"])
def test_where_an_import_was_is_forgotten_when_it_ends(
    website: Kept, site: Site, monkeypatch: Monkey, ends: str
) -> None:
    """The counts stay; no listing reads what it goes on from."""
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.0)
    run = website.start()
    runner.run_next("sync")
    assert kept_by(run["job"]) == ["done", "failed", "kept", "total"]
    if ends == "cancelled":
        website.client.post(f"/api/v1/jobs/{run['job']}/cancel")
    elif ends == "cancelled while it runs":
        with shared_scope():
            JobRecord.objects.filter(pk=run["job"]).update(cancel_requested=True)
    elif ends == "failed":
        monkeypatch.setattr("documents.sources.crawling.MOST_FAILURES_IN_A_ROW", 1)
        site.pages["/docs/leave.html"] = 500
    assert website.ended(run["id"])["state"] == ends.split(maxsplit=1)[0]
    assert kept_by(run["job"]) == ["done", "failed", "total"]


@pytest.mark.parametrize("url", ["ftp://example.org/", "not an address"])
def test_another_kind_of_address_is_refused(client: APIClient, url: str) -> None:
    """A 400 names the field."""
    answer = client.post("/api/v1/imports", {"url": url, "collection": "hr"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "url")


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>"""
ENTRY = (
    "<item><guid>{name}</guid><title>{name}</title><link>{{site}}/{name}</link>"
    "<description>{text}</description></item>"
)


def feed_of(**texts: str) -> str:
    """Return a feed of these entries."""
    return FEED.replace(
        "{items}", "".join(ENTRY.format(name=name, text=text) for name, text in texts.items())
    )


@pytest.fixture
def feed(client: APIClient, run_jobs: Run, site: Site) -> Callable[..., Kept]:
    """Return what makes a source of the site's feed."""
    site.pages["/feed.xml"] = feed_of(one="The canteen opens.", two="The gym closes.")

    def make(**settings: Any) -> Kept:
        sent = {"url": f"{site.url}/feed.xml", **settings}
        return Kept(client, run_jobs, kind="feed", name="News", settings=sent)

    return make


def test_the_entries_of_a_feed_are_kept_also_when_it_lists_them_no_more(
    feed: Callable[..., Kept], site: Site
) -> None:
    """An entry that changed is a new version."""
    news = feed()
    assert counts(news.sync()) == {"added": 2}
    assert (counts(news.sync()), site.unchanged) == ({"unchanged": 2}, ["/feed.xml"])
    site.pages["/feed.xml"] = feed_of(two="The gym opens.", three="A new badge.")
    assert counts(news.sync()) == {"added": 1, "updated": 1, "unchanged": 1}
    assert counts(news.sync(dry_run=True)) == {"unchanged": 3}


def test_entries_may_vanish_with_their_feed(feed: Callable[..., Kept], site: Site) -> None:
    news = feed(keep_old=False)
    news.sync()
    site.pages["/feed.xml"] = feed_of(two="The gym closes.")
    assert counts(news.sync()) == {"removed": 1, "unchanged": 1}


def test_the_pages_behind_a_feed_are_read_as_their_site_allows(
    feed: Callable[..., Kept], site: Site, client: APIClient
) -> None:
    site.pages |= {"/one": "The canteen opens at eleven.", "/two": "The gym closes at nine."}
    site.robots = "User-agent: *\nDisallow: /two"
    news = feed(follow_pages=True)
    run = news.sync()
    assert (counts(run), run["log"][1]["code"]) == ({"added": 1, "failed": 1}, "robots")
    assert counts(news.sync()) == {"failed": 1, "unchanged": 1}
    assert site.unchanged == ["/one"]
    shown = client.get("/api/v1/documents").json()["results"][0]
    assert (shown["title"], shown["url"]) == ("one", f"{site.url}/one")


def test_what_is_no_feed_is_said_to_be_none(feed: Callable[..., Kept], site: Site) -> None:
    news = feed()
    site.pages["/feed.xml"] = "<html><body>Hello.</body></html>"
    run = news.sync()
    assert (run["state"], run["error"]["code"]) == ("failed", "no_feed")
