import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documents', '0002_scans'), ('documents', '0003_word_templates')]

    initial = True

    dependencies = [
        ('matters', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=100)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('series', models.CharField(blank=True, max_length=20)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('serial', models.PositiveIntegerField(blank=True, null=True)),
                ('outward', models.BooleanField()),
                ('definition_version', models.CharField(max_length=20)),
                ('definition_sha256', models.CharField(max_length=64)),
                ('data', models.TextField()),
                ('data_hash', models.CharField(max_length=64)),
                ('token', models.CharField(max_length=32, unique=True)),
                ('state', models.CharField(choices=[('frozen', '制作中'), ('issued', '已制发'), ('void', '已作废')], default='frozen', max_length=8)),
                ('void_reason', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'series', 'year', 'serial'), name='document_number_given_once'), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('agency', 'number'), name='document_number_reads_once'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('serial__isnull', True), ('series', ''), ('year__isnull', True)), models.Q(models.Q(('number', ''), _negated=True), models.Q(('series', ''), _negated=True), ('serial__gte', 1), ('year__isnull', False)), _connector='OR'), name='document_number_whole_or_none'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='document_void_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('data_hash', models.CharField(max_length=64)),
                ('number', models.PositiveSmallIntegerField()),
                ('media', models.CharField(choices=[('pdf', 'PDF'), ('jpg', 'JPG'), ('png', 'PNG')], max_length=4)),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('sm3', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('attached_at', models.DateTimeField()),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='documents.document')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='scan_numbered_once'), models.UniqueConstraint(fields=('document', 'sha256'), name='scan_attached_once')],
            },
        ),
        migrations.CreateModel(
            name='DocumentAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word'), ('jpg', 'JPG'), ('png', 'PNG')], max_length=4)),
                ('by_name', models.CharField(max_length=100)),
                ('door', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='documents.document')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='documents.scan')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=64)),
                ('version', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('sm3', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('definition_sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.officer')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'kind', 'version'), name='template_version_once')],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.template'),
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('media', models.CharField(choices=[('pdf', 'PDF'), ('jpg', 'JPG'), ('png', 'PNG'), ('docx', 'Word')], max_length=4)),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('sm3', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.officer')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word')], max_length=4)),
                ('sha256', models.CharField(max_length=64)),
                ('sm3', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='documents.document')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['sha256'], name='document_file_by_hash')],
                'constraints': [models.UniqueConstraint(fields=('document', 'format'), name='document_file_once')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=20)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'series', 'year'), name='number_series_one_row')],
            },
        ),
    ]
