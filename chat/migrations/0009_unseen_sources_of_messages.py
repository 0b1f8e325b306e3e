"""Let an editor's text go from answers also with the sources that their reader does not see."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

BLANK_AT_ERASURE = """
CREATE OR REPLACE FUNCTION blank_answers_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
DELETE FROM known_question USING message WHERE message.id = known_question.message_id AND MADE_OF_ERASED;
UPDATE curated_answer SET answer = '' WHERE source_documents && ARRAY(SELECT id FROM erased);
UPDATE trace SET searched = '' FROM message WHERE message.id = trace.message_id AND MADE_OF_ERASED;
UPDATE message SET answer = '', sentences = '[]' WHERE MADE_OF_ERASED;
RETURN NULL;
END $$
"""
BLANK_WHEN_STORED = """
CREATE OR REPLACE FUNCTION blank_answer_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
PERFORM 1 FROM document WHERE id = ANY (MADE_OF) ORDER BY id FOR KEY SHARE;
IF EXISTS (SELECT FROM unnest(MADE_OF) AS source (id)
WHERE NOT EXISTS (SELECT FROM document WHERE document.id = source.id)) THEN
NEW.answer := '';
NEW.sentences := '[]';
END IF;
RETURN NEW;
END $$
"""
ERASED = "ARRAY(SELECT id FROM erased)"
SEEN = f"message.source_documents && {ERASED}"
ALL = f"({SEEN} OR message.unseen_sources && {ERASED})"
# What was given before this stood: its editor's text still names all that it cites.
FILL = (
    "UPDATE message SET unseen_sources = made.source_documents FROM curated_answer made"
    " WHERE made.id::text = message.recalled #>> '{curated,id}'"
    " AND NOT message.source_documents @> made.source_documents"
)
BLANK = (
    "UPDATE message SET answer = '', sentences = '[]' WHERE answer <> '' AND unseen_sources <> '{}'"
    " AND EXISTS (SELECT FROM unnest(unseen_sources) AS source (id)"
    " WHERE NOT EXISTS (SELECT FROM document WHERE document.id = source.id))"
)


def _functions(erased: str, stored: str) -> list[str]:
    return [
        " ".join(BLANK_AT_ERASURE.replace("MADE_OF_ERASED", erased).split()),
        " ".join(BLANK_WHEN_STORED.replace("MADE_OF", stored).split()),
    ]


def _trigger(columns: str, sources: str) -> list[str]:
    return [
        "DROP TRIGGER message_stored ON message",
        f"CREATE TRIGGER message_stored BEFORE INSERT OR UPDATE OF answer, {columns} ON message"
        f" FOR EACH ROW WHEN (NEW.answer <> '' AND {sources} <> '{{}}')"
        " EXECUTE FUNCTION blank_answer_of_erased()",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0008_test_sets"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="unseen_sources",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(),
                db_default=models.Value(
                    [],
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["unseen_sources"], name="message_unseen_sources"
            ),
        ),
        migrations.RunSQL(
            sql=[
                *_functions(ALL, "NEW.source_documents || NEW.unseen_sources"),
                *_trigger(
                    "source_documents, unseen_sources", "(NEW.source_documents || NEW.unseen_sources)"
                ),
                FILL,
                BLANK,
            ],
            reverse_sql=[
                *_functions(SEEN, "NEW.source_documents"),
                *_trigger("source_documents", "NEW.source_documents"),
            ],
        ),
    ]
