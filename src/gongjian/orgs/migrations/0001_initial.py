import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('orgs', '0002_reviewers_and_training'), ('orgs', '0003_finance_office'), ('orgs', '0004_police_stations'), ('orgs', '0005_hearing_discussion_endings'), ('orgs', '0006_leave_and_deputies')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.SlugField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('short_name', models.CharField(max_length=20)),
                ('profile', models.CharField(max_length=32)),
                ('domain', models.CharField(max_length=32)),
                ('uscc', models.CharField(blank=True, max_length=18)),
                ('path', models.CharField(max_length=500, unique=True)),
                ('address', models.CharField(max_length=200)),
                ('phone', models.CharField(max_length=40)),
                ('bank_name', models.CharField(blank=True, max_length=100)),
                ('bank_account', models.CharField(blank=True, max_length=40)),
                ('government_name', models.CharField(max_length=100)),
                ('court_name', models.CharField(max_length=100)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='orgs.agency')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
            ],
            options={
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('post', models.CharField(max_length=100)),
                ('legal_qualification', models.CharField(blank=True, max_length=40)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='orgs.agency')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('reason', models.CharField(max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='orgs.officer')),
            ],
            options={
                'ordering': ['from_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on')), models.Q(('reason', ''), _negated=True)), name='absence_has_days'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__lte', models.F('to_on')), _connector='OR'), name='absence_ends_before_its_last_day')],
            },
        ),
        migrations.CreateModel(
            name='Reviewer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('first_time', models.BooleanField()),
                ('exam_level', models.CharField(choices=[('none', '无'), ('basic', '基本级'), ('intermediate', '中级'), ('advanced', '高级')], default='none', max_length=16)),
                ('exam_number', models.CharField(blank=True, default='', max_length=40)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, default='', max_length=200)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewing', to='orgs.officer')),
            ],
            options={
                'ordering': ['from_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('officer',), name='reviewer_entered_once'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('to_on__isnull', True)), models.Q(('to_on__gte', models.F('from_on')), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='reviewer_end_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('exam_level', 'none'), ('exam_number', '')), models.Q(models.Q(('exam_level', 'none'), _negated=True), models.Q(('exam_number', ''), _negated=True)), _connector='OR'), name='reviewer_exam_has_number')],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('reviewer', '法制审核培训'), ('officer', '执法培训')], max_length=16)),
                ('subject', models.CharField(max_length=200)),
                ('began_on', models.DateField()),
                ('days', models.PositiveSmallIntegerField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='orgs.officer')),
            ],
            options={
                'ordering': ['began_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='training_lasts_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('enforcement', '执法机构'), ('station', '公安派出所'), ('legal', '法制机构'), ('general', '综合机构')], max_length=16)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='orgs.agency')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'name'), name='unit_name_once_per_agency')],
            },
        ),
        migrations.CreateModel(
            name='ReviewBody',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_bodies', to='orgs.agency')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ['from_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('agency',), name='review_body_one_at_a_time'), models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='review_body_ends_after_start')],
            },
        ),
        migrations.AddField(
            model_name='officer',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='orgs.unit'),
        ),
        migrations.CreateModel(
            name='Deputyship',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('appointed_at', models.DateTimeField()),
                ('revoked_on', models.DateField(blank=True, null=True)),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputyships', to='orgs.absence')),
                ('absent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('appointed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputyships', to='orgs.officer')),
            ],
            options={
                'ordering': ['from_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_on__isnull', True)), fields=('absence',), name='deputyship_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('deputy', models.F('absent')), _negated=True), models.Q(('deputy', models.F('appointed_by')), _negated=True)), name='deputyship_given_to_another'), models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='deputyship_has_days')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=40)),
                ('issuer', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('enforcement', '行政执法证'), ('police', '人民警察证'), ('supervision', '行政执法监督证')], max_length=16)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField()),
                ('suspended_on', models.DateField(blank=True, null=True)),
                ('suspension_reason', models.CharField(blank=True, max_length=200)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='orgs.officer')),
            ],
            options={
                'ordering': ['valid_from', 'id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='certificate_number_once'), models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from'))), name='certificate_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('suspended_on__isnull', True), ('suspension_reason', '')), models.Q(('suspended_on__isnull', False), models.Q(('suspension_reason', ''), _negated=True)), _connector='OR'), name='certificate_suspension_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('handler', '承办人'), ('unit_head', '机构负责人'), ('legal_reviewer', '法制审核员'), ('legal_head', '法制机构负责人'), ('hearing_host', '听证主持人'), ('agency_head', '机关负责人'), ('discussion_member', '集体讨论成员'), ('publisher', '公示员'), ('publication_checker', '公示复核人'), ('finance', '财务'), ('intake_clerk', '受理员'), ('archivist', '档案员'), ('supervisor', '监督员'), ('admin_system', '系统管理员'), ('admin_security', '安全管理员'), ('admin_audit', '审计管理员')], max_length=32)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='orgs.officer')),
            ],
            options={
                'ordering': ['from_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('officer', 'role'), name='assignment_one_open_per_role'), models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='assignment_ends_after_start')],
            },
        ),
    ]
