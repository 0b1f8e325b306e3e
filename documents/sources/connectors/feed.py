"""Read the entries of an RSS or Atom feed."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, Protocol

from documents.context import converting_sandbox
from documents.ingest.types import ConversionFailed, Listed, ReaderDied
from documents.sources.codes import code_of
from documents.sources.robots import OK, Rules, asked_rules, site_of
from documents.sources.types import Fetched, Item, ItemFailed, SourceFailed, Unchanged
from documents.sources.web import FeedSettings
from project.kernel.http.fetching import Fetched as Answer
from project.kernel.http.fetching import FetchFailed, SafeClient
from project.kernel.http.targets import UnsafeAddress
from project.kernel.reach import Grounds

NOT_MODIFIED = 304
# What the state remembers of entries that the feed no longer lists; the oldest beyond vanish.
MOST_REMEMBERED = 20_000
PAGE = (
    '<html><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><main><h1>{title}</h1>{body}</main></body></html>"
)


class Reader(Protocol):
    """Read foreign feeds; bounded, since they are foreign. Raises ConversionFailed or ReaderDied."""

    def feed(self, content: bytes, address: str) -> Listed:
        """Return the entries."""
        ...


def create(settings: FeedSettings, secrets: Mapping[str, str]) -> "Feed":
    """Return the connector of a feed."""
    return Feed(
        settings,
        client=SafeClient(resolve=Grounds.of(settings.url).resolve_address),
        reader=converting_sandbox(),
    )


class Feed:
    """Read a feed, and the pages behind its entries where that was chosen."""

    def __init__(
        self,
        settings: FeedSettings,
        *,
        client: SafeClient,
        reader: Reader,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Know nothing yet."""
        self._settings, self._client, self._reader, self._pause = settings, client, reader, pause
        self._listed: dict[str, Mapping[str, str]] = {}
        self._entries: dict[str, dict[str, str]] = {}
        self._conditions: dict[str, str] = {}
        self._rules: dict[str, Rules] = {}
        self._is_unread = False

    def items(self, since: Mapping[str, Any]) -> Iterator[Item]:
        """Yield the entries that the feed lists, then the remembered ones where those are kept."""
        known: Mapping[str, dict[str, str]] = since.get("entries", {})
        entries = self._read(since)
        listed = known.values() if entries is None else [_remembered(entry) for entry in entries]
        old = known.values() if self._settings.keep_old else ()
        for entry in [*listed, *old]:
            if entry["id"] not in self._entries:
                self._entries[entry["id"]] = dict(entry)
                is_listed = entry["id"] in self._listed
                # A page may have changed although its entry did not: only the page says.
                is_unknown = self._settings.follow_pages and is_listed
                yield Item(
                    external_id=entry["id"],
                    title=entry["title"],
                    url=entry["url"],
                    fingerprint="" if is_unknown else entry["fingerprint"],
                )

    def fetch(self, item: Item, known: str) -> Fetched:
        """Return the page behind an entry, or the entry itself as a page."""
        if self._settings.follow_pages and item.url:
            return self._page(item, known)
        if self._is_unread:
            # It is as it was, but this entry could not be kept the last time.
            self._read({})
        entry = self._listed.get(item.external_id)
        if entry is None:
            raise ItemFailed("gone", "The feed does not list this entry any more.")
        page = PAGE.format(title=escape(entry["title"]), body=entry["html"])
        return Fetched(
            content=page.encode("utf-8", "replace"),
            filename=f"{hashlib.sha256(item.external_id.encode()).hexdigest()[:16]}.html",
            content_type="text/html; charset=utf-8",
            fingerprint=item.fingerprint,
        )

    def state(self) -> Mapping[str, Any]:
        """Return what is known of the entries, newest last, and by what to ask whether the feed changed."""
        newest = dict(list(self._entries.items())[:MOST_REMEMBERED])
        return {"entries": newest, "conditions": self._conditions}

    def close(self) -> None:
        """Hold nothing: each request has a connection of its own."""

    def _read(self, since: Mapping[str, Any]) -> tuple[Mapping[str, str], ...] | None:
        """Return the entries, or None where the feed is as it was."""
        self._conditions = dict(since.get("conditions", {}))
        # Pages change without their feed: it must be listed for them to be asked for.
        asked = {} if self._settings.follow_pages else self._conditions
        try:
            answer = self._client.get(self._settings.url, asked)
            self._is_unread = answer.status == NOT_MODIFIED
            if self._is_unread:
                return None
            if answer.status != OK:
                raise SourceFailed("unreachable", f"The site answered {answer.status}.")
            entries = self._reader.feed(answer.body, answer.url).entries
        except (FetchFailed, UnsafeAddress) as failure:
            raise SourceFailed(code_of(failure), failure.detail) from failure
        except (ConversionFailed, ReaderDied) as failure:
            raise SourceFailed("no_feed", str(failure)) from failure
        self._conditions = _conditions(answer)
        self._listed = {entry["id"]: entry for entry in entries}
        return entries

    def _page(self, item: Item, known: str) -> Fetched:
        rules = self._rules_of(item.url)
        if not rules.allow(item.url):
            raise ItemFailed("robots", "The site's robots.txt does not allow this page to be read.")
        self._pause(rules.delay_seconds)
        headers = {"If-None-Match": known} if known.startswith(('"', "W/")) else {}
        try:
            answer = self._client.get(item.url, headers)
        except (FetchFailed, UnsafeAddress) as failure:
            raise ItemFailed(code_of(failure), failure.detail) from failure
        if answer.status == NOT_MODIFIED:
            self._remember(item, known)
            raise Unchanged
        if answer.status != OK:
            raise ItemFailed("unreachable", f"The site answered {answer.status}.")
        fingerprint = answer.headers.get("etag") or hashlib.sha256(answer.body).hexdigest()
        self._remember(item, fingerprint)
        return Fetched(
            content=answer.body,
            filename="page.html",
            content_type=answer.headers.get("content-type", ""),
            fingerprint=fingerprint,
            url=answer.url,
            title=item.title,
        )

    def _remember(self, item: Item, fingerprint: str) -> None:
        if item.external_id in self._entries:
            self._entries[item.external_id]["fingerprint"] = fingerprint

    def _rules_of(self, url: str) -> Rules:
        try:
            site = site_of(url)
            if site not in self._rules:
                self._rules[site] = Rules(asked_rules(self._client, site))
        except ValueError as failure:
            raise ItemFailed("unreachable", str(failure)) from failure
        except SourceFailed as failure:
            raise ItemFailed(failure.code, failure.detail) from failure
        return self._rules[site]


def _remembered(entry: Mapping[str, str]) -> dict[str, str]:
    said = "\n".join([entry["title"], entry["url"], entry["updated"], entry["html"]])
    fingerprint = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    return {"id": entry["id"], "title": entry["title"], "url": entry["url"], "fingerprint": fingerprint}


def _conditions(answer: Answer) -> dict[str, str]:
    asked = {
        "If-None-Match": answer.headers.get("etag", ""),
        "If-Modified-Since": answer.headers.get("last-modified", ""),
    }
    return {name: value for name, value in asked.items() if value}
