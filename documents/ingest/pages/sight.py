"""Tell which words of a page nobody sees: letters as pale as their ground, tiny, off the page, or drawn invisibly."""

import math
from collections.abc import Sequence

import numpy as np
import pypdfium2
from PIL import Image

from documents.ingest.pages.letters import PALE, TINY, Letter
from documents.ingest.pages.types import Box

# Dots an inch at which a page is looked at, and by how much letters differ from their ground, of 255.
LOOK_DPI, LEAST_CONTRAST = 100, 24
MOST_SIDE = 5_500
# Points around what is looked at.
ROOM = 4.0
# Invisible letters over a picture as large as this are the text of a scan.
SCANNED = 0.4


def hidden_among(
    letters: Sequence[Letter], page: pypdfium2.PdfPage, size: tuple[float, float], turn: int, pictured: float
) -> set[int]:
    """Return the places of the words that nobody sees on the page."""
    found: set[int] = set()
    pale: list[int] = []
    frame = Box(0, 0, *size)
    for place, letter in enumerate(letters):
        if letter.is_invisible:
            if pictured < SCANNED:
                found.add(place)
        elif _is_tiny(letter) or (letter.turn == turn and not frame.holds(letter.word.box)):
            found.add(place)
        elif letter.is_pale:
            pale.append(place)
    if pale:
        found |= _unseen(letters, pale, page, size, turn)
    return found


def _is_tiny(letter: Letter) -> bool:
    left, top, right, bottom = letter.word.box
    height = bottom - top
    # Letters are about half as wide as high; text on a slant has a box that says nothing but its length.
    return height < TINY or max(right - left, height) < 0.4 * TINY * len(letter.word.text)


def _unseen(
    letters: Sequence[Letter], pale: list[int], page: pypdfium2.PdfPage, size: tuple[float, float], turn: int
) -> set[int]:
    places = [place for place in pale if letters[place].turn == turn]
    if not places:
        return set()
    area = _clipped(Box.around(letters[place].word.box for place in places), size)
    picture, dpi = picture_of(page, turn, LOOK_DPI, area, size)
    grey, scale = np.asarray(picture), dpi / 72
    right, down = math.ceil(area.left * scale), math.ceil(area.top * scale)
    found: set[int] = set()
    for place in places:
        box = letters[place].word.box
        part = grey[
            max(0, int(box.top * scale) - down) : int(box.bottom * scale) + 1 - down,
            max(0, int(box.left * scale) - right) : int(box.right * scale) + 1 - right,
        ]
        if part.size and int(part.max()) - int(part.min()) < LEAST_CONTRAST and part.min() > PALE:
            found.add(place)
    return found


def _clipped(box: Box, size: tuple[float, float]) -> Box:
    """Return a box with some room around it, within the page."""
    left, top, right, bottom = box
    return Box(
        max(0.0, left - ROOM), max(0.0, top - ROOM), min(size[0], right + ROOM), min(size[1], bottom + ROOM)
    )


def picture_of(
    page: pypdfium2.PdfPage,
    turn: int,
    dpi: float,
    area: Box | None = None,
    size: tuple[float, float] = (0.0, 0.0),
) -> tuple[Image.Image, float]:
    """Return the page as a grey picture with its text upright, and its dots an inch: fewer for a poster.

    Where only an area of the page, which has this size in points once it is upright, is wanted, no more is drawn.
    """
    dpi = min(dpi, 72 * MOST_SIDE / max(*page.get_size(), 1.0))
    extra = (turn * 90 - page.get_rotation()) % 360
    outside = (area.left, size[1] - area.bottom, size[0] - area.right, area.top) if area else (0, 0, 0, 0)
    drawn = page.render(scale=dpi / 72, rotation=extra, crop=outside, grayscale=True)
    return drawn.to_pil().convert("L"), dpi
