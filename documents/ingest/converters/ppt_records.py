"""Read the records of a PowerPoint file before 2007 ([MS-PPT], [MS-ODRAW])."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

HEAD = 8
MOST_NESTED, MOST_EDITS = 30, 1_000
CONTAINER = 0xF
DOCUMENT, SLIDE, SLIDE_FACTS, NOTES, NOTES_FACTS, SLIDE_PLACE = 0x03E8, 0x03EE, 0x03EF, 0x03F0, 0x03F1, 0x03F3
SLIDE_SHOW = 0x03F9
LIST, DRAWING, TEXT_KIND, TEXT, NARROW_TEXT, OUTLINE_TEXT = 0x0FF0, 0x040C, 0x0F9F, 0x0FA0, 0x0FA8, 0x0F9E
EDIT, LAYOUT = 0x0FF5, 0x0FA1
# What may be said of a paragraph, in this order: the bits of the mask for it, and its bytes; 0 counts tab stops.
SAID_OF_PARAGRAPHS = (
    (0xF, 2), (1 << 7, 2), (1 << 4, 2), (1 << 6, 2), (1 << 5, 4), (1 << 11, 2), (1 << 12, 2), (1 << 13, 2),
    (1 << 14, 2), (1 << 8, 2), (1 << 10, 2), (1 << 15, 2), (1 << 20, 0), (1 << 16, 2), (7 << 17, 2), (1 << 21, 2),
)  # fmt: skip
MOST_DEPTH, BULLET = 8, "•"
GROUP, SHAPE, CHILD_PLACE, CLIENT_PLACE, CLIENT_TEXT, CLIENT_FACTS = (
    0xF003,
    0xF004,
    0xF00F,
    0xF010,
    0xF00D,
    0xF011,
)
OPTIONS, TABLE_OPTION, PLACEHOLDER = 0xF122, 0x039F, 0x0BC3


class Record(NamedTuple):
    """Keep a record: its kind, which one of its kind it is, and what it holds."""

    kind: int
    instance: int
    content: bytes
    is_container: bool

    def inner(self) -> Iterator["Record"]:
        """Yield the records that it holds."""
        return records_in(self.content) if self.is_container else iter(())

    def first(self, kind: int) -> "Record | None":
        """Return the first record of a kind that it holds."""
        return next((one for one in self.inner() if one.kind == kind), None)

    def number(self, place: int) -> int:
        """Return the number at a place of its content; 0 where that ends before."""
        return struct.unpack_from("<I", self.content, place)[0] if place + 4 <= len(self.content) else 0


def record_at(content: bytes, place: int) -> Record | None:
    """Return the record that begins at a place."""
    if place < 0 or place + HEAD > len(content):
        return None
    facts, kind, length = struct.unpack_from("<HHI", content, place)
    inner = content[place + HEAD : place + HEAD + length]
    return Record(kind, facts >> 4, inner, facts & 0xF == CONTAINER)


def records_in(content: bytes) -> Iterator[Record]:
    """Yield the records that follow each other."""
    place = 0
    while (record := record_at(content, place)) is not None:
        yield record
        place += HEAD + struct.unpack_from("<I", content, place + 4)[0]


def places_of(content: bytes, last_edit: int) -> dict[int, int]:
    """Return where each numbered part of the file stands, as its last edit says."""
    found: dict[int, int] = {}
    for _ in range(MOST_EDITS):
        edit = record_at(content, last_edit)
        if edit is None or edit.kind != EDIT:
            break
        directory = record_at(content, edit.number(12))
        for number, place in _entries(directory.content) if directory is not None else ():
            found.setdefault(number, place)
        before = edit.number(8)
        if not 0 < before < last_edit:
            break
        last_edit = before
    return found


def _entries(content: bytes) -> Iterator[tuple[int, int]]:
    place = 0
    while place + 4 <= len(content):
        (head,) = struct.unpack_from("<I", content, place)
        first, count = head & 0xFFFFF, head >> 20
        for number in range(min(count, (len(content) - place - 4) // 4)):
            yield first + number, struct.unpack_from("<I", content, place + 4 + 4 * number)[0]
        place += 4 + 4 * count


def indented(text: str, layout: bytes) -> str:
    """Return the paragraphs of a text, each behind a tab for each level that it stands deep, and its bullet.

    The layout is a StyleTextPropAtom.
    """
    lines, place, number = text.split("\n"), 0, 0
    while number < len(lines) and place + 10 <= len(layout):
        count, depth, mask = struct.unpack_from("<IHI", layout, place)
        sign = (
            BULLET if mask & 1 and layout[place + 10 : place + 11] != b"" and layout[place + 10] & 1 else ""
        )
        place += 10 + _said(layout, place + 10, mask)
        while number < len(lines) and count > 0:
            count -= len(lines[number]) + 1
            lines[number] = "\t" * min(depth, MOST_DEPTH) + sign + lines[number]
            number += 1
    return "\n".join(lines)


def _said(layout: bytes, start: int, mask: int) -> int:
    """Return how many bytes a mask is followed by."""
    place = start
    for bits, size in SAID_OF_PARAGRAPHS:
        if mask & bits:
            stops = int.from_bytes(layout[place : place + 2], "little") if not size else 0
            place += size or 2 + 4 * stops
    return place - start
