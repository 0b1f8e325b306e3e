"""Write the cells of a sheet down as tables, with what stands around them as paragraphs."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.copies import Copies
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, FailureCode, Limits

NUMBER = re.compile(r"[^\w]*\d[\d\s.,:/%'’+-]*(?:[^\w]*|\s?[A-Za-z€$£%]{1,4})")
YEAR = re.compile(r"(?:19|20)\d\d")
# So many empty rows within a table are a gap in it; more end it.
GAP_ROWS = 2
# Wider tables leave out the columns that stay empty.
WIDE_COLUMNS = 64
# A merged cell that covers more is a mistake of formatting, and is filled nowhere but at its corner.
MOST_MERGED = 20_000
# A head that is longer is a table of text without one.
HEAD_CHARACTERS = 120

Row = tuple[int, Mapping[int, str]]


@dataclass(frozen=True, kw_only=True)
class Merged:
    """Bound merged cells; rows and columns count from 1, and the last ones are included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Carry a sheet: its filled rows in order, each the texts of its filled cells by column, counted from 1."""

    name: str
    rows: Iterable[Row]
    merged: Sequence[Merged] = field(default=())


def write_sheet(draft: Draft, sheet: Sheet, limits: Limits) -> None:
    """Write the tables of a sheet; raises ConversionFailed where it holds more text than may be read."""
    rows = _bounded(_with_merged(sheet), limits.text_characters - draft.characters)
    for region in _regions(rows):
        _write_region(draft, sheet.name, region, has_merged=bool(sheet.merged))


def write_table(draft: Draft, rows: Sequence[Sequence[str]]) -> None:
    """Write a table that stands in no sheet, its first row as its head where it names columns."""
    heads = head_rows(rows)
    draft.table([CELLS.join(row) for row in rows], heads=heads)


def head_rows(rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the first rows name the columns: none, one, or two where the first names groups."""
    if len(rows) < 2 or not (_are_names(rows[0]) or _are_counted(rows[0], rows[1])):
        return 0
    filled = [cell for cell in rows[0] if cell]
    names_groups = len(filled) < sum(map(bool, rows[1])) or len(set(filled)) < len(filled)
    if names_groups and len(rows) > 2 and _are_names(rows[1]):
        return 2
    return 1 if len(filled) >= len(rows[0]) // 2 else 0


def column_letters(column: int) -> str:
    """Return the name of a column, counted from 1: A, Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _are_names(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    if sum(map(len, filled)) > HEAD_CHARACTERS * len(filled):
        return False
    names = sum(not NUMBER.fullmatch(cell) for cell in filled)
    return names > 0 and all(not NUMBER.fullmatch(cell) or YEAR.fullmatch(cell) for cell in filled)


def _are_counted(row: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether columns are named by years or by numbers that count up, and what stands below them does not."""
    return _counts_up(row) and not _counts_up(below)


def _counts_up(row: Sequence[str]) -> bool:
    # What names the rows stands in the first column, or nothing.
    figures = [cell for place, cell in enumerate(row) if cell and (place or NUMBER.fullmatch(cell))]
    if len(figures) < 2 or not all(one.isascii() and one.isdigit() and len(one) < 5 for one in figures):
        return False
    is_row = all(int(last) == int(first) + 1 for first, last in pairwise(figures))
    return is_row and (len(figures) > 2 or all(map(YEAR.fullmatch, figures)))


def _with_merged(sheet: Sheet) -> Iterator[Row]:
    """Yield the rows with the text of each merged cell in all that it covers."""
    if not sheet.merged:
        yield from sheet.rows
        return
    corners = {
        (area.first_row, area.first_column): area for area in sheet.merged if _size(area) <= MOST_MERGED
    }
    copies = Copies()
    covered: dict[int, dict[int, str]] = {}
    for number, cells in sheet.rows:
        filled = {**covered.pop(number, {}), **cells}
        for column, text in cells.items():
            area = corners.get((number, column))
            if area is None or not copies.are_allowed(text, _size(area)):
                continue
            for row in range(area.first_row, area.last_row + 1):
                wanted = filled if row == number else covered.setdefault(row, {})
                wanted.update(dict.fromkeys(range(area.first_column, area.last_column + 1), text))
        yield number, filled


def _size(area: Merged) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)


def _bounded(rows: Iterable[Row], most_characters: int) -> Iterator[Row]:
    characters = 0
    for row in rows:
        characters += sum(map(len, row[1].values()))
        if characters > most_characters:
            raise ConversionFailed(FailureCode.TOO_LARGE, "The file holds more text than may be read.")
        yield row


def _regions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows that belong together: parted by many empty rows, or by few before what has columns of its own."""
    region: list[Row] = []
    for number, cells in rows:
        filled = {column: clean_line(text) for column, text in cells.items() if text.strip()}
        if not filled:
            continue
        gap = number - region[-1][0] - 1 if region else 0
        if gap > GAP_ROWS or (gap and not _continues(region, filled)):
            yield region
            region = []
        region += [(empty, {}) for empty in range(number - gap, number)] if region else []
        region.append((number, filled))
    if region:
        yield region


def _continues(region: list[Row], cells: Mapping[int, str]) -> bool:
    columns = {column for _, filled in region for column in filled} if len(region) < 50 else set(region[0][1])
    is_data = any(NUMBER.fullmatch(text) for text in cells.values())
    return is_data and len(columns) > 1 and set(cells) <= columns


def _write_region(draft: Draft, sheet: str, region: list[Row], *, has_merged: bool) -> None:
    """Write the lines before a table as paragraphs: captions, and notes that fill one cell of a row."""
    if _is_column(region):
        _write_rows(draft, sheet, region)
        return
    first = next(
        (place for place, (_, cells) in enumerate(region) if _is_row(cells, has_merged)), len(region)
    )
    for _, cells in region[:first]:
        draft.block("\n".join(dict.fromkeys(cells.values())))
    region = region[first:]
    last = next((place for place in range(len(region), 0, -1) if _ends_table(region, place, has_merged)), 0)
    for table in _side_by_side(region[:last]):
        _write_rows(draft, sheet, table)
    for _, cells in region[last:]:
        draft.block("\n".join(dict.fromkeys(cells.values())))


def _side_by_side(region: list[Row]) -> list[list[Row]]:
    """Return the tables that stand beside each other, parted by empty columns, each with a head of its own."""
    groups: list[list[int]] = []
    for column in sorted({column for _, cells in region for column in cells}):
        if groups and groups[-1][-1] == column - 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    tables = [_only(region, group) for group in groups]
    if (
        len(tables) > 1
        and all(len(group) > 1 for group in groups)
        and all(_has_head(table) for table in tables)
    ):
        return tables
    return [region] if region else []


def _only(region: list[Row], columns: Sequence[int]) -> list[Row]:
    """Return some columns of rows, without the empty rows before and after what stands there."""
    rows: list[Row] = [
        (number, {column: cells[column] for column in columns if column in cells}) for number, cells in region
    ]
    filled = [place for place, (_, cells) in enumerate(rows) if cells]
    return rows[filled[0] : filled[-1] + 1]


def _has_head(region: Sequence[Row]) -> bool:
    columns = sorted({column for _, cells in region for column in cells})
    return head_rows([[cells.get(column, "") for column in columns] for _, cells in region]) > 0


def _is_row(cells: Mapping[int, str], has_merged: bool) -> bool:
    """Say whether cells are a row of a table: one text in all of them is a caption in a merged cell."""
    if len(cells) < 2 or not has_merged:
        return len(cells) > 1
    return len(set(cells.values())) > 1 or all(map(NUMBER.fullmatch, cells.values()))


def _ends_table(region: Sequence[Row], place: int, has_merged: bool) -> bool:
    """Say whether the last of so many rows belongs to the table: a figure alone is a sum, or a row cut short."""
    cells = region[place - 1][1]
    is_figure = place > 1 and len(cells) == 1 and all(map(NUMBER.fullmatch, cells.values()))
    return is_figure or _is_row(cells, has_merged)


def _is_column(region: list[Row]) -> bool:
    columns = {column for _, cells in region for column in cells}
    is_short = all(len(text) <= HEAD_CHARACTERS for _, cells in region for text in cells.values())
    return len(columns) == 1 and len(region) > 2 and is_short


def _write_rows(draft: Draft, sheet: str, region: list[Row]) -> None:
    used = {column for _, cells in region for column in cells}
    columns: Sequence[int] = range(min(used), max(used) + 1)
    if len(columns) > WIDE_COLUMNS:
        columns = sorted(used)
    rows = [[cells.get(column, "") for column in columns] for _, cells in region]
    draft.table(
        [CELLS.join(row) for row in rows],
        heads=head_rows(rows),
        sheet=sheet,
        first_row=region[0][0],
        columns=f"{column_letters(columns[0])}:{column_letters(columns[-1])}",
    )
