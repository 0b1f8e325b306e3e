"""Say of a job why it waits, what goes before it, and when its turn may come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from django.db.models.functions import Least
from django.utils import timezone

from project.kernel.jobs.pulse import Pool, pool_of
from project.kernel.models import JobRecord, JobState

# The pace is that of the last jobs of this kind, and of none that is older than this.
PACE_JOBS = 50
PACE_AGE = timedelta(minutes=15)


class Reason(StrEnum):
    """Name why a job is not done yet."""

    RUNNING = "running"
    NEXT = "next"
    TURN = "turn"
    RETRY = "retry"
    OUTAGE = "outage"
    LATER = "later"
    STALLED = "stalled"


TURNS = "companies take turns, so others may go between"
# The error of the attempt before stands beside it: not everybody may read it.
SENTENCES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.RUNNING: "A worker is at it.",
        Reason.NEXT: f"It is next; {TURNS}.",
        Reason.RETRY: "The attempt before failed, and it is tried again.",
        Reason.OUTAGE: "It waits for a part of the installation that is down.",
        Reason.LATER: "It was put off, and is due later.",
        Reason.STALLED: "No worker of the queue {queue} brings anything forward, for nobody: "
        "whoever runs this installation should look at its workers.",
    }
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Carry what an open job waits for, in a word and in a sentence; `ahead` counts the tenant's own jobs before it."""

    reason: Reason
    detail: str
    ahead: int | None
    worker: str
    due_at: datetime | None
    stalled_since: datetime | None
    # Until it is at work, at the pace of the last jobs; None before there is a pace.
    wait_seconds: int | None


def standing_of(record: JobRecord, known: Mapping[str, Pool]) -> Standing:
    """Return where an open job stands, as its tenant sees it."""
    now = timezone.now()
    is_waiting = record.state == JobState.QUEUED
    is_due = record.run_after <= now
    ahead = JobRecord.objects.before(record).count() if is_waiting and is_due else 0
    stalled = pool_of(record.queue, known).stalled_since(record.still_since if is_due else None)
    reason = Reason.STALLED if stalled else _reason(record, ahead, is_due=is_due)
    return Standing(
        reason=reason,
        detail=_sentence(reason, record, ahead),
        ahead=ahead,
        worker=record.worker if record.state == JobState.RUNNING else "",
        due_at=None if is_due else record.run_after,
        stalled_since=stalled,
        wait_seconds=_wait_seconds(record, ahead) if is_waiting and not stalled else None,
    )


def uncounted(standing: Standing) -> Standing:
    """Return the same for who may not know how much else there is."""
    detail = f"Others of yours go before it; {TURNS}." if standing.reason is Reason.TURN else standing.detail
    return replace(standing, ahead=None, detail=detail)


def _reason(record: JobRecord, ahead: int, *, is_due: bool) -> Reason:
    if record.state == JobState.RUNNING:
        return Reason.RUNNING
    if not is_due:
        if not record.error:
            return Reason.LATER
        return Reason.OUTAGE if record.error.get("code") == "unavailable" else Reason.RETRY
    return Reason.TURN if ahead else Reason.NEXT


def _sentence(reason: Reason, record: JobRecord, ahead: int) -> str:
    if reason is Reason.TURN:
        return f"{ahead} of yours {'goes' if ahead == 1 else 'go'} before it; {TURNS}."
    return SENTENCES[reason].format(queue=record.queue)


def _wait_seconds(record: JobRecord, ahead: int) -> int | None:
    """Return when its turn may come: own jobs end at a pace in which other tenants' turns are counted already."""
    due_seconds = max((record.run_after - timezone.now()).total_seconds(), 0)
    if not ahead:
        return round(due_seconds)
    each_seconds = _seconds_per_job(record)
    return None if each_seconds is None else round(due_seconds + ahead * each_seconds)


def _seconds_per_job(record: JobRecord) -> float | None:
    """Return how long each of the last jobs alike took of their queue; while none waited, no time was taken."""
    alike = JobRecord.objects.filter(
        tenant_id=record.tenant_id,
        queue=record.queue,
        state=JobState.DONE,
        finished_at__gt=timezone.now() - PACE_AGE,
    )
    # One that took several turns was begun before the last of them was due.
    spans = alike.annotate(ready_at=Least("started_at", "run_after")).order_by("-finished_at")
    rows = list(spans.values_list("ready_at", "finished_at")[:PACE_JOBS])
    if not rows:
        return None
    ends = [end for _, end in rows[1:]] + [rows[-1][0]]
    took = [end - max(ready_at, before) for (ready_at, end), before in zip(rows, ends, strict=True)]
    return sum(took, timedelta()).total_seconds() / len(rows)
