"""Drop what stands at the edge of most pages: headers and footers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from documents.ingest.pages.lines import Line, Page

# How many lines from the top and from the bottom may be a header or a footer, and on which share of the pages.
EDGE, MOST_PAGES = 2, 0.6
MOST_CHARACTERS = 120
# Two pages may begin alike by chance; what drops more than this of a document is its text.
MOST_DROPPED = 0.6
NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")

Key = tuple[str, float]


def without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """Drop short lines at a page's edge that stand, but for numbers, on most pages; they may alternate."""
    edges = [{_key(line) for line in _edges(page)} for page in pages]
    counts = Counter(key for keys in edges for key in keys if len(key[0]) <= MOST_CHARACTERS)
    # Left and right pages often have headers of their own.
    filled = sum(bool(page.items) for page in pages)
    share = MOST_PAGES if filled < 6 else MOST_PAGES / 2
    running = {key for key, count in counts.items() if count >= max(2, share * filled)}
    found = [_without(page, running) for page in pages]
    before, after = (sum(map(_letters, those)) for those in (pages, found))
    return found if after >= (1 - MOST_DROPPED) * before else list(pages)


def _without(page: Page, running: set[Key]) -> Page:
    edges = {id(line) for line in _edges(page)}
    items = tuple(
        item
        for item in page.items
        if not (isinstance(item, Line) and id(item) in edges and _key(item) in running)
    )
    return replace(page, items=items)


def _edges(page: Page) -> list[Line]:
    """Return the highest and the lowest lines of a page, in whatever order they are read."""
    lines = [item for item in page.items if isinstance(item, Line)]
    placed = sorted(lines, key=lambda line: line.box.top)
    return [*placed[:EDGE], *placed[-EDGE:]]


def _letters(page: Page) -> int:
    return sum(len(item.text) for item in page.items if isinstance(item, Line)) + 1000 * sum(
        not isinstance(item, Line) for item in page.items
    )


def _key(line: Line) -> Key:
    return NUMBER.sub("#", line.text), line.size
