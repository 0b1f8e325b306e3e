"""Share the lines of versions that stand, and check what 0016 demands of them, while people read and write."""

from typing import ClassVar

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

# At once, or what waits to be checked would hold off the validation in the same transaction.
AT_ONCE = "SET CONSTRAINTS version_line_is_there IMMEDIATE"
# The first version of a document with these bytes keeps them; those that copied them refer to it.
SHARE = """
UPDATE document_version v SET content = NULL, content_of = first.number
FROM (
    SELECT document_id, sha256, min(number) AS number FROM document_version
    WHERE storage_key = '' AND content IS NOT NULL GROUP BY document_id, sha256
) first
WHERE v.document_id = first.document_id AND v.sha256 = first.sha256 AND v.storage_key = ''
    AND v.content IS NOT NULL AND v.number > first.number
"""
COPY = """
UPDATE document_version v SET content = o.content, content_of = NULL
FROM document_version o WHERE o.document_id = v.document_id AND o.number = v.content_of
"""
CHECKED = ("version_has_its_bytes", "version_shares_an_earlier_line", "version_line_is_there")


class Migration(migrations.Migration):
    """Bring them over: no statement here keeps anybody from a row that it does not change."""

    dependencies: ClassVar = [("documents", "0018_cursor_of_cutting")]

    operations: ClassVar = [
        migrations.RunSQL(AT_ONCE, migrations.RunSQL.noop),
        migrations.RunSQL(SHARE, COPY),
        *(ValidateConstraint("documentversion", name) for name in CHECKED),
    ]
