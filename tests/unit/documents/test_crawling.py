"""What a site does not allow, or cannot say, is not read."""

from collections.abc import Mapping

import pytest

from documents.sources.crawling import Crawler
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
    return len(list(Crawler(f"{SITE}/docs/", "/docs/", client=web, pause=lambda _: None).pages()))


@pytest.mark.parametrize(("status", "pages"), [(404, 1), (403, 0), (500, 0), (503, 0)])
def test_a_site_whose_rules_cannot_be_read_allows_nothing(status: int, pages: int) -> None:
    assert read(Web((status, b""))) == pages


def test_a_redirect_to_what_is_not_allowed_is_not_kept() -> None:
    rules = (200, b"User-agent: *\nDisallow: /docs/private")
    assert read(Web(rules, f"{SITE}/docs/private")) == 0
