"""Read Excel workbooks of before 2007: each sheet a page, its values as they are shown."""

import datetime
import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from documents.ingest.converters.grids import Merged, Row, Sheet
from documents.ingest.converters.number_formats import GENERAL, is_date_pattern, shown
from documents.ingest.converters.office import convert_office
from documents.ingest.converters.xlsx import write_page
from documents.ingest.draft import Draft
from documents.ingest.properties import author
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

# What damaged files make the library raise.
UNREADABLE = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError, AttributeError, IndexError, KeyError, TypeError,
    ValueError, struct.error,
)  # fmt: skip


def convert_xls(source: Source) -> Extracted:
    """Read a workbook; what xlrd cannot open is read by kreuzberg, without the places of its cells."""
    try:
        book = xlrd.open_workbook(file_contents=source.content, formatting_info=True, logfile=_Silence())
    except UNREADABLE as failure:
        if "encrypted" in str(failure).lower():
            raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.") from failure
        return convert_office(source)
    draft = Draft()
    for number, sheet in enumerate(book.sheets(), start=1):
        merged = tuple(
            Merged(first_row=top + 1, last_row=bottom, first_column=left + 1, last_column=right)
            for top, bottom, left, right in sheet.merged_cells
        )
        page = Sheet(name=sheet.name, rows=_rows(book, sheet), merged=merged)
        write_page(draft, number, page, source.limits, is_hidden=bool(sheet.visibility))
    return draft.finish(source.filename, {"author": author(book.user_name)})


class _Silence:
    """Take what the library has to say about a file."""

    def write(self, text: str) -> None:
        """Forget it."""


def _rows(book: Any, sheet: Any) -> Iterator[Row]:
    for number in range(sheet.nrows):
        texts = {
            column + 1: _text(book, cell)
            for column, cell in enumerate(sheet.row(number))
            if cell.ctype not in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}
        }
        if texts:
            yield number + 1, texts


def _text(book: Any, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value))
    pattern = _pattern(book, cell)
    if cell.ctype == xlrd.XL_CELL_DATE or (cell.ctype == xlrd.XL_CELL_NUMBER and is_date_pattern(pattern)):
        return shown(_moment(book, cell.value), pattern)
    return shown(cell.value, pattern)


def _pattern(book: Any, cell: Any) -> str:
    try:
        return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    except (KeyError, IndexError, TypeError, AttributeError):
        return GENERAL


def _moment(book: Any, value: float) -> datetime.datetime | datetime.time | float:
    try:
        found: datetime.datetime = xlrd.xldate_as_datetime(value, book.datemode)
    except (xlrd.XLDateError, OverflowError, ValueError):
        return value
    return found.time() if value < 1 else found
