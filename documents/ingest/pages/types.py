"""Hold what travels between the readers of a page: words and what stands together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Box(NamedTuple):
    """Bound a part of a page as it is looked at: the origin is its top left corner, y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Return its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, other: "Box") -> bool:
        """Say whether the centre of another lies in it."""
        left, top, right, bottom = self
        x, y = other.middle
        return left <= x <= right and top <= y <= bottom

    def meets(self, other: "Box") -> bool:
        """Say whether it has a point in common with another."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    @staticmethod
    def around(boxes: Iterable["Box"]) -> "Box":
        """Return the smallest box that holds all of these, of which there is at least one."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


def upright(found: Box, frame: Box, turn: int) -> Box:
    """Return where a box of a PDF page stands once the page is turned clockwise, a quarter for each turn.

    There the origin is the lower left corner and y grows upwards: `top` is below `bottom` in `found` and `frame`.
    """
    left, right = found[0] - frame[0], found[2] - frame[0]
    low, high = found[1] - frame[1], found[3] - frame[1]
    match turn:
        case 1:
            return Box(low, left, high, right)
        case 2:
            return Box(frame.width - right, low, frame.width - left, high)
        case 3:
            return Box(frame.height - high, frame.width - right, frame.height - low, frame.width - left)
    return Box(left, frame.height - high, right, frame.height - low)


class Word(NamedTuple):
    """Keep a word of a page, where it stands, and the size of its letters in points."""

    text: str
    box: Box
    size: float
    is_bold: bool = False


class Run(NamedTuple):
    """Keep words that stand together on a line, from left to right."""

    words: tuple[Word, ...]
    box: Box

    @classmethod
    def of(cls, words: Iterable[Word]) -> "Run":
        """Join words that stand beside each other."""
        found = tuple(words)
        return cls(found, found[0].box if len(found) == 1 else Box.around(word.box for word in found))

    @property
    def text(self) -> str:
        """Return its words with spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        """Return the size of its first letter, in points."""
        return self.words[0].size


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """Carry what was seen on a picture: lines of words as tesseract groups them, and how sure it is, 0 to 100."""

    lines: tuple[Run, ...] = ()
    confidence: float = 0.0
    failure: str = ""
    # The lines drawn on it.
    rules: tuple[Box, ...] = ()

    @property
    def letters(self) -> int:
        """Count the letters and digits that were read."""
        return sum(sum(map(str.isalnum, line.text)) for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Ruled:
    """Hold the cells of a table, row by row, as its lines draw them; None where a row has no cell."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...] = field(default=())
