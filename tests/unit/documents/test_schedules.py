"""A source is read when its people say, by their own clock."""

from datetime import UTC, datetime

import pytest

from documents.sources.schedules import Schedule

# A Thursday.
NOW = datetime(2026, 3, 26, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"every": "manual"}, None),
        ({"every": "minutes", "minutes": 30}, "2026-03-26T12:30:00+00:00"),
        ({"every": "hourly"}, "2026-03-26T13:00:00+00:00"),
        ({"every": "daily", "at": "13:00"}, "2026-03-26T13:00:00+00:00"),
        ({"every": "daily", "at": "12:00"}, "2026-03-27T12:00:00+00:00"),
        ({"every": "daily", "at": "03:30", "timezone": "Europe/Berlin"}, "2026-03-27T02:30:00+00:00"),
        ({"every": "weekly", "weekday": 3, "at": "11:00"}, "2026-04-02T11:00:00+00:00"),
        (
            {"every": "weekly", "weekday": 6, "at": "02:30", "timezone": "Europe/Berlin"},
            "2026-03-29T01:30:00+00:00",
        ),
    ],
)
def test_the_next_time(asked: dict[str, object], expected: str | None) -> None:
    """The last one is in the hour that Berlin skips: it is read all the same."""
    found = Schedule.model_validate(asked).next_after(NOW)
    assert (found.isoformat() if found else None) == expected
