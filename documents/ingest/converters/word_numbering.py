"""Count the items of a Word file's lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from documents.ingest.converters.word_styles import value_of
from documents.ingest.whole import whole_number

MOST_ROMAN = 4_000
# Counted further than this, letters are no marks but pages full of them.
MOST_LETTERED = 1_000
PLACEHOLDER = re.compile(r"%(\d)")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Level:
    format: str
    text: str
    first: int


class Numbering:
    """Count the items of lists as Word does, in the order in which they are asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the root of the numbering part, where there is one."""
        self._levels: Mapping[str, list[_Level]] = dict(_lists(root)) if root is not None else {}
        self._counts: dict[str, list[int]] = {}

    def mark(self, number: str, depth: int) -> str:
        """Return what stands before the next item of a list: its number, or a dash."""
        levels = self._levels.get(number, [])
        if depth >= len(levels):
            return "-"
        counts = self._counts.setdefault(number, [])
        while len(counts) <= depth:
            counts.append(levels[len(counts)].first - (1 if len(counts) == depth else 0))
        del counts[depth + 1 :]
        counts[depth] += 1
        level = levels[depth]
        if level.format in {"bullet", "none"}:
            return "-"
        return (
            PLACEHOLDER.sub(lambda match: _counted(levels, counts, int(match[1]) - 1), level.text).strip()
            or "-"
        )


def _counted(levels: list[_Level], counts: list[int], depth: int) -> str:
    if not 0 <= depth < len(counts):
        return ""
    count, format_ = counts[depth], levels[depth].format
    if format_.endswith("Letter") and count > 0:
        return letters(count) if format_ == "lowerLetter" else letters(count).upper()
    if format_.endswith("Roman") and 0 < count < MOST_ROMAN:
        return roman(count) if format_ == "lowerRoman" else roman(count).upper()
    return str(count)


def letters(count: int) -> str:
    """Return a number as word processors count with letters, as far as they go: a, z, aa, bb."""
    if count > MOST_LETTERED:
        return str(count)
    return chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """Return a Roman number in small letters."""
    signs = ""
    for value, sign in ROMAN:
        signs += sign * (count // value)
        count %= value
    return signs


def _lists(root: etree._Element) -> Iterator[tuple[str, list[_Level]]]:
    abstract = {
        one.get(qn("w:abstractNumId")): [_level(level) for level in one.iterchildren(qn("w:lvl"))]
        for one in root.iterchildren(qn("w:abstractNum"))
    }
    for one in root.iterchildren(qn("w:num")):
        yield one.get(qn("w:numId")) or "", abstract.get(value_of(one, "w:abstractNumId"), [])


def _level(level: etree._Element) -> _Level:
    return _Level(
        format=value_of(level, "w:numFmt") or "decimal",
        text=value_of(level, "w:lvlText") or "",
        first=whole_number(value_of(level, "w:start"), 1),
    )
