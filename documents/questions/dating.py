"""Say of which time a document is, and prefer those of the time that a question is about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.questions.types import Period

# Metadata that say from when something holds, which it goes on to do.
IN_FORCE_FROM = ("valid_from", "effective_from", "in_force_from", "gueltig_ab", "gültig_ab")
# Metadata by which companies say from when something holds, then of when it is; the first that is a date counts.
BEGINNINGS = (
    "valid_from", "effective", "effective_date", "effective_from", "in_force_from", "gueltig_ab", "gültig_ab",
    "stand", "date", "datum", "document_date", "published", "published_at", "publication_date", "year", "jahr",
)  # fmt: skip
ENDS = ("valid_until", "valid_to", "effective_until", "gueltig_bis", "gültig_bis")
# What the question's time is worth, as a share of the distance from the best candidate to the last.
STATED, ASSUMED = 0.3, 0.15
LEAST_REACH = 0.1
_YEAR = re.compile(r"(?<![\w./-])((?:19[89]|20[0-9])\d)(?![\w/-])(?!\.\d)")
_DATE = re.compile(r"((?:19[89]|20[0-9])\d)(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Hold the days that a document is of; `is_stated` where it says so itself."""

    since: date
    until: date
    is_stated: bool = True
    # It says from when it holds, and not until when.
    is_open: bool = False


def dated(metadata: Mapping[str, Any], title: str, stored: date) -> Dated:
    """Return of when a document is: by its metadata, the only year in its title, or when its text came to be here."""
    said = {key.casefold().replace("-", "_").replace(" ", "_"): value for key, value in metadata.items()}
    begun_by = next((key for key in BEGINNINGS if _read(said.get(key))), "")
    begun = _read(said.get(begun_by))
    ended = next((found for key in ENDS if (found := _read(said.get(key)))), None)
    if begun or ended:
        since = begun[0] if begun else date.min
        if not ended and begun_by in IN_FORCE_FROM:
            return Dated(since=since, until=date.max, is_open=True)
        return Dated(since=since, until=max(since, ended[1] if ended else begun[1] if begun else date.max))
    years = set(_YEAR.findall(title))
    if len(years) == 1:
        year = int(years.pop())
        return Dated(since=date(year, 1, 1), until=date(year, 12, 31))
    return Dated(since=stored, until=stored, is_stated=False)


def preferences(period: Period, documents: Sequence[Dated], today: date) -> list[float]:
    """Return what each document's time is worth for a question about a period, from 0 to STATED."""
    if period.is_present:
        return _newest_first(documents, today)
    return [_worth(period, one) if _overlaps(period, one) else 0.0 for one in documents]


def preferred(scores: Sequence[float], worth: Sequence[float]) -> list[int]:
    """Return the places of scored candidates in the order that their worth makes of it; ties stay as they are."""
    top = max(scores, default=0.0)
    # Where all are about as good, the time decides.
    reach = max(top - min(scores, default=0.0), LEAST_REACH * top)
    gained = [score + reach * more for score, more in zip(scores, worth, strict=True)]
    return _bounded(sorted(range(len(scores)), key=lambda place: -gained[place]))


def _bounded(order: Sequence[int]) -> list[int]:
    """Return an order of places in which none is later than the next after twice its own: the best is second at worst.

    So a preference hides nothing: the five best of before are among the ten best.
    """
    placed: dict[int, None] = {}
    wanted = iter(order)
    for number in range(len(order)):
        due, is_last_call = divmod(number, 2)
        is_due = is_last_call and due not in placed
        placed[due if is_due else next(place for place in wanted if place not in placed)] = None
    return list(placed)


def _worth(period: Period, one: Dated) -> float:
    # What began before may have been replaced by then.
    is_of_then = one.is_stated and not (one.is_open and one.since < (period.since or date.min))
    return STATED if is_of_then else ASSUMED


def _newest_first(documents: Sequence[Dated], today: date) -> list[float]:
    """Return more for what began to hold later, among what says so and holds by now."""
    days = sorted({one.since for one in documents if one.is_stated and one.since <= today})
    if len(days) < 2:
        return [0.0] * len(documents)
    place = {day: number / (len(days) - 1) for number, day in enumerate(days)}
    return [STATED * place[one.since] if one.is_stated and one.since in place else 0.0 for one in documents]


def _overlaps(period: Period, one: Dated) -> bool:
    # A year that may be a title's is a matter of words, unless the document says that it is of that year.
    if period.is_named and not one.is_stated:
        return False
    return one.until >= (period.since or date.min) and one.since <= (period.until or date.max)


def _read(value: Any) -> tuple[date, date] | None:
    """Return the days that a value of metadata names: a year, a month or a day."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    match = _DATE.match(str(value).strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, 28)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None
