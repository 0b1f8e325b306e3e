"""Cut text into units that chunks keep whole: sentences, items, rows, code; what is too long for one, further."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from documents.ingest.sentences import CANDIDATE, ends_sentence
from documents.ingest.types import BlockKind, BlockSpan


class Break(IntEnum):
    """Say how well a text may be cut in a place."""

    CHARACTER = 0
    WORD = 1
    CLAUSE = 2
    LINE = 3
    SENTENCE = 4
    ITEM = 5
    PARAGRAPH = 6
    BLOCK = 7


class Kind(IntEnum):
    """Name what a unit is, by which it is cut further where it is too long."""

    TABLE = 0
    ROW = 1
    CODE = 2
    CODE_LINES = 3
    ITEM = 4
    SENTENCE = 5
    LINE = 6
    CLAUSE = 7
    WORDS = 8
    WORD = 9
    CHARACTERS = 10


class Unit(NamedTuple):
    """Hold the characters `start:end` of a text, and how well it may be cut before them."""

    start: int
    end: int
    strength: Break
    kind: Kind


# Places in order, each with how well the text may be cut there.
_Cut = tuple[int, Break]

# A capital before a dot is somebody's initial.
_ITEM = re.compile(
    r"[ \t]*(?:[•◦▪‣●○■□–—*+-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\(?(?:[A-Z]|[IVX]{2,4})\))[ \t]+\S"
)
_LEADS = (":", "：")
# A line as long as that was broken where it ran into the margin.
_WRAPPED_CHARACTERS = 55
_CLAUSE = re.compile(r"[,;:，、；：][ \t]*|[)\]][ \t]+|[ \t][–—-][ \t]+")
_CELL = re.compile(r"[ \t]*\|[ \t]*")
_LINE = re.compile(r"\n\s*")
_CODE_LINE = re.compile(r"\n(?:[ \t]*\n)*")
# It matches from the first letter on, whatever follows: a word without end is looked at once.
_WORDS = re.compile(r"\S++(?:\s++\S++){0,7}\s*")
_WORD = re.compile(r"\s+")
_SLICE_CHARACTERS = 8
_JOINERS = "\u200d\ufe0e\ufe0f"

# Two rows and more: converters write the cells of a table's row on one line, between bars.
_TABLE = re.compile(r"(?:^[^\n|]*\|[^\n]*(?:\n|\Z)){2,}", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(```|~~~)[^\n]*\n(?:.*?^ {0,3}\1[^\n]*$|.*)", re.MULTILINE | re.DOTALL)


def blocks_in(text: str) -> tuple[BlockSpan, ...]:
    """Find tables between bars and fenced code in a text whose converter knew of no blocks."""
    found = [
        BlockSpan(kind=BlockKind.CODE, start=match.start(), end=match.end(), head_end=match.start())
        for match in (_FENCED.finditer(text) if "```" in text or "~~~" in text else ())
    ]
    ends, starts = [block.end for block in found], [block.start for block in found]
    for match in _TABLE.finditer(text) if "|" in text else ():
        start, end = match.start(), match.start() + len(match[0].rstrip("\n"))
        is_code = bisect_left(starts, end) > bisect_right(ends, start)
        if not is_code:
            head_end = text.index("\n", start)
            found.append(BlockSpan(kind=BlockKind.TABLE, start=start, end=end, head_end=head_end))
    return tuple(sorted(found, key=lambda block: block.start))


def units_of(text: str, start: int, end: int, blocks: Sequence[BlockSpan], language: str) -> Iterator[Unit]:
    """Yield the units of `start:end`, in which `blocks` lie, in reading order."""
    for block in blocks:
        first, last = max(block.start, start), min(block.end, end)
        if first < last:
            yield from _prose(text, start, first, language)
            yield from _of_block(text, first, last, block.kind, language)
            start = last
    yield from _prose(text, start, end, language)


def cut_further(text: str, unit: Unit, language: str) -> list[Unit]:
    """Return what a unit consists of; a character alone cannot be cut."""
    parts = _CUTTERS[unit.kind]
    if parts is None:
        return [unit]
    find, kind = parts
    return _parted(unit, find(text, unit.start, unit.end, language), kind)


def _parted(unit: Unit, cuts: Iterator[_Cut], kind: Kind) -> list[Unit]:
    places = [(unit.start, unit.strength), *cuts]
    ends = [start for start, _ in places[1:]] + [unit.end]
    return [Unit(start, end, strength, kind) for (start, strength), end in zip(places, ends, strict=True)]


def _of_block(text: str, start: int, end: int, kind: BlockKind, language: str) -> Iterator[Unit]:
    strength = Break.LINE if _is_announced(text, start) else Break.BLOCK
    match kind:
        case BlockKind.TABLE:
            yield Unit(start, end, strength, Kind.TABLE)
        case BlockKind.CODE:
            yield Unit(start, end, strength, Kind.CODE)
        case BlockKind.LIST:
            has_marks = _ITEM.match(text, start, end)
            cuts = _breaks(text, start, end, language) if has_marks else _lines(text, start, end, language)
            yield from _grouped(text, Unit(start, end, strength, Kind.ITEM), cuts)


def _prose(text: str, start: int, end: int, language: str) -> Iterator[Unit]:
    start = end - len(text[start:end].lstrip())
    if start < end:
        strength = Break.LINE if _is_announced(text, start) else Break.BLOCK
        whole = Unit(start, end, strength, Kind.ITEM if _ITEM.match(text, start, end) else Kind.SENTENCE)
        yield from _grouped(text, whole, _breaks(text, start, end, language))


def _grouped(text: str, whole: Unit, cuts: Iterator[_Cut]) -> Iterator[Unit]:
    """Yield sentences, and items as a whole."""
    start, _, strength, kind = whole
    for place, found in cuts:
        if kind is Kind.ITEM and found < Break.ITEM:
            continue
        yield Unit(start, place, strength, kind)
        start, strength = place, found
        kind = Kind.ITEM if _ITEM.match(text, place) and found >= Break.ITEM else Kind.SENTENCE
        if found >= Break.ITEM and _is_announced(text, place):
            strength = Break.LINE
    yield Unit(start, whole.end, strength, kind)


def _is_announced(text: str, start: int) -> bool:
    # What ends in a colon speaks of what follows.
    return text[max(0, start - 8) : start].rstrip().endswith(_LEADS)


def _breaks(text: str, start: int, end: int, language: str) -> Iterator[_Cut]:
    """Yield where sentences, items and paragraphs begin, but the first."""
    for match in CANDIDATE.finditer(text, start, end):
        place = match.end()
        if place >= end:
            return
        lines = match[0].count("\n")
        if lines > 1:
            yield place, Break.PARAGRAPH
        elif lines and _ITEM.match(text, place, end):
            yield place, Break.ITEM
        elif text[match.start()] == "\n":
            if not _runs_on(text, start, match.start(), place):
                yield place, Break.SENTENCE
        elif ends_sentence(text, match.start(), place, language):
            yield place, Break.SENTENCE


def _runs_on(text: str, start: int, line_end: int, following: int) -> bool:
    if text[following].islower():
        return True
    line_start = text.rfind("\n", start, line_end) + 1 or start
    is_wrapped = line_end - line_start >= _WRAPPED_CHARACTERS
    return is_wrapped and not text[line_start:line_end].rstrip().endswith(_LEADS)


def _inner_sentences(text: str, start: int, end: int, language: str) -> Iterator[_Cut]:
    for place, strength in _breaks(text, start, end, language):
        yield place, min(strength, Break.SENTENCE)


def _lines(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    return _at(_LINE, Break.ITEM, text, start, end)


def _rows(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    return _at(_LINE, Break.ITEM, text, start, end)


def _wrapped_lines(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    return _at(_LINE, Break.LINE, text, start, end)


def _code_blocks(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    for match in _CODE_LINE.finditer(text, start, end):
        if match.end() < end:
            yield match.end(), Break.ITEM if match[0].count("\n") > 1 else Break.LINE


def _cells(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    return _at(_CELL, Break.CLAUSE, text, start, end)


def _clauses(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    return _at(_CLAUSE, Break.CLAUSE, text, start, end)


def _words(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    return _at(_WORDS, Break.WORD, text, start, end)


def _single_words(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    return _at(_WORD, Break.WORD, text, start, end)


def _slices(text: str, start: int, end: int, _language: str) -> Iterator[_Cut]:
    place = start + _SLICE_CHARACTERS
    while place < end:
        if unicodedata.combining(text[place]) or text[place] in _JOINERS or text[place - 1] == "\u200d":
            place += 1
            continue
        yield place, Break.CHARACTER
        place += _SLICE_CHARACTERS


def _at(pattern: re.Pattern[str], strength: Break, text: str, start: int, end: int) -> Iterator[_Cut]:
    for match in pattern.finditer(text, start, end):
        if start < match.end() < end:
            yield match.end(), strength


_Cutter = tuple[Callable[[str, int, int, str], Iterator[_Cut]], Kind]
_CUTTERS: dict[Kind, _Cutter | None] = {
    Kind.TABLE: (_rows, Kind.ROW),
    Kind.ROW: (_cells, Kind.SENTENCE),
    Kind.CODE: (_code_blocks, Kind.CODE_LINES),
    Kind.CODE_LINES: (_words, Kind.WORDS),
    Kind.ITEM: (_inner_sentences, Kind.SENTENCE),
    Kind.SENTENCE: (_wrapped_lines, Kind.LINE),
    Kind.LINE: (_clauses, Kind.CLAUSE),
    Kind.CLAUSE: (_words, Kind.WORDS),
    Kind.WORDS: (_single_words, Kind.WORD),
    Kind.WORD: (_slices, Kind.CHARACTERS),
    Kind.CHARACTERS: None,
}
