"""Read a PDF page by its text layer, and judge whether that can be trusted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pypdfium2

from documents.ingest.pages.drawings import Drawn, look_at
from documents.ingest.pages.forms import UNCHECKED, Field, Pinned, marks_of
from documents.ingest.pages.letters import Letter, LetterReader, frame_of, runs_of, usual_turn
from documents.ingest.pages.sight import hidden_among
from documents.ingest.pages.types import Box, Run, Word, upright

# Fewer letters beside a picture of half a page are a stamp or a page number on a scan.
FEW_LETTERS, HALF_PAGE = 80, 0.5
SOME_PICTURE, SOME_PATHS = 0.02, 1
# More letters than this share without a meaning make a layer worthless.
MOST_MAPLESS = 0.3
# In any language of Latin script about 40 % of the letters are vowels; wrongly mapped fonts give anything.
LATIN, VOWELS = re.compile("[a-zà-ž]+"), re.compile("[aeiouyà-æè-ïò-öø-ýœāēīōūąęőű]+")
ENOUGH_LATIN, USUAL_VOWELS = 150, (0.22, 0.62)

# What programs add to the name of a field that stands there before.
COPY = re.compile(r"_\d+$")


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Carry what a PDF page says by itself."""

    number: int
    label: str = ""
    runs: tuple[Run, ...] = ()
    rules: tuple[Box, ...] = ()
    turn: int = 0
    pictured: float = 0.0
    is_broken: bool = False
    # Words that nobody sees, which are left out.
    hidden: tuple[str, ...] = ()
    mapless: float = 0.0
    has_paths: bool = False
    # The names of fields with what is filled in, and files that are pinned to the page.
    named: tuple[tuple[str, str], ...] = ()
    pinned: tuple[Pinned, ...] = ()

    @cached_property
    def letters(self) -> int:
        """Count its letters and digits."""
        return sum(sum(map(str.isalnum, run.text)) for run in self.runs)

    @property
    def wants_ocr(self) -> bool:
        """Say whether its text is missing, next to nothing beside a picture, or unusable."""
        if self.is_broken:
            return False
        if not self.letters:
            return self.pictured > SOME_PICTURE or self.has_paths or self.mapless > 0
        is_stamped = self.letters < FEW_LETTERS and self.pictured >= HALF_PAGE
        return is_stamped or self.mapless > MOST_MAPLESS

    @property
    def is_doubtful(self) -> bool:
        """Say whether it looks like letters that stand for others; only a look at the page can tell."""
        text = " ".join(run.text for run in self.runs).lower()
        latin = len(text) - len(LATIN.sub("", text))
        if latin < ENOUGH_LATIN:
            return False
        vowels = (len(text) - len(VOWELS.sub("", text))) / latin
        return not USUAL_VOWELS[0] <= vowels <= USUAL_VOWELS[1]


def read_layer(document: pypdfium2.PdfDocument, form: pypdfium2.PdfFormEnv | None, place: int) -> Layer:
    """Return the text layer of a page; one that is damaged is empty and says so."""
    number = place + 1
    try:
        page = document[place]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return Layer(number=number, is_broken=True)
    try:
        return _read(page, text, form, number, _label(document, place))
    finally:
        text.close()
        page.close()


def _read(
    page: pypdfium2.PdfPage,
    text: pypdfium2.PdfTextPage,
    form: pypdfium2.PdfFormEnv | None,
    number: int,
    label: str,
) -> Layer:
    reader = LetterReader(page, text)
    letters = reader.letters()
    frame, drawn = frame_of(page), look_at(page)
    turn = usual_turn(letters) if letters else page.get_rotation() // 90
    size = (frame.height, frame.width) if turn % 2 else (frame.width, frame.height)
    hidden = hidden_among(letters, page, size, turn, drawn.pictured)
    seen = [letter for place, letter in enumerate(letters) if place not in hidden]
    words = [_plain(letter) for letter in seen if letter.turn == turn]
    marks = list(marks_of(page, form))
    fields = [mark for mark in marks if isinstance(mark, Field)]
    filled = [_filled(field.text, upright(field.box, frame, turn), words) for field in fields]
    aside = _aside([letter.word for letter in seen if letter.turn != turn], size[1])
    return Layer(
        number=number,
        label=label,
        runs=(*runs_of(words), *filled, *aside),
        rules=_rules(drawn, frame, turn),
        turn=turn,
        pictured=drawn.pictured,
        hidden=tuple(letters[place].word.text for place in sorted(hidden)),
        mapless=reader.mapless,
        has_paths=drawn.has_paths,
        named=_named(fields, words),
        pinned=tuple(mark for mark in marks if isinstance(mark, Pinned)),
    )


def _named(fields: Sequence[Field], words: Sequence[Word]) -> tuple[tuple[str, str], ...]:
    """Return the names of fields with what is filled in, but for those which the page itself says."""
    said = " ".join(word.text for word in words).casefold()
    named = ((COPY.sub("", field.name), field.text) for field in fields if field.text != UNCHECKED)
    return tuple((name, text) for name, text in named if name and name.casefold() not in said)


def _plain(letter: Letter) -> Word:
    # The layer that OCR put under a picture guesses at sizes.
    return letter.word._replace(size=0.0, is_bold=False) if letter.is_invisible else letter.word


def _rules(drawn: Drawn, frame: Box, turn: int) -> tuple[Box, ...]:
    return tuple(upright(line, frame, turn) for line in drawn.lines)


def _filled(value: str, box: Box, words: list[Word]) -> Run:
    """Return what is filled in as words within their field, as high as the letters of the page."""
    size = (words[0].size if words else 0.0) or 10.0
    height = min(box.height, 1.3 * size)
    middle = box.middle[1]
    parts = value.split()
    width = box.width / max(1, len(value))
    found: list[Word] = []
    left = box.left
    for part in parts:
        right = left + width * len(part)
        found.append(Word(part, Box(left, middle - height / 2, right, middle + height / 2), size))
        left = right + width
    return Run.of(found)


def _aside(words: list[Word], bottom: float) -> list[Run]:
    """Return text that stands in another direction below everything else, which it is not in line with."""
    if not words:
        return []
    box = Box(0, bottom + 20, 100, bottom + 30)
    return [Run.of([Word(word.text, box, word.size) for word in words])]


def _label(document: pypdfium2.PdfDocument, place: int) -> str:
    label = (document.get_page_label(place) or "").strip()
    return "" if label == str(place + 1) else label[:40]
