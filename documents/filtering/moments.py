"""Read the moment as of which somebody asks."""

from datetime import UTC, datetime, time, timedelta

from documents.filtering.dates import read_date
from documents.filtering.tree import Span
from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import quoted

EXPECTED = "Expected a day that is not in the future, such as 2025-12-31, or a moment such as 2025-12-31T18:00:00+01:00"


def read_moment(text: str, now: datetime | None = None) -> datetime | None:
    """Return the moment that a text names, None for an empty one; a day is meant as it ended, by UTC.

    Raise Invalid for what is no moment, and for one that has not come yet.
    """
    if not text:
        return None
    now = now or datetime.now(UTC)
    # What counts from now says nothing of a moment that can be asked for again.
    found = read_date(text, now) if text[0].isdigit() else None
    if isinstance(found, datetime) and found <= now:
        return found
    if isinstance(found, Span) and found.text.count("-") == 2 and found.begin <= now.astimezone(UTC).date():
        return min(end_of(found), now)
    detail = f"{EXPECTED}, not {quoted(text)}."
    raise Invalid("The search is not as expected.", errors=[FieldError("as_of", "invalid_moment", detail)])


def end_of(day: Span) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day.end, time(), UTC) - timedelta(microseconds=1)
