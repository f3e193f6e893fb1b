import django.db.models.deletion
import gongjian.common.crypto
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('channels', '0001_credit_batches'), ('channels', '0002_outbox')]

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('orgs', '0001_initial'),
        ('publicity', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('file', '文件（交换目录）'), ('http', '接口推送（HTTP）'), ('mail', '电子邮件')], max_length=8)),
                ('address', models.CharField(max_length=300)),
                ('secret', gongjian.common.crypto.EncryptedText(blank=True)),
                ('signed', models.BooleanField()),
                ('since_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('retried_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('agency', 'kind', 'address'), name='channel_one_open_per_address'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'http'), _negated=True), ('signed', True), _connector='OR'), name='channel_push_is_signed'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='channel_closed_by_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('channel', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='line', serialize=False, to='channels.channel')),
                ('failures', models.PositiveIntegerField(default=0)),
                ('at_once', models.PositiveSmallIntegerField()),
                ('next_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=200)),
                ('seen_item', models.BigIntegerField(default=0)),
                ('compared_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CreditBatch',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('until_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('format_version', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField()),
                ('gone', models.PositiveIntegerField()),
                ('late', models.PositiveIntegerField()),
                ('left_out', models.JSONField(default=list)),
                ('csv_sha256', models.CharField(blank=True, max_length=64)),
                ('xlsx_sha256', models.CharField(blank=True, max_length=64)),
                ('gone_sha256', models.CharField(blank=True, max_length=64)),
                ('receipt', models.CharField(blank=True, default='', max_length=100)),
                ('receipt_note', models.TextField(blank=True, default='')),
                ('received_on', models.DateField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('receipt_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'number'), name='credit_batch_one_per_number'), models.CheckConstraint(condition=models.Q(('rows__gt', 0), ('gone__gt', 0), _connector='OR'), name='credit_batch_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('receipt', ''), ('receipt_by__isnull', True), ('received_on__isnull', True)), models.Q(models.Q(('receipt', ''), _negated=True), ('receipt_by__isnull', False), ('received_on__isnull', False)), _connector='OR'), name='credit_batch_receipt_has_day_and_person')],
            },
        ),
        migrations.CreateModel(
            name='CreditLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('report', '报送'), ('withdraw', '撤下')], max_length=8)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='channels.creditbatch')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_lines', to='publicity.publicitem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'kind'), name='credit_line_once_per_item')],
            },
        ),
        migrations.CreateModel(
            name='PushReceipt',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField()),
                ('key', models.CharField(max_length=64)),
                ('receipt', models.CharField(max_length=200)),
                ('sent', models.JSONField()),
                ('refused', models.JSONField(default=list)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='channels.channel')),
            ],
            options={
                'indexes': [models.Index(fields=['channel', '-id'], name='push_receipt_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('receipt', ''), _negated=True), name='push_receipt_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.CharField(choices=[('show', '公示'), ('withdraw', '撤下')], max_length=8)),
                ('acked', models.CharField(blank=True, choices=[('show', '公示'), ('withdraw', '撤下')], default='', max_length=8)),
                ('state', models.CharField(choices=[('waiting', '待送达'), ('acknowledged', '对方已接收'), ('refused', '对方退回'), ('dropped', '未曾送出，不再送')], default='waiting', max_length=12)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, default='', max_length=200)),
                ('changed_at', models.DateTimeField()),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='channels.channel')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='publicity.publicitem')),
                ('receipt', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.pushreceipt')),
            ],
            options={
                'indexes': [models.Index(fields=['channel', 'state', 'id'], name='dispatch_by_state')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'item'), name='dispatch_one_per_item'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'acknowledged'), _negated=True), models.Q(('acked', models.F('wanted')), ('receipt__isnull', False)), _connector='OR'), name='dispatch_acknowledged_by_receipt')],
            },
        ),
    ]
