"""What would grow with the square of a file is bounded: read more plainly, with a warning, and never without end."""

import time

import pytest

from documents.ingest import patience as patience_of
from documents.ingest.convert import convert
from documents.ingest.converters import doc, doc_parts, html, markdown, restructured
from documents.ingest.converters.ppt import Shape, as_table
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, FailureCode, Limits
from tests.unit.documents.converters.test_old_office import DOC

ROW_END, NO_ROW_END = b"\x17\x24\x01", b"\x17\x24\x00"


def endless(*_arguments: object, **_options: object) -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("module", "parser", "name"),
    [(restructured, "publish_string", "a.rst"), (markdown, "write_markdown", "a.md")],
)
def test_what_takes_too_long_is_read_as_plain_text_and_says_so(
    module: object, parser: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, parser, endless)
    found = convert(b"Leave is 26 days.", name, Limits(wall_seconds=1))
    assert found.text == "Leave is 26 days."
    assert found.warnings == (patience_of.TOO_SLOW,)


def test_a_page_whose_main_content_takes_too_long_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafilatura.bare_extraction", endless)
    page = b"<html><body><nav>Home</nav><p>Leave is 26 days for all of us.</p></body></html>"
    found = convert(page, "a.html", Limits(wall_seconds=1))
    assert found.text == "Leave is 26 days for all of us."
    assert found.warnings == (html.ONLY_MARKED,)


def test_files_within_a_file_share_its_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restructured, "publish_string", endless)
    parts = "".join(f'--x\nContent-Disposition: attachment; filename="{n}.rst"\n\ntext\n' for n in range(9))
    mail = f"From: a@b.c\nTo: d@b.c\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n{parts}--x--\n"
    start = time.process_time()
    convert(mail.encode(), "a.eml", Limits(wall_seconds=4))
    assert time.process_time() - start < 4


def wide_cells(count: int) -> str:
    return f"<html><body><table>{'<tr><td rowspan=100 colspan=100>leave</td></tr>' * count}</table>"


TALL = "= T\n\n:long: {}\n\n{}".format("x" * 100_000, "{long} " * 2_000)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (wide_cells(4_000), "a.html"),
        ("".join(f"#+begin_a{number}\n" for number in range(30_000)), "a.org"),
        ("Text.\n" + ":PROPERTIES:\n" * 100_000, "a.org"),
        ("= T\n\n" + "[a]\n" * 400_000, "a.adoc"),
        (TALL, "a.adoc"),
    ],
)
def test_what_repeats_is_read_in_time_that_grows_with_it(content: str, name: str) -> None:
    start = time.process_time()
    assert len(convert(content.encode(), name, Limits(wall_seconds=10)).text) < 8_000_000
    assert time.process_time() - start < 12


def test_cells_that_share_no_line_are_no_table() -> None:
    cells = [Shape(10 * place, 10 * place, 4, f"cell {place}") for place in range(2_000)]
    assert as_table(cells) == cells


def test_the_cells_of_a_table_are_its_rows() -> None:
    cells = [Shape(top, left, 4, f"{top}/{left}") for top in (0, 5) for left in (0, 7)]
    assert as_table(cells)[0].rows == (("0/0", "0/7"), ("5/0", "5/7"))


def test_a_text_that_is_said_without_end_is_stopped() -> None:
    draft = Draft()
    draft.block("leave " * 8_000_000)
    with pytest.raises(ConversionFailed) as failure:
        draft.block("leave " * 1_000_000)
    assert failure.value.code is FailureCode.TOO_LARGE


def test_a_row_without_an_end_mark_is_read() -> None:
    damaged = DOC.replace(ROW_END, NO_ROW_END)
    assert damaged != DOC
    text = convert(damaged, "a.doc").text
    assert all(word in text for word in ("Country", "Norway", "412.50 EUR", "dear too", "The last words"))


def test_a_row_without_its_last_cell_mark_keeps_what_stands_in_it() -> None:
    row = doc._Row()
    row.add("Norway", [], doc_parts.Changes(), is_end=True)
    row.add("dear", [], doc_parts.Changes(), is_end=False)
    assert row.ended(doc_parts.Changes()).cells == ("Norway", "dear")


@pytest.mark.parametrize("mistake", [TypeError, KeyError, AttributeError, IndexError])
def test_a_mistake_of_the_reader_is_not_taken_for_damage(
    mistake: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_binary: doc_parts.Binary) -> None:
        raise mistake

    monkeypatch.setattr(doc_parts, "styles_of", wrong)
    with pytest.raises(mistake):
        convert(DOC, "a.doc")


def test_a_word_file_whose_parts_contradict_each_other_is_read_plainly() -> None:
    pieces = doc_parts.Ranges([(5, 9), (0, 3), (2, 6)])
    assert list(pieces.within(0, 100)) == [(0, 9)]
    assert list(pieces.parted("0123456789abc", 7, 12)) == [("", False), ("78", True), ("9ab", False)]


def test_no_part_of_a_word_file_is_read_twice() -> None:
    assert list(doc_parts.rising([0, 5, 2, 7, 9])) == [(0, 5), (0, 0), (0, 0), (7, 9)]


def test_a_header_of_coded_words_without_end_is_read() -> None:
    start = time.process_time()
    convert(b"From: a@b.c\nTo: b@b.c\nSubject: " + b"=?utf-8?q?a?= " * 250_000 + b"\n\nText.", "a.eml")
    assert time.process_time() - start < 12


def test_a_mailbox_of_figures_alone_is_read() -> None:
    line = "From " + "2024" * 400 + "\n"
    start = time.process_time()
    convert(f"From a Mon Jan  1 00:00:00 2024\nFrom: a@b.c\n\n{line * 1_000}".encode(), "a.mbox")
    assert time.process_time() - start < 12
