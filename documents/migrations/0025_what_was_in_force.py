"""Keep when each version was in force, and make room for vectors of what answered before."""

from typing import ClassVar

import django.db.models.deletion
import pgvector.django
from django.db import migrations, models

# What was replaced before this upgrade is not searchable, but known to have been in force; gaps of those are unknown.
FILL = """
INSERT INTO in_force (document_id, version_id, since, until)
SELECT document_id, id, since, CASE WHEN next IS NOT NULL THEN greatest(since, next)
    WHEN is_withdrawn THEN greatest(since, least(coalesce(expires_at, now()), now())) END
FROM (
    SELECT v.document_id, v.id, coalesce(v.ready_at, v.created_at) AS since, d.is_withdrawn, d.expires_at,
        lead(coalesce(v.ready_at, v.created_at)) OVER (PARTITION BY v.document_id ORDER BY v.number) AS next
    FROM document_version v JOIN document d ON d.id = v.document_id
    WHERE d.live_version_id IS NOT NULL AND v.id <= d.live_version_id
        AND (v.ready_at IS NOT NULL OR v.id = d.live_version_id)
) versions
"""


class Migration(migrations.Migration):
    """Add both tables; what answers is in force since it became ready."""

    dependencies: ClassVar = [("documents", "0024_languages_of_chunks")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="InForce",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="in_force",
                        to="documents.documentversion",
                    ),
                ),
            ],
            options={"db_table": "in_force"},
        ),
        migrations.CreateModel(
            name="PastVector",
            fields=[
                ("chunk_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("index_id", models.IntegerField()),
                ("vector", pgvector.django.HalfVectorField()),
            ],
            options={"db_table": "past_vector"},
        ),
        migrations.AddConstraint(
            "inforce",
            models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("document",),
                name="in_force_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            "inforce",
            models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="in_force_ends_after_its_begin",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
