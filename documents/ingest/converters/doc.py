"""Read Word files before 2007: headings, lists, tables, notes, comments, text boxes, headers and footers."""

import re
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from documents.ingest.converters import doc_parts as parts
from documents.ingest.converters.office import convert_plainly
from documents.ingest.converters.ole import opened, said_by
from documents.ingest.converters.paragraphs import Part, write_parts, written_mark
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

# What a file that is cut off or damaged makes the library, and the reading of its structures, raise.
UNREADABLE = (OSError, struct.error, parts.Damaged)
MAGIC, OLDEST = 0xA5EC, 0xC1
ENCRYPTED, OTHER_TABLE = 0x0100, 0x0200
HIDDEN_TEXT = "The file holds hidden text; it was read with the rest."
PARAGRAPH = re.compile("[^\r\x07\x0c]*[\r\x07\x0c]|[^\r\x07\x0c]+$")
CODE_STYLE = re.compile(
    r"(?:code|source ?code|html preformatted|preformatted|plain ?text|macro)", re.IGNORECASE
)
# Signs for hyphens and breaks, and for what stands elsewhere: pictures, notes, drawings.
SIGNS = str.maketrans(
    {
        "\x0b": "\n",
        "\x0e": "\n",
        "\x1e": "-",
        "\x1f": None,
        **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x07\x08\r\x0c"),
    }
)
FIELD_BEGIN, FIELD_RESULT, FIELD_END = "\x13", "\x14", "\x15"
CONTENTS = range(19, 28)
# In the file there are six stories for each section, after as many for lines above notes.
STORIES, HEADER_STORIES = 6, {0, 1, 4}

NOTES = (
    ("Footnote", "notes", parts.NOTE_MARKS, parts.NOTES, 2),
    ("Endnote", "end notes", parts.END_MARKS, parts.END_NOTES, 2),
    ("Comment", "comments", parts.COMMENT_MARKS, parts.COMMENTS, 30),
)


def convert_doc(source: Source) -> Extracted:
    """Read a Word file, tracked changes as accepted; one of Word 95 or before is read by kreuzberg, as plain text."""
    try:
        with opened(source.content) as file:
            text = file.openstream("WordDocument").read()
            magic, version, flags = *struct.unpack_from("<HH", text), struct.unpack_from("<H", text, 0x0A)[0]
            if flags & ENCRYPTED:
                raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.")
            if magic != MAGIC or version < OLDEST:
                return convert_plainly(source)
            table = file.openstream("1Table" if flags & OTHER_TABLE else "0Table").read()
            draft = _Document(parts.Binary(text, table)).written()
            return draft.finish(*said_by(file))
    except UNREADABLE:
        return convert_plainly(source)


class _Document:
    """Write the text of a file down by its paragraphs; its parts follow each other, the main text first."""

    def __init__(self, binary: parts.Binary) -> None:
        self._binary = binary
        self._pieces = parts.pieces_of(binary)
        self._firsts = [piece.first for piece in self._pieces]
        self._text = parts.text_of(binary, self._pieces)
        self._paragraphs = parts.Spans(parts.spans_of(binary, parts.PARAGRAPH_PAGES))
        self._styles = parts.styles_of(binary)
        self._inherited: dict[int, parts.Changes] = {}
        self._lists = parts.lists_of(binary)
        self._counts: dict[tuple[int, int], int] = {}
        lengths = struct.unpack_from("<8I", binary.text, 0x4C)
        # Macros, long obsolete, stand between headers and comments.
        names = ("main", "notes", "headers", "macros", "comments", "end notes", "boxes", "boxes in headers")
        self._areas, start = dict[str, tuple[int, int]](), 0
        for name, length in zip(names, lengths, strict=True):
            self._areas[name] = (start, start + length)
            start += length
        self._has_hidden = False
        self._gone = parts.Ranges(self._deleted())
        self._notes = sorted(self._noted())
        self._note_places = [place for place, _ in self._notes]

    def written(self) -> Draft:
        draft = Draft()
        headers, footers = self._edges()
        write_parts(draft, headers)
        write_parts(draft, self._parts("main"))
        write_parts(draft, self._parts("boxes"))
        write_parts(draft, footers)
        if self._has_hidden:
            draft.warnings.append(HIDDEN_TEXT)
        return draft

    def _deleted(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of characters that a tracked change takes away."""
        ranges = list[tuple[int, int]]()
        for span in parts.spans_of(self._binary, parts.CHARACTER_PAGES):
            self._has_hidden |= parts.is_set(span.changes, parts.HIDDEN)
            if parts.is_set(span.changes, parts.DELETED):
                ranges.append((span.start, span.end))
        deleted = parts.Ranges(ranges)
        for piece in self._pieces:
            for start, end in deleted.within(piece.place, self._end(piece)):
                first = piece.first + (max(start, piece.place) - piece.place) // piece.width
                yield first, piece.first + (min(end, self._end(piece)) - piece.place) // piece.width

    def _end(self, piece: parts.Piece) -> int:
        return piece.place + (piece.last - piece.first) * piece.width

    def _place(self, character: int) -> int:
        """Return where a character stands in the file."""
        piece = self._pieces[max(0, bisect_right(self._firsts, character) - 1)]
        return piece.place + (character - piece.first) * piece.width

    def _seen(self, start: int, end: int) -> str:
        """Return what is shown of characters: fields by their results, nothing that was deleted."""
        fields, hidden, shown = list[bool](), 0, list[str]()
        for characters, is_gone in self._gone.parted(self._text, start, end):
            for character in characters:
                if character == FIELD_BEGIN:
                    fields.append(True)
                    hidden += 1
                elif character == FIELD_RESULT and fields:
                    hidden -= fields[-1]
                    fields[-1] = False
                elif character == FIELD_END and fields:
                    hidden -= fields.pop()
                elif not (hidden or is_gone):
                    shown.append(character)
        text = "".join(shown).translate(SIGNS)
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _parts(self, area: str) -> Iterator[Part]:
        """Yield the paragraphs and rows of an area."""
        row = _Row()
        start, end = self._areas[area]
        for found in PARAGRAPH.finditer(self._text, start, end):
            text = self._seen(found.start(), found.end()).rstrip(" ")
            span = self._paragraphs.at(self._place(found.end() - 1))
            style, changes = (span.style, span.changes) if span else (0, parts.Changes())
            notes = self._notes_within(found.start(), found.end())
            if not parts.is_set(changes, parts.IN_TABLE):
                yield from row.left()
                yield self._part(text, style, changes, tuple(notes))
            elif parts.is_set(changes, parts.ROW_END):
                yield row.ended(changes)
            else:
                is_end = self._text[found.end() - 1] == "\x07"
                row.add(text, notes, changes, is_end=is_end)
        yield from row.left()

    def _notes_within(self, start: int, end: int) -> list[str]:
        first, last = bisect_left(self._note_places, start), bisect_left(self._note_places, end)
        return [note for _, note in self._notes[first:last]]

    def _part(self, text: str, number: int, changes: parts.Changes, notes: tuple[str, ...]) -> Part:
        style = self._styles[number] if number < len(self._styles) else None
        if style is not None and style.kind in CONTENTS:
            return Part()
        if parts.OUTLINE in changes:
            level = parts.outline_level(changes)
        else:
            level = parts.heading_level(self._styles, number)
        mark, depth = self._mark(number, changes) if text else ("", 0)
        if level is not None and mark not in {"", "-"}:
            text = f"{mark} {text}"
        if not mark and level is None:
            mark, text = written_mark(text)
        is_code = style is not None and bool(CODE_STYLE.match(style.name))
        return Part(text=text, level=level, mark=mark, depth=depth, is_code=is_code, notes=notes)

    def _mark(self, style: int, changes: parts.Changes) -> tuple[str, int]:
        """Return the mark of an item and how deep it stands; counts it."""
        use, depth = self._list_of(style, changes)
        number, levels = self._lists[use - 1] if 0 < use <= len(self._lists) else (0, [])
        if not levels:
            return "", 0
        level = levels[min(depth, len(levels) - 1)]
        if level.kind in {parts.BULLET, parts.NO_NUMBER}:
            return ("-" if level.kind == parts.BULLET else ""), depth
        count = self._counts.get((number, depth), level.start - 1) + 1
        self._counts[number, depth] = count
        for deeper in range(depth + 1, len(levels)):
            self._counts.pop((number, deeper), None)
        return f"{count}.", depth

    def _list_of(self, style: int, changes: parts.Changes) -> tuple[int, int]:
        """Return which use of a list a paragraph belongs to, by itself or by its style, and its depth."""
        inherited = self._inherited.get(style)
        if inherited is None:
            inherited = self._inherited[style] = parts.inherited(self._styles, style)
        use = changes.get(parts.LIST_USE, inherited.get(parts.LIST_USE, b""))
        depth = changes.get(parts.LIST_LEVEL, inherited.get(parts.LIST_LEVEL, b""))
        return int.from_bytes(use[:2], "little"), min(depth[0] if depth else 0, 8)

    def _noted(self) -> Iterator[tuple[int, str]]:
        """Yield where a note or comment belongs, with its text."""
        for kind, area, marks, texts, size in NOTES:
            start, end = self._areas[area]
            found = parts.places_of(self._binary.part(marks), size)
            begins = parts.places_of(self._binary.part(texts), 0)
            for place, (first, last) in zip(found, parts.rising(begins), strict=False):
                text = self._seen(start + first, min(end, start + last)).strip()
                if text:
                    yield place, f"{kind}: {text}"

    def _edges(self) -> tuple[list[Part], list[Part]]:
        """Return each header and each footer that differs from the others, once."""
        start, end = self._areas["headers"]
        begins = parts.places_of(self._binary.part(parts.HEADERS), 0)
        headers, footers = dict[str, Part](), dict[str, Part]()
        for number, (first, last) in enumerate(parts.rising(begins)):
            text = " ".join(self._seen(start + first, min(end, start + last)).split())
            if number >= STORIES and text:
                (headers if number % STORIES in HEADER_STORIES else footers)[text] = Part(text=text)
        return list(headers.values()), list(footers.values())


class _Row:
    """Collect the cells of a row, and know the row above for cells that are merged with it."""

    def __init__(self) -> None:
        self._inner: list[str] = []
        self._cells: list[str] = []
        self._notes: list[str] = []
        self._above: tuple[str, ...] = ()

    def add(self, text: str, notes: list[str], changes: parts.Changes, *, is_end: bool) -> None:
        is_inner_end = parts.is_set(changes, parts.INNER_CELL)
        if text.strip():
            self._inner += [text.strip(), ", " if is_inner_end else " "]
        self._notes += notes
        if is_end:
            self._cells.append("".join(self._inner[:-1]))
            self._inner = []

    def left(self) -> Iterator[Part]:
        """Yield the row that was begun and has no end mark, as in a damaged file."""
        if self._cells or self._inner:
            yield self.ended(parts.Changes())
        self._above = ()

    def ended(self, changes: parts.Changes) -> Part:
        if self._inner:
            self._cells.append("".join(self._inner[:-1]))
            self._inner = []
        cells: list[str] = []
        merged = parts.merged_cells(changes.get(parts.CELLS, b""))
        for place, text in enumerate(self._cells):
            from_left, from_above = merged[place] if place < len(merged) else (False, False)
            if from_left and cells:
                cells.append(cells[-1])
            else:
                cells.append(self._above[place] if from_above and place < len(self._above) else text)
        notes, self._above = tuple(self._notes), tuple(cells)
        self._cells, self._notes = [], []
        return Part(cells=self._above, is_head=parts.is_set(changes, parts.HEAD_ROW), notes=notes)
