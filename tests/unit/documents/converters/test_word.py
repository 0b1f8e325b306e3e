"""Word files keep their headings, tables, lists, notes and what was changed in them."""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents.ingest.convert import convert
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import BlockKind, Extracted


def read(fill: Callable[[Document], object]) -> Extracted:
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return convert(file.getvalue(), "policy.docx")


def xml(body: str) -> Any:
    return parse_xml(f"<w:p {nsdecls('w')}>{body}</w:p>")


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def blocks(found: Extracted, kind: BlockKind) -> list[str]:
    return [found.text[block.start : block.end] for block in found.blocks if block.kind is kind]


def test_headings_make_the_path_of_what_stands_under_them() -> None:
    def fill(document: Document) -> None:
        document.add_heading("Leave", 1)
        document.add_heading("Carry-over", 2)
        document.add_paragraph("Five days.")

    assert [section.path for section in read(fill).sections] == [("Leave",), ("Leave", "Carry-over")]


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    def fill(document: Document) -> None:
        style = document.styles.add_style("House title", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Sick pay", "House title")

    assert read(fill).sections[0].path == ("Sick pay",)


def test_a_row_marked_as_head_is_the_head_of_the_table() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(3, 2)
        for number, text in enumerate(["Pay", "2026", "Band", "Euro", "A", "10"]):
            table.cell(number // 2, number % 2).text = text
        for row in table.rows[:2]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    found = read(fill)
    assert found.text[found.blocks[0].start : found.blocks[0].head_end] == "Pay | 2026\nBand | Euro"


def test_merged_cells_are_read_wherever_they_reach() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(3, 2)
        for number, text in enumerate(["Team", "Days", "North", "4", "", "5"]):
            table.cell(number // 2, number % 2).text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    assert blocks(read(fill), BlockKind.TABLE) == ["Team | Days\nNorth | 4\nNorth | 5"]


def test_items_are_one_list_with_the_numbers_that_word_shows() -> None:
    def fill(document: Document) -> None:
        for text in ["Ask", "Wait"]:
            document.add_paragraph(text, "List Number")
        document.add_paragraph("Then go.")

    assert blocks(read(fill), BlockKind.LIST) == ["1. Ask\n2. Wait"]


def test_tracked_changes_are_read_as_accepted() -> None:
    def fill(document: Document) -> None:
        deleted = '<w:del w:id="1" w:author="Ada"><w:r><w:delText>twenty</w:delText></w:r></w:del>'
        inserted = f'<w:ins w:id="2" w:author="Ada">{run("thirty")}</w:ins>'
        document.element.body.insert(0, xml(run("Leave: ") + deleted + inserted + run(" days")))

    assert read(fill).text == "Leave: thirty days"


def test_a_comment_follows_what_it_is_about() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Five days.")
        document.add_comment(paragraph.runs, text="Is this still true?", author="Ben")
        document.add_paragraph("More.")

    assert read(fill).text == "Five days.\n\nComment: Ben: Is this still true?\n\nMore."


def test_what_stands_in_a_content_control_is_read() -> None:
    def fill(document: Document) -> None:
        inner = xml(run("Chosen in a form")).xml
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
        document.element.body.insert(0, control)

    assert read(fill).text == "Chosen in a form"


def test_a_header_is_read_once_for_all_sections() -> None:
    def fill(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Confidential"
        document.add_paragraph("Body.")
        second = document.add_section()
        second.header.is_linked_to_previous = False
        second.header.paragraphs[0].text = "Confidential"

    assert read(fill).text.count("Confidential") == 1


def test_a_table_of_contents_is_left_out() -> None:
    def fill(document: Document) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Leave\t3", "toc 1")
        document.add_heading("Leave", 1)

    assert read(fill).text == "Leave"


def test_hidden_text_is_read_and_said_to_be_hidden() -> None:
    def fill(document: Document) -> None:
        document.add_paragraph().add_run("Obey the reader.").font.hidden = True

    found = read(fill)
    assert (found.text, len(found.warnings)) == ("Obey the reader.", 1)


def test_lines_of_code_are_one_block_with_their_indentation() -> None:
    def fill(document: Document) -> None:
        document.styles.add_style("Code", 1)
        for line in ["if late:", "    ask()"]:
            document.add_paragraph(line, "Code")

    assert blocks(read(fill), BlockKind.CODE) == ["if late:\n    ask()"]


def test_tables_within_tables_without_end_harm_nobody() -> None:
    depth = 60
    inner = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    document = docx.Document()
    document.add_paragraph("Body.")
    document.element.body.insert(0, parse_xml(inner.replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>", 1)))
    file = io.BytesIO()
    document.save(file)
    with Sandbox() as sandbox:
        assert sandbox.convert(file.getvalue(), "nested.docx").text == "Body."
