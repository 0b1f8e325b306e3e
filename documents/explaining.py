"""Explain where documents stand: in which queue, why they wait, how long each stage took and will take."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from documents.access import access_document, access_job, failed_documents, unfinished_documents
from documents.jobs import EmbedPending, ParseDocument
from documents.models import Document
from documents.showing import show_job
from documents.stages import CURRENT, STAGES, Stage, seconds_by_stage, state_of
from documents.types import Status
from project.kernel.db import shared_scope
from project.kernel.jobs.pulse import Pool, pool_of, pools
from project.kernel.jobs.reading import jobs_of_tenant
from project.kernel.jobs.standing import Standing, standing_of, uncounted
from project.kernel.models import STILL_SINCE, JobRecord, JobState
from tenants.types import Actor, Role

# The pace is that of the documents that became ready last, and of none that is older than this.
PACE_DOCUMENTS = 200
PACE_AGE = timedelta(minutes=15)
# A batch takes a few seconds: where nothing became ready for longer, nothing waited.
REST_SECONDS = 20.0


def explain_document(*, actor: Actor, document_id: UUID) -> dict[str, Any]:
    """Return where a document stands and what it waits for; raise NotFound. Call it outside of any transaction."""
    known = known_pools()
    with transaction.atomic():
        document = access_document(actor=actor, document_id=document_id)
        job = _job_of(document)
        standing = standing_of(job, known) if job else None
        pace = _Pace.of(Document.objects.of_people())
        ahead = _ahead(document)
        # A count would tell a reader of documents that they may not see.
        counts = actor.role.at_least(Role.CURATOR)
        return {
            "status": document.status,
            "stage": document.stage,
            "since": document.status_since,
            "queue": job.queue if job else None,
            "job": job.pk if job else None,
            "attempts": job.attempts if job else 0,
            "waiting": show_standing(standing if counts or standing is None else uncounted(standing)),
            "ahead": ahead if counts else None,
            "stages": _stages(document, pace),
            "eta_seconds": _eta_seconds(document, standing, pace, ahead),
        }


def explain_job(*, actor: Actor, job_id: UUID) -> dict[str, Any]:
    """Return the fields of a job with what it waits for; raise NotFound. Call it outside of any transaction."""
    known = known_pools()
    with transaction.atomic():
        record = access_job(actor=actor, job_id=job_id)
        shown = show_job(record, actor)
        standing = standing_of(record, known) if record.is_open else None
        return {**shown, "worker": record.worker, "waiting": show_standing(standing)}


def known_pools() -> dict[str, Pool]:
    """Return when each queue was last brought forward; call it outside of any transaction."""
    with shared_scope():
        return pools()


def show_standing(standing: Standing | None) -> dict[str, Any] | None:
    """Return the fields of what an open job waits for; None for one that has ended."""
    return asdict(standing) if standing else None


def _job_of(document: Document) -> JobRecord | None:
    """Return the open job that brings a document forward: its own, or the one that embeds for the whole tenant."""
    match document.status:
        case Status.QUEUED | Status.PARSING:
            mine = jobs_of_tenant().filter(
                kind=ParseDocument.kind(),
                payload__document_id=str(document.pk),
                payload__version=document.latest_version,
            )
        case Status.EMBEDDING:
            mine = jobs_of_tenant().filter(kind=EmbedPending.kind())
        case _:
            return None
    return mine.open().order_by("-state", "created_at").first()


def explain_queues() -> list[dict[str, Any]]:
    """Return what of the tenant's stands in each queue, and whether it moves. Call it outside of any transaction."""
    known = known_pools()
    now = timezone.now()
    due, put_off = Q(state=JobState.QUEUED, run_after__lte=now), Q(state=JobState.QUEUED, run_after__gt=now)
    at_work = Q(state=JobState.RUNNING)
    with transaction.atomic():
        rows = list(
            jobs_of_tenant()
            .open()
            .order_by("queue")
            .values("queue")
            .annotate(
                waiting=Count("pk", filter=due),
                running=Count("pk", filter=at_work),
                put_off=Count("pk", filter=put_off),
                oldest_waiting_since=Min("run_after", filter=due),
                begun_at=Min("started_at", filter=at_work),
                since=Min(STILL_SINCE, filter=due | at_work),
                workers=ArrayAgg("worker", filter=at_work, distinct=True, default=[]),
            )
        )
    return [_with_movement(dict(row), known) for row in rows]


def _with_movement(row: dict[str, Any], known: Mapping[str, Pool]) -> dict[str, Any]:
    pool = pool_of(row["queue"], known)
    stalled_since = pool.stalled_since(row.pop("since"))
    return {**row, "moved_at": pool.moved_at, "stalled_since": stalled_since}


def failures(*, actor: Actor, collection: str = "") -> list[dict[str, Any]]:
    """Count what failed or was set aside by its reason, most first, with what one of each says."""
    failed = failed_documents(actor=actor, collection=collection)
    counted = (
        failed.order_by().values("error_code").annotate(documents=Count("pk"), detail=Max("error_detail"))
    )
    return [
        {"reason": row["error_code"], "documents": row["documents"], "detail": row["detail"]}
        for row in counted.order_by("-documents", "error_code")
    ]


class _Pace:
    """Hold how fast documents became ready lately, and how long each stage took."""

    def __init__(self, rows: Sequence[tuple[Mapping[str, float], int, datetime]]) -> None:
        """Take (seconds by stage, chunks, since when ready) of documents, the latest first."""
        self._stages = [seconds_by_stage(kept) for kept, _, _ in rows]
        self.seconds_per_chunk = _seconds_per_chunk([(chunks, ready_at) for _, chunks, ready_at in rows])

    @classmethod
    def of(cls, documents: QuerySet[Document]) -> "_Pace":
        lately = documents.filter(status=Status.READY, status_since__gt=timezone.now() - PACE_AGE)
        rows = lately.order_by("-status_since").values_list("stage_seconds", "chunk_count", "status_since")
        return cls(list(rows[:PACE_DOCUMENTS]))

    def usual_seconds(self, stage: Stage) -> float | None:
        """Return the median of what a stage took."""
        took = sorted(stages[stage] for stages in self._stages if stage in stages)
        return took[len(took) // 2] if took else None


def _seconds_per_chunk(ready: Sequence[tuple[int, datetime]]) -> float | None:
    """Return the pace of documents that became ready one after the other; what came after a rest tells nothing."""
    seconds, counted = 0.0, 0
    for (chunks, ready_at), (_, before_at) in pairwise(ready):
        gap_seconds = (ready_at - before_at).total_seconds()
        if gap_seconds < REST_SECONDS:
            seconds, counted = seconds + gap_seconds, counted + chunks
    return seconds / counted if counted else None


def _ahead(document: Document) -> dict[str, int] | None:
    """Count what is embedded before a document; what is read before it, its job's standing says."""
    if document.status != Status.EMBEDDING:
        return None
    is_older = Q(urgency=document.urgency, status_since__lt=document.status_since)
    before = unfinished_documents().filter(
        is_older | Q(urgency__lt=document.urgency), status=Status.EMBEDDING
    )
    counted = before.aggregate(documents=Count("pk"), chunks=Sum("chunk_count"))
    return {"documents": counted["documents"], "chunks": counted["chunks"] or 0}


def _stages(document: Document, pace: _Pace) -> list[dict[str, Any]]:
    current_seconds = round((timezone.now() - document.status_since).total_seconds(), 3)
    took = seconds_by_stage(document.stage_seconds)
    states = {stage: state_of(stage, document.status) for stage in STAGES}
    return [
        {
            "name": stage.value,
            "state": state,
            # An attempt before may have been in it, too.
            "seconds": took.get(stage, 0) + current_seconds if state == "current" else took.get(stage),
            "usual_seconds": pace.usual_seconds(stage),
        }
        for stage, state in states.items()
    ]


def _eta_seconds(
    document: Document, standing: Standing | None, pace: _Pace, ahead: Mapping[str, int] | None
) -> int | None:
    """Return when a document should be ready; None before there is a pace, and where nothing brings it forward."""
    if document.status not in CURRENT:
        return 0 if document.status == Status.READY else None
    if standing is None or standing.stalled_since or pace.seconds_per_chunk is None:
        return None
    if ahead is not None:
        return round((ahead["chunks"] + document.chunk_count) * pace.seconds_per_chunk)
    to_come = sum(pace.usual_seconds(stage) or 0 for stage in STAGES[1:])
    return round((standing.wait_seconds or 0) + to_come)
