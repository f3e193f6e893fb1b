from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('desk', '0001_attempts')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number_hash', models.CharField(max_length=64)),
                ('address', models.CharField(max_length=45)),
                ('entered', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['number_hash', 'at'], name='desk_attempt_by_number'), models.Index(fields=['address', 'at'], name='desk_attempt_by_address')],
            },
        ),
    ]
