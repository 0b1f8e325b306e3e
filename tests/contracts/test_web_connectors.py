"""Websites, feeds and the fake keep the contract of connectors: all that stands there, as it is, or why not."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from pytest_django import Settings

from documents.sources.connectors import feed, website
from documents.sources.types import Connector, SourceFailed
from documents.sources.web import FeedSettings, WebsiteSettings
from tests.fakes import place
from tests.fakes.place import Place, PlaceSettings
from tests.fakes.site import Site, serving

Make = Callable[[], Connector]
FEED = (
    '<rss version="2.0"><channel><title>N</title>'
    "<item><guid>a</guid><title>A</title><description>Leave is twelve weeks.</description></item>"
    "</channel></rss>"
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Site]:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    monkeypatch.setattr("documents.sources.robots.DELAY_SECONDS", 0.0)
    with serving(Site(pages={"/docs/": "Leave is twelve weeks.", "/feed.xml": FEED})) as served:
        yield served


@pytest.fixture(params=["website", "feed", "fake"])
def make(request: pytest.FixtureRequest, site: Site, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return what opens a connector to a place where one item stands."""
    monkeypatch.setattr(place, "PLACE", Place(texts={"a": "Leave is twelve weeks."}))
    makers: dict[str, Make] = {
        "website": lambda: website.create(WebsiteSettings(url=f"{site.url}/docs/"), {}),
        "feed": lambda: feed.create(FeedSettings(url=f"{site.url}/feed.xml"), {}),
        "fake": lambda: place.create(PlaceSettings(), {}),
    }
    return makers[request.param]


def test_what_stands_there_is_listed_and_fetched_with_its_fingerprint(make: Make) -> None:
    with closing(make()) as connector:
        (item,) = connector.items({})
        fetched = connector.fetch(item, "")
        assert b"twelve weeks" in fetched.content
        assert fetched.filename
        assert fetched.fingerprint == item.fingerprint != ""


def test_what_did_not_change_keeps_its_name_and_fingerprint(make: Make) -> None:
    """The state of the last run helps, and changes nothing."""
    with closing(make()) as connector:
        (before,) = connector.items({})
        state = connector.state()
    with closing(make()) as connector:
        (after,) = connector.items(state)
    assert (after.external_id, after.fingerprint) == (before.external_id, before.fingerprint)


def test_what_was_not_kept_the_last_time_is_fetched_although_nothing_changed(make: Make) -> None:
    with closing(make()) as connector:
        list(connector.items({}))
        state = connector.state()
    with closing(make()) as connector:
        (item,) = connector.items(state)
        assert b"twelve weeks" in connector.fetch(item, "").content


def test_a_place_that_cannot_be_read_fails_as_a_whole(make: Make, site: Site) -> None:
    site.robots, site.pages["/feed.xml"], place.PLACE.fails_at = 503, 503, "a"
    with closing(make()) as connector, pytest.raises(SourceFailed):
        list(connector.items({}))
