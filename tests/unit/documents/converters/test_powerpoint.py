"""Presentations keep their slides, titles, tables, groups and notes."""

import io
from collections.abc import Callable
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from documents.ingest.convert import convert
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import BlockKind, ConversionFailed, Extracted, FailureCode

TITLE_AND_CONTENT, BLANK = 1, 6
PLACE = (Inches(1), Inches(2), Inches(4), Inches(2))


def deck(*fills: Callable[[Any], object], layout: int = TITLE_AND_CONTENT) -> bytes:
    made = pptx.Presentation()
    for fill in fills:
        fill(made.slides.add_slide(made.slide_layouts[layout]))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def leave(slide: Any) -> None:
    slide.shapes.title.text = "Annual leave"
    body = slide.placeholders[1].text_frame
    body.text = "Twenty-six days"
    inner = body.add_paragraph()
    inner.text, inner.level = "Thirty after ten years", 1
    slide.notes_slide.notes_text_frame.text = "Mention the carry-over."


def read(content: bytes) -> Extracted:
    return convert(content, "deck.pptx")


def test_a_slide_is_a_page_with_its_title_as_heading() -> None:
    found = read(deck(leave, leave))
    assert [(page.number, page.label) for page in found.pages] == [(1, "Slide 1"), (2, "Slide 2")]
    assert [section.path for section in found.sections] == [("Annual leave",), ("Annual leave",)]


def test_bullets_are_a_list_with_its_depth() -> None:
    found = read(deck(leave))
    (block,) = found.blocks
    assert block.kind is BlockKind.LIST
    assert found.text[block.start : block.end] == "- Twenty-six days\n  - Thirty after ten years"


def test_speaker_notes_follow_their_slide() -> None:
    assert read(deck(leave)).text.endswith("Speaker notes: Mention the carry-over.")


def test_a_table_has_its_head() -> None:
    def fill(slide: Any) -> None:
        table = slide.shapes.add_table(2, 2, *PLACE).table
        for number, text in enumerate(["Years", "Days", "10", "30"]):
            table.cell(number // 2, number % 2).text = text

    found = read(deck(fill, layout=BLANK))
    (table,) = found.blocks
    assert table.kind is BlockKind.TABLE
    assert found.text[table.start : table.head_end] == "Years | Days"


def test_a_chart_is_a_table_of_its_values() -> None:
    def fill(slide: Any) -> None:
        values = CategoryChartData()
        values.categories = ["2025", "2026"]
        values.add_series("Sick days", (4.5, 5))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *PLACE, values)

    assert "2025 | 4.5\n2026 | 5" in read(deck(fill, layout=BLANK)).text


def test_groups_within_groups_are_read_in_reading_order() -> None:
    def fill(slide: Any) -> None:
        outer = slide.shapes.add_group_shape()
        inner = outer.shapes.add_group_shape()
        inner.shapes.add_textbox(Inches(1), Inches(3), 9, 9).text_frame.text = "below"
        outer.shapes.add_textbox(Inches(1), Inches(1), 9, 9).text_frame.text = "above"

    assert read(deck(fill, layout=BLANK)).text == "Slide 1\n\nabove\n\nbelow"


def test_a_hidden_slide_is_read_and_said_to_be_hidden() -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Old leave"
        slide._element.set("show", "0")

    found = read(deck(leave, fill))
    assert found.warnings == ("Slide 2 is hidden in the file; its text was read.",)
    assert "Old leave" in found.text


def test_slides_without_text_are_no_text() -> None:
    with pytest.raises(ConversionFailed) as refusal:
        read(deck(lambda _: None))
    assert refusal.value.code is FailureCode.EMPTY


def test_the_sandbox_reads_it_too() -> None:
    content = deck(leave)
    with Sandbox() as sandbox:
        assert sandbox.convert(content, "deck.pptx").pages == read(content).pages
