"""Files that a site links to are read as documents, and what is left out says why."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from documents.sources.types import LEFT_OUT
from project.kernel.http.fetching import FetchLimits
from tests.fakes.site import Site, serving
from tests.integration.documents.sources import Kept, Run, counts

RTF = (rb"{\rtf1\ansi Parental leave is twelve weeks.}", "application/rtf")
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{site}/docs/a</loc></url></urlset>'
)
PICTURE = (b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Site]:
    """Run a website on the loopback address, which is allowed here alone."""
    settings.ALLOW_PRIVATE_ADDRESSES = True
    monkeypatch.setattr("documents.sources.robots.DELAY_SECONDS", 0.0)
    with serving(Site()) as served:
        yield served


@pytest.fixture
def website(client: APIClient, run_jobs: Run, site: Site) -> Kept:
    """Return the source of that site."""
    return Kept(client, run_jobs, kind="website", name="Handbook", settings={"url": f"{site.url}/docs/"})


def told(website: Kept, site: Site) -> dict[str, tuple[str, str]]:
    """Return what a run left out or could not read, by path, with the code of the reason."""
    log = website.sync()["log"]
    lines = [entry for entry in log if entry["happened"] in {"skipped", "failed"}]
    return {
        line["external_id"].removeprefix(LEFT_OUT).removeprefix(site.url): (line["happened"], line["code"])
        for line in lines
    }


def test_linked_documents_below_the_path_are_read(website: Kept, site: Site) -> None:
    site.pages["/docs/"] = '<a href="leave.rtf">L</a> <a href="/other.rtf">O</a>'
    site.files = {"/docs/leave.rtf": RTF, "/other.rtf": RTF}
    assert counts(website.sync()) == {"added": 2}
    found = website.client.post("/api/v1/search", {"query": "parental leave"}, format="json").json()[
        "results"
    ]
    assert found[0]["document"]["url"] == f"{site.url}/docs/leave.rtf"
    assert counts(website.sync()) == {"unchanged": 2}
    del site.files["/docs/leave.rtf"]
    assert counts(website.sync())["removed"] == 1


def test_what_is_left_out_is_in_the_log_with_its_reason(website: Kept, site: Site) -> None:
    names = ("dead", "logo.png", "secret", "out")
    site.pages["/docs/"] = " ".join(f'<a href="{name}">x</a>' for name in names)
    site.pages |= {"/docs/out": ">/other", "/other": "Elsewhere."}
    site.files = {"/docs/logo.png": PICTURE}
    site.robots = "User-agent: *\nDisallow: /docs/secret"
    assert told(website, site) == {
        "/docs/dead": ("skipped", "not_found"),
        "/docs/logo.png": ("skipped", "unsupported_format"),
        "/docs/secret": ("skipped", "robots"),
        "/docs/out": ("skipped", "outside"),
    }


def test_files_that_are_too_large_fail_alone(
    website: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many in a row: the site is not down for them."""
    site.pages["/docs/"] = " ".join(f'<a href="{number}.rtf">x</a>' for number in range(6))
    site.files = {f"/docs/{number}.rtf": (RTF[0] + bytes(9_000), RTF[1]) for number in range(6)}
    monkeypatch.setattr("documents.sources.connectors.website.FILES", FetchLimits(body_bytes=5_000))
    assert set(told(website, site).values()) == {("failed", "too_large")}


def test_a_folder_and_its_index_that_say_the_same_are_one_document(website: Kept, site: Site) -> None:
    site.pages["/docs/"] = '<a href="index.html">home</a> <a href="sub/index.html">a</a> <a href="sub/">b</a>'
    home = site.body_of("/docs/")
    assert isinstance(home, bytes)
    sub = (b"<html><body><p>Leave is twelve weeks.</p></body></html>", "text/html")
    site.files = {"/docs/index.html": (home, "text/html"), "/docs/sub/": sub, "/docs/sub/index.html": sub}
    assert counts(website.sync()) == {"added": 2}
    site.files["/docs/index.html"] = (b"<p>Other words than the folder.</p>", "text/html")
    assert counts(website.sync())["added"] == 1


def test_beyond_the_limit_one_line_says_so(client: APIClient, run_jobs: Run, site: Site) -> None:
    site.pages |= {"/docs/": '<a href="a">A</a> <a href="b">B</a>', "/docs/a": "A.", "/docs/b": "B."}
    wanted = {"url": f"{site.url}/docs/", "page_limit": 1}
    website = Kept(client, run_jobs, kind="website", name="Small", settings=wanted)
    assert told(website, site) == {"/docs/a": ("skipped", "limit")}


def test_a_page_that_is_gone_goes_also_where_it_was_kept_under_a_canonical_address(
    website: Kept, site: Site
) -> None:
    site.pages |= {"/docs/": '<a href="read">R</a>', "/docs/read": "Leave is 30 days."}
    site.heads["/docs/read"] = '<link rel="canonical" href="{site}/docs/named">'
    assert counts(website.sync()) == {"added": 2}
    site.pages["/docs/"] = '<a href="named">N</a>'
    del site.pages["/docs/read"]
    assert counts(website.sync())["removed"] == 1


def test_a_page_is_kept_under_an_address_that_answers_nothing_itself(website: Kept, site: Site) -> None:
    site.pages |= {"/docs/": '<a href="named">N</a> <a href="read">R</a>', "/docs/read": "Leave is 30 days."}
    site.heads["/docs/read"] = '<link rel="canonical" href="{site}/docs/named">'
    assert counts(website.sync()) == {"added": 2, "skipped": 1}
    assert website.names() == {"", "named"}


@pytest.mark.parametrize("robots", [403, "User-agent: *\nDisallow: /"])
def test_a_site_that_allows_nothing_keeps_what_was_read(website: Kept, site: Site, robots: str | int) -> None:
    """As a firewall does for a while."""
    site.pages |= {"/docs/": "Leave.", "/sitemap.xml": SITEMAP}
    assert counts(website.sync())["added"] == 1
    site.robots = robots
    run = website.sync()
    assert (run["state"], run["error"]["code"], len(website.names())) == ("failed", "robots", 1)


def test_a_site_with_a_sitemap_that_allows_nothing_fails(website: Kept, site: Site) -> None:
    site.pages |= {"/docs/": "Leave.", "/sitemap.xml": SITEMAP, "/docs/a": "More."}
    site.robots = "User-agent: *\nDisallow: /"
    assert website.sync()["state"] == "failed"
    site.robots = "User-agent: *\nAllow: /docs/a\nDisallow: /"
    assert counts(website.sync())["added"] == 1


def test_a_start_that_leads_elsewhere_says_so(website: Kept, site: Site) -> None:
    site.pages |= {"/docs/": ">/other", "/other": "Elsewhere."}
    run = website.sync()
    assert (run["state"], run["error"]["code"]) == ("failed", "outside")
