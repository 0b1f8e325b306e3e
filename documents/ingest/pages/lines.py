"""Make the lines of pages into paragraphs, lists and headings, and write them down."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

from documents.ingest.clean import BULLET, CELLS, SENTENCE_END
from documents.ingest.draft import Draft
from documents.ingest.pages.order import Row, Table
from documents.ingest.pages.types import Box

SOFT_HYPHEN = "\u00ad"
HYPHENS = (SOFT_HYPHEN, "-", "\u2010")
# In heights of a line: what is further below than this begins a paragraph, whatever the line above says.
PARAGRAPH_GAP = 0.9
# In heights of a line: what begins so far inside begins a paragraph.
INDENT = 0.8
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """Keep a line of a column: its text, the size of its letters in points, and how it stands among others."""

    text: str
    size: float
    is_bold: bool = False
    box: Box = NOWHERE
    # The space that is left on it, and the width of its first word.
    room: float = 0.0
    first_width: float = 0.0
    # Of the heading that it is; 0 for none.
    level: int = 0

    @classmethod
    def of(cls, row: Row) -> "Line":
        """Return a row as one line."""
        words = [word for run in row.runs for word in run.words]
        return cls(
            text=" ".join(word.text for word in words),
            size=max(words, key=lambda word: len(word.text)).size,
            is_bold=all(word.is_bold for word in words),
            box=row.box,
            room=row.column_end - row.box.right,
            first_width=words[0].box.width,
        )


Item = Line | Table


@dataclass(frozen=True, kw_only=True)
class Page:
    """Keep a page's lines and tables in reading order, and the label that it bears."""

    number: int
    items: tuple[Item, ...] = ()
    label: str = ""


def vocabulary_of(pages: Iterable[Page]) -> frozenset[str]:
    """Return the words that stand whole in a line, by which it is told whether a hyphen belongs to a word."""
    found: set[str] = set()
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                found.update(WORD.findall(item.text.lower()))
    return frozenset(found)


@dataclass(slots=True)
class Paragraph:
    """Collect the lines of a paragraph or an item of a list; `is_apart` where space is left above it."""

    text: str
    is_item: bool
    is_apart: bool


def write_page(draft: Draft, page: Page, vocabulary: frozenset[str], *, goes_on: bool = False) -> None:
    """Write a page; where it goes on with the sentence of the page before, without a break."""
    draft.page(page.number, page.label)
    separator = " " if goes_on else "\n\n"
    for _, group in groupby(page.items, key=_kind):
        items = list(group)
        first = items[0]
        if isinstance(first, Table):
            for table in items:
                _write_table(draft, cast("Table", table))
        elif first.level:
            _write_headings(draft, cast("list[Line]", items), vocabulary)
        else:
            _write_paragraphs(draft, paragraphs_of(cast("list[Line]", items), vocabulary), separator)
        separator = "\n\n"


def paragraphs_of(lines: Iterable[Line], vocabulary: frozenset[str]) -> list[Paragraph]:
    """Join the lines of which each plainly runs on into the next."""
    found: list[Paragraph] = []
    previous: Line | None = None
    for line in lines:
        is_item = bool(BULLET.match(line.text))
        if previous and not is_item and _runs_on(previous, line, in_item=found[-1].is_item):
            found[-1].text = joined(found[-1].text, line.text, vocabulary)
        else:
            found.append(Paragraph(line.text, is_item, previous is None or _is_apart(previous, line)))
        previous = line
    for paragraph in found:
        paragraph.text = paragraph.text.replace(SOFT_HYPHEN, "-")
    return found


def joined(text: str, following: str, vocabulary: frozenset[str]) -> str:
    """Join two lines; a hyphen between them goes where the word stands whole elsewhere, or nothing speaks for it."""
    if not text.endswith(HYPHENS) or not following[:1].isalpha() or not text[-2:-1].isalpha():
        return f"{text} {following}"
    begin, end = text[:-1].rsplit(None, 1)[-1].lower(), following.split(None, 1)[0].lower().rstrip(".,;:!?)")
    is_compound = f"{begin}-{end}" in vocabulary and begin + end not in vocabulary
    if is_compound or not following[0].islower():
        return f"{text[:-1]}-{following}"
    return text[:-1] + following


def goes_on(before: Page, after: Page) -> bool:
    """Say whether a page begins within the sentence that ends the one before."""
    last, first = before.items[-1:], after.items[:1]
    if not (last and first and isinstance(last[0], Line) and isinstance(first[0], Line)):
        return False
    return not last[0].level and not first[0].level and _crosses(last[0], first[0])


def with_whole_word(before: Page, after: Page, vocabulary: frozenset[str]) -> tuple[Page, Page]:
    """Move the second half of a word that two pages part to the first of them."""
    last, first = before.items[-1], after.items[0]
    if not (isinstance(last, Line) and isinstance(first, Line) and last.text.endswith(HYPHENS)):
        return before, after
    half, _, rest = first.text.partition(" ")
    ended = replace(last, text=joined(last.text, half, vocabulary))
    begun = (replace(first, text=rest),) if rest else ()
    return (
        replace(before, items=(*before.items[:-1], ended)),
        replace(after, items=(*begun, *after.items[1:])),
    )


def _kind(item: Item) -> str:
    if isinstance(item, Table):
        return "table"
    return "heading" if item.level else "text"


def _write_table(draft: Draft, table: Table) -> None:
    rows = [CELLS.join(cell.replace(SOFT_HYPHEN, "") for cell in row) for row in table.rows]
    draft.table(rows, heads=table.heads)


def _write_headings(draft: Draft, lines: Sequence[Line], vocabulary: frozenset[str]) -> None:
    """Write headings; those of one size that follow each other closely are one."""
    text, previous = "", None
    for line in lines:
        if previous and line.level == previous.level and not _is_apart(previous, line):
            text = joined(text, line.text, vocabulary)
        else:
            if previous:
                draft.heading(text, previous.level)
            text = line.text
        previous = line
    if previous:
        draft.heading(text, previous.level)


def _write_paragraphs(draft: Draft, paragraphs: list[Paragraph], separator: str) -> None:
    for is_list, group in groupby(paragraphs, key=lambda paragraph: paragraph.is_item):
        found = list(group)
        if is_list and len(found) > 1:
            draft.items("\n".join(paragraph.text for paragraph in found))
        else:
            for paragraph in found:
                draft.block(paragraph.text, separator)
                separator = "\n"
        separator = "\n\n"


def _runs_on(before: Line, line: Line, *, in_item: bool) -> bool:
    if abs(before.size - line.size) > 0.15 * max(before.size, line.size):
        return False
    if line.box.top < before.box.top:
        return _crosses(before, line)
    if _is_apart(before, line):
        return False
    if line.box.left - before.box.left > INDENT * line.box.height and not in_item:
        return False
    # The next word would have found no room on it.
    return line.first_width + 0.2 * line.box.height > before.room


def _crosses(before: Line, line: Line) -> bool:
    return line.text[:1].islower() and not before.text.endswith(SENTENCE_END)


def _is_apart(before: Line, line: Line) -> bool:
    return line.box.top - before.box.bottom > PARAGRAPH_GAP * max(line.box.height, before.box.height)
