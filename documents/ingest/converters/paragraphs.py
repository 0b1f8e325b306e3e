"""Write the paragraphs, items and rows of old word processors as headings, lists, tables and code."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.grids import head_rows
from documents.ingest.draft import Draft

MOST_LEVEL = 9
# What programs without lists write before an item.
WRITTEN_MARK = re.compile(
    r"[ \t]*(?:([•◦▪‣●○■□·])[ \t]+|([–-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\t+)", re.IGNORECASE
)
NUMBER_MARK = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,6})[.)]?")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Keep a paragraph, or a row of a table where it has cells.

    `level` is that of a heading, of which 0 stands above all others, as a title does. `mark` is "-" or "1." before an
    item, and `depth` orders items by how far inside they stand. `notes` belong to what the part says.
    """

    text: str = ""
    level: int | None = None
    mark: str = ""
    depth: int = 0
    is_code: bool = False
    cells: tuple[str, ...] | None = None
    is_head: bool = False
    notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return what it is written with."""
        if self.cells is not None:
            return "row"
        if self.level is not None:
            return "heading"
        if self.mark:
            return "item"
        return "code" if self.is_code else "text"


def plain_mark(text: str) -> str:
    """Return the mark of an item as it is written here: its number, or a dash for any other sign."""
    text = text.strip()
    if not text:
        return ""
    return text if NUMBER_MARK.fullmatch(text) and any(map(str.isalnum, text)) else "-"


def written_mark(text: str) -> tuple[str, str]:
    """Return the mark that a paragraph itself begins with, as by a program without lists, and what follows it."""
    found = WRITTEN_MARK.match(text)
    return (plain_mark(found[1] or found[2]), text[found.end() :]) if found else ("", text)


def write_parts(draft: Draft, parts: Iterable[Part]) -> None:
    """Write parts in their order; notes stand below what they belong to."""
    filled = (part for part in parts if part.cells is not None or part.text.strip())
    for kind, group in groupby(filled, key=lambda part: part.kind):
        found = list(group)
        match kind:
            case "row":
                _write_table(draft, found)
            case "item":
                draft.items("\n".join(_items(found)))
            case "code":
                draft.code("\n".join(part.text for part in found))
            case _:
                _write_lines(draft, found)
                continue
        _write_notes(draft, found)


def _write_lines(draft: Draft, parts: Sequence[Part]) -> None:
    for part in parts:
        if part.level is not None:
            draft.heading(part.text, min(part.level, MOST_LEVEL))
        else:
            draft.block(part.text)
        _write_notes(draft, [part])


def _write_notes(draft: Draft, parts: Sequence[Part]) -> None:
    for part in parts:
        for note in part.notes:
            draft.block(note)


def _items(parts: Sequence[Part]) -> Iterable[str]:
    ranks = {depth: rank for rank, depth in enumerate(sorted({part.depth for part in parts}))}
    for part in parts:
        yield f"{'  ' * ranks[part.depth]}{part.mark} {clean_line(part.text)}"


def _write_table(draft: Draft, parts: Sequence[Part]) -> None:
    rows = [tuple(map(clean_line, part.cells or ())) for part in parts]
    if all(len(row) == 1 for row in rows):
        # A frame around text.
        for row in rows:
            draft.block(row[0])
        return
    marked = sum(part.is_head for part in parts)
    heads = marked if 0 < marked < len(rows) else head_rows(rows)
    draft.table([CELLS.join(row) for row in rows], heads=heads)
