"""Tell headings from text: by the outline of a document, by the size of letters, and by lines in bold."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from documents.ingest.clean import BULLET, SENTENCE_END
from documents.ingest.pages.lines import Item, Line, Page

HEADING_RATIO = 1.15
MAX_HEADING_CHARACTERS = 120
MAX_HEADING_LEVELS = 4
# Larger letters than this share of a document are its text.
MOST_HEADED = 0.2
# Bold lines are headings where few are.
MOST_BOLD = 0.25
SIGNS = re.compile(r"[\W_]+")
NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Z]\.|[IVX]+\.)\s+")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Keep an entry of a document's outline; levels count from 1, pages too."""

    title: str
    level: int
    page: int


def with_headings(pages: Sequence[Page], bookmarks: Sequence[Bookmark]) -> list[Page]:
    """Return the pages with a level at each line that is a heading."""
    marked: dict[int, dict[str, int]] = {}
    for bookmark in bookmarks:
        marked.setdefault(bookmark.page, {})[_key(bookmark.title)] = bookmark.level
    sizes = _levels_of_sizes(pages)
    body = _body_size(pages)
    bold = _bold_level(pages, body, len(sizes))
    found: list[Page] = []
    for page in pages:
        titles = marked.get(page.number, {})
        items = [
            _with_level(item, titles, sizes, bold if item_is_bold(item, body) else 0) for item in page.items
        ]
        found.append(replace(page, items=tuple(items)))
    return found


def item_is_bold(item: Item, body: float) -> bool:
    """Say whether an item is a whole line in bold, as large as the text at least."""
    return isinstance(item, Line) and item.is_bold and item.size >= 0.95 * body


def _with_level(item: Item, titles: Mapping[str, int], sizes: Mapping[float, int], bold: int) -> Item:
    if not isinstance(item, Line) or not _may_head(item.text):
        return item
    if titles:
        level = titles.get(_key(item.text), 0)
        if level:
            return replace(item, level=min(level, MAX_HEADING_LEVELS + 2))
    level = sizes.get(item.size, 0)
    if not level and bold and _stands_alone(item.text):
        level = bold
    return replace(item, level=level) if level else item


def _body_size(pages: Sequence[Page]) -> float:
    weights = _weights(pages)
    return weights.most_common(1)[0][0] if weights else 0.0


def _weights(pages: Sequence[Page]) -> Counter[float]:
    weights = Counter[float]()
    for page in pages:
        for item in page.items:
            # What was recognised on a picture has no size.
            if isinstance(item, Line) and item.size:
                weights[item.size] += len(item.text)
    return weights


def _levels_of_sizes(pages: Sequence[Page]) -> dict[float, int]:
    weights = _weights(pages)
    if not weights:
        return {}
    body, total = weights.most_common(1)[0][0], weights.total()
    large = sorted(
        (size for size in weights if size >= HEADING_RATIO * body and weights[size] < MOST_HEADED * total),
        reverse=True,
    )
    levels: dict[float, int] = {}
    rank, above = 0, 0.0
    for size in large:
        # Sizes that hardly differ are one: they come from rounding and from scans.
        if not levels or size < 0.96 * above:
            rank, above = rank + 1, size
        levels[size] = min(rank, MAX_HEADING_LEVELS)
    return levels


def _bold_level(pages: Sequence[Page], body: float, ranks: int) -> int:
    """Return the level of lines in bold, which stand below all larger ones; 0 where bold is no sign."""
    lines = [item for page in pages for item in page.items if isinstance(item, Line)]
    bold = sum(line.is_bold for line in lines)
    if not bold or bold > MOST_BOLD * len(lines) or not body:
        return 0
    return min(ranks, MAX_HEADING_LEVELS) + 1


def _stands_alone(text: str) -> bool:
    if text[0].islower():
        return False
    return not text.endswith((*SENTENCE_END, ",")) and not (BULLET.match(text) and not NUMBERING.match(text))


def _may_head(text: str) -> bool:
    return len(text) <= MAX_HEADING_CHARACTERS and sum(map(str.isalpha, text)) >= 0.4 * len(text)


def _key(text: str) -> str:
    return SIGNS.sub("", NUMBERING.sub("", text).casefold())
