"""Keep questions whose answer is known, and let them go with what their answers were made of."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgvector.django.halfvec
import project.kernel.ids
from django.db import migrations, models

# What was made of an erased document goes with it: cached answers whole, a curated one's text.
BLANK_AT_ERASURE = """
CREATE OR REPLACE FUNCTION blank_answers_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
DELETE FROM known_question USING message
WHERE message.id = known_question.message_id AND message.source_documents && ARRAY(SELECT id FROM erased);
UPDATE curated_answer SET answer = '' WHERE source_documents && ARRAY(SELECT id FROM erased);
UPDATE trace SET searched = '' FROM message
WHERE message.id = trace.message_id AND message.source_documents && ARRAY(SELECT id FROM erased);
UPDATE message SET answer = '', sentences = '[]' WHERE source_documents && ARRAY(SELECT id FROM erased);
RETURN NULL;
END $$
"""
BLANK_ANSWERS_ALONE = """
CREATE OR REPLACE FUNCTION blank_answers_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
UPDATE trace SET searched = '' FROM message
WHERE message.id = trace.message_id AND message.source_documents && ARRAY(SELECT id FROM erased);
UPDATE message SET answer = '', sentences = '[]' WHERE source_documents && ARRAY(SELECT id FROM erased);
RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0006_places_of_citations"),
    ]

    operations = [
        migrations.CreateModel(
            name="CuratedAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=project.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answer", models.TextField()),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("owner_id", models.UUIDField()),
                ("sources", models.JSONField(default=list)),
                (
                    "source_documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("review_on", models.DateField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reviewed_by", models.UUIDField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "db_table": "curated_answer",
            },
        ),
        migrations.AddField(
            model_name="message",
            name="recalled",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="KnownQuestion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(null=True)),
                ("wording", models.TextField(default="")),
                ("folded", models.UUIDField()),
                ("embedder", models.CharField(default="", max_length=300)),
                ("vector", pgvector.django.halfvec.HalfVectorField(null=True)),
                ("sources", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("used_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "curated",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="chat.curatedanswer",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="known",
                        to="chat.message",
                    ),
                ),
            ],
            options={
                "db_table": "known_question",
                "indexes": [
                    models.Index(
                        condition=models.Q(("key__isnull", False)),
                        fields=["key", "folded"],
                        name="known_question_asked",
                    ),
                    models.Index(
                        condition=models.Q(("key__isnull", False)),
                        fields=["used_at"],
                        name="known_question_used",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("curated__isnull", False),
                                ("expires_at__isnull", True),
                                ("key__isnull", True),
                                ("message__isnull", True),
                            ),
                            models.Q(
                                ("curated__isnull", True),
                                ("expires_at__isnull", False),
                                ("key__isnull", False),
                                ("message__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="known_question_of_one_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vector__isnull", True),
                            models.Q(("embedder", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="known_question_says_its_embedder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__isnull", True),
                            ("expires_at__gt", models.F("created_at")),
                            _connector="OR",
                        ),
                        name="known_question_lives_a_while",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql=[
                "ALTER TABLE known_question ADD CONSTRAINT known_question_of_message FOREIGN KEY (message_id)"
                " REFERENCES message (id) ON DELETE CASCADE",
                " ".join(BLANK_AT_ERASURE.split()),
            ],
            reverse_sql=[
                " ".join(BLANK_ANSWERS_ALONE.split()),
                "ALTER TABLE known_question DROP CONSTRAINT known_question_of_message",
            ],
        ),
    ]
