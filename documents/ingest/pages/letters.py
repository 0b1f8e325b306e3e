"""Read the words of a PDF page from its text layer: where they stand, how large, and whether anybody sees them."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from documents.ingest.clean import clean_line
from documents.ingest.pages.types import Box, Run, Word, upright

# pdfium's signs for a hyphen at the end of a line that parts a word; it is kept as the second one.
WORD_BREAKS, SOFT_HYPHEN = frozenset({0x02, 0xFFFE}), "\u00ad"
SPACES = frozenset(map(ord, " \r\n\t\x00\u00a0\u2028\u2029"))
BOLD_WEIGHT = 600
# Points; no print is that small.
TINY = 2.0
# Darker letters are seen on paper, and only lighter ones are compared with their ground.
PALE = 200
SAMPLE = 400
INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
# In heights of the letters: spaces between words, also in justified lines, have up to 0.6, between cells from 1.2.
CELL_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Letter:
    """Keep a word with what says whether it is seen: its colour, its way of drawing, its direction."""

    word: Word
    turn: int
    is_pale: bool
    is_invisible: bool


class LetterReader:
    """Read one page; its turns are those that put its text upright, whatever the page's own rotation says."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        """Keep the page and its text."""
        # Its memory is freed with the object that holds it.
        self._holder, self._text = text, text.raw
        self.count = raw.FPDFText_CountChars(text.raw)
        self.codes = [raw.FPDFText_GetUnicode(text.raw, place) for place in range(self.count)]
        self.frame = frame_of(page)
        self._styles: dict[int, tuple[bool, bool]] = {}
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = raw.FS_MATRIX()
        self._first, self._last = raw.FS_RECTF(), raw.FS_RECTF()

    @property
    def mapless(self) -> float:
        """Return which share of the letters, of a sample, is not mapped to any character."""
        step = max(1, self.count // SAMPLE)
        places = [place for place in range(0, self.count, step) if self.codes[place] not in SPACES]
        failed = sum(
            raw.FPDFText_HasUnicodeMapError(self._text, place) == 1 or _is_no_letter(self.codes[place])
            for place in places
        )
        return failed / len(places) if places else 0.0

    def letters(self) -> list[Letter]:
        """Return the words in the order in which they are drawn."""
        spans = list(self._spans())
        turns = [self._turn(start) for start, _, _ in spans]
        return [
            letter for span, turn in zip(spans, turns, strict=True) if (letter := self._letter(*span, turn))
        ]

    def _spans(self) -> Iterator[tuple[int, int, str]]:
        """Yield where words begin and end, with their text."""
        start, characters = 0, list[str]()
        for place, code in enumerate(self.codes):
            if code in SPACES:
                if characters:
                    yield start, place, "".join(characters)
                    characters = []
                continue
            if not characters:
                start = place
            if code in WORD_BREAKS:
                # What follows stands on the next line.
                yield start, place + 1, "".join((*characters, SOFT_HYPHEN))
                characters = []
            else:
                characters.append(chr(code) if code < 0x110000 else "\ufffd")
        if characters:
            yield start, self.count, "".join(characters)

    def _letter(self, start: int, end: int, text: str, turn: int) -> Letter | None:
        is_broken = text.endswith(SOFT_HYPHEN)
        # Most words are plain, and cleaning takes as long as all else.
        if not (text.isascii() and text.isprintable()):
            text = clean_line(text)
        if not text:
            return None
        raw.FPDFText_GetLooseCharBox(self._text, start, self._first)
        raw.FPDFText_GetLooseCharBox(self._text, end - 1, self._last)
        is_invisible, is_bold = self._style(start)
        word = Word(
            text + SOFT_HYPHEN * is_broken,
            self._place(start, turn),
            round(raw.FPDFText_GetFontSize(self._text, start) * self._scale(start), 1),
            is_bold,
        )
        return Letter(word, turn, self._is_pale(start), is_invisible)

    def _place(self, start: int, turn: int) -> Box:
        first, last = self._first, self._last
        found = Box(
            min(first.left, last.left),
            min(first.bottom, last.bottom),
            max(first.right, last.right),
            max(first.top, last.top),
        )
        if not found.height:
            found = self._drawn_at(start)
        return upright(found, self.frame, turn)

    def _drawn_at(self, place: int) -> Box:
        # What a file says in place of its letters (/ActualText) stands where they do, all together.
        left, right, low, high = self._edges
        raw.FPDFText_GetCharBox(self._text, place, left, right, low, high)
        return Box(left.value, low.value, right.value, high.value)

    def _turn(self, place: int) -> int:
        angle = raw.FPDFText_GetCharAngle(self._text, place)
        return round(angle / (math.pi / 2)) % 4 if angle > 0 else 0

    def _scale(self, place: int) -> float:
        if not raw.FPDFText_GetMatrix(self._text, place, self._matrix):
            return 1.0
        return math.hypot(self._matrix.c, self._matrix.d) or 1.0

    def _is_pale(self, place: int) -> bool:
        red, green, blue, alpha = self._colour
        if not raw.FPDFText_GetFillColor(self._text, place, red, green, blue, alpha):
            return False
        return alpha.value < 32 or min(red.value, green.value, blue.value) > PALE

    def _style(self, place: int) -> tuple[bool, bool]:
        """Return whether a letter is drawn invisibly, and in bold; both are asked once for each piece of text."""
        drawn = raw.FPDFText_GetTextObject(self._text, place)
        if not drawn:
            return False, False
        key = ctypes.addressof(drawn.contents)
        if key not in self._styles:
            mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
            self._styles[key] = mode == INVISIBLE, self._is_bold(place)
        return self._styles[key]

    def _is_bold(self, place: int) -> bool:
        if raw.FPDFText_GetFontWeight(self._text, place) >= BOLD_WEIGHT:
            return True
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._text, place, name, len(name), ctypes.c_int())
        return any(mark in name.value.lower() for mark in (b"bold", b"black", b"heavy", b"semib"))


def _is_no_letter(code: int) -> bool:
    # Control characters, private use and the sign for what could not be decoded.
    return (
        (code < 32 and code not in WORD_BREAKS)
        or 0xE000 <= code <= 0xF8FF
        or code == 0xFFFD
        or code >= 0xF0000
    )


def usual_turn(letters: list[Letter]) -> int:
    """Return the turn by which most of the text stands upright."""
    counts = Counter[int]()
    for letter in letters:
        counts[letter.turn] += len(letter.word.text)
    return counts.most_common(1)[0][0] if counts else 0


def frame_of(page: pypdfium2.PdfPage) -> Box:
    """Return the part of a page that is shown, in its own coordinates."""
    return Box(*page.get_cropbox())


def runs_of(words: list[Word]) -> list[Run]:
    """Join words that follow each other on a line without a gap, in the order in which they are drawn."""
    runs: list[Run] = []
    current: list[Word] = []
    for word in words:
        if current and not _follows(current[-1], word):
            runs.append(Run.of(current))
            current = []
        current.append(word)
    if current:
        runs.append(Run.of(current))
    return runs


def _follows(before: Word, word: Word) -> bool:
    overlap = min(before.box.bottom, word.box.bottom) - max(before.box.top, word.box.top)
    if overlap < 0.4 * min(before.box.height, word.box.height):
        return False
    gap = word.box.left - before.box.right
    return -0.5 * word.box.height < gap <= CELL_GAP * max(before.box.height, word.box.height, 1.0)
