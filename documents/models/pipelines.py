"""Keep the pipeline files that were applied to collections."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from documents.models.collections import Collection


class PipelineFile(models.Model):
    """One file as it was applied, by whom and when, with the index version that it asked for."""

    id = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="pipelines")
    number = models.IntegerField()
    content = models.TextField()
    index_version = models.IntegerField(null=True)
    applied_by = models.UUIDField()
    applied_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Name the table and its rules."""

        db_table = "pipeline_file"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "number"], name="pipeline_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.number}"
