"""Read dates of a filter: a day, a month, a moment with its zone, or so long ago."""

import re
from datetime import UTC, date, datetime, timedelta

from documents.filtering.tree import Span

_SPAN = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)
_AGO = re.compile(r"([+-])(\d{1,5})([hdwmy])|today|now", re.ASCII)
EXPECTED_DATE = (
    "a date such as 2026-01-31, a month such as 2026-01, a moment such as 2026-01-31T09:00:00+01:00, or so long before"
    " now: -12h, -30d, -2w, -6m (months), -1y, today or now"
)


def read_date(text: str, now: datetime) -> Span | datetime | None:
    """Return the date that a text is, None where it is none; a moment without a zone is taken as UTC.

    Days before now are counted by the calendar of UTC.
    """
    try:
        if _SPAN.fullmatch(text):
            span = Span(text)
            return span if span.begin < span.end else None
        if found := _MOMENT.fullmatch(text):
            day, time, zone = found.groups()
            zone = "+00:00" if zone in {None, "Z", "z"} else zone
            return datetime.fromisoformat(f"{day}T{time}{zone}").astimezone(UTC)
        if found := _AGO.fullmatch(text):
            return _relative(found, now.astimezone(UTC))
    except (ValueError, OverflowError):
        pass
    return None


def _relative(found: re.Match[str], now: datetime) -> Span | datetime:
    sign, amount, unit = found.groups()
    if unit is None:
        return now if found[0] == "now" else Span(now.date().isoformat())
    count = int(amount) * (-1 if sign == "-" else 1)
    if unit == "h":
        return now + timedelta(hours=count)
    if unit in {"d", "w"}:
        return Span((now.date() + timedelta(days=count * (7 if unit == "w" else 1))).isoformat())
    return Span(_months_on(now.date(), count * (12 if unit == "y" else 1)).isoformat())


def _months_on(day: date, months: int) -> date:
    """Return the same day of another month, or its last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
