"""Workbooks keep their sheets, the places of their tables, and their values as they are shown."""

import datetime
import io
import time
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from documents.ingest.convert import convert
from documents.ingest.converters.xlsx import NO_RESULT
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import BlockSpan, ConversionFailed, Extracted, FailureCode, Limits

MANY = 200_000
BUDGET: list[list[object]] = [
    ["Item", "Amount", "Due"],
    ["Lathe", 1250.5, datetime.date(2026, 5, 1)],
    ["Drill", -80, None],
]


def workbook(fill: Callable[[Worksheet], object], name: str = "Budget") -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = name
    fill(book.active)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def budget(sheet: Worksheet) -> None:
    sheet["B2"] = "Budget of the workshop"
    for number, row in enumerate(BUDGET):
        for column, value in enumerate(row):
            sheet.cell(5 + number, 2 + column, value)
    sheet["C6"].number_format = '#,##0.00\\ "EUR"'
    sheet["D6"].number_format = "dd.mm.yyyy"


def lines(found: Extracted, block: BlockSpan) -> list[str]:
    return found.text[block.start : block.end].split("\n")


def test_a_table_knows_its_sheet_its_head_its_first_row_and_its_columns() -> None:
    found = convert(workbook(budget), "budget.xlsx")
    (table,) = found.blocks
    assert (table.sheet, table.first_row, table.columns) == ("Budget", 5, "B:D")
    assert found.text[table.start : table.head_end] == "Item | Amount | Due"


def test_each_sheet_is_a_page_and_a_section_of_its_name() -> None:
    found = convert(workbook(budget), "budget.xlsx")
    assert [(page.number, page.label) for page in found.pages] == [(1, "Budget")]
    assert found.sections[0].path == ("Budget",)
    assert found.text.startswith("Budget\n\nBudget of the workshop\n\n")


def test_numbers_and_dates_read_as_they_are_shown() -> None:
    found = convert(workbook(budget), "budget.xlsx")
    assert lines(found, found.blocks[0])[1:] == ["Lathe | 1,250.50 EUR | 01.05.2026", "Drill | -80 |"]


def test_a_merged_cell_is_read_wherever_it_reaches() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in [["Year", None, 2025], ["Team", "North", 4], [None, "South", 5]]:
            sheet.append(row)
        sheet.merge_cells("A2:A3")

    found = convert(workbook(fill), "teams.xlsx")
    assert lines(found, found.blocks[0])[1:] == ["Team | North | 4", "Team | South | 5"]


def test_a_head_of_groups_and_names_is_two_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in [["Region", "First half", None], [None, "Sales", "Costs"], ["North", 4, 5]]:
            sheet.append(row)
        sheet.merge_cells("B1:C1")

    found = convert(workbook(fill), "halves.xlsx")
    head = found.text[found.blocks[0].start : found.blocks[0].head_end]
    assert head == "Region | First half | First half\n| Sales | Costs"


def test_two_tables_on_a_sheet_are_two_blocks() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in [["A", "B"], [1, 2], [], ["C", "D"], [3, 4]]:
            sheet.append(row)

    found = convert(workbook(fill), "two.xlsx")
    assert [block.first_row for block in found.blocks] == [1, 4]


def test_a_hidden_sheet_is_read_and_said_to_be_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(budget)))
    hidden = book.create_sheet("Old prices")
    hidden["A1"] = "The drill cost 90 EUR."
    hidden.sheet_state = "hidden"
    found = convert(saved(book), "prices.xlsx")
    assert "90 EUR" in found.text
    assert "“Old prices” is hidden" in found.warnings[0]


def test_a_formula_without_a_result_is_a_warning() -> None:
    found = convert(workbook(lambda sheet: sheet.append(["Total", "=1+1"])), "sum.xlsx")
    assert "1 formula without a stored result" in found.warnings[0]


def test_cells_at_the_far_ends_of_a_sheet_take_neither_time_nor_room() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["XFD1"], sheet["A1048576"], sheet["XFD1048576"] = "a", "b", "c", "d"
        sheet.merged_cells.add("A1:XFD1048576")

    with Sandbox(Limits(wall_seconds=30)) as sandbox:
        found = sandbox.convert(workbook(fill), "far.xlsx")
    assert len(found.text) < 200
    assert found.blocks[0].columns == "A:XFD"


def test_a_file_without_a_date_of_its_own_gets_none() -> None:
    content = workbook(budget).replace(b"docProps/core.xml", b"docProps/gone.xml")
    assert "date" not in convert(content, "budget.xlsx").properties


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(ConversionFailed) as refusal:
        convert(workbook(lambda _: None), "empty.xlsx")
    assert refusal.value.code is FailureCode.EMPTY


def test_white_space_after_a_formula_keeps_no_reader_busy() -> None:
    start = time.monotonic()
    assert NO_RESULT.findall(b"<c><f>1</f>" + b" " * MANY + b"<x/></c>") == []
    assert time.monotonic() - start < 5
