"""Tell which words of a page nobody sees: letters as pale as their ground, tiny, off the page, or drawn invisibly."""

from collections.abc import Sequence

import numpy as np
import pypdfium2
from PIL import Image

from documents.ingest.pages.letters import PALE, TINY, Letter
from documents.ingest.pages.types import Box

# Dots an inch at which a page is looked at, and by how much letters differ from their ground, of 255.
LOOK_DPI, LEAST_CONTRAST = 100, 24
MOST_SIDE = 5_500
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
        box = letter.word.box
        if letter.is_invisible:
            if pictured < SCANNED:
                found.add(place)
        elif _is_tiny(letter) or (letter.turn == turn and not frame.holds(box)):
            found.add(place)
        elif letter.is_pale:
            pale.append(place)
    if pale:
        found |= _unseen(letters, pale, page, turn)
    return found


def _is_tiny(letter: Letter) -> bool:
    box = letter.word.box
    # Letters are about half as wide as high; text on a slant has a box that says nothing but its length.
    return box.height < TINY or max(box.width, box.height) < 0.4 * TINY * len(letter.word.text)


def _unseen(letters: Sequence[Letter], pale: list[int], page: pypdfium2.PdfPage, turn: int) -> set[int]:
    picture, dpi = picture_of(page, turn, LOOK_DPI)
    grey = np.asarray(picture)
    scale = dpi / 72
    found: set[int] = set()
    for place in pale:
        if letters[place].turn != turn:
            continue
        box = letters[place].word.box
        part = grey[
            max(0, int(box.top * scale)) : int(box.bottom * scale) + 1,
            max(0, int(box.left * scale)) : int(box.right * scale) + 1,
        ]
        if part.size and int(part.max()) - int(part.min()) < LEAST_CONTRAST and part.min() > PALE:
            found.add(place)
    return found


def picture_of(page: pypdfium2.PdfPage, turn: int, dpi: float) -> tuple[Image.Image, float]:
    """Return the page as a grey picture with its text upright, and its dots an inch: fewer for a poster."""
    dpi = min(dpi, 72 * MOST_SIDE / max(*page.get_size(), 1.0))
    extra = (turn * 90 - page.get_rotation()) % 360
    drawn = page.render(scale=dpi / 72, rotation=extra, grayscale=True)
    return drawn.to_pil().convert("L"), dpi
