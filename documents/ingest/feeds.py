"""Read the entries of RSS and Atom feeds; for those from outside use the sandbox."""

import io
from html import escape
from typing import Any

import feedparser

from documents.ingest.types import ConversionFailed, FailureCode, Listed

MOST_ENTRIES = 2_000
TITLE_CHARACTERS = 300


def read_feed(content: bytes, address: str) -> Listed:
    """Return a feed's entries with their content as HTML; raise ConversionFailed for what is no feed."""
    # As a file: feedparser takes bytes for a name first.
    found = feedparser.parse(io.BytesIO(content), response_headers={"content-location": address})
    if not found.version:
        raise ConversionFailed(FailureCode.CORRUPT, "This is no RSS or Atom feed.")
    entries = (_entry(entry) for entry in found.entries[:MOST_ENTRIES])
    return Listed(
        entries=tuple(entry for entry in entries if entry["id"]),
        about={"title": str(found.feed.get("title", ""))[:TITLE_CHARACTERS]},
    )


def _entry(entry: Any) -> dict[str, str]:
    url = str(entry.get("link", ""))
    title = str(entry.get("title", ""))[:TITLE_CHARACTERS]
    body = "".join(_html(part) for part in entry.get("content", ())) or _html(entry.get("summary_detail", {}))
    return {
        "id": str(entry.get("id") or url),
        "title": title,
        "url": url,
        "updated": str(entry.get("updated") or entry.get("published") or ""),
        "author": str(entry.get("author", "")),
        "html": body,
    }


def _html(part: Any) -> str:
    value = str(part.get("value", ""))
    return value if "html" in str(part.get("type", "")) else f"<p>{escape(value)}</p>"
