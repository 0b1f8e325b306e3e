"""Make room for maps of bits: which chunks of a segment hold a term, and which are whose."""

from typing import ClassVar

from django.db import migrations

# Django has no type for bits, and no model needs them: only documents.search reads and writes them.
VISIBILITY = (
    "CREATE TABLE visibility (segment bigint NOT NULL, collection_id integer NOT NULL, audience_id integer NOT NULL,"
    " bits varbit NOT NULL, PRIMARY KEY (segment, collection_id, audience_id))"
)


class Migration(migrations.Migration):
    """Add an empty column and a table: 0022 fills both, while people read."""

    dependencies: ClassVar = [("documents", "0020_tuning")]

    operations: ClassVar = [
        migrations.RunSQL("ALTER TABLE posting ADD COLUMN bits varbit", "ALTER TABLE posting DROP COLUMN bits"),
        migrations.RunSQL(VISIBILITY, "DROP TABLE visibility"),
    ]
