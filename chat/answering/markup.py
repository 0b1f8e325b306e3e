"""See the Markdown in what a model writes: code, headings and tables are no sentences."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from chat.answering.units import cut_sentences

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_ROW = re.compile(r"\s*\|")
_RULE = re.compile(r"[\s|:\-]+$")
_LISTED = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_PIPE = re.compile(r"(?<!\s)\s*+\|\s*+$")


class Part(Enum):
    """Say what a piece of Markdown is."""

    SENTENCE = auto()
    ROW = auto()
    TABLE_HEAD = auto()
    HEADING = auto()
    FENCE = auto()
    CODE = auto()
    BREAK = auto()

    @property
    def is_said(self) -> bool:
        """Whether it claims something."""
        return self in {Part.SENTENCE, Part.ROW}


def cut_parts(text: str, *, before: Part) -> Iterator[tuple[int, int, Part]]:
    """Yield where each sentence and each other line begins and ends; `before` is what came before the text."""
    line_start = 0
    for line in text.splitlines(keepends=True):
        part = _part(line, before)
        for start, end in _spans(line, part):
            yield line_start + start, line_start + end, part
        is_rest_of_line = line_start == 0 and not line.strip()
        if not is_rest_of_line:
            before = part if line.strip() or part is Part.CODE else Part.BREAK
        line_start += len(line)


def is_code(text: str) -> bool:
    """Whether what follows a text is inside a fence, or between backticks."""
    *lines, last = text.split("\n")
    is_fenced = sum(bool(_FENCE.match(line)) for line in lines) % 2 == 1
    return is_fenced or last.count("`") % 2 == 1


def trailing_pipe(text: str, shown: int) -> str:
    """Give the end of a row that is not shown yet."""
    match = _PIPE.search(text, shown)
    return match.group() if match else ""


def _part(line: str, before: Part) -> Part:
    is_inside = before in {Part.FENCE, Part.CODE}
    if _FENCE.match(line):
        return Part.BREAK if is_inside else Part.FENCE
    if is_inside:
        return Part.CODE
    if _HEADING.match(line):
        return Part.HEADING
    if not _ROW.match(line):
        return Part.SENTENCE
    if _RULE.match(line):
        return Part.TABLE_HEAD
    return Part.ROW if before in {Part.ROW, Part.TABLE_HEAD} else Part.TABLE_HEAD


def _spans(line: str, part: Part) -> Iterator[tuple[int, int]]:
    if part is not Part.SENTENCE:
        if line.strip():
            yield 0, len(line.rstrip())
        return
    listed = _LISTED.match(line)
    begin = listed.end() if listed else 0
    for start, end in cut_sentences(line[begin:]):
        yield begin + start, begin + end
