"""Blank the answers that were made of documents which had been erased before the database did it by itself."""

from django.db import migrations

IS_MADE_OF_ERASED = (
    "EXISTS (SELECT FROM unnest(message.source_documents) AS source (id)"
    " WHERE NOT EXISTS (SELECT FROM document WHERE document.id = source.id))"
)


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0004_erasure_blanks_answers"),
        ("documents", "0001_documents"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                "UPDATE trace SET searched = '' FROM message WHERE message.id = trace.message_id"
                f" AND trace.searched <> '' AND {IS_MADE_OF_ERASED}",
                "UPDATE message SET answer = '', sentences = '[]'"
                f" WHERE (answer <> '' OR sentences <> '[]') AND {IS_MADE_OF_ERASED}",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
