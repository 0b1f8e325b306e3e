"""Make the tables of sources, of what stands there, and of their runs."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
import project.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make them."""

    dependencies: ClassVar = [
        ('documents', '0007_places_of_chunks'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.UUIDField(default=project.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('settings', models.JSONField(default=dict)),
                ('secrets_sealed', models.BinaryField(default=b'')),
                ('schedule', models.JSONField(default=dict)),
                ('next_run_at', models.DateTimeField(null=True)),
                ('state', models.JSONField(default=dict)),
                ('removal_share', models.PositiveSmallIntegerField(default=20)),
                ('created_by', models.UUIDField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='documents.collection')),
            ],
            options={
                'db_table': 'source',
            },
        ),
        migrations.CreateModel(
            name='SourceItem',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('external_id', models.TextField()),
                ('document_id', models.UUIDField(null=True)),
                ('fingerprint', models.TextField(default='')),
                ('last_run_id', models.UUIDField(null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='documents.source')),
            ],
            options={
                'db_table': 'source_item',
            },
        ),
        migrations.CreateModel(
            name='SourceRun',
            fields=[
                ('id', models.UUIDField(default=project.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('asking', 'asking'), ('done', 'done'), ('refused', 'refused'), ('superseded', 'superseded'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=12)),
                ('is_dry', models.BooleanField(default=False)),
                ('confirmed_by', models.UUIDField(null=True)),
                ('job_id', models.UUIDField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('log', models.JSONField(default=list)),
                ('error_code', models.CharField(default='', max_length=60)),
                ('error_detail', models.TextField(default='')),
                ('created_by', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='documents.source')),
            ],
            options={
                'db_table': 'source_run',
            },
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('removal_share__lte', 100)), name='source_share_is_percent'),
        ),
        migrations.AddIndex(
            model_name='sourceitem',
            index=models.Index(fields=['document_id'], name='source_item_document'),
        ),
        migrations.AddConstraint(
            model_name='sourceitem',
            constraint=models.UniqueConstraint(fields=('source', 'external_id'), name='source_item_once'),
        ),
        migrations.AddConstraint(
            model_name='sourcerun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('source',), name='source_runs_once'),
        ),
        migrations.AddConstraint(
            model_name='sourcerun',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'asking', 'done', 'refused', 'superseded', 'failed', 'cancelled'])), name='source_run_state_known'),
        ),
        migrations.AddConstraint(
            model_name='sourcerun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error_code', ''), _negated=True), _connector='OR'), name='source_run_has_reason'),
        ),
    ]
