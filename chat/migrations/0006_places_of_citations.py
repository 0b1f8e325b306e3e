"""Keep with a citation the place by which people find it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column."""

    dependencies: ClassVar = [("chat", "0005_blank_answers_of_what_was_erased")]

    operations: ClassVar = [
        migrations.AddField("citation", "place", models.TextField(default="", db_default="")),
    ]
