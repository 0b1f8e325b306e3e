"""Keep what a tenant has set or learned for its search."""

from django.db import models
from django.utils import timezone


class Tuning(models.Model):
    """One thing that was set or learned, as JSON, under its name: `search` holds the settings."""

    key = models.TextField(primary_key=True)
    value = models.JSONField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Name the table."""

        db_table = "tuning"

    def __str__(self) -> str:
        return self.key
