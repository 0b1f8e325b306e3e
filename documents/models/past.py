"""Keep when each version was in force, and the vectors of what answered before."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from pgvector.django import HalfVectorField

from documents.models.documents import Document, DocumentVersion


class InForce(models.Model):
    """Say from when to when a version of a document answered: until now where it has no end."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="in_force")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """Name the table and its rules."""

        db_table = "in_force"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(until__isnull=True), name="in_force_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="in_force_ends_after_its_begin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.since} to {self.until}"


class PastVector(models.Model):
    """Hold where a model placed a chunk that answered before: apart from what searches of now compare."""

    chunk_id = models.BigIntegerField(primary_key=True)
    # The index version by which it answered, which says by what model.
    index_id = models.IntegerField()
    vector = HalfVectorField()

    class Meta:
        """Name the table."""

        db_table = "past_vector"

    def __str__(self) -> str:
        return f"chunk {self.chunk_id} by {self.index_id}"
