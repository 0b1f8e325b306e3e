"""Keep questions with the documents that should be found for them."""

from typing import Self

from django.db import models
from django.utils import timezone

from project.kernel.ids import uuid7


class TestSetQuerySet(models.QuerySet["TestSet"]):
    """Filter test sets."""

    def filled(self) -> Self:
        """Keep those that have cases."""
        return self.exclude(cases=[])


class TestSet(models.Model):
    """A named list of cases, kept in the row: a question, what it is asked with, and what should be found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200, unique=True)
    # Each: id, question, expected (ids of documents), mode, collections, settings, created_by, created_at.
    cases = models.JSONField(default=list)
    created_by = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = TestSetQuerySet.as_manager()

    class Meta:
        """Name the table."""

        db_table = "test_set"

    def __str__(self) -> str:
        return self.name
