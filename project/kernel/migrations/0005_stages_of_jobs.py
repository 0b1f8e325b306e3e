"""Keep how long each stage of a job took."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the field."""

    dependencies: ClassVar = [("kernel", "0004_ended_jobs")]

    operations: ClassVar = [
        migrations.AddField("jobrecord", "stages", models.JSONField(default=dict)),
    ]
