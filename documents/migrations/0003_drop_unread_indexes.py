"""Drop indexes that no query reads: lists go by id, and filters on metadata stand behind row-level security."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Remove both."""

    dependencies: ClassVar = [("documents", "0002_nobody")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="document", name="document_newest"),
        migrations.RemoveIndex(model_name="document", name="document_metadata"),
    ]
