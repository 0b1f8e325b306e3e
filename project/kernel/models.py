"""Keep the job ledger: what is to be done, whose turn it is, and who works on it."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, Func, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from project.kernel.ids import uuid7


class JobState(models.TextChoices):
    """Say where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# The key under which jobs without a tenant take their turn.
NO_TENANT = UUID(int=0)
# Where, in its progress, a job keeps what its own next turn goes on from: it may be long, and is shown to nobody.
KEPT = "kept"
COUNTS = Func(
    F("progress"),
    Cast(Value(KEPT), models.TextField()),
    template="(%(expressions)s)",
    arg_joiner=" - ",
    output_field=models.JSONField(),
)


# When an open job last became due or was begun: what an attempt before took is no standstill of this one.
STILL_SINCE = Greatest("started_at", "run_after")
OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)
ENDED_STATES = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet["JobRecord"]):
    """Filter the ledger."""

    def open(self) -> Self:
        """Keep what waits or runs."""
        return self.filter(state__in=OPEN_STATES)

    def ended(self) -> Self:
        """Keep what neither waits nor runs."""
        return self.filter(state__in=ENDED_STATES)

    def claimable(self, queue: str, now: datetime) -> Self:
        """Keep what waits in `queue` and may run by `now`."""
        return self.filter(queue=queue, state=JobState.QUEUED, run_after__lte=now)

    def expired(self, now: datetime) -> Self:
        """Keep what a worker holds longer than its lease."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)

    def before(self, record: "JobRecord") -> Self:
        """Keep the jobs of the same tenant and queue that are taken before this one."""
        is_sooner = Q(urgency__lt=record.urgency) | Q(
            urgency=record.urgency, created_at__lt=record.created_at
        )
        mine = self.filter(queue=record.queue, tenant_key=record.tenant_key, state=JobState.QUEUED)
        return mine.filter(is_sooner, run_after__lte=timezone.now())

    def held(self, job_id: object, fence: int) -> Self:
        """Keep the job if it still runs under this fence."""
        return self.filter(pk=job_id, fence=fence, state=JobState.RUNNING)


class JobRecord(models.Model):
    """One row of the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant_id = models.UUIDField(null=True)
    tenant_key = models.GeneratedField(
        expression=Coalesce("tenant_id", Value(NO_TENANT, output_field=models.UUIDField())),
        output_field=models.UUIDField(),
        db_persist=True,
    )
    kind = models.CharField(max_length=80)
    queue = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    urgency = models.SmallIntegerField(default=10)
    dedupe = models.CharField(max_length=200, null=True)  # noqa: DJ001 - null, so that the partial key ignores it
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    run_after = models.DateTimeField(default=timezone.now)
    fence = models.BigIntegerField(default=0)
    worker = models.CharField(max_length=120, default="")
    lease_until = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    # The current stage, since when, and the seconds of each: see project.kernel.jobs.stages.
    stages = models.JSONField(default=dict)
    error = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        """Name the table, its keys and its rules."""

        db_table = "job"
        indexes: ClassVar = [
            models.Index(
                fields=["queue", "tenant_key", "urgency", "created_at"],
                condition=Q(state="queued"),
                name="job_waiting",
            ),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_running"),
            models.Index(fields=["tenant_id", "-created_at"], name="job_of_tenant"),
            models.Index(
                fields=["tenant_id", "kind"], condition=Q(state__in=["queued", "running"]), name="job_open"
            ),
            models.Index(
                fields=["tenant_id", "queue", "-finished_at"],
                condition=Q(state="done"),
                name="job_done_last",
            ),
            models.Index(
                fields=["finished_at"],
                condition=Q(state__in=["done", "failed", "cancelled"]),
                name="job_ended_first",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_key", "dedupe"],
                condition=Q(state="queued", dedupe__isnull=False),
                name="job_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=JobState.values),
                name="job_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="job_running_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Say whether it waits or runs."""
        return self.state in OPEN_STATES

    @property
    def still_since(self) -> datetime:
        """Return when it last became due or was begun, as `STILL_SINCE` does."""
        return max(self.started_at or self.run_after, self.run_after)


class TurnQuerySet(models.QuerySet["Turn"]):
    """Order tenants by who was served longest ago."""

    def next_in(self, queue: str, now: datetime) -> Self:
        """Keep tenants with work in `queue`: the longest unserved first; urgency decides between equals.

        A tenant's own urgent work goes before its bulk work, but never before another tenant's turn.
        """
        waiting = JobRecord.objects.claimable(queue, now).filter(tenant_key=OuterRef("tenant_key"))
        urgency = waiting.values("tenant_key").annotate(first=Min("urgency")).values("first")
        return (
            self.filter(Exists(waiting), queue=queue)
            .annotate(urgency=Subquery(urgency))
            .order_by(F("served_at").asc(nulls_first=True), "urgency")
        )


class Turn(models.Model):
    """Remember when a tenant was last served in a queue."""

    queue = models.CharField(max_length=40)
    tenant_key = models.UUIDField()
    served_at = models.DateTimeField(null=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        """Name the table and its key."""

        db_table = "job_turn"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["queue", "tenant_key"], name="turn_once_per_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.tenant_key}"


class Pulse(models.Model):
    """Remember when any worker last brought a job of a queue forward, whoever's it was."""

    queue = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Name the table."""

        db_table = "queue_pulse"

    def __str__(self) -> str:
        return self.queue
