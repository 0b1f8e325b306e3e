"""Keep sources, what of them stands here, and the log of their runs."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from documents.models.collections import Collection
from documents.models.documents import Document
from documents.types import OPEN_RUNS, RunState
from project.kernel.ids import uuid7
from tenants.types import Actor

RUN_STATES = [(state.value, state.value) for state in RunState]


class SourceQuerySet(models.QuerySet["Source"]):
    """Filter sources."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the sources of collections that the actor may see."""
        mine = Collection.objects.visible_to(actor).filter(pk=OuterRef("collection_id"))
        return self.filter(Exists(mine))


class Source(models.Model):
    """A place outside whose documents a collection keeps in step with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+")
    settings = models.JSONField(default=dict)
    # A JSON object by name, sealed; empty where there are none.
    secrets_sealed = models.BinaryField(default=b"")
    schedule = models.JSONField(default=dict)
    # Only a job for this very time starts a run; None: nobody but people do.
    next_run_at = models.DateTimeField(null=True)
    # What the connector kept of its last complete run.
    state = models.JSONField(default=dict)
    # In percent of what stands here: more than this vanishes only when a person agrees.
    removal_share = models.PositiveSmallIntegerField(default=20)
    # The person as whom it reads and writes.
    created_by = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        """Name the table and its rules."""

        db_table = "source"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(removal_share__lte=100), name="source_share_is_percent"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceItemQuerySet(models.QuerySet["SourceItem"]):
    """Filter what was seen at sources."""

    def of_visible_to(self, actor: Actor) -> Self:
        """Keep the items of sources that the actor may see."""
        return self.filter(Exists(Source.objects.visible_to(actor).filter(pk=OuterRef("source_id"))))

    def hidden_from(self, actor: Actor) -> Self:
        """Keep what stands here as a document that the actor may not see."""
        mine = Document.objects.visible_to(actor).filter(pk=OuterRef("document_id"))
        return self.kept().filter(~Exists(mine))

    def kept(self) -> Self:
        """Keep what stands here as a document."""
        return self.filter(Exists(Document.objects.filter(pk=OuterRef("document_id"))))

    def unseen_in(self, run_id: UUID) -> Self:
        """Keep what a run did not come across."""
        return self.filter(Q(last_run_id__isnull=True) | ~Q(last_run_id=run_id))


class SourceItem(models.Model):
    """What stands at a source, and the document that it became."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="items")
    external_id = models.TextField()
    # None until it was kept for the first time. No foreign key: what a person erased here is remembered as such,
    # or the next run would bring it back.
    document_id = models.UUIDField(null=True)
    fingerprint = models.TextField(default="")
    # No foreign key: runs are forgotten, and what was seen in one is not.
    last_run_id = models.UUIDField(null=True)

    objects = SourceItemQuerySet.as_manager()

    class Meta:
        """Name the table, its index and its key."""

        db_table = "source_item"
        indexes: ClassVar = [models.Index(fields=["document_id"], name="source_item_document")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="source_item_once"),
        ]

    def __str__(self) -> str:
        return self.external_id


class SourceRunQuerySet(models.QuerySet["SourceRun"]):
    """Filter runs."""

    def open(self) -> Self:
        """Keep what waits or runs."""
        return self.filter(state__in=OPEN_RUNS)

    def telling(self) -> Self:
        """Keep what says how a source stands: not the dry runs that are over."""
        return self.filter(Q(is_dry=False) | Q(state__in=OPEN_RUNS))

    def held(self, run_id: UUID, job_id: UUID) -> Self:
        """Keep a run if it goes on under this job."""
        return self.open().filter(pk=run_id, job_id=job_id)

    def newest_first(self) -> Self:
        """Order by time."""
        return self.order_by(F("id").desc())


class SourceRun(models.Model):
    """One comparison of a source with what stands here, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=12, choices=RUN_STATES, default=RunState.QUEUED.value)
    is_dry = models.BooleanField(default=False)
    # Set where a person agreed that more than the source's share is removed.
    confirmed_by = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    # added, updated, removed, unchanged, failed, skipped; what a run asks for is `would_remove`.
    counts = models.JSONField(default=dict)
    # A bounded list: what happened to which item, and why.
    log = models.JSONField(default=list)
    error_code = models.CharField(max_length=60, default="")
    error_detail = models.TextField(default="")
    # None: the schedule.
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = SourceRunQuerySet.as_manager()

    class Meta:
        """Name the table and its rules."""

        db_table = "source_run"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(state__in=[state.value for state in OPEN_RUNS]),
                name="source_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[value for value, _ in RUN_STATES]), name="source_run_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.FAILED.value) | ~Q(error_code=""), name="source_run_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Say whether it waits or runs."""
        return self.state in OPEN_RUNS
