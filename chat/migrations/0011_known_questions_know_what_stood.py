"""Note with a kept answer what stood when it was made, so that what comes to answer later is looked at."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Let those that were kept before be looked at once."""

    dependencies: ClassVar = [("chat", "0010_known_questions_once")]

    operations: ClassVar = [
        migrations.AddField("knownquestion", "corpus", models.UUIDField(null=True)),
    ]
