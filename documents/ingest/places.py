"""Say where a chunk stands in words that people look it up by: "Page 3", "Slide 3", "Budget!A5:F12"."""

import re
from bisect import bisect_right
from collections.abc import Collection

from documents.ingest.types import BlockSpan, Extracted, PageSpan

# "iv", "A-2", "17": what a page bears, and not a name.
_PAGE_NUMBER = re.compile(r"[A-Za-z]{0,2}[-–. ]?(?:\d+|[ivxlcdm]+|[IVXLCDM]+)")
# "Slide 3": what is laid out by itself.
_NUMBERED_SHEET = re.compile(r"[^\W\d_]{4,} \d+")
_PLAIN_NAME = re.compile(r"\w+")


def parting_pages(extracted: Extracted) -> tuple[int, ...]:
    """Return where slides and sheets begin: no chunk goes from one into the next, as from a page into the next."""
    sheets = {block.sheet for block in extracted.blocks if block.sheet}
    apart = tuple(page.start for page in extracted.pages if _is_apart(page.label, sheets))
    # What came with a file stands on none of its pages.
    end = extracted.pages[-1].end if extracted.pages else len(extracted.text)
    return (*apart, end) if end < len(extracted.text) else apart


class Places:
    """Name the places of chunks, which are asked for in reading order."""

    def __init__(self, extracted: Extracted) -> None:
        """Keep where pages and the tables of sheets begin."""
        self._text, self._pages = extracted.text, extracted.pages
        self._page_starts = [page.start for page in extracted.pages]
        self._tables = [block for block in extracted.blocks if block.sheet and block.columns]
        self._table_starts = [table.start for table in self._tables]
        # A place in the text, and which line of its table that is: counting goes on from there.
        self._counted = (0, 0)

    def page_at(self, start: int) -> int | None:
        """Return the number of the page on which a chunk begins; None in a text without pages."""
        page = self._page(start)
        return page.number if page else None

    def name(self, start: int, end: int) -> str:
        """Return what people call the place `start:end`; empty in a text without pages."""
        table = self._table(start)
        if table is not None:
            return self._range(table, start, min(end, table.end))
        first, last = self._page(start), self._page(max(start, end - 1))
        if first is None or last is None:
            return ""
        if not _is_number(first.label):
            return first.label
        if first is last:
            return f"Page {_number(first)}"
        return f"Pages {_number(first)}–{_number(last)}"

    def _page(self, place: int) -> PageSpan | None:
        page = self._pages[max(0, bisect_right(self._page_starts, place) - 1)] if self._pages else None
        return None if page is None or (page is self._pages[-1] and place >= page.end) else page

    def _table(self, start: int) -> BlockSpan | None:
        position = bisect_right(self._table_starts, start) - 1
        table = self._tables[position] if position >= 0 else None
        return table if table is not None and start < table.end else None

    def _range(self, table: BlockSpan, start: int, end: int) -> str:
        first = table.first_row + self._line(table, start)
        last = first + self._text.count("\n", start, end)
        left, _, right = table.columns.partition(":")
        name = (
            table.sheet if _PLAIN_NAME.fullmatch(table.sheet) else "'" + table.sheet.replace("'", "''") + "'"
        )
        return f"{name}!{left}{first}:{right or left}{last}"

    def _line(self, table: BlockSpan, start: int) -> int:
        place, line = self._counted
        if not table.start <= place <= start:
            place, line = table.start, 0
        line += self._text.count("\n", place, start)
        self._counted = (start, line)
        return line


def _is_apart(label: str, sheets: Collection[str]) -> bool:
    return label in sheets or bool(_NUMBERED_SHEET.fullmatch(label))


def _is_number(label: str) -> bool:
    return not label or bool(_PAGE_NUMBER.fullmatch(label))


def _number(page: PageSpan) -> str:
    return page.label or str(page.number)
