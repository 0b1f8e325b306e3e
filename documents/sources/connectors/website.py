"""Read the pages of a website."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from documents.context import converting_sandbox
from documents.sources.crawling import HTML_TYPES, Crawler, Reader
from documents.sources.frontier import Frontier, Page, Scope
from documents.sources.linked import filename_of
from documents.sources.types import Fetched, Item, ItemFailed, ItemSkipped
from documents.sources.web import WebsiteSettings
from project.kernel.http.fetching import FetchLimits, SafeClient
from project.kernel.reach import Grounds

# Linked documents are as large as those of other sources, unless they say otherwise.
FILES = FetchLimits(body_bytes=50_000_000, total_seconds=60.0)
HTML_ENDINGS = (".html", ".htm", ".xhtml")


def create(settings: WebsiteSettings, secrets: Mapping[str, str]) -> "Website":
    """Return the connector of a website."""
    return Website(
        settings,
        client=SafeClient(FILES, resolve=Grounds.of(settings.url).resolve_address),
        reader=converting_sandbox(),
    )


class Website:
    """Walk a site; what was read on the way is not asked for again."""

    def __init__(
        self,
        settings: WebsiteSettings,
        *,
        client: SafeClient,
        reader: Reader,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Begin at the start."""
        self._client, self._reader, self._pause = client, reader, pause
        self._scope = Scope(
            start=settings.url,
            path_prefix=settings.path_prefix,
            page_limit=settings.page_limit,
            uses_sitemap=settings.use_sitemap,
            follows_links=settings.follow_links,
        )
        self._frontier = Frontier.at(settings.url)
        self._page: Page | None = None
        self._crawler: Crawler | None = None

    def items(self, since: Mapping[str, Any]) -> Iterator[Item]:
        """Yield the pages; those that could not be read too, so that they do not vanish."""
        self._crawler = Crawler(
            self._frontier,
            self._scope,
            client=self._client,
            reader=self._reader,
            known=since.get("pages", {}),
            pause=self._pause,
        )
        for page in self._crawler.pages():
            self._page = page
            url = page.url if page.is_left_out else page.id
            yield Item(external_id=page.id, title=page.title, url=url, fingerprint=page.fingerprint)

    def fetch(self, item: Item, known: str) -> Fetched:
        """Return a page as it just came, or ask for it again."""
        page, crawler = self._page, self._crawler
        if crawler is None or page is None or page.id != item.external_id:
            raise LookupError("A page is fetched while it is the last that was listed.")
        if page.is_left_out:
            raise ItemSkipped(page.code, page.failure)
        if page.failure:
            raise ItemFailed(page.code, page.failure)
        return _fetched(page if page.body else _with_body(page, crawler))

    def state(self) -> Mapping[str, Any]:
        """Return what is known of the pages."""
        return {"pages": self._frontier.pages}

    def close(self) -> None:
        """Hold nothing: each request has a connection of its own."""

    def position(self) -> Mapping[str, Any]:
        """Return how far the site was walked."""
        return asdict(self._frontier)

    def go_on(self, position: Mapping[str, Any]) -> None:
        """Walk on from there."""
        self._frontier = Frontier(**position)


def _with_body(page: Page, crawler: Crawler) -> Page:
    """Return a page that did not change since it could not be kept the last time."""
    answer = crawler.read_again(page)
    return replace(page, content_type=answer.headers.get("content-type", ""), body=answer.body)


def _fetched(page: Page) -> Fetched:
    name = filename_of(page.id, page.content_type)
    is_page = page.content_type.startswith(HTML_TYPES)
    return Fetched(
        content=page.body,
        filename=name if not is_page or name.endswith(HTML_ENDINGS) else f"{name}.html",
        content_type=page.content_type,
        fingerprint=page.fingerprint,
        url=page.id,
        title=page.title,
    )
