"""Read the words of a PDF page from its text layer: where they stand, how large, and whether anybody sees them."""

import ctypes
import math
import re
from collections import Counter
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from documents.ingest.clean import clean_line
from documents.ingest.pages import calls
from documents.ingest.pages.types import Box, Run, Word, upright

# pdfium's signs for a hyphen at the end of a line that parts a word; it is kept as the second one.
WORD_BREAKS, SOFT_HYPHEN = "\x02\ufffe", "\u00ad"
SPACES = " \r\n\t\x00\u00a0\u2028\u2029"
# What follows such a hyphen stands on the next line.
WORD = re.compile(f"[^{SPACES}{WORD_BREAKS}]*[{WORD_BREAKS}]|[^{SPACES}{WORD_BREAKS}]+")
BOLD_WEIGHT, BOLD_NAMES = 600, (b"bold", b"black", b"heavy", b"semib")
# Points; no print is that small.
TINY = 2.0
# Darker letters are seen on paper, and only lighter ones are compared with their ground.
PALE = 200
SAMPLE = 200
INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
# In heights of the letters: spaces between words, also in justified lines, have up to 0.6, between cells from 1.2.
CELL_GAP = 1.0


class Letter(NamedTuple):
    """Keep a word with what says whether it is seen: its colour, its way of drawing, its direction."""

    word: Word
    turn: int
    is_pale: bool
    is_invisible: bool


class Style(NamedTuple):
    """Keep what the letters of one piece of text have in common; `turn` puts them upright."""

    turn: int
    size: float
    is_bold: bool
    is_pale: bool
    is_invisible: bool


class LetterReader:
    """Read one page; its turns are those that put its text upright, whatever the page's own rotation says."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        """Keep the page and its text."""
        # Its memory is freed with the object that holds it.
        self._holder, self._text, self._address = text, text.raw, calls.address_of(text)
        self.characters = calls.characters_of(text)
        self.frame = frame_of(page)
        self._styles: dict[int, Style] = {}
        self._bold: dict[int, bool] = {}
        self._name = ctypes.create_string_buffer(128)
        self._colours = (ctypes.c_uint * 4)()
        first, step = ctypes.addressof(self._colours), ctypes.sizeof(ctypes.c_uint)
        self._at_colours = tuple(first + step * place for place in range(4))
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = (ctypes.c_float * 6)()
        self._at_matrix = ctypes.addressof(self._matrix)
        self._corners = (ctypes.c_float * 8)()
        self._first = ctypes.addressof(self._corners)
        self._last = self._first + 4 * ctypes.sizeof(ctypes.c_float)

    @property
    def mapless(self) -> float:
        """Return which share of the letters, of a sample, is not mapped to any character."""
        step = max(1, len(self.characters) // SAMPLE)
        sample = self.characters[::step]
        places = [place * step for place, character in enumerate(sample) if character not in SPACES]
        failed = sum(
            calls.has_no_code(self._address, place) == 1 or _is_no_letter(ord(self.characters[place]))
            for place in places
        )
        return failed / len(places) if places else 0.0

    def letters(self) -> list[Letter]:
        """Return the words in the order in which they are drawn."""
        found: list[Letter] = []
        # Local names, and no call that can be spared: this is done for each word, and most of the time goes here.
        page, styles, text_object, place_of = self._address, self._styles, calls.text_object, self._place
        for match in WORD.finditer(self.characters):
            text = match[0]
            # Most words are plain, and cleaning takes as long as all else.
            if not (text.isascii() and text.isprintable()):
                text = _cleaned(text)
                if not text:
                    continue
            start, end = match.span()
            style = styles.get(text_object(page, start)) or self._style(start)
            word = Word(text, place_of(start, end, style.turn), style.size, style.is_bold)
            found.append(Letter(word, style.turn, style.is_pale, style.is_invisible))
        return found

    def _place(self, start: int, end: int, turn: int) -> Box:
        calls.loose_box(self._address, start, self._first)
        calls.loose_box(self._address, end - 1, self._last)
        left, high, right, low, other_left, other_high, other_right, other_low = self._corners[:]
        found = Box(
            min(left, other_left), min(low, other_low), max(right, other_right), max(high, other_high)
        )
        if found[1] == found[3]:
            found = self._drawn_at(start)
        if turn:
            return upright(found, self.frame, turn)
        left, _, _, top = self.frame
        return Box(found[0] - left, top - found[3], found[2] - left, top - found[1])

    def _drawn_at(self, place: int) -> Box:
        # What a file says in place of its letters (/ActualText) stands where they do, all together.
        left, right, low, high = self._edges
        raw.FPDFText_GetCharBox(self._text, place, left, right, low, high)
        return Box(left.value, low.value, right.value, high.value)

    def _style(self, place: int) -> Style:
        """Return how a letter looks: asked once for each piece of text, whose letters look alike."""
        piece = calls.text_object(self._address, place)
        found = self._look(place, piece)
        if piece:
            self._styles[piece] = found
        return found

    def _look(self, place: int, piece: int | None) -> Style:
        page = self._address
        return Style(
            turn=self._turn(place),
            size=round(calls.font_size(page, place) * self._scale(place), 1),
            is_bold=piece is not None and self._is_bold(place, piece),
            is_pale=self._is_pale(place),
            is_invisible=piece is not None and calls.render_mode(piece) == INVISIBLE,
        )

    def _turn(self, place: int) -> int:
        angle = calls.angle(self._address, place)
        return round(angle / (math.pi / 2)) % 4 if angle > 0 else 0

    def _scale(self, place: int) -> float:
        if not calls.matrix(self._address, place, self._at_matrix):
            return 1.0
        _, _, c, d, _, _ = self._matrix[:]
        return math.hypot(c, d) or 1.0

    def _is_pale(self, place: int) -> bool:
        if not calls.fill_colour(self._address, place, *self._at_colours):
            return False
        red, green, blue, alpha = self._colours[:]
        return alpha < 32 or min(red, green, blue) > PALE

    def _is_bold(self, place: int, piece: int) -> bool:
        font = calls.font_of(piece) or 0
        found = self._bold.get(font)
        if found is None:
            calls.font_name(self._address, place, self._name, len(self._name), None)
            is_named = any(mark in self._name.value.lower() for mark in BOLD_NAMES)
            found = is_named or calls.font_weight(self._address, place) >= BOLD_WEIGHT
            self._bold[font] = found
        return found


def _cleaned(text: str) -> str:
    is_broken = text[-1] in WORD_BREAKS
    cleaned = clean_line(text[:-1] if is_broken else text)
    return cleaned + SOFT_HYPHEN if cleaned and is_broken else cleaned


def _is_no_letter(code: int) -> bool:
    # Control characters, private use and the sign for what could not be decoded.
    return (
        (code < 32 and chr(code) not in WORD_BREAKS)
        or 0xE000 <= code <= 0xF8FF
        or code == 0xFFFD
        or code >= 0xF0000
    )


def usual_turn(letters: list[Letter]) -> int:
    """Return the turn by which most of the text stands upright."""
    if len({letter.turn for letter in letters}) == 1:
        return letters[0].turn
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
    _, top, right, bottom = before.box
    next_left, next_top, _, next_bottom = word.box
    height, next_height = bottom - top, next_bottom - next_top
    if min(bottom, next_bottom) - max(top, next_top) < 0.4 * min(height, next_height):
        return False
    return -0.5 * next_height < next_left - right <= CELL_GAP * max(height, next_height, 1.0)
