"""Let versions that were made of the same line share its bytes; what stands is brought over and checked later."""

from typing import ClassVar

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

REFER = """
ALTER TABLE document_version ADD CONSTRAINT version_line_is_there
FOREIGN KEY (document_id, content_of) REFERENCES document_version (document_id, number)
DEFERRABLE INITIALLY DEFERRED NOT VALID
"""
FORGET = "ALTER TABLE document_version DROP CONSTRAINT version_line_is_there"
HAS_BYTES = "version_has_its_bytes"


class Migration(migrations.Migration):
    """Add what they refer by: nothing here reads a row, since nobody reads the table meanwhile."""

    dependencies: ClassVar = [("documents", "0015_pictures_seen_so_far")]

    operations: ClassVar = [
        migrations.AlterModelOptions("documentversion", {"base_manager_name": "objects"}),
        migrations.AddField("documentversion", "content_of", models.IntegerField(null=True)),
        migrations.RemoveConstraint("documentversion", HAS_BYTES),
        AddConstraintNotValid(
            "documentversion",
            models.CheckConstraint(
                condition=~Q(storage_key="") | Q(content__isnull=False) | Q(content_of__isnull=False),
                name=HAS_BYTES,
            ),
        ),
        AddConstraintNotValid(
            "documentversion",
            models.CheckConstraint(
                condition=Q(content_of__isnull=True)
                | (Q(content_of__lt=F("number")) & Q(content__isnull=True) & Q(storage_key="")),
                name="version_shares_an_earlier_line",
            ),
        ),
        migrations.RunSQL(REFER, FORGET),
    ]
