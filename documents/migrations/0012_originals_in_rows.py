"""Keep the lines of bulk uploads with their versions, instead of a file for each."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add where they are kept."""

    dependencies: ClassVar = [("documents", "0011_changes_of_indexes")]

    operations: ClassVar = [
        migrations.AddField("documentversion", "content", models.BinaryField(null=True)),
        migrations.AlterField(
            "documentversion", "storage_key", models.TextField(blank=True, default="")
        ),
        migrations.AddConstraint(
            "documentversion",
            models.CheckConstraint(
                condition=~Q(storage_key="") | Q(content__isnull=False), name="version_has_its_bytes"
            ),
        ),
    ]
