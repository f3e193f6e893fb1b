"""The portal reads what is public, and the database holds it to that.

While a public page is made, SQLite's authorizer (or PostgreSQL's role named by the setting
`GONGJIAN_PORTAL_ROLE`) refuses every other table and every write: a mistake in a query becomes an
error, never a leak. Checking a file needs the log's entries and stays outside.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gongjian.common import clock as clocks
from gongjian.exante.models import Board, OpenList
from gongjian.insight.models import PublicReport
from gongjian.ledger.models import Checkpoint, Tile
from gongjian.matters.models import ProcessVersion
from gongjian.orgs.models import Agency
from gongjian.publicity.models import (
    Objection,
    PublicFile,
    PublicItem,
    PublicNumber,
    PublicSeries,
)

PUBLIC: tuple[type[models.Model], ...] = (
    PublicItem,
    PublicFile,
    PublicSeries,
    PublicNumber,
    Objection,
    OpenList,
    Board,
    PublicReport,
    Agency,
    ProcessVersion,
    Checkpoint,
    Tile,
)
TABLES = frozenset(model._meta.db_table for model in PUBLIC)
_HARMLESS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT,
    }
)
View = Callable[..., HttpResponseBase]


def public_tables_only(view: View) -> View:
    """Let a view read public tables and nothing else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with only_public():
            return view(request, *args, **kwargs)

    return guarded


def dated(view: View) -> View:
    """Hand a view today's date, asked before the tables close: the demo's clock is one of them."""

    @wraps(view)
    def with_date(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, clocks.current().today(), *args, **kwargs)

    return with_date


@contextmanager
def only_public() -> Iterator[None]:
    """Refuse, until the end of the block, all but reading the public tables.

    On PostgreSQL without the setting nothing is refused: the role is made by who owns the database.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_authorizer(_may)
        try:
            yield
        finally:
            connection.connection.set_authorizer(None)
    elif settings.GONGJIAN_PORTAL_ROLE:
        with _as_role(settings.GONGJIAN_PORTAL_ROLE):
            yield
    else:
        yield


def grants(role: str) -> list[str]:
    """Return what the owner of a PostgreSQL database runs once for the portal's role."""
    name = connection.ops.quote_name(role)
    tables = ", ".join(connection.ops.quote_name(table) for table in sorted(TABLES))
    return [f"GRANT USAGE ON SCHEMA public TO {name}", f"GRANT SELECT ON {tables} TO {name}"]


def _may(action: int, table: str | None, *rest: str | None) -> int:
    if action == sqlite3.SQLITE_READ:
        return sqlite3.SQLITE_OK if table in TABLES else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _HARMLESS else sqlite3.SQLITE_DENY


@contextmanager
def _as_role(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(role)}")
    try:
        yield
    finally:
        try:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
        except DatabaseError:
            # A broken transaction takes the role back with its rollback; outside of one, a
            # connection that may still carry the role must not go back to the pool.
            if not connection.in_atomic_block:
                connection.close()
