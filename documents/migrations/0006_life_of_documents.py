"""Let documents have an owner, a review, an end and a successor, and versions a history of their own."""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F, Q

TEXT = models.TextField(default="", blank=True)
REASONS = [(name, name) for name in ("uploaded", "renamed", "read_again", "restored")]


class Migration(migrations.Migration):
    """Add the columns, the audience of what is withdrawn, and what is known of the versions that there are."""

    dependencies: ClassVar = [("documents", "0005_stage_seconds")]

    operations: ClassVar = [
        migrations.AddField("document", "owner_id", models.UUIDField(null=True)),
        migrations.AddField("document", "review_on", models.DateField(null=True)),
        migrations.AddField("document", "expires_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "document",
            "supersedes",
            models.OneToOneField(
                to="documents.document", on_delete=models.SET_NULL, null=True, related_name="superseded_by"
            ),
        ),
        migrations.AddField("document", "is_withdrawn", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="document_supersedes_another"
            ),
        ),
        migrations.AddField("documentversion", "title", TEXT),
        migrations.AddField("documentversion", "url", TEXT),
        migrations.AddField("documentversion", "metadata", models.JSONField(default=dict)),
        migrations.AddField(
            "documentversion",
            "reason",
            models.CharField(max_length=10, choices=REASONS, default="uploaded"),
        ),
        migrations.AddField("documentversion", "restored_from", models.IntegerField(null=True)),
        migrations.AddField(
            "documentversion", "outcome", models.CharField(max_length=12, default="", blank=True)
        ),
        migrations.AddField(
            "documentversion", "error_code", models.CharField(max_length=60, default="", blank=True)
        ),
        migrations.AddField("documentversion", "error_detail", TEXT),
        migrations.AddField(
            "documentversion",
            "warnings",
            django.contrib.postgres.fields.ArrayField(models.TextField(), default=list),
        ),
        migrations.AddField("documentversion", "page_count", models.IntegerField(null=True)),
        migrations.AddField("documentversion", "chunk_count", models.IntegerField(default=0)),
        migrations.AddField("documentversion", "ready_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "documentversion",
            models.CheckConstraint(
                condition=Q(outcome__in=["", "ready", "failed", "quarantined"]), name="version_outcome_known"
            ),
        ),
        migrations.RunSQL(
            "INSERT INTO audience (id, readers) VALUES (-1, '{withdrawn}')",
            "DELETE FROM audience WHERE id = -1",
        ),
        migrations.RunSQL(
            "UPDATE document_version v SET title = d.title, url = d.url, metadata = d.metadata,"
            " warnings = d.warnings, page_count = d.page_count, chunk_count = d.chunk_count,"
            " outcome = CASE WHEN d.status IN ('ready', 'failed', 'quarantined') THEN d.status ELSE '' END,"
            " error_code = d.error_code, error_detail = d.error_detail"
            " FROM document d WHERE v.document_id = d.id AND v.number = d.latest_version",
            "",
        ),
        migrations.RunSQL(
            "UPDATE document_version v SET outcome = 'ready' FROM document d WHERE v.id = d.live_version_id",
            "",
        ),
    ]
