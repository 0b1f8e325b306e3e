"""What a site does not allow, or cannot say, is not read."""

from collections.abc import Mapping
from dataclasses import asdict, replace

import pytest

from documents.ingest.links import page_links, sitemap_links
from documents.ingest.types import ConversionFailed, FailureCode, Limits, Listed
from documents.sources.crawling import Crawler
from documents.sources.frontier import Frontier, Page, Scope
from documents.sources.robots import lines_of
from documents.sources.types import ItemFailed, SourceFailed
from project.kernel.http.fetching import Fetched, SafeClient

SITE = "https://example.org"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
)


class Web(SafeClient):
    """Answer each address with a page of its own; a redirect leads where `leads_to` says."""

    def __init__(
        self,
        robots: tuple[int, bytes],
        leads_to: str = "",
        kind: str = "text/html",
        body: bytes = b"<p>Leave.</p>",
    ) -> None:
        """Keep what robots.txt answers, and where pages lead."""
        self._robots, self._leads_to, self._kind, self._body = robots, leads_to, kind, body

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Answer."""
        status, body = (200, self._body)
        if url.endswith(".txt"):
            status, body = self._robots
        place = url if url.endswith((".txt", ".xml")) else self._leads_to or url
        return Fetched(
            url=place, status=status, headers={"content-type": self._kind}, body=body, duration_ms=1
        )


class Links:
    """Say that every page leads to the same places, or cannot be read."""

    def __init__(self, *links: str, failure: Exception | None = None) -> None:
        """Keep them."""
        self._links, self._failure = links, failure

    def links(self, content: bytes, address: str) -> Listed:
        """Return them."""
        if self._failure:
            raise self._failure
        return Listed(entries=tuple({"url": link} for link in self._links))

    def sitemap(self, content: bytes, address: str) -> Listed:
        """Return nothing."""
        return Listed()


def crawler(
    web: Web,
    path_prefix: str,
    *links: str,
    failure: Exception | None = None,
    frontier: Frontier | None = None,
) -> Crawler:
    """Return what reads /docs/, whose page leads to these places, or cannot be read."""
    scope = Scope(start=f"{SITE}/docs/", path_prefix=path_prefix)
    start = frontier or Frontier.at(f"{SITE}/docs/")
    return Crawler(start, scope, client=web, reader=Links(*links, failure=failure), pause=lambda _: None)


@pytest.mark.parametrize(
    ("status", "code"), [(403, "robots"), (500, "robots_unread"), (503, "robots_unread")]
)
def test_a_site_whose_rules_cannot_be_read_allows_nothing(status: int, code: str) -> None:
    """And one that forbids is told from one that cannot say."""
    with pytest.raises(SourceFailed) as failure:
        list(crawler(Web((status, b"")), "/docs/").pages())
    assert failure.value.code == code


def test_a_site_without_rules_allows_all() -> None:
    assert len(list(crawler(Web((404, b"")), "/docs/").pages())) == 1


@pytest.mark.parametrize(
    ("asked", "seconds"), [("", 1), ("Crawl-delay: 0", 1), ("Crawl-delay: 3", 3), ("Crawl-delay: 600", 10)]
)
def test_a_site_gets_a_pause_before_each_page(asked: str, seconds: float) -> None:
    """As long as it asks for, within bounds."""
    pauses: list[float] = []
    robots = f"User-agent: *\nDisallow: /docs/b\n{asked}".encode()
    start = Frontier(waiting=[f"{SITE}/docs/{name}" for name in "abc"], seen=[f"{SITE}/docs/"])
    scope = Scope(start=f"{SITE}/docs/", path_prefix="/docs/", uses_sitemap=False)
    walked = Crawler(start, scope, client=Web((200, robots)), reader=Links(), pause=pauses.append)
    read = [page for page in walked.pages() if not page.is_left_out]
    assert (len(read), pauses) == (2, [seconds, seconds])


def test_what_a_site_allows_is_asked_for_once() -> None:
    """Another turn goes on from the frontier, whatever the site answers by then."""
    frontier = Frontier.at(f"{SITE}/docs/")
    robots = b"# ours\nUser-agent: *\n# both\nDisallow: /docs/b\nSitemap: https://example.org/s.xml"
    list(crawler(Web((200, robots)), "/docs/", frontier=frontier).pages())
    assert frontier.robots == [
        "User-agent: *",
        "Disallow: /docs/b",
        "Sitemap: https://example.org/s.xml",
    ]
    frontier.waiting = [f"{SITE}/docs/a", f"{SITE}/docs/b"]
    kept = Frontier(**asdict(frontier))
    pages = list(crawler(Web((503, b"")), "/docs/", frontier=kept).pages())
    assert [page.is_left_out for page in pages] == [False, True]


def test_an_address_that_no_browser_would_ask_for_is_not_kept() -> None:
    links = [f"{SITE}/docs/{'a' * length}" for length in (100, 3_000)]
    frontier = Frontier.at(f"{SITE}/docs/")
    assert len(list(crawler(Web((404, b"")), "/docs/", *links, frontier=frontier).pages())) == 2
    assert frontier.seen == [f"{SITE}/docs/", links[0]]


def test_a_redirect_to_what_is_not_allowed_is_not_kept() -> None:
    rules = (200, b"User-agent: *\nDisallow: /docs/private")
    with pytest.raises(SourceFailed) as failure:
        list(crawler(Web(rules, f"{SITE}/docs/private"), "/docs/").pages())
    assert failure.value.code == "robots"


@pytest.mark.parametrize("path_prefix", ["/docs", "/docs/"])
def test_a_prefix_ends_where_a_name_in_the_path_does(path_prefix: str) -> None:
    links = [SITE + path for path in ("/docs-private", "/docs-private/a", "/docs/a", "/doc", "/docs")]
    pages = crawler(Web((404, b"")), path_prefix, *links).pages()
    assert {page.url.removeprefix(SITE) for page in pages} == {"/docs/", "/docs/a", "/docs"}


def test_a_page_whose_links_cannot_be_read_is_a_page_all_the_same() -> None:
    broken = ConversionFailed(FailureCode.TOO_LARGE, "Reading it took too long.")
    assert len(list(crawler(Web((404, b"")), "/", failure=broken).pages())) == 1


def test_known_pages_beyond_the_limit_stay_as_they_were() -> None:
    known = {
        f"{SITE}/docs/{name}": {"id": f"{SITE}/docs/{name}", "title": "", "fingerprint": name, "links": []}
        for name in "ab"
    }
    scope = Scope(start=f"{SITE}/docs/", path_prefix="/docs/", page_limit=1)
    start, web = Frontier.at(f"{SITE}/docs/"), Web((404, b""))
    walked = Crawler(start, scope, client=web, reader=Links(), known=known, pause=lambda _: None)
    assert [page.fingerprint for page in walked.pages()][1:] == ["a", "b"]


def test_known_pages_stay_also_where_a_site_suddenly_leads_to_more_than_are_looked_at() -> None:
    """Nobody asked them whether they are gone."""
    known = {f"{SITE}/docs/old": {"id": f"{SITE}/docs/old", "title": "Old", "fingerprint": "1", "links": []}}
    links = [f"{SITE}/docs/{number}" for number in range(20)]
    scope = Scope(start=f"{SITE}/docs/", path_prefix="/docs/", page_limit=2)
    walk = Crawler(
        Frontier.at(f"{SITE}/docs/"),
        scope,
        client=Web((404, b"")),
        reader=Links(*links),
        known=known,
        pause=lambda _: None,
    )
    assert [page.url for page in walk.pages()][-1] == f"{SITE}/docs/old"


def test_links_are_found_each_once_and_relative_to_the_base() -> None:
    page = b'<base href="/handbook/"><a href="a.html#x">A</a><a href=" a.html ">A</a><a href="https://[x">B</a><a>C</a>'
    assert page_links(page, f"{SITE}/docs/").entries == ({"url": f"{SITE}/handbook/a.html"},)
    assert page_links(b"", f"{SITE}/docs/").entries == ()


def test_a_page_says_its_title_and_its_canonical_address() -> None:
    page = b'<head><title> Leave\n policy </title><link rel="canonical" href="/docs/leave#x"></head><p>Leave.'
    about = page_links(page, f"{SITE}/docs/leave?print").about
    assert about == {"canonical": f"{SITE}/docs/leave", "title": "Leave policy"}


def test_a_bomb_of_entities_is_no_sitemap() -> None:
    content = BOMB + b"]><urlset><url><loc>https://example.org/&j;</loc></url></urlset>"
    try:
        found = sitemap_links(content, SITE, Limits()).entries
    except ConversionFailed:
        found = ()
    assert all(len(entry["url"]) < 100 for entry in found)


def test_rules_hold_nothing_that_no_database_keeps() -> None:
    assert lines_of(b"User-agent: *\nDisallow: /a\x00\n") == ["User-agent: *", "Disallow: /a"]


def test_a_page_is_not_asked_for_again_where_it_may_not_be_read() -> None:
    """One beyond the limit stays as it was, whatever a site allows; its words do not come anew."""
    page = Page(id=f"{SITE}/docs/b", url=f"{SITE}/docs/b")
    walk = crawler(Web((200, b"User-agent: *\nDisallow: /docs/b")), "/docs/")
    with pytest.raises(ItemFailed) as failure:
        walk.read_again(page)
    assert failure.value.code == "robots"
    assert walk.read_again(replace(page, url=f"{SITE}/docs/a")).status == 200


def test_a_site_that_begins_with_what_is_not_read_says_so() -> None:
    with pytest.raises(SourceFailed) as failure:
        list(crawler(Web((404, b""), kind="image/png", body=b"\x89PNG\r\n\x1a\n"), "/docs/").pages())
    assert failure.value.code == "unsupported_format"


def test_the_limit_is_told_by_the_first_address_that_was_no_document() -> None:
    known = {f"{SITE}/docs/a": {"id": f"{SITE}/docs/b", "title": "", "fingerprint": "1", "links": []}}
    scope = Scope(start=f"{SITE}/docs/", path_prefix="/docs/", page_limit=1)
    links = Links(f"{SITE}/docs/b", f"{SITE}/docs/c")
    start = Frontier.at(f"{SITE}/docs/")
    walk = Crawler(start, scope, client=Web((404, b"")), reader=links, known=known, pause=lambda _: None)
    assert [page.url for page in walk.pages() if page.code == "limit"] == [f"{SITE}/docs/c"]
