"""Carry out runs of sources: a turn at a time, resumable, each item once."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone

from documents.access import access_collection
from documents.indexing.parse import required_tenant
from documents.indexing.unnaming import hidden, hidden_items, without_names
from documents.jobs import SyncSource
from documents.models import Source, SourceRun
from documents.sources.types import LEFT_OUT, Connector, Item, Resumable, SourceFailed
from documents.syncing.connecting import Opening
from documents.syncing.keeping import Keeper, Known, known_items
from documents.syncing.removal import Removal, erase_unwritten
from documents.syncing.tally import RunGone, Tally, end
from documents.types import Happened, RunState
from project.kernel.errors import Forbidden, Hopeless, NotFound
from project.kernel.jobs import Lease
from project.kernel.jobs.reading import find_job
from project.kernel.models import KEPT
from tenants.actions import audit
from tenants.types import Actor

# Places outside ask for pauses, so a turn is longer here than where the machine is busy.
TURN_SECONDS = 30.0
RUNS_KEPT = 50
CHANGING = (Happened.ADDED, Happened.UPDATED, Happened.REMOVED)
Position = Mapping[str, Any]


def sync_source(job: SyncSource, *, lease: Lease) -> None:
    """Compare a source with what stands here and bring it over; raise Hopeless where the source cannot be read."""
    begun = _begin(job, lease)
    if begun is None:
        return
    sync = _Sync(begun, lease)
    try:
        sync.go_on()
    except RunGone:
        erase_unwritten(sync.keeper, sync.tally)
    except SourceFailed as failure:
        _fail(sync, failure.code, begun.opening.shown(failure.detail))
    except (Forbidden, NotFound) as refused:
        _fail(sync, refused.reason, refused.detail)


def give_up_sync(job: SyncSource, reason: str) -> None:
    """Say at the run that no attempt could carry it out."""
    with transaction.atomic():
        run = SourceRun.objects.open().filter(pk=job.run_id).select_for_update(no_key=True).first()
        if run is not None:
            end(run, RunState.FAILED, code="unexpected", detail=reason)


@dataclass(frozen=True, kw_only=True)
class _Begun:
    """Hold what a turn begins with."""

    run: SourceRun
    source: Source
    opening: Opening
    position: Position


@transaction.atomic
def _begin(job: SyncSource, lease: Lease) -> _Begun | None:
    """Return the run where it is this job's, and None where it ended or never was."""
    lease.guard()
    held = SourceRun.objects.held(job.run_id, lease.claim.job_id)
    run = held.select_related("source__collection").select_for_update(of=("self",), no_key=True).first()
    if run is None:
        return None
    if lease.cancelled:
        end(run, RunState.CANCELLED)
        return None
    position = find_job(lease.claim.job_id).progress.get(KEPT) or {}
    run.state, run.started_at = RunState.RUNNING.value, run.started_at or timezone.now()
    if run.is_dry and not position:
        # It begins again, and keeps no rows by which it would know what it has told already.
        run.counts, run.log = {}, []
    run.save(update_fields=["state", "started_at", "counts", "log"])
    return _Begun(run=run, source=run.source, opening=Opening.of(run.source), position=position)


class _Sync:
    """Hold one turn of a run."""

    def __init__(self, begun: _Begun, lease: Lease) -> None:
        self.run, self.source, self.lease, self._begun = begun.run, begun.source, lease, begun
        tenant = required_tenant()
        self.keeper = Keeper(
            tenant, begun.source, begun.opening, begun.run.started_at or begun.run.created_at
        )
        self.tally = Tally(begun.run, lease)
        self._removal = Removal(tenant, begun.run, lease)
        self._seen: set[str] = set(begun.position.get("seen", ()))
        self._turn_ends: float | None = None

    def go_on(self) -> None:
        """Walk the source unless a person has agreed to what the walk found; then remove what vanished."""
        actor = self._actor_who_may()
        if self.run.confirmed_by is None and not self._walked():
            return
        if self.run.is_dry:
            self._finish(actor, self._removal.foresee(self._seen))
        elif self.run.confirmed_by is None and self._removal.asks():
            return
        elif self._removal.carry_out(actor):
            self._finish(actor)

    def _actor_who_may(self) -> Actor:
        actor = self.keeper.actor()
        with transaction.atomic():
            access_collection(actor=actor, slug=self.source.collection.slug)
        return actor

    def _walked(self) -> bool:
        """Walk on; say whether the walk came to its end."""
        if self._begun.position.get("walked"):
            return True
        known = known_items(self.source.pk)
        with self._begun.opening.connector() as connector:
            position = self._begun.position.get("position")
            if position and isinstance(connector, Resumable):
                connector.go_on(position)
            for item in connector.items(self.source.state):
                # What a person erased here is known by its hidden name, whatever else is told of it.
                erased = known.get(hidden(item.external_id.removeprefix(LEFT_OUT)))
                self._take(item, erased or known.get(item.external_id), connector)
                if not self._goes_on(connector):
                    return False
            self._keep_state(connector.state())
        return True

    def _goes_on(self, connector: Connector) -> bool:
        """Write down what is due; say whether the walk goes on in this turn."""
        if self.lease.cancelled:
            self._cancel()
            return False
        if is_over := self._is_turn_over(connector):
            self.lease.step_aside()
        is_dear = isinstance(connector, Resumable) and self.tally.is_cheap
        if is_over or is_dear or self.tally.is_due:
            self.tally.flush(self._position(connector))
        return not is_over

    def _take(self, item: Item, known: Known | None, connector: Connector) -> None:
        is_settled = not self.run.is_dry and known is not None and known.last_run_id == self.run.pk
        if is_settled or item.external_id in self._seen:
            return
        if self._turn_ends is None:
            # Coming to where the run was is no part of the turn.
            self._turn_ends = time.monotonic() + TURN_SECONDS
        settle = self.keeper.foresee if self.run.is_dry else self.keeper.settle
        self.tally.add(settle(item, known, connector))
        self._seen.add(item.external_id)

    def _is_turn_over(self, connector: Connector) -> bool:
        is_late = self._turn_ends is not None and time.monotonic() > self._turn_ends
        # A dry run keeps no rows: one that cannot resume its walk would begin again for ever.
        return is_late and (not self.run.is_dry or isinstance(connector, Resumable))

    def _position(self, connector: Connector) -> Position:
        if not isinstance(connector, Resumable):
            return {}
        seen = {"seen": sorted(self._seen)} if self.run.is_dry else {}
        return {"position": dict(connector.position()), **seen}

    def _keep_state(self, state: Mapping[str, Any]) -> None:
        seen = {"seen": sorted(self._seen)} if self.run.is_dry else {}
        with transaction.atomic():
            # In the order in which an erasure takes them, which takes out names here, too.
            here = Source.objects.select_for_update(no_key=True).filter(pk=self.source.pk).first()
            self.tally.flush({"walked": True, **seen})
            # Where it is read elsewhere since, this is of another place.
            if here is not None and here.settings == self.source.settings and not self.run.is_dry:
                here.state = without_names(state, hidden_items(here.pk))
                here.save(update_fields=["state"])

    def _cancel(self) -> None:
        self.tally.flush()
        with transaction.atomic():
            self.lease.guard()
            end(self.tally.held(), RunState.CANCELLED)

    def _finish(self, actor: Actor, foreseen: Mapping[str, int] | None = None) -> None:
        with transaction.atomic():
            self.lease.guard()
            run = self.tally.held()
            run.counts = {**run.counts, **(foreseen or {})}
            run.save(update_fields=["counts"])
            end(run, RunState.DONE)
            self._note(actor, run)
            old = (
                SourceRun.objects.filter(source=self.source)
                .newest_first()[RUNS_KEPT:]
                .values_list("pk", flat=True)
            )
            SourceRun.objects.filter(pk__in=list(old)).delete()

    def _note(self, actor: Actor, run: SourceRun) -> None:
        changed = {name: run.counts[name] for name in CHANGING if run.counts.get(name)}
        if changed and not run.is_dry:
            target = f"source:{self.source.pk}"
            audit.note(actor=actor, action="source.synced", target=target, **changed)


def _fail(sync: _Sync, code: str, detail: str) -> NoReturn:
    with transaction.atomic():
        sync.lease.guard()
        sync.tally.flush()
        end(sync.tally.held(), RunState.FAILED, code=code, detail=detail)
    raise Hopeless(detail, code=code)
