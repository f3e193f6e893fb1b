import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('review', '0002_outcomes_and_checks'), ('review', '0003_rounds_and_resolution')]

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('documents', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Adviser',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('counsel', '法律顾问'), ('government', '公职律师'), ('purchased', '购买服务')], max_length=16)),
                ('employer', models.CharField(max_length=200)),
                ('licence', models.CharField(max_length=60)),
                ('fields', models.CharField(max_length=200)),
                ('shared', models.BooleanField(default=True)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('licence',), name='adviser_licence_once')],
            },
        ),
        migrations.CreateModel(
            name='AdviserAppraisal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('grade', models.CharField(choices=[('excellent', '优秀'), ('good', '称职'), ('poor', '不称职')], max_length=12)),
                ('training_days', models.PositiveSmallIntegerField()),
                ('remark', models.TextField()),
                ('at', models.DateTimeField()),
                ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='review.adviser')),
                ('appraised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['-year', 'id'],
                'constraints': [models.UniqueConstraint(fields=('adviser', 'year'), name='adviser_appraised_once')],
            },
        ),
        migrations.CreateModel(
            name='AdviserConsultation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('question', models.TextField()),
                ('asked_on', models.DateField()),
                ('opinion', models.TextField(blank=True, default='')),
                ('received_on', models.DateField(blank=True, null=True)),
                ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='review.adviser')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('opinion', ''), ('received_on__isnull', True)), models.Q(models.Q(('opinion', ''), _negated=True), ('received_on__isnull', False)), _connector='OR'), name='adviser_opinion_has_day')],
            },
        ),
        migrations.CreateModel(
            name='NormativeDocument',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('basis', models.TextField()),
                ('submitted_on', models.DateField()),
                ('outcome', models.CharField(blank=True, choices=[('lawful', '合法，可以印发'), ('problem', '存在问题，修改后再审')], max_length=12)),
                ('opinion', models.TextField(blank=True, default='')),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('number', models.CharField(blank=True, default='', max_length=80)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('file_by', models.DateField(blank=True, null=True)),
                ('filed_with', models.CharField(blank=True, default='', max_length=200)),
                ('filed_on', models.DateField(blank=True, null=True)),
                ('receipt_number', models.CharField(blank=True, default='', max_length=80)),
                ('receipt_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome', ''), models.Q(models.Q(('opinion', ''), _negated=True), ('reviewed_by__isnull', False), ('reviewed_on__isnull', False)), _connector='OR'), name='normative_opinion_is_written'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='normative_not_reviewed_by_its_author'), models.CheckConstraint(condition=models.Q(('issued_on__isnull', True), models.Q(('issued_on__gte', models.F('reviewed_on')), ('outcome', 'lawful'), models.Q(('number', ''), _negated=True)), _connector='OR'), name='normative_issued_after_review'), models.CheckConstraint(condition=models.Q(('filed_on__isnull', True), models.Q(('filed_on__gte', models.F('issued_on')), ('issued_on__isnull', False), models.Q(('filed_with', ''), _negated=True)), _connector='OR'), name='normative_filed_after_issue'), models.CheckConstraint(condition=models.Q(('receipt_on__isnull', True), models.Q(('filed_on__isnull', False), ('receipt_on__gte', models.F('filed_on')), models.Q(('receipt_number', ''), _negated=True)), _connector='OR'), name='normative_receipt_after_filing')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('outcome', models.CharField(choices=[('passed', '审核通过'), ('returned', '退回补正'), ('rejected', '不予核准'), ('transferred', '移送有权机关处理')], max_length=16)),
                ('label', models.CharField(max_length=40)),
                ('findings', models.JSONField()),
                ('problems', models.PositiveSmallIntegerField()),
                ('reasons', models.TextField()),
                ('refer_to', models.CharField(blank=True, default='', max_length=200)),
                ('draft_hash', models.CharField(max_length=64)),
                ('given_at', models.DateTimeField()),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reviewer', models.F('submitted_by')), _negated=True), name='opinion_not_on_own_submission'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'passed'), ('problems', 0)), models.Q(models.Q(('outcome', 'passed'), _negated=True), ('problems__gt', 0)), _connector='OR'), name='opinion_passes_without_problem'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'transferred'), _negated=True), models.Q(('refer_to', ''), _negated=True), _connector='OR'), name='opinion_transfer_names_authority')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('items', models.JSONField()),
                ('agreed', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('opinion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='review.opinion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OutsideRequest',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=200)),
                ('number', models.CharField(max_length=80)),
                ('asked_on', models.DateField()),
                ('due_on', models.DateField()),
                ('outcome', models.CharField(blank=True, default='', max_length=40)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('agency', 'kind', 'number'), name='outside_request_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_by__isnull', True), ('answered_on__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('answered_by__isnull', False), ('answered_on__isnull', False), models.Q(('answered_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='outside_request_answered_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('side', models.CharField(choices=[('handler', '承办机构'), ('reviewer', '法制审核机构')], max_length=8)),
                ('reasons', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', '待批准'), ('approved', '已批准'), ('refused', '未批准')], default='open', max_length=8)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, default='')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='proposal_decided_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('held_on', models.DateField()),
                ('participants', models.TextField()),
                ('handler_view', models.TextField()),
                ('reviewer_view', models.TextField()),
                ('result', models.CharField(choices=[('reconsider', '协商一致，重新审核'), ('mend', '协商一致，承办机构补正'), ('none', '协商不成，提请集体讨论')], max_length=12)),
                ('conclusion', models.TextField()),
                ('at', models.DateTimeField()),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='consultation', to='review.proposal')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handler_view', ''), _negated=True), models.Q(('reviewer_view', ''), _negated=True)), name='consultation_hears_both_sides')],
            },
        ),
        migrations.CreateModel(
            name='Questioning',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('party', '当事人'), ('victim', '被侵害人'), ('witness', '关键证人')], max_length=8)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('place', models.CharField(max_length=200)),
                ('answers', models.TextField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reviewer', models.F('second')), _negated=True), name='questioning_by_two_persons'), models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='questioning_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('round', models.PositiveSmallIntegerField()),
                ('summary', models.TextField()),
                ('materials', models.JSONField()),
                ('submitted_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.draft')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'round'), name='request_one_per_round')],
            },
        ),
        migrations.AddField(
            model_name='proposal',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='review.request'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opinion', to='review.request'),
        ),
        migrations.CreateModel(
            name='SentBack',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('missing', models.TextField()),
                ('at', models.DateTimeField()),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sent_back', to='review.request')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('missing', ''), _negated=True), models.Q(('sent_by', models.F('submitted_by')), _negated=True)), name='sent_back_names_what_is_missing')],
            },
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('request',), name='proposal_one_open'),
        ),
    ]
