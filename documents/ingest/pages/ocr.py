"""Recognise the pictures of one file, as far as its limits go, and say what was not read or not surely."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PIL import Image

from documents.ingest.pages.grids import ruled_tables
from documents.ingest.pages.languages import choose_languages
from documents.ingest.pages.pixels import prepare
from documents.ingest.pages.tesseract import (
    ONE_BLOCK,
    PAGE_SECONDS,
    POINTS_PER_INCH,
    WHOLE_PAGE,
    installed_languages,
    recognise,
)
from documents.ingest.pages.types import Box, Recognised, Run, Word
from documents.ingest.types import Ocr, Source, Unfinished

# tesseract reads letters of 20 to 40 points' height best, which is print at 300 dots an inch.
READ_DPI, USUAL_DPI = 300, 150
# Cameras and screenshots write 72 or 96 for want of something better.
LEAST_DPI = 97
# Smaller pictures are screenshots or thumbnails, whose letters are enlarged.
SMALL_PIXELS = 1_600
# A3 at 300 dots an inch; larger pictures are made smaller.
MOST_PIXELS = 18_000_000
# Below it the picture may lie on its side or head; below the second one, people should look at it themselves.
UNSURE, DOUBTFUL = 78.0, 75.0
# A file of which so many pages were turned for nothing is just hard to read.
MOST_TRIES = 3
TURNS = (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
# In so much of a picture there is text, and not only stains that look like some.
LEAST_LETTERS = 3
MOST_TABLES = 3

Draw = Callable[[int], tuple[Image.Image, float]]


class Reader:
    """Read pictures of a file by their page's number, in rounds; see Unfinished."""

    def __init__(self, source: Source) -> None:
        """Keep the file's limits and what was read of it before."""
        self._source = source
        self._chosen = choose_languages(source.settings.ocr_languages, installed_languages())
        # A page that is begun before the deadline has a quarter of the time for a file, and the rest is left.
        self._until = source.deadline + source.limits.wall_seconds / 4
        self._is_known = False
        self._tries_left = MOST_TRIES
        self._turn: Image.Transpose | None = None

    @property
    def is_off(self) -> bool:
        """Say whether no picture is read, because the collection or the installation says so."""
        return self._source.settings.ocr is Ocr.NEVER or not self._source.limits.ocr_pages

    def read(self, numbers: Iterable[int], draw: Draw) -> dict[int, Recognised]:
        """Return what is seen on these pages; `draw` gives a page's picture and its dots an inch, 0 where unknown.

        Pages beyond the limit are left out. Raises Unfinished when it is time to let others go on.
        """
        wanted = list(numbers)[: self._source.limits.ocr_pages]
        seen = self._source.seen
        for number in wanted:
            if number in seen:
                continue
            # One is read in every round, however short, so that there is an end.
            if self._source.spent.pictures and time.monotonic() > self._source.deadline:
                raise Unfinished(len(seen), len(wanted))
            self._source.spent.pictures += 1
            seen[number] = self._recognise(*draw(number))
        return {number: seen[number] for number in wanted}

    def warnings(self, pages: Mapping[int, Recognised], wanted: int) -> list[str]:
        """Say in plain words what was not read, or not surely."""
        found = [self._chosen.warning] if pages and self._chosen.warning else []
        limit = self._source.limits.ocr_pages
        if wanted > limit:
            found.append(
                f"{wanted - limit} of {wanted} pictured pages were not read: OCR reads {limit} of a file."
            )
        failed = [number for number, page in pages.items() if page.failure]
        if failed:
            found.append(f"OCR failed on {pages_named(failed)}.")
        read = [page for page in pages.values() if page.letters]
        letters = sum(page.letters for page in read)
        sure = sum(page.confidence * page.letters for page in read) / letters if letters else 100.0
        if sure < DOUBTFUL:
            found.append(
                f"OCR is only {sure:.0f} % sure of the text in the pictures: it may hold wrong letters."
            )
        return found

    def _recognise(self, picture: Image.Image, dpi: float) -> Recognised:
        self._is_known = dpi >= LEAST_DPI
        picture, dpi = _fitted(picture, dpi)
        first = self._once(picture, dpi, self._turn)
        if first.confidence >= UNSURE or not first.letters or self._tries_left <= 0:
            return first
        tries = {turn: self._once(picture, dpi, turn) for turn in (None, *TURNS) if turn != self._turn}
        turn, best = max(tries.items(), key=lambda tried: (tried[1].confidence, tried[1].letters))
        if best.confidence <= max(UNSURE, first.confidence):
            self._tries_left -= 1
            return first
        self._turn = turn
        return best

    def _once(self, picture: Image.Image, dpi: float, turn: Image.Transpose | None) -> Recognised:
        if self._seconds <= 0:
            return Recognised(failure="took too long")
        turned = picture if turn is None else picture.transpose(turn)
        prepared = prepare(turned, dpi)
        found = self._look(prepared.picture, dpi, WHOLE_PAGE)
        if found.letters < LEAST_LETTERS:
            return replace(found, lines=())
        tables = ruled_tables(prepared.lines)[:MOST_TABLES]
        added = [run for table in tables for run in self._cells(prepared.picture, table.box, dpi, found)]
        return replace(found, rules=prepared.lines, lines=(*found.lines, *added))

    def _cells(self, picture: Image.Image, table: Box, dpi: float, found: Recognised) -> list[Run]:
        """Return the words of a table that the look at the whole page took for stains, as it does single figures."""
        pixels = dpi / POINTS_PER_INCH
        edges = [round(edge * pixels) for edge in (table.left, table.top, table.right, table.bottom)]
        left, top = max(0, edges[0]), max(0, edges[1])
        part = picture.crop((left, top, min(picture.width, edges[2]), min(picture.height, edges[3])))
        seen = self._look(part, dpi, ONE_BLOCK)
        words = [word for line in found.lines for word in line.words if table.holds(word.box)]
        moved = (_moved(word, left / pixels, top / pixels) for line in seen.lines for word in line.words)
        return [Run.of([word]) for word in moved if not any(word.box.meets(other.box) for other in words)]

    def _look(self, picture: Image.Image, dpi: float, layout: int) -> Recognised:
        if self._seconds <= 0 or not picture.width or not picture.height:
            return Recognised(failure="took too long")
        languages = self._chosen.languages
        return recognise(
            picture, languages, dpi=dpi, is_known=self._is_known, seconds=self._seconds, layout=layout
        )

    @property
    def _seconds(self) -> float:
        return min(PAGE_SECONDS, self._until - time.monotonic())


def _moved(word: Word, right: float, down: float) -> Word:
    box = word.box
    return word._replace(box=Box(box.left + right, box.top + down, box.right + right, box.bottom + down))


def pages_named(numbers: list[int]) -> str:
    """Name pages by their numbers from 1, the first few of them."""
    names = ", ".join(str(number) for number in numbers[:8])
    return f"page{'s' if len(numbers) > 1 else ''} {names}{' and others' if len(numbers) > 8 else ''}"


def _fitted(picture: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    """Return a picture of a size that is read well."""
    dpi = dpi if dpi >= LEAST_DPI else USUAL_DPI
    pixels = picture.width * picture.height
    scale = 1.0
    if pixels > MOST_PIXELS:
        scale = (MOST_PIXELS / pixels) ** 0.5
    elif max(picture.size) < SMALL_PIXELS:
        scale = 2.0
    if scale == 1.0:
        return picture, dpi
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS), dpi * scale
