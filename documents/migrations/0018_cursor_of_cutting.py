"""Keep how far a build has read and cut."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the field."""

    dependencies: ClassVar = [("documents", "0017_finer_stages")]

    operations: ClassVar = [
        migrations.AddField("indexversion", "cut_cursor", models.BigIntegerField(default=0)),
    ]
