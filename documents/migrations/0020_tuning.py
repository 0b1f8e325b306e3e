"""Keep what a tenant has set or learned for its search."""

from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table; where nothing is set, the defaults hold."""

    dependencies: ClassVar = [("documents", "0019_lines_of_what_stands")]

    operations: ClassVar = [
        migrations.CreateModel(
            "Tuning",
            [
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("value", models.JSONField(null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"db_table": "tuning"},
        ),
    ]
