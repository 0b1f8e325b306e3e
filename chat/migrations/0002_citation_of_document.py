"""Let citations go with the document that they quote: the two apps share a schema, not models."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0001_conversations"),
        ("documents", "0001_documents"),
    ]

    operations = [
        migrations.RunSQL(
            sql=(
                "ALTER TABLE citation ADD CONSTRAINT citation_of_document FOREIGN KEY (document_id)"
                " REFERENCES document (id) ON DELETE CASCADE"
            ),
            reverse_sql="ALTER TABLE citation DROP CONSTRAINT citation_of_document",
        ),
    ]
