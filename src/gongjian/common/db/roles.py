"""The two roles of a PostgreSQL installation: the application owns nothing, the portal reads.

The owner of the database migrates and runs `gongjian init`; the application signs in as (a member
of) `GONGJIAN_APP_ROLE`; public pages are made as `GONGJIAN_PORTAL_ROLE`. Grants are renewed after
every migration, so that a new table is not forgotten.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from . import postgres, triggers, views

_portal_grants: Callable[[str], Iterable[str]] | None = None


class NotByThisUser(Exception):
    """The database user may not make roles; `statements` are what its administrator must run."""

    def __init__(self, statements: list[str]) -> None:
        self.statements = statements
        super().__init__("the database user may not create roles")


def portal_reads(grants: Callable[[str], Iterable[str]]) -> None:
    """Let the portal say what its role may read (called once at start-up)."""
    global _portal_grants
    _portal_grants = grants


def make_roles(connection: BaseDatabaseWrapper) -> list[str]:
    """Make the roles named in the settings that do not exist yet, and grant what they need.

    Returns the names; nothing happens on SQLite.

    Raises:
        NotByThisUser: the user of the connection may not make roles.
    """
    wanted = _named(connection)
    with connection.cursor() as cursor:
        missing = [name for name in wanted if not _exists(cursor, name)]
    statements = [f'CREATE ROLE "{name}" NOLOGIN' for name in missing]
    if missing and len(wanted) == 2:
        statements.append(f'GRANT "{wanted[1]}" TO "{wanted[0]}"')
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError as error:
        raise NotByThisUser(statements) from error
    renew_grants(connection)
    return wanted


def renew_grants(connection: BaseDatabaseWrapper) -> None:
    """Grant the roles that exist what they need on every table there is now."""
    wanted = _named(connection)
    if not wanted:
        return
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        there = [name for name in wanted if _exists(cursor, name)]
        for name in there:
            if name == settings.GONGJIAN_APP_ROLE:
                postgres.grant_application_role(
                    cursor, name, guarded=triggers.guards(), tables=tables
                )
                for view in views.views():
                    cursor.execute(f'GRANT SELECT ON "{view.name}" TO "{name}"')
            elif _portal_grants is not None:
                for statement in _portal_grants(name):
                    cursor.execute(statement)


def _named(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor != "postgresql":
        return []
    names = (settings.GONGJIAN_APP_ROLE, settings.GONGJIAN_PORTAL_ROLE)
    return [name for name in names if name]


def _exists(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [name])
    return bool(cursor.fetchone()[0])
