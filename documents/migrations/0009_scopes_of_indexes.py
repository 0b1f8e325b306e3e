"""Let an index version answer for some collections alone, and keep what other settings read of a version."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Give each collection a pointer of its own; the tenant's becomes number 0."""

    dependencies: ClassVar = [("documents", "0008_sources")]

    operations: ClassVar = [
        migrations.AddField("indexversion", "reading", models.IntegerField(default=0)),
        migrations.AddField("indexversion", "derived_from", models.IntegerField(null=True)),
        migrations.AddField(
            "indexversion",
            "collections",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), null=True, size=None
            ),
        ),
        migrations.AddField("documentversion", "reading", models.IntegerField(default=0)),
        migrations.RemoveConstraint("liveindex", "live_index_is_one"),
        migrations.RunSQL("UPDATE live_index SET id = 0 WHERE id = 1", migrations.RunSQL.noop),
        migrations.AlterField("liveindex", "id", models.IntegerField(default=0, primary_key=True, serialize=False)),
        migrations.AddField("liveindex", "reclaim_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "liveindex",
            models.CheckConstraint(condition=models.Q(("id__gte", 0)), name="live_index_of_somebody"),
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reading", models.IntegerField()),
                ("language", models.CharField(default="", max_length=20)),
                ("text", models.TextField(default="")),
                ("pages", models.JSONField(default=list)),
                ("sections", models.JSONField(default=list)),
                ("blocks", models.JSONField(default=list)),
                ("properties", models.JSONField(default=dict)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="documents.documentversion",
                    ),
                ),
            ],
            options={"db_table": "reading"},
        ),
        migrations.AddConstraint(
            "reading",
            models.UniqueConstraint(fields=("version", "reading"), name="reading_once"),
        ),
    ]
