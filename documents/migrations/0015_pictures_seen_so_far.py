"""Keep what was recognised of a long scan between its rounds."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add where it is kept."""

    dependencies: ClassVar = [("documents", "0014_warnings_of_readings")]

    operations: ClassVar = [migrations.AddField("documentversion", "seen", models.BinaryField(null=True))]
