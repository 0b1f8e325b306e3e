"""Prepare the picture of a page for recognition: even its background, and take out the lines drawn on it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from documents.ingest.pages.types import Box

# Letters' strokes are thinner than such a block at any size that text has; shaded cells are larger.
BLOCK_PIXELS = 24
# Below it, as a share of the paper's brightness, a point is ink.
INK = 0.6
# In points: a drawn line is longer than a letter is wide, and thinner than it is high.
LEAST_LINE, MOST_THICKNESS = 30.0, 5.0
PAPER = 255
# Paper that is darker than this is a photograph or a dark ground, on which letters are light.
DARK_PAPER = 90

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Prepared:
    """Carry a picture ready for recognition, and the lines that were drawn on it, in points."""

    picture: Image.Image
    lines: tuple[Box, ...]


def prepare(picture: Image.Image, dpi: float) -> Prepared:
    """Return a grey picture with even paper and without the lines of its tables, which hide letters."""
    grey = np.asarray(picture.convert("L"))
    even = _even(grey)
    ink = even < INK * PAPER
    length = max(8, int(LEAST_LINE * dpi / 72))
    across, down = _strokes(ink, length), _strokes(np.ascontiguousarray(ink.T), length).T
    points = 72 / dpi
    lines = [*_boxes(across, points), *(_turned(box) for box in _boxes(down.T, points))]
    thin = [box for box in lines if min(box.width, box.height) <= MOST_THICKNESS]
    if thin:
        even = even.copy()
        _wipe(even, thin, across | down, dpi / 72)
    return Prepared(Image.fromarray(even), tuple(thin))


def _even(grey: Grey) -> Grey:
    """Return the picture as if all its paper were white."""
    rows, columns = (-(-size // BLOCK_PIXELS) for size in grey.shape)
    padding = ((0, rows * BLOCK_PIXELS - grey.shape[0]), (0, columns * BLOCK_PIXELS - grey.shape[1]))
    blocks = np.pad(grey, padding, mode="edge").reshape(rows, BLOCK_PIXELS, columns, BLOCK_PIXELS)
    # A sample of each block's points tells its paper as well as all of them.
    sample = blocks[:, ::3, :, ::3].transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    paper = np.percentile(sample, 80, axis=2).clip(1, PAPER).astype(np.float32)
    paper[paper < DARK_PAPER] = PAPER
    scale = np.repeat(np.repeat(PAPER / paper, BLOCK_PIXELS, axis=0), BLOCK_PIXELS, axis=1)
    scaled = grey * scale[: grey.shape[0], : grey.shape[1]].astype(np.float32)
    evened: Grey = np.minimum(scaled, PAPER).astype(np.uint8)
    return evened


def _strokes(ink: Mask, length: int) -> Mask:
    """Return the points of rows of ink that are at least this long."""
    if ink.shape[1] <= length:
        return np.zeros_like(ink)
    total = np.cumsum(ink, axis=1, dtype=np.int32)
    before = np.zeros_like(total)
    before[:, 1:] = total[:, :-1]
    begins = total[:, length - 1 :] - before[:, : total.shape[1] - length + 1] == length
    change = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    change[:, : begins.shape[1]] += begins
    change[:, length : length + begins.shape[1]] -= begins
    long: Mask = np.cumsum(change, axis=1)[:, :-1] > 0
    return long


def _boxes(strokes: Mask, points: float) -> Iterator[Box]:
    """Yield the lines that strokes in neighbouring rows make, in points."""
    open_: list[list[int]] = []
    for row in np.flatnonzero(strokes.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], strokes[row].view(np.uint8), [0]))))
        grown: list[list[int]] = []
        for left, right in edges.reshape(-1, 2):
            near = next(
                (line for line in open_ if line[3] >= row - 1 and left < line[2] and right > line[0]), None
            )
            if near is None:
                near = [int(left), int(row), int(right), int(row)]
            near[0], near[2], near[3] = min(near[0], int(left)), max(near[2], int(right)), int(row)
            grown.append(near)
        yield from (_scaled(line, points) for line in open_ if not any(line is kept for kept in grown))
        open_ = [line for place, line in enumerate(grown) if not any(line is seen for seen in grown[:place])]
    yield from (_scaled(line, points) for line in open_)


def _scaled(line: list[int], points: float) -> Box:
    left, top, right, bottom = line
    return Box(left * points, top * points, right * points, (bottom + 1) * points)


def _turned(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _wipe(grey: Grey, lines: list[Box], strokes: Mask, pixels: float) -> None:
    for line in lines:
        place = (
            slice(max(0, int(line.top * pixels) - 1), int(line.bottom * pixels) + 2),
            slice(max(0, int(line.left * pixels) - 1), int(line.right * pixels) + 2),
        )
        # With their grey rims; a letter that a line crosses keeps what stands beside it.
        grey[place] = np.where(_grown(strokes[place]), PAPER, grey[place])


def _grown(mask: Mask) -> Mask:
    grown = mask.copy()
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    grown[:, 1:] |= mask[:, :-1]
    grown[:, :-1] |= mask[:, 1:]
    return grown
