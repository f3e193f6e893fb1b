from django.db import migrations, models
from django.db.models import F, Min


def from_first_versions(apps, schema_editor):
    """Let every version know the day on which the first one of its decision became public."""
    item = apps.get_model("publicity", "PublicItem")
    item.objects.filter(version=1).update(first_published_on=F("published_on"))
    for decision in item.objects.filter(version__gt=1).values_list("decision", flat=True).distinct():
        versions = item.objects.filter(decision=decision)
        versions.update(first_published_on=versions.aggregate(day=Min("published_on"))["day"])


class Migration(migrations.Migration):

    dependencies = [
        ("publicity", "0008_public_copies"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicitem",
            name="first_published_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(from_first_versions, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="publicitem",
            name="first_published_on",
            field=models.DateField(),
        ),
        migrations.AddConstraint(
            model_name="publicitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_published_on__lte", F("published_on"))),
                name="public_item_first_published_before",
            ),
        ),
        migrations.RemoveIndex(model_name="publicitem", name="public_item_late"),
        migrations.AddIndex(
            model_name="publicitem",
            index=models.Index(
                condition=models.Q(("first_published_on__gt", F("due_on"))),
                fields=["state", "first_published_on", "due_on"],
                name="public_item_late",
            ),
        ),
    ]
