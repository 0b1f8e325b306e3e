"""Let the trace say what was searched for, which for a follow-up is not what was asked."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0002_citation_of_document"),
    ]

    operations = [
        migrations.AddField(
            model_name="trace",
            name="searched",
            # Processes of before go on writing traces until they are replaced.
            field=models.TextField(db_default="", default=""),
        ),
    ]
