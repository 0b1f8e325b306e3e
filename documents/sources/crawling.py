"""Walk the pages of one website below a path: politely, each once, never beyond it."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import urldefrag, urljoin

from documents.ingest.types import ConversionFailed, Listed, ReaderDied
from documents.sources.codes import REFUSED_ADDRESS, code_of
from documents.sources.frontier import Frontier, Memory, Page, Scope
from documents.sources.linked import reason_not_read, twins_of
from documents.sources.robots import OK, Rules, asked_rules, site_of
from documents.sources.types import LEFT_OUT, ItemFailed, SourceFailed
from project.kernel.http.fetching import AnswerTooLarge, Fetched, FetchFailed, SafeClient
from project.kernel.http.targets import UnsafeAddress

# Most links of a site lead to pages: what is beyond four times the limit would hardly be reached.
LINKS_PER_PAGE = 4
MOST_SITEMAPS = 50
# A site that answers none of so many pages in a row is down.
MOST_FAILURES_IN_A_ROW = 5
NOT_MODIFIED, GONE = 304, frozenset({404, 410})
HTML_TYPES = ("text/html", "application/xhtml+xml")
FORBIDDEN = "The site's robots.txt does not allow this address to be read."
NOTHING_READABLE = "The site's robots.txt allows none of these addresses to be read."


class Reader(Protocol):
    """Read foreign HTML and XML; bounded, since it is foreign. Raises ConversionFailed or ReaderDied."""

    def links(self, content: bytes, address: str) -> Listed:
        """Return where a page leads, and what it says of itself."""
        ...

    def sitemap(self, content: bytes, address: str) -> Listed:
        """Return what a sitemap names."""
        ...


class Crawler:
    """Follow the links and sitemaps of one site from a frontier on, as its robots.txt allows."""

    def __init__(
        self,
        frontier: Frontier,
        scope: Scope,
        *,
        client: SafeClient,
        reader: Reader,
        known: Mapping[str, Memory] | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep where to go on, what not to leave, and what is known of the pages from the last walk."""
        self._frontier, self._scope, self._known = frontier, scope, known or {}
        self._known_ids = {memory["id"] for memory in self._known.values()}
        self._seen = set(frontier.seen)
        self._client, self._reader, self._pause = client, reader, pause
        self._allowed: Rules | None = None

    def pages(self) -> Iterator[Page]:
        """Yield the pages of the site, nearest first, then those known ones that nothing leads to any more.

        Raise SourceFailed where the site cannot say what it allows, or answers nothing.
        """
        rules = self._rules()
        yield from self._read_sitemaps(rules)
        self._refuse_where_nothing_is_allowed(rules)
        while url := self._next():
            if self._frontier.read >= self._scope.page_limit:
                page = self._remembered(url) or self._told_limit(url)
            elif not rules.allow(url):
                page = self._left_out(url, "robots", FORBIDDEN)
            else:
                self._pause(rules.delay_seconds)
                page = self._read(url, rules)
            if page is not None and page.is_left_out:
                yield page
            elif page is not None and page.id not in self._frontier.yielded:
                self._frontier.yielded.append(page.id)
                yield page

    def read_again(self, page: Page) -> Fetched:
        """Return a page that did not change, with its body; raise SourceFailed or ItemFailed."""
        rules = self._rules()
        if not rules.allow(page.url):
            raise ItemFailed("robots", FORBIDDEN)
        self._pause(rules.delay_seconds)
        try:
            answer = self._client.get(page.url)
        except (FetchFailed, UnsafeAddress) as failure:
            raise ItemFailed(code_of(failure), failure.detail) from failure
        if answer.status != OK:
            raise ItemFailed("unreachable", f"The site answered {answer.status}.")
        if refused := self._refused(urldefrag(answer.url).url, rules):
            raise ItemFailed(*refused)
        return answer

    def _rules(self) -> Rules:
        if self._frontier.robots is None:
            # Asked once for all turns: a site that fails to answer later has still said what it allows.
            self._frontier.robots = asked_rules(self._client, site_of(self._scope.start))
        self._allowed = self._allowed or Rules(self._frontier.robots)
        return self._allowed

    def _next(self) -> str | None:
        frontier = self._frontier
        if not frontier.waiting and not frontier.are_known_asked:
            # What no page leads to any more may stand there all the same; only its own answer says that it is gone.
            frontier.are_known_asked = True
            # However much the site leads to: what is not asked for would vanish.
            unasked = [url for url in self._known if url not in self._seen]
            frontier.waiting.extend(unasked)
            for url in unasked:
                self._see(url)
        return frontier.waiting.pop(0) if frontier.waiting else None

    def _extend(self, links: Iterator[str]) -> None:
        for link in links:
            if link not in self._seen and len(self._seen) < LINKS_PER_PAGE * self._scope.page_limit:
                self._see(link)
                self._frontier.waiting.append(link)

    def _see(self, link: str) -> None:
        if link not in self._seen:
            self._seen.add(link)
            self._frontier.seen.append(link)

    def _read_sitemaps(self, rules: Rules) -> Iterator[Page]:
        """Take in what the sitemaps name; yield those that may not be asked for, so that somebody hears of it."""
        frontier = self._frontier
        if frontier.are_sitemaps_read or not self._scope.uses_sitemap:
            return
        waiting = _sitemaps(rules, site_of(self._scope.start))
        for number, url in enumerate(waiting):
            if number >= MOST_SITEMAPS:
                break
            listed = self._sitemap(url)
            if isinstance(listed, Page):
                yield listed
                continue
            entries = listed.entries
            waiting.extend(
                entry["url"] for entry in entries if entry["sitemap"] and entry["url"] not in waiting
            )
            self._extend(e["url"] for e in entries if not e["sitemap"] and self._scope.holds(e["url"]))
        frontier.are_sitemaps_read = True

    def _sitemap(self, url: str) -> Listed | Page:
        """Return what a sitemap names, nothing where there is none; or that sources may not go there.

        Its absence removes no page.
        """
        try:
            answer = self._client.get(url)
            return self._reader.sitemap(answer.body, answer.url) if answer.status == OK else Listed()
        except UnsafeAddress as refused:
            code = code_of(refused)
            is_told = code == REFUSED_ADDRESS
            return (
                Page(id=url, url=url, title=url, failure=refused.detail, code=code) if is_told else Listed()
            )
        except (FetchFailed, ConversionFailed, ReaderDied):
            return Listed()

    def _refuse_where_nothing_is_allowed(self, rules: Rules) -> None:
        """Raise SourceFailed on the first turn where neither what was found nor what is known may be read.

        A firewall that refuses robots.txt itself would otherwise have all pages vanish.
        """
        frontier = self._frontier
        is_first = frontier.waiting[:1] == [urldefrag(self._scope.start).url]
        if is_first and not any(rules.allow(url) for url in (*frontier.waiting, *self._known)):
            raise SourceFailed("robots", NOTHING_READABLE)

    def _remembered(self, url: str) -> Page | None:
        """Return a known page beyond the limit as it was, so that it does not vanish."""
        memory = self._known.get(url)
        if memory is None:
            return None
        self._frontier.pages[url] = dict(memory)
        return Page(id=memory["id"], url=url, title=memory["title"], fingerprint=memory["fingerprint"])

    def _read(self, url: str, rules: Rules) -> Page | None:
        memory = self._known.get(url, {})
        try:
            answer = self._client.get(url, _conditions(memory))
        except AnswerTooLarge as large:
            self._frontier.failures_in_a_row = 0
            return self._staying(url, memory, large.code, large.detail)
        except (FetchFailed, UnsafeAddress) as failure:
            return self._failed(url, memory, failure.detail, code_of(failure))
        if answer.status == NOT_MODIFIED and memory:
            return self._unchanged(url, memory)
        if answer.status in GONE:
            self._note_gone(url)
            return self._left_out(
                url, "not_found", f"Nothing stands there: the site answered {answer.status}."
            )
        if answer.status != OK:
            return self._failed(url, memory, f"The site answered {answer.status}.")
        self._frontier.failures_in_a_row = 0
        return self._placed(url, answer, rules)

    def _placed(self, url: str, answer: Fetched, rules: Rules) -> Page | None:
        place = urldefrag(answer.url).url
        if refused := self._refused(place, rules):
            if self._is_alone(url):
                raise SourceFailed(*refused)
            return self._left_out(url, *refused)
        if _media_type(answer).startswith(HTML_TYPES):
            return self._arrived(place, answer, self._listed(answer, place))
        if why := reason_not_read(answer.body, place, _media_type(answer)):
            if self._is_alone(url):
                raise SourceFailed("unsupported_format", why)
            return self._left_out(url, "unsupported_format", why)
        return self._arrived(place, answer, Listed())

    def _refused(self, place: str, rules: Rules) -> tuple[str, str] | None:
        """Return why a page is not read although an address led to it, by code and sentence."""
        if not self._scope.holds(place):
            return "outside", f"It leads out of what is read, to {place[:200]}."
        if not rules.allow(place):
            return (
                "robots",
                f"It leads to {place[:200]}, which the site's robots.txt does not allow to be read.",
            )
        return None

    def _left_out(self, url: str, code: str, why: str) -> Page | None:
        """Return what is told of an address that becomes no document; what was one vanishes without a word."""
        # Documents are named by canonical addresses, and known by where they were read.
        if url in self._known or url in self._known_ids:
            return None
        # No document has this name: another page may say that this address is its own.
        return Page(id=f"{LEFT_OUT}{url}", url=url, title=url, failure=why, code=code, is_left_out=True)

    def _is_alone(self, url: str) -> bool:
        """Say whether this is the start, and nothing else was found or known."""
        return url == urldefrag(self._scope.start).url and not self._frontier.waiting and not self._known

    def _told_limit(self, url: str) -> Page | None:
        if self._frontier.is_limit_told:
            return None
        page = self._left_out(
            url,
            "limit",
            f"{self._scope.page_limit} pages were read, as many as the settings allow: more are left out.",
        )
        self._frontier.is_limit_told = page is not None
        return page

    def _note_gone(self, url: str) -> None:
        self._frontier.failures_in_a_row = 0
        if self._is_alone(url):
            raise SourceFailed(
                "not_found", "Nothing stands at this address, and no sitemap names a page below it."
            )

    def _failed(self, url: str, memory: Memory, why: str, code: str = "unreachable") -> Page:
        """Return a page that stays as it is; what it led to is still looked for."""
        # A site that leads to where nobody may go is not down.
        self._frontier.failures_in_a_row += code != REFUSED_ADDRESS
        is_first = self._frontier.read == 0 and not self._frontier.waiting and not self._known
        if is_first or self._frontier.failures_in_a_row >= MOST_FAILURES_IN_A_ROW:
            raise SourceFailed(code, why)
        return self._staying(url, memory, code, why)

    def _staying(self, url: str, memory: Memory, code: str, why: str) -> Page:
        if memory:
            self._frontier.pages[url] = dict(memory)
            self._follow(memory["links"])
        return Page(id=memory.get("id", url), url=url, title=memory.get("title", ""), failure=why, code=code)

    def _unchanged(self, url: str, memory: Memory) -> Page:
        self._frontier.failures_in_a_row = 0
        self._frontier.read += 1
        self._frontier.pages[url] = dict(memory)
        self._follow(memory["links"])
        return Page(id=memory["id"], url=url, title=memory["title"], fingerprint=memory["fingerprint"])

    def _arrived(self, place: str, answer: Fetched, listed: Listed) -> Page:
        self._frontier.read += 1
        self._see(place)
        digest = hashlib.sha256(answer.body).hexdigest()
        canonical = listed.about.get("canonical", "")
        name = canonical if canonical and self._scope.holds(canonical) else self._twin(place, digest)
        self._see(name)
        site = site_of(self._scope.start)
        links = [e["url"].removeprefix(site) for e in listed.entries if self._scope.holds(e["url"])]
        etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        memory: dict[str, Any] = {
            "id": name,
            "title": listed.about.get("title", ""),
            "etag": etag,
            "modified": modified,
            "fingerprint": etag or modified or digest,
            "digest": digest,
            "links": links,
        }
        self._frontier.pages[place] = memory
        self._follow(links)
        return Page(
            id=name,
            url=place,
            title=memory["title"],
            fingerprint=memory["fingerprint"],
            content_type=_media_type(answer),
            body=answer.body,
        )

    def _twin(self, place: str, digest: str) -> str:
        """Return under which name the same words were kept already, at the other address of a folder's page."""
        found = (self._frontier.pages.get(twin, {}) for twin in twins_of(place))
        return next((str(page["id"]) for page in found if page.get("digest") == digest), place)

    def _follow(self, links: list[str]) -> None:
        if self._scope.follows_links:
            site = site_of(self._scope.start)
            self._extend(urljoin(site, link) if link else site for link in links)

    def _listed(self, answer: Fetched, place: str) -> Listed:
        try:
            return self._reader.links(answer.body, place)
        except (ConversionFailed, ReaderDied):
            # The page itself is a document, whose own reading tells what is wrong with it.
            return Listed()


def _sitemaps(rules: Rules, site: str) -> list[str]:
    """Return where the sitemaps stand; many write a path where the standard asks for a whole address."""
    named = rules.sitemaps or ["sitemap.xml"]
    return [url if "://" in url else f"{site}/{url.lstrip('/')}" for url in named]


def _conditions(memory: Memory) -> dict[str, str]:
    asked = {"If-None-Match": memory.get("etag", ""), "If-Modified-Since": memory.get("modified", "")}
    return {name: value for name, value in asked.items() if value}


def _media_type(answer: Fetched) -> str:
    return answer.headers.get("content-type", "").lower()
