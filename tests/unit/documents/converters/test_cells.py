"""Sheets with several tables, comments and merged cells are read as people see them, and bullets as bullets."""

import io
import zipfile
from typing import Any

import openpyxl
from openpyxl.comments import Comment

from documents.ingest.clean import clean_line
from documents.ingest.convert import convert
from documents.ingest.types import BlockKind, Extracted

ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table"))


def tables(found: Extracted) -> list[tuple[str, str, str]]:
    """Return the place of each table in its sheet, with its text."""
    return [
        (block.columns, str(block.first_row), found.text[block.start : block.end])
        for block in found.blocks
        if block.kind is BlockKind.TABLE
    ]


def workbook(*rows: tuple[Any, ...]) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def opendocument(kind: str, body: str) -> bytes:
    """Return a file of that kind with this content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
        )
    return file.getvalue()


def cell(text: str, inner: str = "", **spans: int) -> str:
    said = "".join(f' table:number-{name}-spanned="{count}"' for name, count in spans.items())
    return f"<table:table-cell{said}>{inner}<text:p>{text}</text:p></table:table-cell>"


def test_tables_beside_each_other_are_two() -> None:
    book = workbook(
        ("Item", "Share", None, "Name", "Cost"),
        ("Rent", 0.5, None, "Ada", 12),
        ("Food", 0.25, None, None, None),
    )
    assert tables(convert(saved(book), "a.xlsx")) == [
        ("A:B", "1", "Item | Share\nRent | 0.5\nFood | 0.25"),
        ("D:E", "1", "Name | Cost\nAda | 12"),
    ]


def test_an_empty_column_within_a_table_parts_nothing() -> None:
    book = workbook(
        ("Item", "Share", None, "Note"), ("Rent", 0.5, None, "dear"), ("Food", 0.25, None, "good")
    )
    assert [place for place, _, _ in tables(convert(saved(book), "a.xlsx"))] == ["A:D"]


def test_comments_on_cells_are_read_with_who_wrote_them() -> None:
    book = workbook(("Item", "Share"), ("Rent", 0.5))
    book.active["A2"].comment = Comment("Paid monthly", "Ben")
    assert "Comment on A2: Ben: Paid monthly" in convert(saved(book), "a.xlsx").text


def test_comments_in_opendocument_sheets_stand_apart_from_their_cells() -> None:
    note = "<office:annotation><text:p>Paid monthly</text:p></office:annotation>"
    rows = (cell("Item") + cell("Share"), cell("Rent", note) + cell("half"))
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = opendocument("spreadsheet", f'<table:table table:name="Budget">{body}</table:table>')
    assert "Rent (Comment: Paid monthly) | half" in convert(content, "a.ods").text


def test_merged_cells_of_opendocument_texts_have_their_text_everywhere() -> None:
    covered = "<table:covered-table-cell/>"
    rows = (
        cell("Country") + cell("Rate"),
        cell("Norway") + cell("412.50", rows=2),
        cell("Sweden") + covered,
        cell("nowhere else", columns=2) + covered,
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    text = convert(opendocument("text", f"<table:table>{body}</table:table>"), "a.odt").text
    assert text.splitlines()[1:] == ["Norway | 412.50", "Sweden | 412.50", "nowhere else | nowhere else"]


def test_bullets_of_fonts_for_symbols_are_bullets() -> None:
    assert clean_line("\uf0b7 by train") == "• by train"
