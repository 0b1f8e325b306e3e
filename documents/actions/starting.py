"""Ask for runs of sources, now and when they are due."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.actions.describing import checked_schedule
from documents.jobs import StartSync, SyncSource
from documents.models import Source, SourceRun
from documents.types import RunState
from project.kernel.jobs import Urgency, enqueue

BUSY = "A run of this source is going on; cancel it or wait for its end."


def ask_when_due(source: Source) -> None:
    """Set when a source is read next, and have a job start it then; the job of another time does nothing."""
    source.next_run_at = checked_schedule(source.schedule).next_after(timezone.now())
    if source.next_run_at is not None:
        start_at(source)


def start_at(source: Source) -> None:
    """Have a run started at the source's time, once, however often this is asked."""
    assert source.next_run_at is not None
    due = source.next_run_at.isoformat()
    delay_seconds = max((source.next_run_at - timezone.now()).total_seconds(), 0.001)
    enqueue(
        StartSync(source_id=source.pk, due=due),
        dedupe=f"source:{source.pk}:{due}",
        delay_seconds=delay_seconds,
    )


def ask_for_run(source: Source, **fields: Any) -> SourceRun:
    """Write a run and its job; raises IntegrityError where one of the source is going on."""
    run = SourceRun(source=source, **fields)
    job = SyncSource(source_id=source.pk, run_id=run.pk)
    with transaction.atomic():
        run.save(force_insert=True)
        run.job_id = enqueue(job, urgency=Urgency.URGENT if run.created_by else Urgency.BULK)
        run.save(update_fields=["job_id"])
    return run


def begin(source: Source, **fields: Any) -> SourceRun:
    """Ask for a run of a locked source; what an earlier one asked is void. Raises IntegrityError where one goes on."""
    run = ask_for_run(source, **fields)
    if not run.is_dry:
        asking = SourceRun.objects.filter(source=source, state=RunState.ASKING)
        asking.update(state=RunState.SUPERSEDED, finished_at=timezone.now())
    return run
