"""Tell what a quote would say from what only frames it, and from what has been said."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from chat.answering.units import Kind, Unit
from chat.answering.windows import Window
from documents.ranking.mail import frame_lines, is_quoted, unquoted

# Somebody asked this; what answers it stands elsewhere. A heading that asks announces what is below it.
_ASKS = re.compile(r"[?？؟]['\"”’)\]*_]*\s*$")
_WORD = re.compile(r"\w+")
# A share of a quote's words that stand in one before it.
_SAID_SHARE = 0.95


def framing_units(text: str, units: Sequence[Unit]) -> frozenset[int]:
    """Return the positions of units that answer nothing: headers of mails, and questions that people asked in them."""
    frame = frame_lines(text)
    if not frame and not any(map(is_quoted, text.splitlines())):
        return frozenset()
    starts = _line_starts(text)
    return frozenset(
        position
        for position, unit in enumerate(units)
        if _asks(unit) or frame.issuperset(_lines_of(unit, starts))
    )


def without_frame(window: Window, position: int, framing: Collection[int]) -> Window:
    """Return the part of the window around a unit that holds no framing."""
    first = last = position
    while first > window.first and first - 1 not in framing:
        first -= 1
    while last < window.last and last + 1 not in framing:
        last += 1
    return Window(first=first, last=last, lead=None if window.lead in framing else window.lead)


def without_signs(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return units whose texts are without the signs that mark lines of a mail as quoted."""
    return tuple(
        replace(unit, text="\n".join(map(unquoted, unit.text.splitlines())))
        if any(map(is_quoted, unit.text.splitlines()))
        else unit
        for unit in units
    )


def spoken(text: str) -> frozenset[str]:
    """Return the words of a quote, by which it is compared with others."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def adds_nothing(text: str, told: Collection[frozenset[str]]) -> bool:
    """Say whether a quote repeats one before it; a number or a name that is new is something else."""
    words = spoken(text)
    telling = {word.casefold() for word in _WORD.findall(text) if not word.islower()}
    return any(
        len(words & before) >= _SAID_SHARE * len(words) and not (telling - before) for before in told if words
    )


def _asks(unit: Unit) -> bool:
    return unit.kind is Kind.SENTENCE and _ASKS.search(unit.text) is not None


def _line_starts(text: str) -> list[int]:
    starts, position = [], 0
    for line in text.splitlines(keepends=True):
        starts.append(position)
        position += len(line)
    return starts or [0]


def _lines_of(unit: Unit, starts: Sequence[int]) -> range:
    return range(bisect_right(starts, unit.start) - 1, bisect_left(starts, unit.end))
