"""Read Excel workbooks: each sheet a page, its tables with their place, its values as they are shown."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils import range_boundaries

from documents.ingest.archives import check_archive
from documents.ingest.converters.cell_comments import comments_of
from documents.ingest.converters.grids import Merged, Row, Sheet, write_sheet
from documents.ingest.converters.number_formats import shown
from documents.ingest.converters.office import convert_office
from documents.ingest.converters.ooxml import core_properties
from documents.ingest.draft import Draft
from documents.ingest.types import Extracted, Limits, Source

# What openpyxl raises for files that others open.
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    etree.LxmlError,
    zipfile.BadZipFile,
)
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
# A formula that was written by a program which does not calculate.
NO_RESULT = re.compile(rb"</(?:\w+:)?f>\s*+(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")


def convert_xlsx(source: Source) -> Extracted:
    """Read a workbook; what openpyxl cannot open is read by kreuzberg, without the places of its cells."""
    check_archive(source.content, source.limits)
    try:
        return _read(source)
    except UNREADABLE:
        return convert_office(source)


def _read(source: Source) -> Extracted:
    # Nothing outside the file is looked at, and formulas give the values that were stored with them.
    book = openpyxl.load_workbook(
        io.BytesIO(source.content), read_only=True, data_only=True, keep_links=False
    )
    draft = Draft()
    for number, sheet in enumerate(book.worksheets, start=1):
        write_page(draft, number, _sheet(book, sheet, draft), source.limits, is_hidden=_is_hidden(sheet))
        for comment in comments_of(book._archive, sheet._worksheet_path):
            draft.block(comment)
    title, properties = core_properties(source.content)
    return draft.finish(title or source.filename, properties)


def write_page(draft: Draft, number: int, sheet: Sheet, limits: Limits, *, is_hidden: bool) -> None:
    """Write a sheet down as a page and a section of its name, unless nothing stands in it."""
    body = Draft()
    write_sheet(body, sheet, limits)
    if body.is_empty:
        return
    draft.page(number, sheet.name)
    draft.heading(sheet.name, 1)
    draft.include(body.finish())
    if is_hidden:
        draft.warnings.append(f"The sheet “{sheet.name}” is hidden in the file; its text was read.")


def _sheet(book: Any, sheet: Any, draft: Draft) -> Sheet:
    # What the file claims of its extent may be wrong, in both directions.
    sheet.reset_dimensions()
    raw = book._archive.read(sheet._worksheet_path)
    lost = len(NO_RESULT.findall(raw))
    if lost:
        draft.warnings.append(
            f"The sheet “{sheet.title}” has {lost} formula{'s'[: lost > 1]} without a stored result: "
            "open and save the file in a spreadsheet program, then upload it again."
        )
    return Sheet(name=sheet.title, rows=_rows(sheet), merged=_merged(raw))


def _merged(raw: bytes) -> tuple[Merged, ...]:
    found = []
    for area in MERGED.findall(raw):
        first_column, first_row, last_column, last_row = range_boundaries(area.decode())
        found.append(
            Merged(first_row=first_row, last_row=last_row, first_column=first_column, last_column=last_column)
        )
    return tuple(found)


def _rows(sheet: Any) -> Iterator[Row]:
    for cells in sheet.iter_rows():
        filled = [cell for cell in cells if cell.value is not None]
        if filled:
            yield filled[0].row, {cell.column: shown(cell.value, cell.number_format) for cell in filled}


def _is_hidden(sheet: Any) -> bool:
    return bool(sheet.sheet_state != "visible")
