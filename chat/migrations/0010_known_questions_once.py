"""Keep one answer to a question that is asked in the same words and under the same key."""

from typing import ClassVar

from django.db import migrations, models

# Of those that two kept at once the later one stays.
ONCE = (
    "DELETE FROM known_question k USING known_question o WHERE k.key = o.key AND k.folded = o.folded AND k.id < o.id"
)


class Migration(migrations.Migration):
    """Let the database know the rule, in place of an index."""

    dependencies: ClassVar = [("chat", "0009_unseen_sources_of_messages")]

    operations: ClassVar = [
        migrations.RunSQL(ONCE, migrations.RunSQL.noop),
        migrations.RemoveIndex("knownquestion", "known_question_asked"),
        migrations.AddConstraint(
            "knownquestion",
            models.UniqueConstraint(fields=("key", "folded"), name="known_question_asked_once"),
        ),
    ]
