"""Count how long a job waits and works, stage by stage, over all of its turns and attempts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from project.kernel.models import JobRecord, JobState

WAITING, WORKING = "waiting", "working"


@dataclass(frozen=True, kw_only=True)
class StageTime:
    """Carry one stage of a job, and the seconds spent in it so far."""

    name: str
    is_current: bool
    seconds: float


def begun(record: JobRecord) -> dict[str, Any]:
    """Return the stages as the ledger keeps them, of one that was never claimed too: what is put off does not wait."""
    since = max(record.created_at, record.run_after)
    return record.stages or {"name": WAITING, "since": since.timestamp(), "seconds": []}


def entered(stages: Mapping[str, Any], name: str | None) -> dict[str, Any]:
    """Return the stages with the current one closed and another begun; None where the job ends."""
    now = timezone.now()
    # Pairs, because the database keeps the keys of an object in an order of its own.
    spent = [[stage, seconds] for stage, seconds in _spent(stages, now).items()]
    return {"name": name, "since": now.timestamp(), "seconds": spent}


def stage_times(record: JobRecord) -> list[StageTime]:
    """Return the stages of a job in the order in which they were entered first."""
    stages = begun(record)
    name = stages["name"]
    if record.state == JobState.QUEUED:
        name = WAITING  # its worker died, so nobody closed the stage
    spent = _spent(stages, record.finished_at or timezone.now())
    return [
        StageTime(name=stage, is_current=record.is_open and stage == name, seconds=seconds)
        for stage, seconds in spent.items()
    ]


def _spent(stages: Mapping[str, Any], until: datetime) -> dict[str, float]:
    spent: dict[str, float] = dict(stages.get("seconds", []))
    if name := stages.get("name"):
        spent[name] = round(spent.get(name, 0.0) + max(until.timestamp() - stages["since"], 0.0), 3)
    return spent
