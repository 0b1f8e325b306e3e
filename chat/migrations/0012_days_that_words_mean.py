"""Keep with an answer which day the words of its question mean, where it cites what was in force then."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Know of none for what was answered before."""

    dependencies: ClassVar = [("chat", "0011_known_questions_know_what_stood")]

    operations: ClassVar = [
        migrations.AddField("message", "meant_as_of", models.DateField(null=True)),
    ]
