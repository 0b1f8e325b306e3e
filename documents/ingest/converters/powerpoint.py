"""Read presentations: each slide a page with its title as heading, tables, groups and speaker notes."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pptx
from lxml import etree
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn

from documents.ingest.archives import check_archive
from documents.ingest.clean import clean_line
from documents.ingest.converters.grids import write_table
from documents.ingest.converters.office import convert_office
from documents.ingest.converters.ooxml import core_properties
from documents.ingest.draft import Draft
from documents.ingest.types import Extracted, Source

# What python-pptx raises for files that others open.
UNREADABLE = (
    PythonPptxError, KeyError, ValueError, AttributeError, IndexError, TypeError, etree.LxmlError, zipfile.BadZipFile,
)  # fmt: skip
# What every slide repeats: its date, its number, and the like.
FURNITURE = {"dt", "sldNum", "ftr", "hdr"}
MOST_NESTED_GROUPS = 50
# Shapes on one line within so many units (914 400 to the inch) are read from left to right.
LINE_UNITS = 200_000
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
BULLETS = (qn("a:buChar"), qn("a:buAutoNum"))


def convert_pptx(source: Source) -> Extracted:
    """Read a presentation; what python-pptx cannot open is read by kreuzberg, without the numbers of its slides."""
    check_archive(source.content, source.limits)
    try:
        return _read(source)
    except UNREADABLE:
        return convert_office(source)


def _read(source: Source) -> Extracted:
    draft = Draft()
    for number, slide in enumerate(pptx.Presentation(io.BytesIO(source.content)).slides, start=1):
        _write_slide(draft, number, slide)
    title, properties = core_properties(source.content)
    # Template makers leave their own title in the file.
    title = "" if title.casefold() == "powerpoint presentation" else title
    return draft.finish(title, properties)


def _write_slide(draft: Draft, number: int, slide: Any) -> None:
    title = slide.shapes.title
    heading = clean_line(title.text_frame.text) if title is not None else ""
    body = _body(slide, title.shape_id if heading else None)
    if not heading and body.is_empty:
        return
    draft.page(number, f"Slide {number}")
    draft.heading(heading or f"Slide {number}", 1)
    draft.include(body.finish())
    if slide._element.get("show") in {"0", "false"}:
        draft.warnings.append(f"Slide {number} is hidden in the file; its text was read.")


def _body(slide: Any, title_id: int | None) -> Draft:
    body = Draft()
    for shape in _shapes(slide.shapes):
        if title_id is None or shape.shape_id != title_id:
            _write_shape(body, shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = slide.notes_slide.notes_text_frame.text
        body.block(f"Speaker notes: {notes}" if notes.strip() else "")
    return body


def _shapes(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """Yield the shapes of a slide as people read them, those of groups in place of the group."""
    for shape in sorted(shapes, key=_place):
        inner = getattr(shape, "shapes", None)
        if inner is None:
            yield shape
        elif depth < MOST_NESTED_GROUPS:
            yield from _shapes(inner, depth + 1)


def _place(shape: Any) -> tuple[int, int]:
    try:
        return (shape.top or 0) // LINE_UNITS, shape.left or 0
    except (AttributeError, ValueError):
        return 0, 0


def _write_shape(draft: Draft, shape: Any) -> None:
    if shape.is_placeholder and shape._element.ph.get("type") in FURNITURE:
        return
    if getattr(shape, "has_table", False):
        write_table(draft, [[clean_line(cell.text) for cell in row.cells] for row in shape.table.rows])
    elif getattr(shape, "has_chart", False):
        _write_chart(draft, shape)
    elif shape.has_text_frame:
        _write_text(draft, shape)
    else:
        draft.block("\n".join(_drawn(shape)))


def _write_text(draft: Draft, shape: Any) -> None:
    paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
    has_bullets = _is_body(shape) or any(
        paragraph._p.find(f".//{tag}") is not None for paragraph in paragraphs for tag in BULLETS
    )
    if has_bullets and len(paragraphs) > 1:
        draft.items("\n".join(f"{'  ' * paragraph.level}- {paragraph.text}" for paragraph in paragraphs))
    else:
        draft.block("\n".join(paragraph.text for paragraph in paragraphs))


def _is_body(shape: Any) -> bool:
    # A placeholder without a type is the list under a slide's title.
    return bool(shape.is_placeholder and shape._element.ph.get("type", "obj") in {"obj", "body"})


def _write_chart(draft: Draft, shape: Any) -> None:
    chart = shape.chart
    if chart.has_title and chart.chart_title.has_text_frame:
        draft.block(chart.chart_title.text_frame.text)
    for plot in list(chart.plots)[:1]:
        series = list(plot.series)
        heads = ["", *(clean_line(one.name) for one in series)]
        values = [list(one.values) for one in series]
        rows = [
            [str(category), *(_value(column, place) for column in values)]
            for place, category in enumerate(plot.categories)
        ]
        write_table(draft, [heads, *rows] if rows else [])


def _value(column: list[Any], place: int) -> str:
    value = column[place] if place < len(column) else None
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _drawn(shape: Any) -> Iterator[str]:
    """Yield the points of a diagram (SmartArt), which stand in a part of their own."""
    diagram = next(shape._element.iter(DIAGRAM), None)
    if diagram is None:
        return
    part = shape.part.related_part(diagram.get(qn("r:dm")))
    for paragraph in etree.fromstring(part.blob, XML).iter(qn("a:p")):
        yield "".join(text.text or "" for text in paragraph.iter(qn("a:t")))
