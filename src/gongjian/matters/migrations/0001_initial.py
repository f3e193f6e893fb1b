import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('matters', '0002_pauses_and_extensions'), ('matters', '0003_deadline_alerts'), ('matters', '0004_hearing_discussion_endings'), ('matters', '0005_corrections'), ('matters', '0006_succession')]

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeadlineSweep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('swept_through', models.DateField()),
                ('announced_year', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=32)),
                ('number', models.CharField(blank=True, default='', max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('party_name', models.CharField(max_length=200)),
                ('profile', models.CharField(max_length=32)),
                ('domain', models.CharField(max_length=32)),
                ('marking', models.JSONField(default=list)),
                ('seq', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('filed_on', models.DateField(blank=True, null=True)),
                ('review_opened_at', models.DateTimeField(blank=True, null=True)),
                ('hearing_opened_at', models.DateTimeField(blank=True, null=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('second', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', '-opened_at', '-id'], name='matter_agency_newest'), models.Index(fields=['lead', '-opened_at', '-id'], name='matter_lead_newest'), models.Index(fields=['second', '-opened_at', '-id'], name='matter_second_newest'), models.Index(fields=['unit', '-opened_at', '-id'], name='matter_unit_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('second__isnull', True), models.Q(('second', models.F('lead')), _negated=True), _connector='OR'), name='matter_two_different_officers'), models.CheckConstraint(condition=models.Q(('filed_on__isnull', True), ('second__isnull', False), _connector='OR'), name='matter_filed_has_two_officers'), models.CheckConstraint(condition=models.Q(('reviewer__isnull', True), models.Q(models.Q(('reviewer', models.F('lead')), _negated=True), models.Q(('second__isnull', True), models.Q(('reviewer', models.F('second')), _negated=True), _connector='OR')), _connector='OR'), name='matter_reviewer_is_no_handler')],
            },
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=100)),
                ('duty', models.CharField(choices=[('authority', '机关的期限'), ('party', '当事人的权利'), ('liberty', '人身自由')], max_length=10)),
                ('starts_on', models.DateField()),
                ('due_on', models.DateField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', '进行中'), ('met', '已完成'), ('replaced', '已重新起算'), ('paused', '已中止')], default='open', max_length=8)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('explanation', models.JSONField(default=list)),
                ('source', models.CharField(max_length=400)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='matters.matter')),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on', 'duty', 'matter'], name='deadline_open_due'), models.Index(condition=models.Q(('provisional', True), ('state', 'open')), fields=['matter'], name='deadline_open_provisional')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('matter', 'code'), name='deadline_one_open_per_code'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='deadline_ended_has_date')],
            },
        ),
        migrations.CreateModel(
            name='ProcessVersion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=64)),
                ('version', models.CharField(max_length=32)),
                ('name', models.CharField(max_length=100)),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('in_force', models.BooleanField(default=True)),
                ('activated_by', models.CharField(max_length=100)),
                ('activated_at', models.DateTimeField()),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('code',), name='process_one_version_in_force')],
            },
        ),
        migrations.AddField(
            model_name='matter',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.processversion'),
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='matters.matter')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('matter', 'officer'), name='recusal_once'), models.CheckConstraint(condition=models.Q(('officer', models.F('decided_by')), _negated=True), name='recusal_not_by_oneself')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('seq', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=100)),
                ('act', models.CharField(max_length=64)),
                ('by_name', models.CharField(max_length=100)),
                ('door', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('data', models.JSONField(default=dict)),
                ('made', models.JSONField(default=list)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='matters.matter')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['seq'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'seq'), name='step_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('entry', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=100)),
                ('wrong', models.TextField()),
                ('right', models.TextField()),
                ('reason', models.TextField()),
                ('needs_head', models.BooleanField()),
                ('state', models.CharField(choices=[('open', '待批准'), ('stands', '已更正'), ('refused', '不予更正')], max_length=8)),
                ('corrected_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, default='')),
                ('corrected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='matters.step')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('step', 'entry'), name='correction_one_open_per_entry'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('right', ''), _negated=True), models.Q(('right', models.F('wrong')), _negated=True)), name='correction_has_reason_and_differs'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('needs_head', True), ('state', 'open')), models.Q(('decided_by__isnull', True), ('needs_head', False), ('state', 'stands')), models.Q(('decided_by__isnull', False), ('needs_head', True), ('state__in', ['stands', 'refused']), models.Q(('decided_by', models.F('corrected_by')), _negated=True)), _connector='OR'), name='correction_of_the_decided_by_a_head')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('seat', models.CharField(choices=[('lead', '主办人'), ('second', '协办人'), ('reviewer', '审核人')], max_length=8)),
                ('ground', models.CharField(choices=[('handover', '移交'), ('desk', '整体移交'), ('recusal', '回避')], max_length=8)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('leaving', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='matters.matter')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('leaving', models.F('successor')), _negated=True), models.Q(('reason', ''), _negated=True)), name='succession_to_another_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('approved_by', models.F('leaving')), _negated=True), models.Q(('ground', 'recusal'), models.Q(('approved_by', models.F('successor')), _negated=True), _connector='OR')), name='succession_approved_by_a_third')],
            },
        ),
        migrations.CreateModel(
            name='Todo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=32)),
                ('step', models.CharField(max_length=100)),
                ('due_on', models.DateField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.agency')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='todos', to='matters.matter')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'role', 'due_on', 'id'], name='todo_inbox')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'role'), name='todo_one_per_role')],
            },
        ),
        migrations.CreateModel(
            name='LimitPause',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=64)),
                ('ground', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=100)),
                ('began_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='matters.matter')),
            ],
            options={
                'ordering': ['began_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('matter', 'code', 'ground'), name='pause_one_open_per_ground'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('began_on')), _connector='OR'), name='pause_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='LimitExtension',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=64)),
                ('starts_on', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('days', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='matters.matter')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'code', 'starts_on', 'number'), name='extension_once_per_number')],
            },
        ),
        migrations.CreateModel(
            name='DeadlineAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('none', ''), ('near', '临期'), ('late', '已超期')], max_length=8)),
                ('raised_on', models.DateField()),
                ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='matters.deadline')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='matters.matter')),
            ],
            options={
                'indexes': [models.Index(fields=['matter', '-raised_on'], name='alert_of_matter')],
                'constraints': [models.UniqueConstraint(fields=('deadline', 'level'), name='alert_once_per_level')],
            },
        ),
    ]
