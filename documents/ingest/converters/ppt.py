"""Read PowerPoint files before 2007: each slide a page under its title, lists, tables, groups and speaker notes."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from documents.ingest.clean import clean_line
from documents.ingest.converters import ppt_records as kinds
from documents.ingest.converters.grids import write_table
from documents.ingest.converters.office import convert_plainly
from documents.ingest.converters.ole import opened, said_by
from documents.ingest.converters.ppt_records import BULLET, Record, indented, places_of, record_at, records_in
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

# What a file that is cut off or damaged makes the library, and the reading of its records, raise.
UNREADABLE = (OSError, struct.error)
SEALED = 0xF3D1C4DF
TITLES, BODIES, NOTE = {0, 6}, {1, 7, 8}, 2
# What every slide repeats: its date, its number, footer and header.
FURNITURE = {7, 8, 9, 10}
# Of which kind is what stands in these places for a title or a body.
PLACED = {13: 0, 15: 0, 14: 1}
SLIDES, NOTE_LIST = 0, 2
HIDDEN = 0x0004
# Shapes on one line within so many units (576 to the inch) are read from left to right.
LINE_UNITS = 120
MOST_NESTED = 30
# Cells that stand so far from each other that most of their grid stays empty are no table.
MOST_EMPTY, FEW_PLACES = 4, 1_000


class Shape(NamedTuple):
    """Keep a text of a slide, where it stands, of which kind it is, and the rows of the table that it is."""

    top: int
    left: int
    kind: int
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


class Slide(NamedTuple):
    """Keep where a slide stands, by what it is known, and the texts of its outline."""

    part: int
    name: int
    outline: list[tuple[int, str]]


def convert_ppt(source: Source) -> Extracted:
    """Read a presentation; one of PowerPoint 95 or before is read by kreuzberg, without the numbers of its slides."""
    try:
        with opened(source.content) as file:
            user = file.openstream("Current User").read()
            if file.exists("EncryptedSummary") or struct.unpack_from("<I", user, 12)[0] == SEALED:
                raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.")
            content = file.openstream("PowerPoint Document").read()
            draft = _Presentation(content, struct.unpack_from("<I", user, 16)[0]).written()
            if draft.is_empty:
                return convert_plainly(source)
            return draft.finish(*said_by(file))
    except UNREADABLE:
        return convert_plainly(source)


class _Presentation:
    def __init__(self, content: bytes, last_edit: int) -> None:
        self._content, self._places = content, places_of(content, last_edit)
        self._read: set[int] = set()
        edit = record_at(content, last_edit)
        document = self._part(edit.number(16)) if edit is not None else None
        lists = [one for one in document.inner() if one.kind == kinds.LIST] if document is not None else []
        self._slides = [slide for one in lists if one.instance == SLIDES for slide in _slides(one)]
        self._notes = dict(self._noted([one for one in lists if one.instance == NOTE_LIST]))

    def written(self) -> Draft:
        draft = Draft()
        for number, slide in enumerate(self._slides, start=1):
            record = self._unread(slide.part)
            if record is None:
                draft.warnings.append(f"Slide {number} is damaged and was not read.")
                continue
            self._write(draft, number, slide, record)
        return draft

    def _part(self, number: int) -> Record | None:
        return record_at(self._content, self._places.get(number, -1))

    def _unread(self, number: int) -> Record | None:
        """Return a part once: a list that names one many times would have it read as often."""
        place = self._places.get(number, -1)
        if place in self._read:
            return None
        self._read.add(place)
        return record_at(self._content, place)

    def _noted(self, lists: list[Record]) -> Iterator[tuple[int, str]]:
        """Yield by what a slide is known, and its notes."""
        for slide in (slide for one in lists for slide in _slides(one)):
            record = self._unread(slide.part)
            facts = record.first(kinds.NOTES_FACTS) if record is not None else None
            if record is not None and facts is not None:
                texts = [shape.text for shape in _shapes(record, slide.outline) if shape.kind == NOTE]
                yield facts.number(0), "\n".join(texts)

    def _write(self, draft: Draft, number: int, slide: Slide, record: Record) -> None:
        shapes = sorted(
            _shapes(record, slide.outline), key=lambda shape: (shape.top // LINE_UNITS, shape.left)
        )
        title = next((shape for shape in shapes if shape.kind in TITLES and shape.text.strip()), None)
        notes = self._notes.get(slide.name, "").strip()
        others = [shape for shape in shapes if shape is not title]
        if title is None and not others and not notes:
            return
        draft.page(number, f"Slide {number}")
        draft.heading(clean_line(title.text) if title else f"Slide {number}", 1)
        for shape in others:
            _write_shape(draft, shape)
        draft.block(f"Speaker notes: {notes}" if notes else "")
        show = record.first(kinds.SLIDE_SHOW)
        if show is not None and len(show.content) > 11 and show.content[10] & HIDDEN:
            draft.warnings.append(f"Slide {number} is hidden in the file; its text was read.")


def _write_shape(draft: Draft, shape: Shape) -> None:
    lines = [line for line in shape.text.split("\n") if line.strip()]
    if shape.rows:
        write_table(draft, shape.rows)
        return
    is_list = shape.kind in BODIES or any(line.lstrip("\t").startswith(BULLET) for line in lines)
    texts = [line.replace(BULLET, "", 1) if line.lstrip("\t").startswith(BULLET) else line for line in lines]
    if is_list and len(lines) > 1:
        draft.items("\n".join("  " * _depth(line) + "- " + line.lstrip("\t") for line in texts))
    else:
        draft.block("\n".join(texts))


def _slides(list_: Record) -> Iterator[Slide]:
    """Yield the slides of a list with the texts that it keeps for them."""
    slide: Slide | None = None
    kind = 4
    for record in list_.inner():
        if record.kind == kinds.SLIDE_PLACE:
            if slide is not None:
                yield slide
            slide = Slide(record.number(0), record.number(12), [])
        elif record.kind == kinds.TEXT_KIND:
            kind = record.number(0)
        elif record.kind in {kinds.TEXT, kinds.NARROW_TEXT} and slide is not None:
            slide.outline.append((kind, _text(record)))
        elif record.kind == kinds.LAYOUT and slide is not None and slide.outline:
            kind_of, text = slide.outline[-1]
            slide.outline[-1] = (kind_of, indented(text, record.content))
    if slide is not None:
        yield slide


def _shapes(record: Record, outline: list[tuple[int, str]]) -> list[Shape]:
    drawing = record.first(kinds.DRAWING)
    found: list[Shape] = []
    for inner in drawing.inner() if drawing is not None else ():
        _collect(inner, outline, found, 0)
    # What no shape shows is told by the outline alone.
    return found or [Shape(0, 0, kind, text) for kind, text in outline]


def _collect(record: Record, outline: list[tuple[int, str]], found: list[Shape], depth: int) -> None:
    if record.kind == kinds.SHAPE:
        shape = _shape(record, outline)
        if shape is not None:
            found.append(shape)
    elif record.is_container and depth < MOST_NESTED:
        inner: list[Shape] = []
        for one in record.inner():
            _collect(one, outline, inner, depth + 1)
        found += as_table(inner) if record.kind == kinds.GROUP and _is_table(record) else inner


def _shape(record: Record, outline: list[tuple[int, str]]) -> Shape | None:
    top = left = 0
    kind, text, placement = 4, "", 0
    for inner in record.inner():
        if inner.kind == kinds.CLIENT_TEXT:
            kind, text = _written(inner, outline)
        elif inner.kind == kinds.CLIENT_FACTS:
            placed = inner.first(kinds.PLACEHOLDER)
            placement = placed.content[4] if placed is not None and len(placed.content) > 4 else 0
        elif inner.kind == kinds.CLIENT_PLACE and len(inner.content) >= 8:
            wide = len(inner.content) >= 16
            top, left = struct.unpack_from("<ii" if wide else "<hh", inner.content)
        elif inner.kind == kinds.CHILD_PLACE and len(inner.content) >= 8:
            left, top = struct.unpack_from("<ii", inner.content)
    if not text.strip() or placement in FURNITURE:
        return None
    return Shape(top, left, PLACED.get(placement, kind), text)


def _written(record: Record, outline: list[tuple[int, str]]) -> tuple[int, str]:
    """Return the text of a shape and its kind; it stands there, or in the outline."""
    kind, text = 4, ""
    for inner in records_in(record.content):
        if inner.kind == kinds.TEXT_KIND:
            kind = inner.number(0)
        elif inner.kind in {kinds.TEXT, kinds.NARROW_TEXT}:
            text = _text(inner)
        elif inner.kind == kinds.LAYOUT:
            text = indented(text, inner.content)
        elif inner.kind == kinds.OUTLINE_TEXT and inner.number(0) < len(outline):
            kind, text = outline[inner.number(0)]
    return kind, text


def _depth(line: str) -> int:
    # The tabs before an item say it.
    return len(line) - len(line.lstrip("\t"))


def _text(record: Record) -> str:
    codec = "utf-16-le" if record.kind == kinds.TEXT else "latin-1"
    return record.content.decode(codec, "replace").replace("\r", "\n").replace("\v", " ")


def _is_table(group: Record) -> bool:
    """Say whether the first shape of a group, which stands for all of it, calls it a table."""
    shape = group.first(kinds.SHAPE)
    options = shape.first(kinds.OPTIONS) if shape is not None else None
    if options is None:
        return False
    for place in range(0, min(len(options.content) - 5, 6 * options.instance), 6):
        number, value = struct.unpack_from("<HI", options.content, place)
        if number & 0x3FFF == kinds.TABLE_OPTION:
            return bool(value & 1)
    return False


def as_table(cells: list[Shape]) -> list[Shape]:
    """Return the cells of a table as one shape; as they are where most of their grid would be empty."""
    if len(cells) < 2:
        return cells
    tops, lefts = (
        {place: number for number, place in enumerate(sorted(set(places)))}
        for places in ((cell.top for cell in cells), (cell.left for cell in cells))
    )
    if len(tops) * len(lefts) > max(FEW_PLACES, MOST_EMPTY * len(cells)):
        return cells
    rows = [[""] * len(lefts) for _ in tops]
    for cell in cells:
        rows[tops[cell.top]][lefts[cell.left]] = clean_line(cell.text)
    return [Shape(min(tops), min(lefts), 4, "table", tuple(map(tuple, rows)))]
