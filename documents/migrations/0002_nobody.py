"""Add the audience without readers, which holds what does not answer yet."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Insert the row that every schema needs."""

    dependencies: ClassVar = [("documents", "0001_documents")]

    operations: ClassVar = [
        migrations.RunSQL(
            "INSERT INTO audience (id, readers) VALUES (0, '{}')",
            "DELETE FROM audience WHERE id = 0",
        ),
    ]
