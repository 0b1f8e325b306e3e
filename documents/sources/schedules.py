"""Say when a source is read next."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

LEAST_MINUTES, MOST_MINUTES = 15, 7 * 24 * 60
DAY = timedelta(days=1)


class Schedule(BaseModel):
    """Choose when: by hand only, every so many minutes, hourly, daily or weekly at a time of some place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Literal["manual", "minutes", "hourly", "daily", "weekly"] = "manual"
    minutes: int | None = Field(default=None, ge=LEAST_MINUTES, le=MOST_MINUTES)
    at: str = Field(default="03:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    # 0 is Monday.
    weekday: int = Field(default=0, ge=0, le=6)
    timezone: str = "UTC"

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("Expected a time zone's name, such as Europe/Berlin.")
        return name

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.every == "minutes" and self.minutes is None:
            raise ValueError("Expected minutes beside every: minutes.")
        return self

    def next_after(self, moment: datetime) -> datetime | None:
        """Return the next time in UTC, later than `moment`, which knows its zone; None where only people start runs."""
        match self.every:
            case "manual":
                return None
            case "minutes":
                return moment + timedelta(minutes=self.minutes or LEAST_MINUTES)
            case "hourly":
                return moment + timedelta(hours=1)
            case _:
                return self._next_at(moment)

    def _next_at(self, moment: datetime) -> datetime:
        zone = ZoneInfo(self.timezone)
        day = moment.astimezone(zone).date()
        at = time.fromisoformat(self.at)
        # Nine days hold a weekday whose time is still to come, also where a clock is put forward or back.
        for offset in range(9):
            candidate = datetime.combine(day + offset * DAY, at, zone).astimezone(UTC)
            is_day = self.every == "daily" or (day + offset * DAY).weekday() == self.weekday
            if is_day and candidate > moment:
                return candidate
        raise AssertionError("every week has each of its days")
