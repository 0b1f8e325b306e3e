"""Ask for the checks of walls and indexes when they are due, and say where they don't come to an end.

When one was last done, the ledger knows: also a scheduler that was started anew asks at the right time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from documents.jobs import CheckCanaries, CheckRecall, ForgetPast, LearnWeights, RecountPostings
from project.kernel.db import TenantRef
from project.kernel.jobs import Job, enqueue
from project.kernel.jobs.reading import done_last, has_failed_since, open_since
from tenants.access.watching import count_tenants_without
from tenants.actions import alarms

CHECKS = "checks"
LATE = "{names} should have been checked by now, and was not. Nothing is known of how it stands since then."
# All tenants' checks are spread over this, so that they don't come all at once.
SPREAD_SECONDS = 3_600
# What was asked for so long ago and still waits or runs doesn't come to an end by itself.
STUCK = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class Check:
    """Say how often something is checked, and from when on the lack of it is told."""

    job: type[Job]
    name: str
    every: timedelta
    late: timedelta


# What is done as regularly, and missed by nobody.
QUIET: Mapping[type[Job], timedelta] = MappingProxyType(
    {kind: timedelta(hours=24) for kind in (LearnWeights, ForgetPast, RecountPostings)}
)


REGULAR: Mapping[str, Check] = MappingProxyType(
    {
        "canaries": Check(
            job=CheckCanaries,
            name="Who sees which document",
            every=timedelta(hours=6),
            late=timedelta(hours=13),
        ),
        "recall": Check(
            job=CheckRecall,
            name="What search by meaning finds",
            every=timedelta(hours=24),
            late=timedelta(hours=50),
        ),
    }
)


@transaction.atomic
def ask_where_due(tenant: TenantRef) -> None:
    """Ask for what was not checked for its time, and sound or take back the alarm of checks that never end."""
    now = timezone.now()
    # Before anything is asked for: what was just asked for is not stuck.
    late = [check.name for check in REGULAR.values() if _is_stuck(check, done_last(check.job), now)]
    for kind, every in {**QUIET, **{check.job: check.every for check in REGULAR.values()}}.items():
        done = done_last(kind)
        # One that runs or has stepped aside goes on; a second would not end sooner.
        if (done is None or done < now - every) and open_since(kind) is None:
            enqueue(kind(), dedupe=kind.kind(), delay_seconds=tenant.id.int % SPREAD_SECONDS)
    if late:
        alarms.sound(
            tenant=tenant, kind=CHECKS, says=LATE.format(names=" and ".join(late)), state=sorted(late)
        )
    else:
        alarms.clear(tenant=tenant, kind=CHECKS)


def _is_stuck(check: Check, done: datetime | None, now: datetime) -> bool:
    """Say whether a check is late although it was asked for: in a tenant that was suspended, nobody did."""
    kind = check.job
    asked = open_since(kind)
    if done is not None and done >= now - check.late:
        return False
    return (asked is not None and asked < now - STUCK) or has_failed_since(kind, now - check.late)


@transaction.atomic
def late_checks() -> dict[str, bool]:
    """Say of each regular check whether it is late."""
    now = timezone.now()
    done = {name: done_last(check.job) for name, check in REGULAR.items()}
    return {
        name: (at is not None and at < now - REGULAR[name].late) or _is_stuck(REGULAR[name], at, now)
        for name, at in done.items()
    }


def count_late() -> dict[str, int]:
    """Count by check the tenants in which it is late; outside of any tenant's scope."""
    now = timezone.now()
    return {
        name: count_tenants_without(job=check.job, since=now - check.late) for name, check in REGULAR.items()
    }
