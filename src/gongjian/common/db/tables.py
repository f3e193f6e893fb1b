"""Tables of a new installation, made at once instead of migration by migration."""

from django.apps import apps
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_empty(using: str) -> bool:
    """Tell whether the database holds no table yet."""
    return not connections[using].introspection.table_names()


def lay_out(using: str) -> None:
    """Make every table from the models as they stand, and note their migrations as applied.

    Migrating step by step describes some sixty related models anew for each of three hundred
    changes, most of a minute; this takes two seconds. `tests/test_migrations.py` holds that both
    ways lead to one schema, and names what migrations fill in from rows: here there are none.
    """
    connection = connections[using]
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection) and router.allow_migrate_model(using, model):
                editor.create_model(model)
        _note_as_applied(connection)


def _note_as_applied(connection: BaseDatabaseWrapper) -> None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    loader = MigrationLoader(connection)
    for key, migration in loader.disk_migrations.items():
        for app, name in (*migration.replaces, key):
            recorder.record_applied(app, name)
