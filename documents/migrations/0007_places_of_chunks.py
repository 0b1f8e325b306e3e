"""Keep with a chunk the head of its table, the place by which people find it, and the passage around it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the columns."""

    dependencies: ClassVar = [("documents", "0006_life_of_documents")]

    operations: ClassVar = [
        migrations.AddField("chunk", "head", models.TextField(default="", db_default="")),
        migrations.AddField("chunk", "place", models.TextField(default="", db_default="")),
        migrations.AddField("chunk", "parent_start", models.IntegerField(null=True)),
        migrations.AddField("chunk", "parent_end", models.IntegerField(null=True)),
    ]
