"""Find what is open and what was done last without reading the whole ledger."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies: ClassVar = [("kernel", "0002_queue_pulse")]

    operations: ClassVar = [
        migrations.AddIndex(
            "jobrecord",
            models.Index(
                condition=models.Q(state__in=["queued", "running"]),
                fields=["tenant_id", "kind"],
                name="job_open",
            ),
        ),
        migrations.AddIndex(
            "jobrecord",
            models.Index(
                condition=models.Q(state="done"),
                fields=["tenant_id", "queue", "-finished_at"],
                name="job_done_last",
            ),
        ),
    ]
