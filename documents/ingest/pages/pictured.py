"""Make lines and tables of what was recognised on a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from documents.ingest.pages.arrange import arrange
from documents.ingest.pages.letters import CELL_GAP
from documents.ingest.pages.lines import Item, Line
from documents.ingest.pages.types import Recognised, Run

# Lines on pictures differ in height by their letters: only these are headings, in heights of the usual line.
HEADING, LARGE_HEADING = 1.5, 2.2
MAX_HEADING_CHARACTERS = 80
LEAST_LINES = 4


def items_of(seen: Recognised) -> list[Item]:
    """Return what a picture says, in reading order."""
    items = arrange(list(_parted(seen.lines)), seen.rules)
    heights = [item.box.height for item in items if isinstance(item, Line)]
    if len(heights) < LEAST_LINES:
        return items
    usual = median(heights)
    return [_with_level(item, usual) if isinstance(item, Line) else item for item in items]


def _with_level(line: Line, usual: float) -> Line:
    ratio = line.box.height / max(usual, 0.1)
    letters = sum(map(str.isalpha, line.text))
    if ratio < HEADING or len(line.text) > MAX_HEADING_CHARACTERS or letters < max(3, 0.5 * len(line.text)):
        return line
    return replace(line, level=1 if ratio >= LARGE_HEADING else 2)


def _parted(lines: Sequence[Run]) -> Iterator[Run]:
    """Yield the parts of lines between which there is a gap: tesseract joins the cells of a row."""
    for line in lines:
        height = median(word.box.height for word in line.words)
        part = [line.words[0]._replace(size=0.0)]
        for before, word in zip(line.words, line.words[1:], strict=False):
            if word.box.left - before.box.right > 1.6 * CELL_GAP * height:
                yield Run.of(part)
                part = []
            part.append(word._replace(size=0.0))
        yield Run.of(part)
