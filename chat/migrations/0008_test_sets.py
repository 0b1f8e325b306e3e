"""Add the table of test sets."""

from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models

import project.kernel.ids


class Migration(migrations.Migration):
    """Add the table."""

    dependencies: ClassVar = [("chat", "0007_known_questions")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="TestSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=project.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("cases", models.JSONField(default=list)),
                ("created_by", models.UUIDField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"db_table": "test_set"},
        ),
    ]
