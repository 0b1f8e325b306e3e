"""Find the alarms among all events at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add an index of the alarms alone."""

    dependencies = [("tenants", "0001_tenants")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["tenant", "target", "-id"],
                condition=models.Q(("action__in", ["alarm.raised", "alarm.cleared"])),
                name="audit_event_alarms",
            ),
        ),
    ]
