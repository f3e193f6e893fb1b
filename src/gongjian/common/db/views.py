"""Views that show a part of a table to who may not read the table itself.

A role that may read a view needs no right on what lies behind it: PostgreSQL reads that with the
owner's rights, SQLite's authorizer is told the view's name. Taken away before every migration
(neither engine changes a table that a view reads) and made anew afterwards.
"""

from dataclasses import dataclass
from typing import Any

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
    """Make every view whose tables are all there; one that SQLite has word for word stays."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        present = _present(connection, cursor)
        for wanted in views():
            statement = f'CREATE VIEW "{wanted.name}" AS {wanted.select}'
            if wanted.tables <= tables and statement not in present:
                cursor.execute(f'DROP VIEW IF EXISTS "{wanted.name}"')
                cursor.execute(statement)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take every view away."""
    with connection.cursor() as cursor:
        for wanted in views():
            cursor.execute(f'DROP VIEW IF EXISTS "{wanted.name}"')


def _present(connection: BaseDatabaseWrapper, cursor: Any) -> set[str]:
    """Return the statements that made the views of a SQLite file (PostgreSQL keeps none)."""
    if connection.vendor != "sqlite":
        return set()
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'view'")
    return {sql for (sql,) in cursor.fetchall()}
