"""Keep index versions, and which of them answers."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from documents.types import IndexState

STATES = [(state.value, state.value) for state in IndexState if state is not IndexState.LIVE]
OPEN_STATES = (IndexState.BUILDING.value, IndexState.READY.value)


class IndexVersionQuerySet(models.QuerySet["IndexVersion"]):
    """Filter index versions."""

    def open(self) -> Self:
        """Keep those that take new chunks: the live one, its candidates, and those one may roll back to."""
        return self.filter(state__in=OPEN_STATES, has_table=True)

    def with_tables(self) -> Self:
        """Keep those whose vectors are still there, in use or not."""
        return self.filter(has_table=True)

    def building(self) -> Self:
        """Keep candidates that are not complete."""
        return self.filter(state=IndexState.BUILDING)


class IndexVersion(models.Model):
    """One embedder, one dimension, one precision, one splitter setting; its vectors are the table `embedding_<id>`."""

    id = models.AutoField(primary_key=True)
    # Live is not a state of the row: the pointer decides, so that promotion is one update.
    state = models.CharField(max_length=10, choices=STATES, default=IndexState.BUILDING.value)
    settings = models.JSONField()
    splitting = models.IntegerField()
    # False before its table of vectors was made, and from the moment that it is to be dropped.
    has_table = models.BooleanField(default=False)
    has_hnsw = models.BooleanField(default=False)
    total = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    # The last chunk or version that a build has finished, so that it goes on from there.
    cursor = models.BigIntegerField(default=0)
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

    @property
    def table(self) -> str:
        """Return the name of the table with its vectors."""
        return f"embedding_{self.pk}"


class LiveIndex(models.Model):
    """The one row that says which index version answers, and which one did before."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    index_version = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey(IndexVersion, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Name the table and its rules."""

        db_table = "live_index"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="live_index_is_one"),
        ]

    def __str__(self) -> str:
        return f"index {self.index_version_id}"
