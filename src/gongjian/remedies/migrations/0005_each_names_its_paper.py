import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('remedies', '0004_against_other_decisions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='remedy',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='documents.document'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['lodged', 'accepted'])), fields=('document', 'kind'), name='remedy_one_runs_per_kind'),
        ),
    ]
