import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('exante', '0001_open_lists')]

    initial = True

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('bodies', '执法主体清单'), ('officers', '执法人员名册'), ('powers', '权责清单'), ('flowcharts', '执法流程图'), ('review', '重大执法决定法制审核目录清单'), ('recording', '音像记录事项清单'), ('discretion', '行政裁量权基准'), ('remedies', '救济和监督渠道')], max_length=16)),
                ('noticed_on', models.DateField()),
                ('due_on', models.DateField()),
                ('rule', models.CharField(max_length=300)),
                ('explanation', models.JSONField(default=list)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('agency', 'kind'), name='adjustment_one_open'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('noticed_on'))), name='adjustment_due_after_notice')],
            },
        ),
        migrations.CreateModel(
            name='OpenList',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('bodies', '执法主体清单'), ('officers', '执法人员名册'), ('powers', '权责清单'), ('flowcharts', '执法流程图'), ('review', '重大执法决定法制审核目录清单'), ('recording', '音像记录事项清单'), ('discretion', '行政裁量权基准'), ('remedies', '救济和监督渠道')], max_length=16)),
                ('round', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('drafted', '待复核'), ('returned', '已退回'), ('published', '已公布')], max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('confirmed', models.CharField(blank=True, default='', max_length=200)),
                ('return_reason', models.TextField(blank=True, default='')),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('content', models.JSONField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('struck_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exante.openlist')),
            ],
            options={
                'ordering': ['agency', 'kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'kind', 'round'), name='open_list_one_per_round'), models.UniqueConstraint(fields=('agency', 'kind', 'version'), name='open_list_one_per_version'), models.UniqueConstraint(condition=models.Q(('state', 'drafted')), fields=('agency', 'kind'), name='open_list_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('valid_from__isnull', False), ('version__isnull', False)), _connector='OR'), name='open_list_published_has_version'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('struck_from__isnull', False), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('drafted_by__isnull', False), models.Q(('drafted_by', models.F('checked_by')), _negated=True)), _connector='OR'), name='open_list_published_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='open_list_returned_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('ground', models.CharField(choices=[('safety', '公开会危及本人或者近亲属人身安全'), ('covert', '承担不宜公开身份的执法任务')], max_length=12)),
                ('reason', models.TextField()),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('officer',), name='withholding_one_open'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='withholding_has_reason'), models.CheckConstraint(condition=models.Q(('officer', models.F('approved_by')), _negated=True), name='withholding_by_another')],
            },
        ),
    ]
