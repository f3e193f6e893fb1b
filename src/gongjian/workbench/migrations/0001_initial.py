import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('workbench', '0002_notices')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('ledger', '0001_initial'),
        ('matters', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DemoClock',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('ahead_seconds', models.PositiveBigIntegerField(unique=True)),
                ('moved_at', models.DateTimeField()),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
            ],
            options={
                'ordering': ['-ahead_seconds'],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('on', models.BooleanField(default=False)),
                ('sent_on', models.DateField(null=True)),
                ('officer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.officer')),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', '待办'), ('returned', '退回'), ('approved', '批准'), ('refused', '不予批准'), ('failed', '送达未成'), ('recusal', '回避答复'), ('near', '临期'), ('late', '超期')], max_length=8)),
                ('words', models.CharField(max_length=200)),
                ('raised_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('alert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matters.deadlinealert')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matters.matter')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.officer')),
            ],
            options={
                'indexes': [models.Index(fields=['officer', '-raised_at', '-id'], name='notification_newest'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['officer'], name='notification_unread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('read_at__isnull', True)), fields=('officer', 'matter', 'kind', 'words'), name='notification_unread_once'), models.UniqueConstraint(fields=('officer', 'alert'), name='notification_of_alert_once')],
            },
        ),
        migrations.CreateModel(
            name='Once',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('act', models.CharField(max_length=64)),
                ('command_hash', models.CharField(max_length=64)),
                ('uid', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='once_per_key')],
            },
        ),
    ]
