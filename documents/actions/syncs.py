"""Start runs of sources, and answer those that ask."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.actions.starting import BUSY, begin
from documents.jobs import SyncSource
from documents.models import Source, SourceRun
from documents.origins import access_run, access_source
from documents.types import RunState
from project.kernel.errors import Conflict
from project.kernel.jobs import Urgency, enqueue
from tenants.actions import audit
from tenants.types import Actor


@transaction.atomic(durable=True)
def start(*, actor: Actor, source_id: UUID, dry_run: bool = False) -> UUID:
    """Ask for a run now, or for a list of what one would do; raise Conflict while another goes on."""
    source = Source.objects.select_for_update(no_key=True).get(
        pk=access_source(actor=actor, source_id=source_id).pk
    )
    try:
        run = begin(source, is_dry=dry_run, created_by=actor.user_id)
    except IntegrityError as busy:
        raise Conflict(BUSY) from busy
    if not dry_run:
        audit.note(actor=actor, action="source.sync_started", target=f"source:{source_id}", run=str(run.pk))
    return run.pk


@transaction.atomic(durable=True)
def confirm(*, actor: Actor, source_id: UUID, run_id: UUID) -> None:
    """Agree that a run removes what vanished; raise Conflict where it does not ask (any more)."""
    run = _asking(actor, source_id, run_id)
    run.state, run.confirmed_by, run.finished_at = RunState.QUEUED, actor.user_id, None
    run.job_id = enqueue(SyncSource(source_id=source_id, run_id=run_id), urgency=Urgency.URGENT)
    try:
        with transaction.atomic():
            run.save(update_fields=["state", "confirmed_by", "finished_at", "job_id"])
    except IntegrityError as busy:
        raise Conflict(BUSY) from busy
    count = run.counts.get("would_remove", 0)
    audit.note(actor=actor, action="source.removal_confirmed", target=f"source:{source_id}", documents=count)


@transaction.atomic(durable=True)
def refuse(*, actor: Actor, source_id: UUID, run_id: UUID) -> None:
    """Have what vanished stay here for now; raise Conflict where the run does not ask (any more)."""
    run = _asking(actor, source_id, run_id)
    run.state, run.finished_at = RunState.REFUSED, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    count = run.counts.get("would_remove", 0)
    audit.note(actor=actor, action="source.removal_refused", target=f"source:{source_id}", documents=count)


def _asking(actor: Actor, source_id: UUID, run_id: UUID) -> SourceRun:
    access_run(actor=actor, source_id=source_id, run_id=run_id)
    run = SourceRun.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.state != RunState.ASKING:
        raise Conflict("This run asks for nothing (any more).")
    return run
