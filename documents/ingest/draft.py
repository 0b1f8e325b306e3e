"""Write extracted text down piece by piece, keeping track of pages and sections."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from documents.ingest.clean import clean_code, clean_items, clean_line, clean_text
from documents.ingest.types import (
    BlockKind,
    BlockSpan,
    ConversionFailed,
    Extracted,
    FailureCode,
    PageSpan,
    SectionSpan,
)

MAX_TITLE_CHARACTERS = 300
# What says the same text again and again is stopped here, whatever its converter; fewer may be allowed.
MOST_CHARACTERS = 50_000_000


class Draft:
    """Collect headings, blocks and pages in reading order."""

    def __init__(self) -> None:
        """Start with nothing written."""
        self._pieces: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []
        self._sections: list[tuple[tuple[str, ...], int]] = []
        self._pages: list[tuple[int, str, int]] = []
        self._page_waiting: tuple[int, str] | None = None
        self._pages_end: int | None = None
        self._blocks: list[BlockSpan] = []
        self.warnings: list[str] = []

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was written yet."""
        return not self._length

    @property
    def characters(self) -> int:
        """Count what was written so far."""
        return self._length

    def heading(self, text: str, level: int) -> None:
        """Open a section under the headings of lower levels; level 1 is the top."""
        text = clean_line(text)[:MAX_TITLE_CHARACTERS]
        if not text:
            return
        self._headings = [(depth, title) for depth, title in self._headings if depth < level]
        self._headings.append((level, text))
        path = tuple(title for _, title in self._headings)
        self._sections.append((path, self._write(text, "\n\n")))

    def block(self, text: str, separator: str = "\n\n") -> None:
        """Add a paragraph, list, table or part of a page; `separator` stands before it."""
        text = clean_text(text)
        if text.strip():
            self._write(text, separator)

    def items(self, text: str) -> None:
        """Add a list, an item on each line or more; nested ones are indented."""
        text = clean_items(text)
        if text:
            self._block(BlockKind.LIST, text)

    def code(self, text: str) -> None:
        """Add a block in which white space has a meaning."""
        text = clean_code(text)
        if text.strip():
            self._block(BlockKind.CODE, text)

    def table(
        self, rows: Sequence[str], *, heads: int = 1, sheet: str = "", first_row: int = 0, columns: str = ""
    ) -> None:
        """Add a table, a line for each row, of which the first `heads` name the columns; see BlockSpan."""
        lines = [clean_line(row) for row in rows]
        text = "\n".join(lines)
        if text.strip():
            head = len("\n".join(lines[:heads]))
            self._block(BlockKind.TABLE, text, head, sheet=sheet, first_row=first_row, columns=columns)

    def page(self, number: int, label: str = "") -> None:
        """Begin a page, slide or sheet with whatever is written next."""
        self._page_waiting = (number, label)

    def end_pages(self) -> None:
        """Say that what is written from here on stands on no page: files that came with this one."""
        self._pages_end = self._length

    def include(self, extracted: Extracted) -> None:
        """Add what was read elsewhere, its sections under the headings of here; its pages are not counted."""
        if not extracted.text:
            return
        start = self._write(extracted.text, "\n\n")
        above = tuple(title for _, title in self._headings)
        for section in extracted.sections:
            if section.path or section.start:
                self._sections.append((above + section.path, start + section.start))
        for block in extracted.blocks:
            moved = (start + block.start, start + block.end, start + block.head_end)
            self._blocks.append(replace(block, start=moved[0], end=moved[1], head_end=moved[2]))

    def finish(self, title: str = "", properties: Mapping[str, str] | None = None) -> Extracted:
        """Close all spans; without a title the first heading is it."""
        first = self._sections[0][0][0] if self._sections else ""
        return Extracted(
            text="".join(self._pieces),
            title=clean_line(title)[:MAX_TITLE_CHARACTERS] or first,
            pages=self._page_spans(),
            sections=self._section_spans(),
            blocks=tuple(self._blocks),
            properties={name: value for name, value in (properties or {}).items() if value},
            warnings=tuple(self.warnings),
        )

    def _block(self, kind: BlockKind, text: str, head: int = 0, **sheet: Any) -> None:
        start = self._write(text, "\n\n")
        self._blocks.append(
            BlockSpan(kind=kind, start=start, end=self._length, head_end=start + head, **sheet)
        )

    def _write(self, text: str, separator: str) -> int:
        separator = separator if self._length else ""
        start = self._length + len(separator)
        if self._page_waiting is not None:
            self._pages.append((*self._page_waiting, start))
            self._page_waiting = None
        self._pieces += [separator, text]
        self._length = start + len(text)
        if self._length > MOST_CHARACTERS:
            raise ConversionFailed(FailureCode.TOO_LARGE, "The file holds more text than may be read.")
        return start

    def _page_spans(self) -> tuple[PageSpan, ...]:
        last = self._length if self._pages_end is None else self._pages_end
        ends = [start for *_, start in self._pages[1:]] + [last]
        return tuple(
            PageSpan(number, start, end, label)
            for (number, label, start), end in zip(self._pages, ends, strict=False)
        )

    def _section_spans(self) -> tuple[SectionSpan, ...]:
        starts = self._sections
        if not self._length:
            return ()
        if not starts or starts[0][1] > 0:
            starts = [((), 0), *starts]
        ends = [start for _, start in starts[1:]] + [self._length]
        return tuple(SectionSpan(path, start, end) for (path, start), end in zip(starts, ends, strict=True))
