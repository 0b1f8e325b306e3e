"""Notice where a whole queue comes no further: one job may wait for long, but its pool must move."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db.models import Min
from django.utils import timezone

from project.kernel.models import STILL_SINCE, JobRecord, Pulse

# Longer than any one turn takes: reading a file at most 125 seconds, a step of a build or of a sync a few. A graph over
# millions of vectors is one step, and so are the 20 000 chunks that Ray is given at once.
STALLED_SECONDS = 180
STALLED_SECONDS_OF: Mapping[str, int] = MappingProxyType({"reindex": 3_600, "ray": 3_600, "sync": 600})
# A pulse is written at most this often by one process.
REST_SECONDS = 1.0

_beaten: dict[str, float] = {}


def beat(queue: str) -> None:
    """Note that a job of `queue` came forward; for workers, outside of any tenant's scope."""
    now = time.monotonic()
    if now - _beaten.get(queue, -REST_SECONDS) < REST_SECONDS:
        return
    _beaten[queue] = now
    Pulse.objects.bulk_create(
        [Pulse(queue=queue, beaten_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["queue"],
        update_fields=["beaten_at"],
    )


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Say when the workers of a queue last brought anything forward; None where they never did."""

    queue: str
    moved_at: datetime | None

    def stalled_since(self, waiting_since: datetime | None) -> datetime | None:
        """Return since when nothing moves although something has waited; None while it moves or nothing waits."""
        if waiting_since is None:
            return None
        still_since = max(waiting_since, self.moved_at or waiting_since)
        limit = timedelta(seconds=STALLED_SECONDS_OF.get(self.queue, STALLED_SECONDS))
        return still_since if timezone.now() - still_since > limit else None


def pools() -> dict[str, Pool]:
    """Return the pool of each queue that was ever served; outside of any tenant's scope."""
    return {pulse.queue: Pool(queue=pulse.queue, moved_at=pulse.beaten_at) for pulse in Pulse.objects.all()}


def pool_of(queue: str, known: Mapping[str, Pool]) -> Pool:
    """Return a queue's pool, also where it was never served."""
    return known.get(queue) or Pool(queue=queue, moved_at=None)


def stalled_pools() -> dict[str, datetime]:
    """Return since when the queues that come no further stand still, over all tenants; outside of a tenant's scope."""
    now = timezone.now()
    due = JobRecord.objects.open().filter(run_after__lte=now)
    unfinished = due.values("queue").annotate(since=Min(STILL_SINCE))
    known = pools()
    found = {row["queue"]: pool_of(row["queue"], known).stalled_since(row["since"]) for row in unfinished}
    return {queue: since for queue, since in found.items() if since is not None}
