"""Tables in text, JSON, XML and plain text keep what form they have."""

import json

import pytest

from documents.ingest.convert import convert
from documents.ingest.sniff import sniff
from documents.ingest.types import BlockKind, Extracted, Format

PEOPLE = [{"name": "Ada", "days": 26}, {"name": "Ben", "days": 30, "note": None}]


def table(found: Extracted) -> tuple[str, str]:
    (block,) = [block for block in found.blocks if block.kind is BlockKind.TABLE]
    return found.text[block.start : block.head_end], found.text[block.head_end : block.end].strip()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_parts_its_cells(delimiter: str, encoding: str) -> None:
    rows = [["Größe", "Betrag, netto"], ["groß", "1"], ["weiß", "2"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    found = convert(text.encode(encoding), "sizes.csv")
    assert table(found) == ("Größe | Betrag, netto", "groß | 1\nweiß | 2")


def test_a_cell_of_two_lines_stays_in_its_row() -> None:
    assert table(convert(b'name,note\nAda,"one\ntwo"\nBen,3\n', "a.csv"))[1] == "Ada | one two\nBen | 3"


def test_lines_before_a_table_are_no_rows_of_it() -> None:
    found = convert(b"Report of May\n\nname;days\nAda;26\nBen;30\n", "report.csv")
    assert found.text.startswith("Report of May\n\n")
    assert table(found)[0] == "name | days"


@pytest.mark.parametrize("text", [json.dumps(PEOPLE), "\n".join(map(json.dumps, PEOPLE))])
def test_objects_alike_are_a_table(text: str) -> None:
    assert table(convert(text.encode(), "people.json")) == ("name | days | note", "Ada | 26 |\nBen | 30 |")


def test_names_of_parts_are_headings() -> None:
    found = convert(json.dumps({"version": 2, "staff": {"people": PEOPLE}}).encode(), "a.json")
    assert found.text.startswith("version: 2\n\nstaff\n\npeople\n\nname | days")
    assert found.sections[-1].path == ("staff", "people")


def test_json_is_known_by_its_content_and_a_note_in_brackets_is_not() -> None:
    assert sniff(json.dumps(PEOPLE).encode(), "people") is Format.JSON
    assert sniff(b"[1] See the handbook [2]", "notes") is Format.TEXT


def test_broken_json_is_read_as_text_and_said_to_be() -> None:
    found = convert(b'{"name": "Ada",', "a.json")
    assert (found.text, len(found.warnings)) == ('{"name": "Ada",', 1)


def test_elements_alike_are_a_table() -> None:
    text = '<staff><person id="1"><name>Ada</name></person><person id="2"><name>Ben</name></person></staff>'
    assert table(convert(text.encode(), "staff.xml")) == ("id | name", "1 | Ada\n2 | Ben")


def test_titles_in_xml_are_headings() -> None:
    text = (
        "<book><title>Leave</title><para>Thirty <b>days</b>.</para>"
        "<section><title>How</title><para>Ask.</para></section></book>"
    )
    found = convert(text.encode(), "book.xml")
    assert found.text == "Leave\n\nThirty days.\n\nHow\n\nAsk."
    assert found.sections[-1].path == ("Leave", "How")


def test_headings_in_plain_text_are_known_where_they_are_sure() -> None:
    text = "Leave\n=====\nThirty days.\n\n1. Asking\n\nAsk first.\n\n1.1 In writing\n\nBy mail.\n\n2. Waiting\n\nThen."
    found = convert(text.encode(), "leave.txt")
    assert [section.path[-1] for section in found.sections] == [
        "Leave",
        "1. Asking",
        "1.1 In writing",
        "2. Waiting",
    ]


def test_a_numbered_list_is_no_row_of_headings() -> None:
    assert not convert(b"3. Bring bread\n\nand\n\n1. Bring salt\n", "a.txt").blocks
    assert convert(b"3. Bring bread\n\nand\n\n1. Bring salt\n", "a.txt").sections[0].path == ()


def test_lines_with_dashes_are_a_list() -> None:
    found = convert(b"Bring:\n\n- bread\n- salt\n", "a.txt")
    assert [block.kind for block in found.blocks] == [BlockKind.LIST]


def test_xml_whose_prefixes_stand_for_nothing_is_read() -> None:
    content = b"<?xml version='1.0'?><a:leave><b:days c:of='ada'>26</b:days><b:days>27</b:days></a:leave>"
    assert "26" in convert(content, "a.xml").text
