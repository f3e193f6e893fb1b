from django.db import migrations

RECOUNTS = ("insight.recount_acts", "insight.recount_decisions")


def let_the_worker_recount(apps, schema_editor):
    """Forget when it last counted: a house with old cases is counted in the worker's next round.

    Done twice it changes nothing; where nothing differs the round writes nothing.
    """
    apps.get_model("jobs", "Period").objects.filter(kind__in=RECOUNTS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("insight", "0004_counted_act"),
        ("jobs", "0001_initial"),
    ]

    operations = [migrations.RunPython(let_the_worker_recount, migrations.RunPython.noop)]
