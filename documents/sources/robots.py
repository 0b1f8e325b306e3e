"""Ask a site what it allows (RFC 9309), and how long to wait between two of its pages."""

from urllib.parse import urlsplit

from protego import Protego

from documents.sources.codes import code_of
from documents.sources.types import SourceFailed
from project.kernel.http.fetching import FetchFailed, SafeClient
from project.kernel.http.targets import UnsafeAddress

AGENT = "Raglan"
# RFC 9309 asks for at least 500 KiB.
ROBOTS_BYTES = 512_000
DELAY_SECONDS = 1.0
MOST_DELAY_SECONDS = 10.0
OK, BROKEN, REFUSED = 200, 500, frozenset({401, 403})
NOTHING_ALLOWED = ["User-agent: *", "Disallow: /"]


def site_of(url: str) -> str:
    """Return scheme and host of an address; raises ValueError for what is none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def asked_rules(client: SafeClient, site: str) -> list[str]:
    """Return the lines of its rules: none where a site has no rules; raise SourceFailed where it cannot say."""
    try:
        answer = client.get(f"{site}/robots.txt")
    except (FetchFailed, UnsafeAddress) as failure:
        detail = f"Its robots.txt could not be read: {failure.detail}"
        raise SourceFailed(code_of(failure), detail) from failure
    if answer.status >= BROKEN:
        detail = f"Its robots.txt could not be read: the site answered {answer.status}."
        raise SourceFailed("robots_unread", detail)
    if answer.status in REFUSED:
        return NOTHING_ALLOWED
    return lines_of(answer.body) if answer.status == OK else []


def lines_of(robots: bytes) -> list[str]:
    """Return the lines that say something, however they are spelt."""
    # What no database keeps says nothing of a path.
    lines = robots[:ROBOTS_BYTES].decode("utf-8-sig", "replace").replace("\x00", "").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


class Rules:
    """Say what a site allows us."""

    def __init__(self, lines: list[str]) -> None:
        """Read the lines of its robots.txt."""
        self._parsed = Protego.parse("\n".join(lines))

    @property
    def sitemaps(self) -> list[str]:
        """Return the addresses of its sitemaps, as they are written."""
        return list(self._parsed.sitemaps)

    @property
    def delay_seconds(self) -> float:
        """Return the pause that it gets between two pages, within bounds."""
        asked = self._parsed.crawl_delay(AGENT)
        return min(max(float(asked or 0), DELAY_SECONDS), MOST_DELAY_SECONDS)

    def allow(self, url: str) -> bool:
        """Say whether an address may be read."""
        return bool(self._parsed.can_fetch(url, AGENT))
