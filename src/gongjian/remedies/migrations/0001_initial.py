import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('documents', '0001_initial'),
        ('orgs', '0001_initial'),
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('revoked', '撤销'), ('changed', '变更')], max_length=10)),
                ('changed_fen', models.BigIntegerField(blank=True, null=True)),
                ('reason', models.TextField()),
                ('effective_on', models.DateField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decision')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'changed'), _negated=True), ('changed_fen__gte', 0), _connector='OR'), name='correction_change_says_the_sum')],
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('review', '行政复议'), ('litigation', '行政诉讼')], max_length=12)),
                ('applicant', models.CharField(choices=[('party', '当事人'), ('other', '其他利害关系人')], max_length=8)),
                ('applicant_name', models.CharField(max_length=200)),
                ('body', models.CharField(max_length=100)),
                ('number', models.CharField(blank=True, default='', max_length=80)),
                ('lodged_on', models.DateField()),
                ('due_on', models.DateField()),
                ('explanation', models.JSONField()),
                ('claim', models.TextField()),
                ('state', models.CharField(choices=[('lodged', '待受理'), ('accepted', '已受理'), ('refused', '不予受理（立案）'), ('ended', '已终结')], default='lodged', max_length=10)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('stayed_on', models.DateField(blank=True, null=True)),
                ('stay_ground', models.TextField(blank=True, default='')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', '维持（驳回请求）'), ('changed', '变更'), ('revoked', '撤销'), ('unlawful', '确认违法'), ('void', '确认无效'), ('remade', '撤销并责令重新作出'), ('mediated', '调解'), ('withdrawn', '申请人撤回')], default='', max_length=10)),
                ('paper', models.CharField(blank=True, default='', max_length=80)),
                ('effective_on', models.DateField(blank=True, null=True)),
                ('result_served_on', models.DateField(blank=True, null=True)),
                ('changed_fen', models.BigIntegerField(blank=True, null=True)),
                ('result_note', models.TextField(blank=True, default='')),
                ('entered_at', models.DateTimeField()),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decision')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('proceeding', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.proceeding')),
                ('result_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['lodged', 'accepted'])), fields=('decision', 'kind'), name='remedy_one_runs_per_kind'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('paper', ''), _negated=True), ('effective_on__gte', models.F('lodged_on')), ('effective_on__isnull', False), ('result_by__isnull', False)), _connector='OR'), name='remedy_ended_has_its_paper'), models.CheckConstraint(condition=models.Q(('stayed_on__isnull', True), models.Q(('stay_ground', ''), _negated=True), _connector='OR'), name='remedy_stay_has_ground'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'changed'), _negated=True), ('changed_fen__gte', 0), _connector='OR'), name='remedy_change_says_the_sum')],
            },
        ),
    ]
