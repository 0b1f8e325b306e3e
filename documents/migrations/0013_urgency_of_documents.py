"""Keep with a document how urgent its latest version is: what a person waits for is embedded before what runs in bulk."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column; what waits already was asked for in bulk as far as anybody knows."""

    dependencies: ClassVar = [("documents", "0012_originals_in_rows")]

    operations: ClassVar = [
        migrations.AddField("document", "urgency", models.SmallIntegerField(default=10, db_default=10)),
    ]
