"""What a site does not allow, or cannot say, is not read."""

from collections.abc import Mapping

import pytest

from documents.ingest.links import page_links
from documents.ingest.types import ConversionFailed, FailureCode
from documents.sources.crawling import Crawler, Frontier, _rules
from project.kernel.http import Fetched, SafeClient

SITE = "https://example.org"


class Web(SafeClient):
    """Answer from memory; a redirect leads where the second address says."""

    def __init__(self, robots: tuple[int, bytes], leads_to: str = SITE + "/docs/") -> None:
        """Keep what robots.txt answers, and where the first page leads."""
        self._robots, self._leads_to = robots, leads_to

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Answer."""
        status, body = self._robots if url.endswith("/robots.txt") else (200, b"<p>Leave.</p>")
        place = url if url.endswith("/robots.txt") else self._leads_to
        return Fetched(
            url=place, status=status, headers={"content-type": "text/html"}, body=body, duration_ms=1
        )


def read(web: Web) -> int:
    """Count the pages that are read."""
    return sum(page is not None for page in crawler(web, "/docs/").pages())


def crawler(web: Web, path_prefix: str, *links: str, failure: Exception | None = None) -> Crawler:
    """Return what reads /docs/, whose page leads to these places, or cannot be read."""

    def read_links(content: bytes, address: str) -> tuple[str, ...]:
        if failure:
            raise failure
        return links

    start = Frontier.at(f"{SITE}/docs/")
    return Crawler(start, path_prefix, client=web, read_links=read_links, pause=lambda _: None)


@pytest.mark.parametrize(("status", "pages"), [(404, 1), (403, 0), (500, 0), (503, 0)])
def test_a_site_whose_rules_cannot_be_read_allows_nothing(status: int, pages: int) -> None:
    assert read(Web((status, b""))) == pages


@pytest.mark.parametrize(
    ("asked", "seconds"), [("", 1), ("Crawl-delay: 0", 1), ("Crawl-delay: 3", 3), ("Crawl-delay: 600", 10)]
)
def test_a_site_gets_a_pause_before_each_page(asked: str, seconds: float) -> None:
    """As long as it asks for, within bounds."""
    pauses: list[float] = []
    robots = f"User-agent: *\nDisallow: /docs/b\n{asked}".encode()
    start = Frontier(waiting=[f"{SITE}/docs/{name}" for name in "abc"], seen=[f"{SITE}/docs/"])
    walked = Crawler(
        start, "/docs/", client=Web((200, robots)), read_links=lambda *_: (), pause=pauses.append
    )
    assert (len(list(walked.pages())), pauses) == (2, [seconds, seconds])


def test_what_a_site_allows_is_asked_for_once() -> None:
    """Another turn goes on from the frontier, whatever the site answers by then."""
    first = crawler(Web((200, b"# ours\nUser-agent: *\n# both\nDisallow: /docs/b\nSitemap: x")), "/docs/")
    list(first.pages())
    kept = first._frontier
    assert kept.robots == ["User-agent: *", "Disallow: /docs/b"]
    kept.waiting = [f"{SITE}/docs/a", f"{SITE}/docs/b"]
    second = Crawler(kept, "/docs/", client=Web((503, b"")), read_links=lambda *_: (), pause=lambda _: None)
    assert (len(list(second.pages())), kept.failed) == (1, 1)


def test_a_site_that_cannot_say_what_it_allows_is_told_from_one_that_forbids() -> None:
    silent, strict = crawler(Web((503, b"")), "/docs/"), crawler(Web((403, b"")), "/docs/")
    assert [list(silent.pages()), list(strict.pages())] == [[], []]
    assert silent._frontier.first_failure.endswith("its robots.txt could not be read")
    assert strict._frontier.first_failure.endswith("robots.txt does not allow it")


def test_an_address_that_no_browser_would_ask_for_is_not_kept() -> None:
    links = [f"{SITE}/docs/{'a' * length}" for length in (100, 3_000)]
    walked = crawler(Echo((404, b"")), "/docs/", *links)
    assert len(list(walked.pages())) == 2
    assert walked._frontier.seen == [f"{SITE}/docs/", links[0]]


def test_a_redirect_to_what_is_not_allowed_is_not_kept() -> None:
    rules = (200, b"User-agent: *\nDisallow: /docs/private")
    assert read(Web(rules, f"{SITE}/docs/private")) == 0


class Echo(Web):
    """Answer each address with a page of its own."""

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Answer."""
        return Fetched(url=url, status=200, headers={"content-type": "text/html"}, body=b"", duration_ms=1)


@pytest.mark.parametrize("path_prefix", ["/docs", "/docs/"])
def test_a_prefix_ends_where_a_name_in_the_path_does(path_prefix: str) -> None:
    links = [SITE + path for path in ("/docs-private", "/docs-private/a", "/docs/a", "/doc", "/docs")]
    pages = crawler(Echo((404, b"")), path_prefix, *links).pages()
    assert {page.url.removeprefix(SITE) for page in pages if page} == {"/docs/", "/docs/a", "/docs"}


def test_a_page_whose_links_cannot_be_read_is_a_page_all_the_same() -> None:
    broken = ConversionFailed(FailureCode.TOO_LARGE, "Reading it took too long.")
    assert len(list(crawler(Echo((404, b"")), "/", failure=broken).pages())) == 1


def test_links_are_found_each_once_and_relative_to_the_base() -> None:
    page = b'<base href="/handbook/"><a href="a.html#x">A</a><a href=" a.html ">A</a><a href="https://[x">B</a><a>C</a>'
    assert page_links(page, f"{SITE}/docs/") == (f"{SITE}/handbook/a.html",)
    assert page_links(b"", f"{SITE}/docs/") == ()


def test_rules_hold_nothing_that_no_database_keeps() -> None:
    assert _rules(b"User-agent: *\nDisallow: /a\x00\n") == ["User-agent: *", "Disallow: /a"]
