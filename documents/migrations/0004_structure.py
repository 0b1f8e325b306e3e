"""Keep the blocks of a version's text, and what its file says of itself."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add both."""

    dependencies: ClassVar = [("documents", "0003_drop_unread_indexes")]

    operations: ClassVar = [
        migrations.AddField("documentversion", "blocks", models.JSONField(default=list)),
        migrations.AddField("documentversion", "properties", models.JSONField(default=dict)),
    ]
