"""Keep index versions, and which of them answers."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from documents.models.documents import DocumentVersion
from documents.types import IndexState

STATES = [(state.value, state.value) for state in IndexState if state is not IndexState.LIVE]
OPEN_STATES = (IndexState.BUILDING.value, IndexState.READY.value)


class IndexVersionQuerySet(models.QuerySet["IndexVersion"]):
    """Filter index versions."""

    def open(self) -> Self:
        """Keep those that take new chunks: the live one, its candidates, and those one may roll back to."""
        return self.filter(state__in=OPEN_STATES, has_table=True)

    def kept(self) -> Self:
        """Keep those that were not given up, begun or not."""
        return self.filter(state__in=OPEN_STATES)

    def with_tables(self) -> Self:
        """Keep those whose vectors are still there, in use or not."""
        return self.filter(has_table=True)

    def building(self) -> Self:
        """Keep candidates that are not complete."""
        return self.filter(state=IndexState.BUILDING)


class IndexVersion(models.Model):
    """One embedder, dimension, precision, one way to read and cut; its vectors are the table `embedding_<id>`."""

    id = models.AutoField(primary_key=True)
    # Live is not a state of the row: the pointer decides, so that promotion is one update.
    state = models.CharField(max_length=10, choices=STATES, default=IndexState.BUILDING.value)
    settings = models.JSONField()
    splitting = models.IntegerField()
    # Which converter settings read the texts that are cut: the number of the first index version that used them.
    reading = models.IntegerField(default=0)
    # The collections that it is built for; None for all that have no version of their own.
    collections = ArrayField(models.IntegerField(), null=True)
    # The index version from whose vectors its own are computed; None where the model embeds anew.
    derived_from = models.IntegerField(null=True)
    # What is other than in what answered when it was asked for: the path in a pipeline file, before and after.
    changes = models.JSONField(default=list)
    # False before its table of vectors was made, and from the moment that it is to be dropped.
    has_table = models.BooleanField(default=False)
    has_hnsw = models.BooleanField(default=False)
    total = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    # The last chunk that a build has embedded, so that it goes on from there.
    cursor = models.BigIntegerField(default=0)
    # The last version that it has read and cut: what it has passed is looked at again before it is complete.
    cut_cursor = models.BigIntegerField(default=0)
    cost = models.JSONField(default=dict)
    error = models.JSONField(null=True)
    job_id = models.UUIDField(null=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    promoted_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = IndexVersionQuerySet.as_manager()

    class Meta:
        """Name the table and its rules."""

        db_table = "index_version"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[value for value, _ in STATES]), name="index_state_known"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, done__gte=0, failed__gte=0), name="index_counts_not_negative"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=IndexState.BUILDING.value),
                name="index_one_candidate_builds",
            ),
        ]

    def __str__(self) -> str:
        return f"index {self.pk} ({self.state})"


class LiveIndex(models.Model):
    """Say which index version answers for a collection, or for the rest of the tenant, and which one did before."""

    # 0 is the tenant's; the others are those of collections.
    TENANT: ClassVar[int] = 0

    id = models.IntegerField(primary_key=True, default=0)
    index_version = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey(IndexVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    # When the one before is given up.
    reclaim_at = models.DateTimeField(null=True)

    class Meta:
        """Name the table and its rules."""

        db_table = "live_index"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id__gte=0), name="live_index_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"index {self.index_version_id}"


class Reading(models.Model):
    """The text of a version as other converter settings read it than those whose text the version itself keeps."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="readings")
    reading = models.IntegerField()
    language = models.CharField(max_length=20, default="")
    text = models.TextField(default="")
    pages = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    blocks = models.JSONField(default=list)
    properties = models.JSONField(default=dict)
    warnings = ArrayField(models.TextField(), default=list)

    class Meta:
        """Name the table and its rules."""

        db_table = "reading"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "reading"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} by {self.reading}"
