"""Read the structures of a Word file before 2007: its pieces, properties, styles and lists ([MS-DOC])."""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

PAGE = 512
# Where the places and lengths of tables stand in the header, by what they hold.
STYLES, NOTE_MARKS, NOTES, COMMENT_MARKS, COMMENTS, HEADERS = 1, 2, 3, 4, 5, 11
CHARACTER_PAGES, PARAGRAPH_PAGES, PIECES, LISTS, LIST_USES, END_MARKS, END_NOTES = 12, 13, 33, 73, 74, 46, 47
TITLE = 62
# What changes a paragraph or its letters, by its number in the format.
IN_TABLE, ROW_END, NESTING, INNER_CELL, INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
LIST_LEVEL, LIST_USE, OUTLINE, HEAD_ROW, CELLS = 0x260A, 0x460B, 0x2640, 0x3404, 0xD608
DELETED, HIDDEN = 0x0800, 0x083C
# How many bytes follow a change, by the highest three bits of its number; 6 says so itself.
SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
BULLET, NO_NUMBER = 23, 255
MOST_BASES = 15

# No file of people holds as many characters.
MOST_CHARACTERS = 50_000_000

Changes = dict[int, bytes]


class Damaged(Exception):
    """Say that the structures of a file contradict each other."""


class Span(NamedTuple):
    """Keep that bytes `start:end` of the text have these properties; `style` is that of a paragraph."""

    start: int
    end: int
    style: int
    changes: Changes


class Piece(NamedTuple):
    """Keep that characters `first:last` stand at `place` in the file, `width` bytes each."""

    first: int
    last: int
    place: int
    width: int


@dataclass(frozen=True)
class Style:
    """Keep a style; `kind` is its number among those that Word knows, whatever the language."""

    kind: int
    base: int
    name: str
    changes: Changes = field(default_factory=dict)


class ListLevel(NamedTuple):
    """Keep where the numbers of a level begin, and of which kind they are."""

    start: int
    kind: int


class Binary:
    """Read tables of a file by their number in its header."""

    def __init__(self, text: bytes, table: bytes) -> None:
        """Keep both streams."""
        self.text, self.table = text, table

    def part(self, number: int) -> bytes:
        """Return a table, empty where the file has none."""
        start, length = struct.unpack_from("<II", self.text, 0x9A + 8 * number)
        return self.table[start : start + length]

    def after(self, number: int) -> bytes:
        """Return what follows a table."""
        start, length = struct.unpack_from("<II", self.text, 0x9A + 8 * number)
        return self.table[start + length :]


def changes_of(content: bytes) -> Changes:
    """Return what a list of changes says, by their numbers."""
    found: Changes = {}
    place = 0
    while place + 2 <= len(content):
        (code,) = struct.unpack_from("<H", content, place)
        place += 2
        size = SIZES[code >> 13]
        if not size:
            if code == CELLS:
                size = struct.unpack_from("<H", content, place)[0] + 1 if place + 2 <= len(content) else 0
            else:
                size = content[place] + 1 if place < len(content) else 0
        found[code] = content[place : place + size]
        place += max(size, 1)
    return found


def is_set(changes: Changes, code: int) -> bool:
    """Say whether a switch is on."""
    return changes.get(code, b"\0")[:1] not in {b"\0", b""}


def pieces_of(binary: Binary) -> list[Piece]:
    """Return where the text stands."""
    content, place = binary.part(PIECES), 0
    while place < len(content) and content[place] == 1:
        place += 3 + struct.unpack_from("<H", content, place + 1)[0]
    (length,) = struct.unpack_from("<I", content, place + 1)
    content = content[place + 5 : place + 5 + length]
    count = (len(content) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", content)
    if any(last < first for first, last in pairwise(places)) or max(places, default=0) > MOST_CHARACTERS:
        raise Damaged
    found: list[Piece] = []
    for number in range(count):
        (where,) = struct.unpack_from("<I", content, 4 * (count + 1) + 8 * number + 2)
        is_narrow = bool(where & 0x40000000)
        where &= 0x3FFFFFFF
        found.append(
            Piece(places[number], places[number + 1], where // 2 if is_narrow else where, 2 - is_narrow)
        )
    return found


def text_of(binary: Binary, pieces: list[Piece]) -> str:
    """Return the whole text, one character for each that the file counts."""
    return "".join(
        _decoded(binary.text[one.place : one.place + (one.last - one.first) * one.width], one)
        for one in pieces
    )


def _decoded(content: bytes, piece: Piece) -> str:
    if piece.width == 1:
        return content.decode("cp1252", "replace").ljust(piece.last - piece.first, "\0")
    # Each half of a character that is written as two counts as one.
    units = struct.unpack(f"<{len(content) // 2}H", content[: len(content) // 2 * 2])
    return "".join(map(chr, units)).ljust(piece.last - piece.first, "\0")


def spans_of(binary: Binary, number: int) -> Iterator[Span]:
    """Yield the properties of letters or paragraphs, from the pages that the table of this number names."""
    content = binary.part(number)
    count = (len(content) - 4) // 8
    if count <= 0:
        return
    # Each once: many names of one page would be read as many times.
    for page_number in dict.fromkeys(struct.unpack_from(f"<{count}I", content, 4 * (count + 1))):
        page = (page_number & 0x3FFFFF) * PAGE
        yield from _spans_on(binary.text[page : page + PAGE], is_paragraph=number == PARAGRAPH_PAGES)


def _spans_on(page: bytes, *, is_paragraph: bool) -> Iterator[Span]:
    if len(page) < PAGE:
        return
    count = page[PAGE - 1]
    step = 13 if is_paragraph else 1
    if 4 * (count + 1) + step * count > PAGE:
        return
    ends = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        offset = 2 * page[4 * (count + 1) + step * number]
        style, changes = (
            (0, Changes()) if not offset else _properties(page, offset, is_paragraph=is_paragraph)
        )
        yield Span(ends[number], ends[number + 1], style, changes)


def _properties(page: bytes, offset: int, *, is_paragraph: bool) -> tuple[int, Changes]:
    size = page[offset]
    if not is_paragraph:
        return 0, changes_of(page[offset + 1 : offset + 1 + size])
    start, length = (offset + 1, 2 * size - 1) if size else (offset + 2, 2 * page[offset + 1])
    content = page[start : start + length]
    if len(content) < 2:
        return 0, {}
    return struct.unpack_from("<H", content)[0], changes_of(content[2:])


class Spans:
    """Find the properties of what stands at a place in the file."""

    def __init__(self, spans: Iterator[Span]) -> None:
        """Keep them in order."""
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def at(self, place: int) -> Span | None:
        """Return the properties of the byte at a place."""
        number = bisect_right(self._starts, place) - 1
        found = self._spans[number] if number >= 0 else None
        return found if found is not None and place < found.end else None


class Ranges:
    """Keep ranges of places, in order and without overlap."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Join those that touch."""
        self._ranges: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            if self._ranges and start <= self._ranges[-1][1]:
                self._ranges[-1] = (self._ranges[-1][0], max(end, self._ranges[-1][1]))
            elif start < end:
                self._ranges.append((start, end))

    def within(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the ranges that reach into `start:end`."""
        for number in range(max(0, bisect_right(self._ranges, (start,)) - 1), len(self._ranges)):
            if self._ranges[number][0] >= end:
                return
            if self._ranges[number][1] > start:
                yield self._ranges[number]

    def parted(self, text: str, start: int, end: int) -> Iterator[tuple[str, bool]]:
        """Yield the characters `start:end` of a text in pieces, and whether each lies in a range."""
        for first, last in self.within(start, end):
            yield text[start : max(start, first)], False
            yield text[max(start, first) : min(end, last)], True
            start = min(end, last)
        yield text[start:end], False


def rising(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where each part begins and ends, nothing where it would go back: no part is read twice."""
    reached = 0
    for first, last in pairwise(places):
        is_further = reached <= first <= last
        reached = last if is_further else reached
        yield (first, last) if is_further else (0, 0)


def styles_of(binary: Binary) -> list[Style | None]:
    """Return the styles by their numbers."""
    content = binary.part(STYLES)
    if len(content) < 6:
        return []
    (head,) = struct.unpack_from("<H", content)
    count, base_size = struct.unpack_from("<HH", content, 2)
    place, found = 2 + head, list[Style | None]()
    while len(found) < count and place + 2 <= len(content):
        (size,) = struct.unpack_from("<H", content, place)
        place += 2
        found.append(_style(content[place : place + size], base_size))
        place += size + size % 2
    return found


def _style(content: bytes, base_size: int) -> Style | None:
    if len(content) < base_size + 2 or base_size < 6:
        return None
    kind, base, counts = struct.unpack_from("<HHH", content)
    (length,) = struct.unpack_from("<H", content, base_size)
    name = content[base_size + 2 : base_size + 2 + 2 * length].decode("utf-16-le", "replace")
    changes: Changes = {}
    if base & 0xF == 1 and counts & 0xF:
        place = base_size + 2 + 2 * (length + 1)
        if place + 4 <= len(content):
            (size,) = struct.unpack_from("<H", content, place)
            changes = changes_of(content[place + 4 : place + 2 + size])
    return Style(kind & 0xFFF, base >> 4, name, changes)


def heading_level(styles: list[Style | None], number: int) -> int | None:
    """Return the level of the headings of a style, or of one that it is based on; None for text."""
    for _ in range(MOST_BASES):
        style = styles[number] if number < len(styles) else None
        if style is None:
            return None
        if OUTLINE in style.changes:
            return outline_level(style.changes)
        if 1 <= style.kind <= 9 or style.kind == TITLE:
            return 0 if style.kind == TITLE else style.kind
        number = style.base
    return None


def outline_level(changes: Changes) -> int | None:
    """Return the level of a heading that an outline names; None where that says it is text."""
    value = (changes[OUTLINE] or b"\x09")[0]
    return value + 1 if value < 9 else None


def lists_of(binary: Binary) -> list[tuple[int, list[ListLevel]]]:
    """Return for each use of a list its number and its levels, in the order in which paragraphs count them."""
    uses, lists = binary.part(LIST_USES), _lists(binary)
    if len(uses) < 4:
        return []
    (count,) = struct.unpack_from("<I", uses)
    numbers = [
        struct.unpack_from("<i", uses, 4 + 16 * place)[0]
        for place in range(min(count, (len(uses) - 4) // 16))
    ]
    return [(number, lists.get(number, [])) for number in numbers]


def _lists(binary: Binary) -> dict[int, list[ListLevel]]:
    content = binary.part(LISTS)
    if len(content) < 2:
        return {}
    (count,) = struct.unpack_from("<H", content)
    levels, place, found = binary.after(LISTS), 0, dict[int, list[ListLevel]]()
    for number in range(min(count, (len(content) - 2) // 28)):
        (name,) = struct.unpack_from("<i", content, 2 + 28 * number)
        is_simple = content[2 + 28 * number + 26] & 1
        found[name] = []
        for _ in range(1 if is_simple else 9):
            if place + 30 > len(levels):
                return found
            start, kind = struct.unpack_from("<iB", levels, place)
            found[name].append(ListLevel(start, kind))
            place += 28 + levels[place + 24] + levels[place + 25]
            (length,) = struct.unpack_from("<H", levels, place) if place + 2 <= len(levels) else (0,)
            place += 2 + 2 * length
    return found


def places_of(content: bytes, size: int) -> list[int]:
    """Return the places of a table, behind which stand data of this size for each but the last."""
    if len(content) < 4:
        return []
    count = (len(content) - 4) // (4 + size) + 1
    return list(struct.unpack_from(f"<{count}I", content))


def merged_cells(content: bytes) -> list[tuple[bool, bool]]:
    """Return for each cell of a row whether it is merged with the one on its left, and with the one above."""
    if len(content) < 3:
        return []
    start, found = 3 + 2 * (content[2] + 1), list[tuple[bool, bool]]()
    for place in range(start, min(len(content) - 1, start + 20 * content[2]), 20):
        (flags,) = struct.unpack_from("<H", content, place)
        found.append((flags & 3 == 1, flags >> 5 & 3 == 1))
    return found


def inherited(styles: list[Style | None], number: int) -> Changes:
    """Return what a style changes, with what those change that it is based on."""
    found: Changes = {}
    for _ in range(MOST_BASES):
        style = styles[number] if number < len(styles) else None
        if style is None:
            break
        found = {**style.changes, **found}
        number = style.base
    return found
