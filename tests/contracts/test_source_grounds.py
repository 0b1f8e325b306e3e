"""A source whose own address is public is not led into a private network, although the operator allows that network."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from pytest_django import Settings

from documents.sources.connectors import feed, website
from documents.sources.connectors.kinds import WEBDAV
from documents.sources.types import ItemFailed, SourceFailed
from documents.sources.web import FeedSettings, WebsiteSettings
from project.kernel.http.targets import UnsafeAddress
from project.kernel.reach import Grounds
from tests.fakes.site import Site, serving

PUBLIC, INSIDE = "127.0.0.1", "::1"


@pytest.fixture(autouse=True)
def networks(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Take one address for a public one; the operator allows what is beside it."""
    settings.SOURCES_ALLOW_NETWORKS = (INSIDE,)
    monkeypatch.setattr("project.kernel.reach.is_public", lambda address: address == PUBLIC)
    monkeypatch.setattr("documents.sources.robots.DELAY_SECONDS", 0.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(pages={"/docs/": "Leave is twelve weeks."}), PUBLIC) as served:
        yield served


@pytest.fixture
def inside() -> Iterator[Site]:
    with serving(Site(pages={"/docs/": "Nobody outside may read this."}), INSIDE) as served:
        yield served


def failures(url: str) -> dict[str, str]:
    """Walk a site; return why which pages could not be read."""
    found: dict[str, str] = {}
    with closing(website.create(WebsiteSettings(url=url), {})) as connector:
        for item in connector.items({}):
            try:
                connector.fetch(item, "")
            except ItemFailed as failure:
                is_told = "private network" in failure.detail
                found[item.external_id] = failure.code if is_told else failure.detail
    return found


def test_a_page_that_redirects_inside_is_refused_and_the_others_are_read(site: Site, inside: Site) -> None:
    site.pages |= {"/docs/": '<a href="/docs/out">O</a>', "/docs/out": f">{inside.url}/docs/"}
    assert failures(f"{site.url}/docs/") == {f"{site.url}/docs/out": "refused_address"}
    assert inside.asked == []


def test_many_pages_that_redirect_inside_do_not_end_the_walk(site: Site, inside: Site) -> None:
    links = [f"/docs/{number}" for number in range(7)]
    site.pages |= {"/docs/": "".join(f'<a href="{link}">O</a>' for link in links)}
    site.pages |= dict.fromkeys(links, f">{inside.url}/docs/")
    assert len(failures(f"{site.url}/docs/")) == len(links)


def test_a_start_that_redirects_inside_says_so(site: Site, inside: Site) -> None:
    site.pages["/docs/"] = f">{inside.url}/docs/"
    with pytest.raises(SourceFailed, match="private network") as refused:
        failures(f"{site.url}/docs/")
    assert (refused.value.code, inside.asked) == ("refused_address", [])


def test_a_sitemap_inside_is_told_and_not_asked_for(site: Site, inside: Site) -> None:
    site.robots = f"Sitemap: {inside.url}/sitemap.xml"
    assert failures(f"{site.url}/docs/") == {f"{inside.url}/sitemap.xml": "refused_address"}
    assert inside.asked == []


def test_a_sitemap_that_is_named_by_its_path_is_read(site: Site) -> None:
    site.robots = "Sitemap: /sitemap.xml"
    assert failures(f"{site.url}/docs/") == {}
    assert "/sitemap.xml" in site.asked


def test_rules_that_redirect_inside_are_not_asked_for(site: Site, inside: Site) -> None:
    site.pages["/robots.txt"] = f">{inside.url}/robots.txt"
    with pytest.raises(SourceFailed, match="private network") as refused:
        failures(f"{site.url}/docs/")
    assert (refused.value.code, inside.asked) == ("refused_address", [])


def test_an_entry_of_a_public_feed_leads_not_inside(site: Site, inside: Site) -> None:
    entry = f"<item><guid>a</guid><title>A</title><link>{inside.url}/docs/</link></item>"
    site.pages["/feed.xml"] = f'<rss version="2.0"><channel><title>N</title>{entry}</channel></rss>'
    asked = FeedSettings(url=f"{site.url}/feed.xml", follow_pages=True)
    with closing(feed.create(asked, {})) as connector:
        (item,) = connector.items({})
        with pytest.raises(ItemFailed, match="private network") as refused:
            connector.fetch(item, "")
    assert (refused.value.code, inside.asked) == ("refused_address", [])


def test_a_folder_that_redirects_inside_is_refused(site: Site, inside: Site) -> None:
    site.pages["/docs"] = f">{inside.url}/docs/"
    with (
        closing(WEBDAV.create({"address": f"{site.url}/docs"}, {})) as connector,
        pytest.raises(SourceFailed, match="private network") as refused,
    ):
        list(connector.items({}))
    assert (refused.value.code, inside.asked) == ("refused_address", [])


def test_a_source_inside_goes_on_inside_and_outside(site: Site, inside: Site) -> None:
    """Its own address was allowed by the operator, and entered by a person."""
    with serving(Site(), INSIDE) as beside:
        inside.robots = f"Sitemap: {beside.url}/sitemap.xml\nSitemap: {site.url}/sitemap.xml"
        assert failures(f"{inside.url}/docs/") == {}
        assert "/sitemap.xml" in beside.asked
        assert "/sitemap.xml" in site.asked


def test_a_name_that_was_public_when_the_source_began_is_not_inside_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([PUBLIC, PUBLIC, INSIDE])
    monkeypatch.setattr("project.kernel.reach.addresses_of", lambda host, port: [next(answers)])
    grounds = Grounds.of("http://rebind.example/docs/")
    assert grounds.resolve_address("http://rebind.example/docs/").address == PUBLIC
    with pytest.raises(UnsafeAddress, match="private network"):
        grounds.resolve_address("http://rebind.example/docs/leave")


def test_a_feed_that_goes_on_elsewhere_is_still_where_its_own_address_is() -> None:
    """A later turn of a run begins with another host than the source's own."""
    grounds = Grounds.of(f"http://{PUBLIC}/feed.xml")
    with pytest.raises(UnsafeAddress, match="private network"):
        grounds.resolve_address(f"http://[{INSIDE}]/docs/")
