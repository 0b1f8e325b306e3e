"""Let an erased document's words go from the answers that were made of it, whoever erases it and whenever they end."""

import django.contrib.postgres.indexes
from django.db import migrations

# Answers quote; a rewritten question may hold words of the answers before it.
BLANK_AT_ERASURE = """
CREATE FUNCTION blank_answers_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
UPDATE trace SET searched = '' FROM message
WHERE message.id = trace.message_id AND message.source_documents && ARRAY(SELECT id FROM erased);
UPDATE message SET answer = '', sentences = '[]' WHERE source_documents && ARRAY(SELECT id FROM erased);
RETURN NULL;
END $$
"""
# An answer that is still being written when its document goes is stored later. The lock makes the erasure, if it
# is under way, either wait for this row or be seen here.
BLANK_WHEN_STORED = """
CREATE FUNCTION blank_answer_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
PERFORM 1 FROM document WHERE id = ANY (NEW.source_documents) ORDER BY id FOR KEY SHARE;
IF EXISTS (SELECT FROM unnest(NEW.source_documents) AS source (id)
WHERE NOT EXISTS (SELECT FROM document WHERE document.id = source.id)) THEN
NEW.answer := '';
NEW.sentences := '[]';
END IF;
RETURN NEW;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0003_trace_says_what_was_searched"),
        ("documents", "0001_documents"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["source_documents"], name="message_sources"
            ),
        ),
        migrations.RunSQL(
            sql=[
                " ".join(BLANK_AT_ERASURE.split()),
                "CREATE TRIGGER document_erased AFTER DELETE ON document REFERENCING OLD TABLE AS erased"
                " FOR EACH STATEMENT EXECUTE FUNCTION blank_answers_of_erased()",
                " ".join(BLANK_WHEN_STORED.split()),
                "CREATE TRIGGER message_stored BEFORE INSERT OR UPDATE OF answer, source_documents ON message"
                " FOR EACH ROW WHEN (NEW.answer <> '' AND NEW.source_documents <> '{}')"
                " EXECUTE FUNCTION blank_answer_of_erased()",
            ],
            reverse_sql=[
                "DROP TRIGGER message_stored ON message",
                "DROP FUNCTION blank_answer_of_erased()",
                "DROP TRIGGER document_erased ON document",
                "DROP FUNCTION blank_answers_of_erased()",
            ],
        ),
    ]
