from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Period',
            fields=[
                ('kind', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('last_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=64)),
                ('ids', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', '等待'), ('running', '进行中'), ('done', '已完成'), ('dead', '失败待查')], default='waiting', max_length=8)),
                ('run_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('leased_by', models.CharField(blank=True, default='', max_length=64)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True, default='')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['run_at', 'id'], name='job_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('leased_until__isnull', False), models.Q(('leased_by', ''), _negated=True)), _connector='OR'), name='job_running_has_lease')],
            },
        ),
    ]
