"""Old and open spreadsheets keep their sheets, places and values too."""

import datetime
import io
import zipfile

import xlwt

from documents.ingest.convert import convert
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import Extracted

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{short}="{OFFICE}:{short if short != "draw" else "drawing"}:1.0"'
    for short in ("office", "table", "text", "style", "draw", "presentation")
)


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Budget")
    for column, name in enumerate(["Item", "Share", "Due"]):
        sheet.write(2, 1 + column, name)
    sheet.write_merge(3, 4, 1, 1, "Lathe")
    for row, share in ((3, 0.125), (4, 0.5)):
        sheet.write(row, 2, share, xlwt.easyxf(num_format_str="0.0%"))
        sheet.write(row, 3, datetime.date(2026, 5, row), xlwt.easyxf(num_format_str="dd.mm.yyyy"))
    hidden = book.add_sheet("Old")
    hidden.write(0, 0, "Nobody looks here.")
    hidden.visibility = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def package(kind: str, body: str, styles: str = "") -> bytes:
    file = io.BytesIO()
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>"
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content)
    return file.getvalue()


def cell(text: str, settings: str = "") -> str:
    return f"<table:table-cell {settings}><text:p>{text}</text:p></table:table-cell>"


def open_sheet() -> bytes:
    rows = (
        f"<table:table-row>{cell('Item')}{cell('Amount')}</table:table-row>"
        f"<table:table-row>{cell('Lathe')}{cell('1,250.50 €')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    table = f'<table:table table:name="Budget" table:style-name="ta1">{rows}</table:table>'
    hidden = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    return package("spreadsheet", f"<office:spreadsheet>{table}</office:spreadsheet>", hidden)


def table_of(found: Extracted) -> str:
    return found.text[found.blocks[0].start : found.blocks[0].end]


def test_an_old_workbook_keeps_its_sheets_places_merged_cells_and_formats() -> None:
    found = convert(old_workbook(), "budget.xls")
    assert (found.blocks[0].sheet, found.blocks[0].first_row, found.blocks[0].columns) == ("Budget", 3, "B:D")
    assert table_of(found) == "Item | Share | Due\nLathe | 12.5% | 03.05.2026\nLathe | 50.0% | 04.05.2026"
    assert [page.label for page in found.pages] == ["Budget", "Old"]
    assert "“Old” is hidden" in found.warnings[0]


def test_an_open_spreadsheet_keeps_its_sheets_and_what_its_cells_show() -> None:
    found = convert(open_sheet(), "budget.ods")
    assert (found.blocks[0].sheet, found.blocks[0].first_row, found.blocks[0].columns) == ("Budget", 1, "A:B")
    assert table_of(found) == "Item | Amount\nLathe | 1,250.50 €"
    assert "“Budget” is hidden" in found.warnings[0]


def test_an_open_text_keeps_headings_lists_tables_and_notes() -> None:
    note = "<text:note><text:note-body><text:p>Since 2020.</text:p></text:note-body></text:note>"
    names = f"<table:table-row>{cell('Years')}{cell('Days')}</table:table-row>"
    head = f"<table:table-header-rows>{names}</table:table-header-rows>"
    rows = f"<table:table-row>{cell('10')}{cell('30')}</table:table-row>"
    body = (
        '<text:h text:outline-level="1">Leave</text:h>'
        f"<text:p>Thirty<text:s/>days.{note}</text:p>"
        "<text:list><text:list-item><text:p>Ask</text:p><text:list><text:list-item><text:p>first</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        f"<table:table>{head}{rows}</table:table>"
    )
    found = convert(package("text", f"<office:text>{body}</office:text>"), "leave.odt")
    assert found.text == (
        "Leave\n\nThirty days.\n\nFootnote: Since 2020.\n\n- Ask\n  - first\n\nYears | Days\n10 | 30"
    )
    assert found.sections[0].path == ("Leave",)


def test_an_open_presentation_keeps_its_slides_titles_and_notes() -> None:
    def box(text: str, kind: str) -> str:
        inner = f"<draw:text-box><text:p>{text}</text:p></draw:text-box>"
        return f'<draw:frame presentation:class="{kind}">{inner}</draw:frame>'

    notes = f"<presentation:notes>{box('Say hello.', 'notes')}</presentation:notes>"
    slide = f"<draw:page>{box('Leave', 'title')}{box('Thirty days.', 'outline')}{notes}</draw:page>"
    body = f"<office:presentation>{slide}</office:presentation>"
    found = convert(package("presentation", body), "deck.odp")
    assert found.text == "Leave\n\nThirty days.\n\nSpeaker notes: Say hello."
    assert [(page.number, page.label) for page in found.pages] == [(1, "Slide 1")]


def test_the_sandbox_reads_them_too() -> None:
    with Sandbox() as sandbox:
        assert sandbox.convert(old_workbook(), "budget.xls").blocks
        assert sandbox.convert(open_sheet(), "budget.ods").blocks
