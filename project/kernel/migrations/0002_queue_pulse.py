"""Remember when each queue was last brought forward."""

from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table."""

    dependencies: ClassVar = [("kernel", "0001_jobs")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("queue", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("beaten_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"db_table": "queue_pulse"},
        ),
    ]
