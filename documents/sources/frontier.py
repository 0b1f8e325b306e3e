"""Hold what is read of a website, and how far it was walked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit

from documents.sources.robots import site_of

PAGE_LIMIT = 500
# What browsers and servers take at most; longer ones are made by machines, for machines.
LINK_CHARACTERS = 2_000
# What is remembered of a page: under which name it is kept, and by what to ask whether it changed.
Memory = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Page:
    """Carry a page as it came: without a body where it did not change, or could not be read."""

    # Its canonical address.
    id: str
    url: str
    title: str = ""
    fingerprint: str = ""
    content_type: str = ""
    body: bytes = b""
    # Why it could not be read, or was left out, with the code of the reason.
    failure: str = ""
    code: str = "unreachable"
    is_left_out: bool = False


@dataclass(kw_only=True)
class Frontier:
    """Keep how far a site was walked, as JSON can carry it, so that another turn goes on there."""

    waiting: list[str]
    seen: list[str]
    read: int = 0
    failures_in_a_row: int = 0
    # The lines of robots.txt that say something; None until the site has told them.
    robots: list[str] | None = None
    are_sitemaps_read: bool = False
    are_known_asked: bool = False
    is_limit_told: bool = False
    yielded: list[str] = field(default_factory=list)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def at(cls, start: str) -> "Frontier":
        """Begin with one page."""
        url = urldefrag(start).url
        return cls(waiting=[url], seen=[url])


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Say what of a site is read."""

    start: str
    path_prefix: str
    page_limit: int = PAGE_LIMIT
    uses_sitemap: bool = True
    follows_links: bool = True

    def holds(self, url: str) -> bool:
        """Say whether an address stands below the path."""
        prefix = self.path_prefix.rstrip("/")
        try:
            path = urlsplit(url).path or "/"
            is_below = path == prefix or path.startswith(f"{prefix}/")
            return site_of(url) == site_of(self.start) and is_below and len(url) <= LINK_CHARACTERS
        except ValueError:
            return False
