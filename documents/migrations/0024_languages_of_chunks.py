"""Let each chunk keep the language that it was cut in."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column that is empty for what stands: then the language is its version's."""

    dependencies: ClassVar = [("documents", "0023_explained_terms")]

    operations: ClassVar = [
        migrations.AddField("chunk", "language", models.CharField(max_length=20, null=True)),
    ]
