import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

COLUMNS = ("unit", "lead", "second")


def fill(apps, schema_editor):
    """Give what waits already the people of its matter."""
    matters = apps.get_model("matters", "Matter").objects.filter(pk=OuterRef("matter"))
    own = {f"{name}_id": Subquery(matters.values(f"{name}_id")) for name in COLUMNS}
    apps.get_model("matters", "Todo").objects.update(**own)


def _column(name: str, to: str):
    key = models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=to,
    )
    return migrations.AddField("todo", name, key)


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0004_limit_of_what_waits"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        _column("unit", "orgs.unit"),
        _column("lead", "orgs.officer"),
        _column("second", "orgs.officer"),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
