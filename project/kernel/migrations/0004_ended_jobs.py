"""Find the jobs that ended first without reading the whole ledger."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies: ClassVar = [("kernel", "0003_open_and_done_jobs")]

    operations: ClassVar = [
        migrations.AddIndex(
            "jobrecord",
            models.Index(
                condition=models.Q(state__in=["done", "failed", "cancelled"]),
                fields=["finished_at"],
                name="job_ended_first",
            ),
        ),
    ]
