import django.db.models.deletion
import gongjian.common.crypto
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('natural', '自然人'), ('legal', '法人'), ('sole_trader', '个体工商户'), ('other_org', '其他组织')], max_length=16)),
                ('name', models.CharField(max_length=200)),
                ('id_kind', models.CharField(blank=True, choices=[('', '无'), ('01', '居民身份证'), ('02', '护照'), ('03', '港澳居民来往内地通行证'), ('04', '台湾居民来往大陆通行证'), ('05', '外国人永久居留身份证')], max_length=2)),
                ('id_number', gongjian.common.crypto.EncryptedText(blank=True)),
                ('id_index', models.CharField(blank=True, max_length=64)),
                ('uscc', models.CharField(blank=True, max_length=18)),
                ('legal_representative', models.CharField(blank=True, max_length=100)),
                ('address', gongjian.common.crypto.EncryptedText(blank=True)),
                ('phone', gongjian.common.crypto.EncryptedText(blank=True)),
                ('born_on', gongjian.common.crypto.EncryptedText(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('id_index', ''), _negated=True), fields=('agency', 'id_index'), name='party_one_per_agency_and_id'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'natural'), _negated=True), models.Q(('legal_representative', ''), ('uscc', '')), _connector='OR'), name='party_natural_has_no_uscc')],
            },
        ),
    ]
