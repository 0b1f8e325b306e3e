"""Keep with an index version what is other than in what answered when it was asked for."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column."""

    dependencies: ClassVar = [("documents", "0010_pipeline_files")]

    operations: ClassVar = [
        migrations.AddField("indexversion", "changes", models.JSONField(default=list)),
    ]
