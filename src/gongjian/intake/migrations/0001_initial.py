import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('matters', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Clue',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(choices=[('inspection', '现场检查'), ('complaint', '投诉举报'), ('transfer', '其他机关移送'), ('superior', '上级交办'), ('monitoring', '监测监控'), ('other', '其他')], max_length=16)),
                ('subject', models.CharField(max_length=200)),
                ('content', models.TextField()),
                ('place', models.CharField(blank=True, default='', max_length=200)),
                ('found_on', models.DateField()),
                ('registered_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', '待处理'), ('case', '已转为案件'), ('set_aside', '不予处理')], default='open', max_length=10)),
                ('set_aside_reason', models.TextField(blank=True, default='')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('matter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', '-registered_at', '-id'], name='clue_agency_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('matter__isnull', False), ('state', 'case')), models.Q(models.Q(('state', 'case'), _negated=True), ('matter__isnull', True)), _connector='OR'), name='clue_case_has_matter'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), _negated=True), models.Q(('set_aside_reason', ''), _negated=True), _connector='OR'), name='clue_set_aside_has_reason')],
            },
        ),
    ]
