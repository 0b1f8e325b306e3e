"""Keep which short forms documents explain, and in which version of each they were looked for."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add their table and the column."""

    dependencies: ClassVar = [("documents", "0022_draw_maps_of_postings")]

    operations: ClassVar = [
        migrations.AddField("document", "terms_of_version", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="ExplainedTerm",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version_id", models.BigIntegerField()),
                ("short", models.TextField()),
                ("long", models.TextField()),
                ("short_key", models.TextField(db_index=True)),
                ("long_key", models.TextField(db_index=True)),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={"db_table": "definition"},
        ),
        migrations.AddConstraint(
            "explainedterm",
            models.UniqueConstraint(
                fields=("document", "short_key", "long_key"), name="definition_once_a_document"
            ),
        ),
    ]
