"""Forget jobs that ended so long ago that nobody asks for them any more."""

from datetime import datetime

from django.db import transaction

from project.kernel.models import JobRecord

PRUNED_AT_ONCE = 2_000


def prune(ended_before: datetime, at_once: int = PRUNED_AT_ONCE) -> int:
    """Remove what ended before a moment, some at a time, in the shared scope; return how many jobs that were.

    What is open stays, however old: it says what present documents wait for.
    """
    removed = 0
    while count := _prune_some(ended_before, at_once):
        removed += count
    return removed


@transaction.atomic
def _prune_some(ended_before: datetime, at_once: int) -> int:
    ended = JobRecord.objects.ended().filter(finished_at__lt=ended_before).order_by("finished_at")
    some = list(ended.select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_once])
    return JobRecord.objects.filter(pk__in=some).delete()[0]
