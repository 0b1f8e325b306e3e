"""Let what writes a document add finer stages in the same statement: how long it was split, and published."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION note_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.latest_version <> OLD.latest_version OR NEW.status = 'queued' THEN
        NEW.stage_seconds := '{{}}';
    ELSE
        NEW.stage_seconds := {source}.stage_seconds || jsonb_build_object(OLD.status,
            round(extract(epoch FROM clock_timestamp() - OLD.status_since), 3)
            + coalesce((OLD.stage_seconds ->> OLD.status)::numeric, 0));
    END IF;
    NEW.status_since := clock_timestamp();
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Replace the function."""

    dependencies: ClassVar = [("documents", "0016_shared_lines")]

    operations: ClassVar = [
        migrations.RunSQL([FUNCTION.format(source="NEW")], [FUNCTION.format(source="OLD")]),
    ]
