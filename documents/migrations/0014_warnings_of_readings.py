"""Keep with each text of a version what its reading warned of."""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

# Until now a version's warnings were those of the text that it keeps itself, and nobody else's were kept.
COPY = """
UPDATE reading r SET warnings = v.warnings FROM document_version v WHERE v.id = r.version_id AND r.text = v.text
"""


class Migration(migrations.Migration):
    """Add the column, and fill it where the text is the same."""

    dependencies: ClassVar = [("documents", "0013_urgency_of_documents")]

    operations: ClassVar = [
        migrations.AddField(
            "reading",
            "warnings",
            django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
    ]
