"""Keep the pipeline files that were applied to collections."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add their table."""

    dependencies: ClassVar = [("documents", "0009_scopes_of_indexes")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PipelineFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("content", models.TextField()),
                ("index_version", models.IntegerField(null=True)),
                ("applied_by", models.UUIDField()),
                ("applied_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pipelines",
                        to="documents.collection",
                    ),
                ),
            ],
            options={"db_table": "pipeline_file"},
        ),
        migrations.AddConstraint(
            "pipelinefile",
            models.UniqueConstraint(fields=("collection", "number"), name="pipeline_number_once"),
        ),
    ]
