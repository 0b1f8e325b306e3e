"""Gather what a run did, and write it down a handful at a time, fenced by the job's lease."""

import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents.indexing.unnaming import hidden, without_name
from documents.lines import MAX_EXTERNAL_ID_BYTES
from documents.models import Document, SourceItem, SourceRun
from documents.sources.types import LEFT_OUT, Item
from documents.types import Happened, RunState
from project.kernel.jobs import Lease

# What is not written down yet is done again after a crash, to the same end.
FLUSH_SECONDS, FLUSH_OUTCOMES = 2.0, 100
# Where each item costs a pause, it is written down at once, as long as that takes a twentieth of the time.
MOST_WRITING = 1 / 20
LOG_ENTRIES = 1_000
# A site leads to thousands of pictures: what is left out leaves room for what failed.
LOG_SKIPPED = 300
TITLE_CHARACTERS = 300
SILENT = frozenset({Happened.UNCHANGED})
# What is told of a run as its work so far is what became of documents.
NOT_DONE = frozenset({Happened.WOULD_REMOVE, Happened.SKIPPED})


class RunGone(Exception):
    """Say that the run was ended, or its source removed, while it was carried out."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Say what became of one item, and as which document with which fingerprint it is kept from now on."""

    item: Item
    happened: Happened
    document_id: UUID | None = None
    fingerprint: str = ""
    code: str = ""
    detail: str = ""

    def entry(self) -> dict[str, Any]:
        """Return the line of the log."""
        return {
            "happened": self.happened.value,
            "external_id": self.item.external_id.removeprefix(LEFT_OUT)[:MAX_EXTERNAL_ID_BYTES],
            "title": self.item.title[:TITLE_CHARACTERS],
            "document": str(self.document_id) if self.document_id else None,
            "code": self.code,
            "detail": self.detail,
        }


class Tally:
    """Hold the outcomes that are not written yet."""

    def __init__(self, run: SourceRun, lease: Lease) -> None:
        """Begin with nothing."""
        self._run_id, self._source_id, self._is_dry = run.pk, run.source_id, run.is_dry
        self._lease = lease
        self._outcomes: list[Outcome] = []
        self._flushed_at = time.monotonic()
        self._flush_seconds = 0.0

    @property
    def unwritten(self) -> tuple[Outcome, ...]:
        """Return what is not written yet."""
        return tuple(self._outcomes)

    @property
    def is_due(self) -> bool:
        """Say whether it is time to write."""
        is_late = time.monotonic() - self._flushed_at > FLUSH_SECONDS
        return is_late or len(self._outcomes) >= FLUSH_OUTCOMES

    @property
    def is_cheap(self) -> bool:
        """Say whether writing now would take but a small part of the time."""
        return (time.monotonic() - self._flushed_at) * MOST_WRITING >= self._flush_seconds

    def add(self, outcome: Outcome) -> None:
        """Take an outcome."""
        self._outcomes.append(outcome)

    @transaction.atomic
    def flush(self, kept: Mapping[str, Any] | None = None) -> None:
        """Write what was gathered, and where the walk is; raise LeaseLost, or RunGone."""
        begun = time.monotonic()
        self._lease.guard()
        run = self.held()
        erased = self._erased()
        if not self._is_dry:
            self._keep_items(erased)
        write_down(run, self._outcomes, erased)
        run.save(update_fields=["counts", "log"])
        self._show(run, kept)
        self._outcomes, self._flushed_at = [], time.monotonic()
        self._flush_seconds = self._flushed_at - begun

    def held(self) -> SourceRun:
        """Return the run, locked; raise RunGone where it is not this job's any more."""
        held = SourceRun.objects.held(self._run_id, self._lease.claim.job_id).select_for_update(no_key=True)
        run = held.first()
        if run is None:
            raise RunGone
        return run

    def _erased(self) -> Collection[UUID]:
        """Return which documents of the outcomes are no more: their names are written nowhere."""
        ids = {outcome.document_id for outcome in self._outcomes if outcome.document_id}
        return ids - set(Document.objects.filter(pk__in=ids).values_list("pk", flat=True))

    def _keep_items(self, erased: Collection[UUID]) -> None:
        rows = [
            SourceItem(
                source_id=self._source_id,
                external_id=hidden(name) if outcome.document_id in erased else name,
                document_id=outcome.document_id,
                fingerprint=outcome.fingerprint,
                last_run_id=self._run_id,
            )
            for outcome in self._outcomes
            for name in [outcome.item.external_id]
            # No index takes a longer one, and no document has it: each run tells of it again.
            if len(name.encode("utf-8", "replace")) <= MAX_EXTERNAL_ID_BYTES + len(LEFT_OUT)
        ]
        SourceItem.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["source", "external_id"],
            update_fields=["document_id", "fingerprint", "last_run_id"],
        )

    def _show(self, run: SourceRun, kept: Mapping[str, Any] | None) -> None:
        failed = run.counts.get(Happened.FAILED, 0)
        done = sum(run.counts.get(name, 0) for name in Happened if name not in NOT_DONE) - failed
        self._lease.progress(total=None, done=done, failed=failed, kept=dict(kept or {}))


def write_down(run: SourceRun, outcomes: list[Outcome], erased: Collection[UUID] = ()) -> None:
    """Add outcomes to a run's counts and, as far as there is room, to its log: those of erased documents nameless."""
    run.counts = dict(Counter(run.counts) + Counter(outcome.happened.value for outcome in outcomes))
    for outcome in outcomes:
        if _has_room(run.log, outcome.happened):
            entry = outcome.entry()
            run.log.append(without_name(entry) if outcome.document_id in erased else entry)


def _has_room(log: list[Any], happened: Happened) -> bool:
    if happened in SILENT or len(log) >= LOG_ENTRIES:
        return False
    return happened != Happened.SKIPPED or sum(told["happened"] == happened for told in log) < LOG_SKIPPED


def end(run: SourceRun, state: RunState, *, code: str = "", detail: str = "") -> None:
    """End a locked run."""
    run.state, run.error_code, run.error_detail = state.value, code, detail
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "error_code", "error_detail", "finished_at"])
