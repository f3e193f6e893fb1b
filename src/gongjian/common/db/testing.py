"""The tables of a trial that is a process of its own."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command


def lay_out_tables() -> None:
    """Make all tables straight from the models, in seconds.

    That the migrations lead to the same models is a check of its own (`makemigrations --check`).
    """
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
