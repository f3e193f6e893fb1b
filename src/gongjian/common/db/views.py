"""Views that show a part of a table to who may not read the table itself.

A role that may read a view needs no right on what lies behind it: PostgreSQL reads that with the
owner's rights, SQLite's authorizer is told the view's name. Taken away before every migration
(neither engine changes a table that a view reads) and made anew afterwards.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class View:
    """A view: its `name`, the `tables` it reads, and its SELECT in SQL that both engines read."""

    name: str
    tables: frozenset[str]
    select: str


_views: dict[str, View] = {}


def view(wanted: View) -> None:
    """Declare a view (called at start-up)."""
    _views[wanted.name] = wanted


def views() -> tuple[View, ...]:
    """Return every declared view."""
    return tuple(_views.values())


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every view anew whose tables are all there."""
    tables = set(connection.introspection.table_names())
    uninstall(connection)
    with connection.cursor() as cursor:
        for wanted in views():
            if wanted.tables <= tables:
                cursor.execute(f'CREATE VIEW "{wanted.name}" AS {wanted.select}')


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take every view away."""
    with connection.cursor() as cursor:
        for wanted in views():
            cursor.execute(f'DROP VIEW IF EXISTS "{wanted.name}"')
