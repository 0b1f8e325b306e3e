"""Walk the pages of one website below a path: politely, each once, never beyond it."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit
from urllib.robotparser import RobotFileParser

from documents.ingest.types import ConversionFailed, ReaderDied
from project.kernel.http.fetching import Fetched, FetchFailed, SafeClient
from project.kernel.http.targets import UnsafeAddress

AGENT = "Raglan"
PAGE_LIMIT = 500
# Most links of a site lead to pages: what is beyond four times the limit would hardly be reached.
LINK_LIMIT = 4 * PAGE_LIMIT
# What browsers and servers take at most; longer ones are made by machines, for machines.
LINK_CHARACTERS = 2_000
# RFC 9309 asks for at least 500 KiB.
ROBOTS_BYTES = 512_000
DELAY_SECONDS = 1.0
MOST_DELAY_SECONDS = 10.0
OK, BROKEN, REFUSED = 200, 500, frozenset({401, 403})
NOTHING_ALLOWED = ["User-agent: *", "Disallow: /"]
# Give the links of a page; raise ConversionFailed or ReaderDied.
ReadLinks = Callable[[bytes, str], Iterable[str]]
RULES = ("user-agent", "allow", "disallow", "crawl-delay")
HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, kw_only=True)
class Page:
    """Carry a page as it came."""

    url: str
    content_type: str
    body: bytes


@dataclass(kw_only=True)
class Frontier:
    """Keep how far a site was walked, as JSON can carry it, so that another turn goes on there."""

    waiting: list[str]
    seen: list[str]
    read: int = 0
    kept: int = 0
    failed: int = 0
    first_failure: str = ""
    # The lines of robots.txt that say something; None until the site has told them.
    robots: list[str] | None = None

    @classmethod
    def at(cls, start: str) -> "Frontier":
        """Begin with one page."""
        url = urldefrag(start).url
        return cls(waiting=[url], seen=[url])

    def fail(self, url: str, why: str) -> None:
        """Count a page that was passed over; the first one stands for all."""
        self.failed += 1
        self.first_failure = self.first_failure or f"{url} {why}"


class Crawler:
    """Follow the links of one site from a frontier on, as its robots.txt allows."""

    def __init__(
        self,
        frontier: Frontier,
        path_prefix: str,
        *,
        client: SafeClient,
        read_links: ReadLinks,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep where to go on and what not to leave; `read_links` reads foreign HTML, so it should be bounded."""
        self._frontier = frontier
        self._site = _site(frontier.seen[0])
        self._prefix = path_prefix.rstrip("/")
        self._read_links = read_links
        self._client = client
        self._pause = pause

    def pages(self) -> Iterator[Page | None]:
        """Yield the pages of the site, nearest first, and None for each that was asked for and passed over."""
        robots = self._robots()
        delay_seconds = self._delay_seconds(robots)
        frontier, seen = self._frontier, set(self._frontier.seen)
        while frontier.waiting and frontier.read < PAGE_LIMIT:
            url = frontier.waiting.pop(0)
            if not robots.can_fetch(AGENT, url):
                frontier.fail(url, self._why_forbidden())
                continue
            self._pause(delay_seconds)
            page = self._read(url, robots)
            if page is not None:
                frontier.read += 1
                self._extend(page, seen)
            yield page

    def _extend(self, page: Page, seen: set[str]) -> None:
        for link in self._links(page):
            if link not in seen and len(seen) < LINK_LIMIT:
                seen.add(link)
                self._frontier.seen.append(link)
                self._frontier.waiting.append(link)

    def _robots(self) -> RobotFileParser:
        """Return the site's rules: none where it has no file, nothing allowed where it cannot say (RFC 9309)."""
        rules = RobotFileParser()
        if self._frontier.robots is None:
            # Asked once for all turns: a site that fails to answer later has still said what it allows.
            self._frontier.robots = self._asked_robots()
        lines = self._frontier.robots
        rules.parse(NOTHING_ALLOWED if lines is None else lines)
        return rules

    def _why_forbidden(self) -> str:
        is_known = self._frontier.robots is not None
        return "robots.txt does not allow it" if is_known else "its robots.txt could not be read"

    def _asked_robots(self) -> list[str] | None:
        try:
            answer = self._client.get(f"{self._site}/robots.txt")
        except (FetchFailed, UnsafeAddress):
            return None
        if answer.status >= BROKEN:
            return None
        if answer.status in REFUSED:
            return NOTHING_ALLOWED
        return _rules(answer.body) if answer.status == OK else []

    def _delay_seconds(self, robots: RobotFileParser) -> float:
        asked = robots.crawl_delay(AGENT)
        return min(max(float(asked or 0), DELAY_SECONDS), MOST_DELAY_SECONDS)

    def _read(self, url: str, robots: RobotFileParser) -> Page | None:
        try:
            answer = self._client.get(url)
        except (FetchFailed, UnsafeAddress) as failure:
            self._frontier.fail(url, failure.detail)
            return None
        if answer.status != OK:
            self._frontier.fail(url, f"answered {answer.status}")
            return None
        if not robots.can_fetch(AGENT, answer.url):
            self._frontier.fail(url, "robots.txt does not allow where it leads")
            return None
        if not self._is_inside(answer.url) or not _content_type(answer).startswith(HTML_TYPES):
            return None
        return Page(url=urldefrag(answer.url).url, content_type=_content_type(answer), body=answer.body)

    def _links(self, page: Page) -> Iterator[str]:
        try:
            links = self._read_links(page.body, page.url)
        except (ConversionFailed, ReaderDied):
            # The page itself is a document, whose own reading tells what is wrong with it.
            return
        yield from (link for link in links if len(link) <= LINK_CHARACTERS and self._is_inside(link))

    def _is_inside(self, url: str) -> bool:
        try:
            path = urlsplit(url).path or "/"
            is_below = path == self._prefix or path.startswith(f"{self._prefix}/")
            return _site(url) == self._site and is_below
        except ValueError:
            return False


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _rules(robots: bytes) -> list[str]:
    """Return the lines that are rules, and the empty ones, which end a group."""
    # What no database keeps says nothing of a path.
    lines = robots[:ROBOTS_BYTES].decode("utf-8", "replace").replace("\x00", "").splitlines()
    return [line for line in lines if not line or line.strip().lower().startswith(RULES)]


def _content_type(answer: Fetched) -> str:
    return answer.headers.get("content-type", "").lower()
