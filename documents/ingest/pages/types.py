"""Hold what travels between the readers of a page: words and what stands together."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
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
        x, y = other.middle
        return self.left <= x <= self.right and self.top <= y <= self.bottom

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
        found = list(boxes)
        return Box(
            min(box.left for box in found),
            min(box.top for box in found),
            max(box.right for box in found),
            max(box.bottom for box in found),
        )


def upright(found: Box, frame: Box, turn: int) -> Box:
    """Return where a box of a PDF page stands once the page is turned clockwise, a quarter for each turn.

    There the origin is the lower left corner and y grows upwards: `top` is below `bottom` in `found` and `frame`.
    """
    left, right = found.left - frame.left, found.right - frame.left
    low, high = found.top - frame.top, found.bottom - frame.top
    match turn:
        case 1:
            return Box(low, left, high, right)
        case 2:
            return Box(frame.width - right, low, frame.width - left, high)
        case 3:
            return Box(frame.height - high, frame.width - right, frame.height - low, frame.width - left)
    return Box(left, frame.height - high, right, frame.height - low)


@dataclass(frozen=True, slots=True)
class Word:
    """Keep a word of a page, where it stands, and the size of its letters in points."""

    text: str
    box: Box
    size: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Keep words that stand together on a line, from left to right."""

    words: tuple[Word, ...]
    box: Box

    @classmethod
    def of(cls, words: Iterable[Word]) -> "Run":
        """Join words that stand beside each other."""
        found = tuple(words)
        return cls(found, Box.around(word.box for word in found))

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
