"""Keep how long each stage of a document took, written by the database through whichever door its status changes."""

from typing import ClassVar

from django.db.models.functions import Now
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION note_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.latest_version <> OLD.latest_version OR NEW.status = 'queued' THEN
        NEW.stage_seconds := '{}';
    ELSE
        NEW.stage_seconds := OLD.stage_seconds || jsonb_build_object(OLD.status,
            round(extract(epoch FROM clock_timestamp() - OLD.status_since), 3)
            + coalesce((OLD.stage_seconds ->> OLD.status)::numeric, 0));
    END IF;
    NEW.status_since := clock_timestamp();
    RETURN NEW;
END $$;
"""
TRIGGER = """
CREATE TRIGGER document_stage BEFORE UPDATE OF status ON document FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.latest_version <> NEW.latest_version)
EXECUTE FUNCTION note_stage();
"""


class Migration(migrations.Migration):
    """Add the fields and the trigger."""

    dependencies: ClassVar = [("documents", "0004_structure")]

    operations: ClassVar = [
        migrations.AddField(
            "document", "status_since", models.DateTimeField(db_default=Now())
        ),
        migrations.AddField("document", "stage_seconds", models.JSONField(default=dict)),
        migrations.AddIndex(
            "document",
            models.Index(
                condition=models.Q(status="ready"), fields=["-status_since"], name="document_ready_last"
            ),
        ),
        migrations.RunSQL([FUNCTION], ["DROP FUNCTION note_stage"]),
        migrations.RunSQL([TRIGGER], ["DROP TRIGGER document_stage ON document"]),
    ]
