import django.db.models.deletion
import gongjian.common.crypto
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('publicity', '0002_redactions_confirmed_by_two'), ('publicity', '0003_corrections'), ('publicity', '0004_display_periods'), ('publicity', '0005_objections')]

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DisplayRule',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('minor', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('general', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('serious', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('basis', models.CharField(max_length=200)),
                ('from_on', models.DateField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('ground', models.CharField(choices=[('inaccurate', '内容不准确'), ('privacy', '泄露个人隐私、个人信息'), ('secret', '泄露商业秘密'), ('not_public', '依法不应公开'), ('outdated', '决定已经变更、撤销或者公示期已满'), ('other', '其他')], max_length=12)),
                ('filed_on', models.DateField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('open', '待答复'), ('answered', '已答复')], default='open', max_length=8)),
                ('outcome', models.CharField(blank=True, choices=[('upheld', '异议成立，予以更正或者撤回'), ('partly', '异议部分成立'), ('rejected', '异议不成立')], default='', max_length=8)),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_by__isnull', True), ('answered_on__isnull', True), ('outcome', ''), ('state', 'open')), models.Q(('answered_by__isnull', False), ('answered_on__isnull', False), ('state', 'answered'), models.Q(('outcome', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='objection_answer_has_reason_and_day')],
            },
        ),
        migrations.CreateModel(
            name='ObjectionAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['address_hash', 'at'], name='objection_attempt_by_address')],
            },
        ),
        migrations.CreateModel(
            name='Objector',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('door', models.CharField(max_length=12)),
                ('name', gongjian.common.crypto.EncryptedText()),
                ('contact', gongjian.common.crypto.EncryptedText()),
                ('content', gongjian.common.crypto.EncryptedText()),
                ('objection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='objector', to='publicity.objection')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PublicItem',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('penalty-decision', '行政处罚决定')], max_length=24)),
                ('version', models.PositiveSmallIntegerField()),
                ('token', models.CharField(max_length=24, unique=True)),
                ('document_token', models.CharField(db_index=True, max_length=32)),
                ('agency_uid', models.UUIDField()),
                ('agency_name', models.CharField(max_length=100)),
                ('number', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=300)),
                ('party_name', models.CharField(max_length=200)),
                ('penalty', models.CharField(max_length=400)),
                ('summary', models.CharField(max_length=120)),
                ('decided_on', models.DateField()),
                ('delivered_on', models.DateField()),
                ('due_on', models.DateField()),
                ('published_on', models.DateField()),
                ('state', models.CharField(choices=[('live', '公示中'), ('withdrawn', '已撤回'), ('corrected', '已更正'), ('ended', '公示期满')], default='live', max_length=10)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdrawal_ground', models.CharField(blank=True, choices=[('changed', '决定被依法变更'), ('revoked', '决定被依法撤销'), ('unlawful', '决定被确认违法'), ('void', '决定被确认无效'), ('remade', '被责令重新作出决定'), ('not_public', '依法不应公开')], default='', max_length=12)),
                ('withdrawal_reason', models.TextField(blank=True, default='')),
                ('effective_on', models.DateField(blank=True, null=True)),
                ('withdrawal_due_on', models.DateField(blank=True, null=True)),
                ('corrected_on', models.DateField(blank=True, null=True)),
                ('correction_reason', models.TextField(blank=True, default='')),
                ('display_until', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('data', models.JSONField()),
                ('searchable', models.TextField()),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decision')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['-decided_on', '-id'],
                'indexes': [models.Index(fields=['state', '-decided_on', '-id'], name='public_item_newest'), models.Index(fields=['state', 'agency_uid', '-decided_on', '-id'], name='public_item_of_agency'), models.Index(condition=models.Q(('published_on__gt', models.F('due_on'))), fields=['state', 'published_on', 'due_on'], name='public_item_late'), models.Index(condition=models.Q(('display_until__isnull', False), ('state', 'live')), fields=['display_until'], name='public_item_to_end')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('decision',), name='public_item_one_live_per_decision'), models.UniqueConstraint(fields=('decision', 'version'), name='public_item_one_per_version'), models.CheckConstraint(condition=models.Q(('drafted_by', models.F('checked_by')), _negated=True), name='public_item_two_persons'), models.CheckConstraint(condition=models.Q(('decided_on__lte', models.F('delivered_on')), ('delivered_on__lte', models.F('published_on'))), name='public_item_after_delivery'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('effective_on__isnull', True), ('withdrawal_due_on__isnull', True), ('withdrawal_ground', ''), ('withdrawal_reason', ''), ('withdrawn_on__isnull', True)), models.Q(('effective_on__isnull', False), ('state', 'withdrawn'), ('withdrawal_due_on__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True), models.Q(('withdrawal_ground', ''), _negated=True)), _connector='OR'), name='public_item_withdrawal_has_date_and_reason'), models.CheckConstraint(condition=models.Q(models.Q(('corrected_on__isnull', True), ('correction_reason', ''), models.Q(('state', 'corrected'), _negated=True)), models.Q(('corrected_on__isnull', False), ('state', 'corrected'), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='public_item_correction_has_date_and_reason'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_on__isnull', True)), models.Q(('display_until__isnull', False), ('ended_on__gt', models.F('display_until')), ('ended_on__isnull', False), ('state', 'ended')), _connector='OR'), name='public_item_ends_after_its_period')],
            },
        ),
        migrations.AddField(
            model_name='objection',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='publicity.publicitem'),
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('round', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('drafted', '待复核'), ('returned', '已退回'), ('published', '已公示'), ('withheld', '不予公开'), ('replaced', '已更正')], max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True, default='')),
                ('verdict', models.CharField(choices=[('publish', '公开'), ('redact', '隐去部分内容后公开'), ('withhold', '不予公开')], max_length=8)),
                ('clause', models.CharField(max_length=400)),
                ('gate_version', models.CharField(max_length=32)),
                ('findings', models.JSONField(default=dict)),
                ('sealed', models.BooleanField()),
                ('minor', models.BooleanField()),
                ('secret', models.BooleanField()),
                ('delivered_on', models.DateField(blank=True, null=True)),
                ('summary', models.CharField(blank=True, default='', max_length=120)),
                ('data', models.JSONField(default=dict)),
                ('hidden', models.JSONField(default=list)),
                ('correction_reason', models.TextField(blank=True, default='')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publicity.publicitem')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decision')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('decision', 'round'), name='release_one_per_round'), models.UniqueConstraint(condition=models.Q(('state', 'drafted')), fields=('decision',), name='release_one_waits_for_check'), models.UniqueConstraint(condition=models.Q(('state__in', ['published', 'withheld'])), fields=('decision',), name='release_settled_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('drafted_by__isnull', False), models.Q(('drafted_by', models.F('checked_by')), _negated=True)), _connector='OR'), name='release_published_by_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('minor', False), ('sealed', False), ('secret', False), ('verdict__in', ['publish', 'redact'])), _connector='OR'), name='release_published_is_not_closed'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('delivered_on__isnull', False), models.Q(('summary', ''), _negated=True)), _connector='OR'), name='release_published_after_delivery'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withheld'), _negated=True), models.Q(('checked_by__isnull', False), ('verdict', 'withhold'), models.Q(('clause', ''), _negated=True)), _connector='OR'), name='release_withheld_by_clause'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='release_returned_has_reason'), models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('correction_reason', ''), _negated=True), _connector='OR'), name='release_correction_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=48)),
                ('where', models.CharField(max_length=16)),
                ('line', models.PositiveSmallIntegerField()),
                ('at', models.PositiveIntegerField()),
                ('length', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=20)),
                ('ground', models.CharField(max_length=120)),
                ('shown', models.CharField(max_length=40)),
                ('certainty', models.PositiveSmallIntegerField()),
                ('choice', models.CharField(choices=[('hide', '确认隐去'), ('keep', '不隐去，予以保留')], max_length=4)),
                ('confirmed', models.CharField(blank=True, choices=[('hide', '确认隐去'), ('keep', '不隐去，予以保留')], default='', max_length=4)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to='publicity.release')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'code'), name='redaction_once_per_release'), models.CheckConstraint(condition=models.Q(('certainty__lt', 100), ('choice__in', ['hide', 'keep'])), name='redaction_is_chosen'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed', ''), ('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed', models.F('choice')), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('chosen_by')), _negated=True)), _connector='OR'), name='redaction_confirmed_by_another')],
            },
        ),
        migrations.AddField(
            model_name='publicitem',
            name='release',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='item', to='publicity.release'),
        ),
        migrations.CreateModel(
            name='PublicFile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('format', models.CharField(choices=[('json', '公示文本（JSON）')], max_length=4)),
                ('sha256', models.CharField(max_length=64)),
                ('sm3', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='publicity.publicitem')),
            ],
            options={
                'indexes': [models.Index(fields=['sha256'], name='public_file_by_hash')],
                'constraints': [models.UniqueConstraint(fields=('item', 'format'), name='public_file_one_per_format')],
            },
        ),
    ]
