"""Let versions that were made of the same line share its bytes."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q

# The first version of a document with these bytes keeps them; those that copied them refer to it.
SHARE = """
UPDATE document_version v SET content = NULL, content_of = first.number
FROM (
    SELECT document_id, sha256, min(number) AS number FROM document_version
    WHERE storage_key = '' AND content IS NOT NULL GROUP BY document_id, sha256
) first
WHERE v.document_id = first.document_id AND v.sha256 = first.sha256 AND v.storage_key = ''
    AND v.content IS NOT NULL AND v.number > first.number
"""
COPY = """
UPDATE document_version v SET content = o.content, content_of = NULL
FROM document_version o WHERE o.document_id = v.document_id AND o.number = v.content_of
"""
REFER = """
ALTER TABLE document_version ADD CONSTRAINT version_line_is_there
FOREIGN KEY (document_id, content_of) REFERENCES document_version (document_id, number) DEFERRABLE INITIALLY DEFERRED
"""
FORGET = "ALTER TABLE document_version DROP CONSTRAINT version_line_is_there"
HAS_BYTES = "version_has_its_bytes"


class Migration(migrations.Migration):
    """Add what they refer by."""

    dependencies: ClassVar = [("documents", "0015_pictures_seen_so_far")]

    operations: ClassVar = [
        migrations.AlterModelOptions("documentversion", {"base_manager_name": "objects"}),
        migrations.AddField("documentversion", "content_of", models.IntegerField(null=True)),
        migrations.RemoveConstraint("documentversion", HAS_BYTES),
        migrations.AddConstraint(
            "documentversion",
            models.CheckConstraint(
                condition=~Q(storage_key="") | Q(content__isnull=False) | Q(content_of__isnull=False),
                name=HAS_BYTES,
            ),
        ),
        migrations.RunSQL(SHARE, COPY),
        migrations.AddConstraint(
            "documentversion",
            models.CheckConstraint(
                condition=Q(content_of__isnull=True)
                | (Q(content_of__lt=F("number")) & Q(content__isnull=True) & Q(storage_key="")),
                name="version_shares_an_earlier_line",
            ),
        ),
        migrations.RunSQL(REFER, FORGET),
    ]
