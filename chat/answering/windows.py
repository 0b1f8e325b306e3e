"""Widen a unit to what is understood alone: a sentence with neighbours, a list with its announcement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.answering.units import Kind, Unit

_LEAST_CHARACTERS = 160
_MOST_CHARACTERS = 480
_POINTS_BACK = re.compile(
    r"(?:it|its|this|that|these|those|they|he|she|then|also|however|if so|in this case|otherwise)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Window:
    """Hold the positions of neighbouring units, and that of an announcement further up."""

    first: int
    last: int
    lead: int | None = None

    @property
    def members(self) -> tuple[int, ...]:
        """List the positions of all units in it."""
        run = tuple(range(self.first, self.last + 1))
        return run if self.lead is None else (self.lead, *run)

    def text(self, units: Sequence[Unit]) -> str:
        """Give its words, a line for each item, row and heading."""
        lines: list[str] = []
        for position in self.members:
            unit = units[position]
            words = " ".join(unit.text.split()) if unit.kind is not Kind.ROW else unit.text
            is_running_on = unit.kind is Kind.SENTENCE and lines and not units[position - 1].is_lead
            if is_running_on and units[position - 1].kind is Kind.SENTENCE:
                lines[-1] = f"{lines[-1]} {words}"
            else:
                lines.append(words)
        return "\n".join(lines)


def widen(units: Sequence[Unit], position: int) -> Window:
    """Give the window around a unit."""
    if units[position].kind in {Kind.ITEM, Kind.ROW}:
        return _listed(units, position)
    first = position
    if (
        position > 0
        and _POINTS_BACK.match(units[position].text)
        and units[position - 1].kind is Kind.SENTENCE
    ):
        first -= 1
    return Window(first=first, last=_last(units, first, position))


def _listed(units: Sequence[Unit], position: int) -> Window:
    unit = units[position]
    first = last = position
    while _is_sibling(units, first - 1, unit):
        first -= 1
    while _is_sibling(units, last + 1, unit):
        last += 1
    if units[last].end - units[first].start > _MOST_CHARACTERS:
        first, last = position, _last_fitting(units, position, last)
    if unit.lead is not None and unit.lead == first - 1:
        return Window(first=unit.lead, last=last)
    return Window(first=first, last=last, lead=unit.lead)


def _is_sibling(units: Sequence[Unit], position: int, unit: Unit) -> bool:
    if not 0 <= position < len(units):
        return False
    return units[position].kind is unit.kind and units[position].lead == unit.lead


def _last_fitting(units: Sequence[Unit], first: int, last: int) -> int:
    end = first
    while end < last and units[end + 1].end - units[first].start <= _MOST_CHARACTERS * 0.6:
        end += 1
    return end


def _last(units: Sequence[Unit], first: int, position: int) -> int:
    last = position
    while last + 1 < len(units) and _belongs(units, first, last):
        last += 1
    return last


def _belongs(units: Sequence[Unit], first: int, last: int) -> bool:
    following = units[last + 1]
    if following.kind is Kind.HEADING or following.end - units[first].start > _MOST_CHARACTERS:
        return False
    if following.lead is not None and following.lead >= first:
        return True
    return units[last].is_lead or units[last].end - units[first].start < _LEAST_CHARACTERS
