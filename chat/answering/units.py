"""Cut a passage into what can be quoted: sentences, list items, table rows, headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_ITEM = re.compile(r"\s*(?:[-*•‣▪●◦–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_HEADING = re.compile(r"\s*#{1,6}\s")
_ROW = re.compile(r"\||\t")
_ENDING = re.compile(r"[.!?…:;。！？][\"'”’)\]*_]*\s*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_]*[^\sa-z])|[。！？]\s*|\n\s*\n\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|No|Nr|Mr|Mrs|Ms|Dr|St|Inc|Ltd|Co|U\.S|[A-Z]))\.$"
)
# "Gültig ab 1. Januar 2026" is one sentence.
_DAY = re.compile(r"\b\d{1,2}\.\s+$")
_MONTH = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
_WRAPPED_CHARACTERS = 55
_LONGEST_HEADING_CHARACTERS = 80


class Kind(StrEnum):
    """Say what a unit is in its document."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    HEADING = "heading"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """Hold a quotable piece of a passage, which lies at `start:end` of the passage's text."""

    text: str
    start: int
    end: int
    kind: Kind
    lead: int | None = None

    @property
    def is_lead(self) -> bool:
        """Whether it announces what follows it."""
        return self.text.rstrip().endswith(":") or self.kind is Kind.HEADING


def cut(text: str) -> tuple[Unit, ...]:
    """Give the units of a passage in order; `lead` is the position of what announces an item."""
    units: list[Unit] = []
    lead: int | None = None
    for start, end, kind in _blocks(text):
        is_listed = kind in {Kind.ITEM, Kind.ROW}
        for unit_start, unit_end in _spans(text, start, end, kind):
            piece = text[unit_start:unit_end]
            units.append(
                Unit(text=piece, start=unit_start, end=unit_end, kind=kind, lead=lead if is_listed else None)
            )
        if not is_listed and units:
            lead = len(units) - 1 if units[-1].is_lead else None
    return tuple(units)


def cut_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a plain text begins and ends."""
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        if _goes_on(text, begin, match.end()):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, len(text))


def _goes_on(text: str, begin: int, end: int) -> bool:
    """Say whether the dot before `end` ends no sentence."""
    if _ABBREVIATION.search(text[begin:end].rstrip()):
        return True
    return bool(_DAY.search(text[begin:end]) and _MONTH.match(text, end))


def _spans(text: str, start: int, end: int, kind: Kind) -> Iterator[tuple[int, int]]:
    if kind is not Kind.SENTENCE:
        yield from _trimmed(text, start, end)
        return
    for sentence_start, sentence_end in cut_sentences(text[start:end]):
        yield start + sentence_start, start + sentence_end


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if stripped := piece.strip():
        begin = start + piece.index(stripped[0])
        yield begin, begin + len(stripped)


def _blocks(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Join lines that a converter wrapped, and keep apart those that stand alone."""
    begin, end = 0, 0
    kind: Kind | None = None
    for start, line in _lines(text):
        if kind is not None and not _runs_on(text[begin:end], line):
            yield begin, end, _settled(kind, text[begin:end], line)
            kind = None
        if kind is None and line.strip():
            begin, kind = start, _kind(line)
        end = start + len(line)
    if kind is not None:
        yield begin, end, kind


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line.rstrip("\r\n")
        start += len(line)


def _kind(line: str) -> Kind:
    if _HEADING.match(line):
        return Kind.HEADING
    if _ITEM.match(line):
        return Kind.ITEM
    return Kind.ROW if _ROW.search(line) else Kind.SENTENCE


def _runs_on(block: str, line: str) -> bool:
    if not line.strip() or _kind(line) is not Kind.SENTENCE or _kind(block) in {Kind.HEADING, Kind.ROW}:
        return False
    last_line = block.rsplit("\n", 1)[-1]
    return len(last_line) >= _WRAPPED_CHARACTERS or line.lstrip()[:1].islower()


def _settled(kind: Kind, block: str, following: str) -> Kind:
    is_short = len(block) <= _LONGEST_HEADING_CHARACTERS
    if kind is Kind.SENTENCE and is_short and not _ENDING.search(block) and following.strip() == "":
        return Kind.HEADING
    return kind
