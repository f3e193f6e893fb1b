import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('insight', '0001_annual_reports')]

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('round', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('drafted', '待审定'), ('returned', '已退回'), ('approved', '已审定，待公开'), ('published', '已公开')], default='drafted', max_length=10)),
                ('format_version', models.CharField(max_length=64)),
                ('tables', models.JSONField()),
                ('analysis', models.TextField()),
                ('query', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('due_on', models.DateField()),
                ('drafted_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('opinion', models.TextField(blank=True, default='')),
                ('published_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'year', 'round'), name='annual_report_one_per_round'), models.UniqueConstraint(condition=models.Q(('state__in', ['drafted', 'approved'])), fields=('agency', 'year'), name='annual_report_one_on_its_way'), models.CheckConstraint(condition=models.Q(('checked_by', models.F('drafted_by')), _negated=True), name='annual_report_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'published']), _negated=True), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='annual_report_approved_by_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('published_by__isnull', False), ('published_on__isnull', False)), _connector='OR'), name='annual_report_published_by_a_person')],
            },
        ),
        migrations.CreateModel(
            name='PublicReport',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('agency_uid', models.UUIDField()),
                ('agency_name', models.CharField(max_length=100)),
                ('year', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField()),
                ('tables', models.JSONField()),
                ('analysis', models.TextField()),
                ('query', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('due_on', models.DateField()),
                ('published_on', models.DateField()),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='public', to='insight.annualreport')),
            ],
            options={
                'ordering': ['-year', 'agency_name', '-version'],
                'constraints': [models.UniqueConstraint(fields=('agency_uid', 'year', 'version'), name='public_report_one_per_version')],
            },
        ),
    ]
