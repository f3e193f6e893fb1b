"""The portal reads what is public, and the database holds it to that.

While a public page is made, SQLite's authorizer (or PostgreSQL's role named by the setting
`GONGJIAN_PORTAL_ROLE`) refuses every other table and every write: a mistake in a query becomes an
error, never a leak. Of a table of which only a part is public a view is read (`common.db.views`).
Checking a file needs the log's entries and stays outside, as do what is sent in and what a
signed-in visitor's session holds. A portal of its own (`portal.apart`) is held for good, and checks
files by sealed proofs (`portal.proving`).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gongjian.channels.models import PublicWitness
from gongjian.common import clock as clocks
from gongjian.common.db.views import views
from gongjian.exante.announcements.models import PublicAnnouncement
from gongjian.exante.models import Board, PublicDuty, PublicList, PublicPortrait, Roster
from gongjian.insight.models import PublicReport
from gongjian.ledger.models import Checkpoint, Tile
from gongjian.matters.models import ProcessVersion
from gongjian.orgs.models import Agency, PublicPass
from gongjian.publicity.models import (
    Objection,
    PublicAttachment,
    PublicCopy,
    PublicFile,
    PublicItem,
    PublicNumber,
    PublicProof,
    PublicRuling,
    PublicSeries,
)

PUBLIC: tuple[type[models.Model], ...] = (
    PublicItem,
    PublicRuling,
    PublicFile,
    PublicAttachment,
    PublicCopy,
    PublicSeries,
    PublicNumber,
    Objection,
    PublicList,
    PublicPortrait,
    PublicAnnouncement,
    Board,
    Roster,
    PublicDuty,
    PublicReport,
    PublicPass,
    PublicProof,
    Agency,
    ProcessVersion,
    Checkpoint,
    Tile,
    PublicWitness,
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
_held: ContextVar[bool] = ContextVar("portal_holds_to_public_tables", default=False)
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
    if settings.GONGJIAN_APART:
        yield  # the connection is held for good: see `hold`
    elif _held.get():
        yield  # within a block like this the outermost gives the tables back
    elif connection.vendor == "sqlite":
        connection.connection.set_authorizer(_may)
        with _holding():
            try:
                yield
            finally:
                connection.connection.set_authorizer(None)
    elif settings.GONGJIAN_PORTAL_ROLE:
        with _holding(), _as_role(settings.GONGJIAN_PORTAL_ROLE):
            yield
    else:
        yield


def hold(connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """Hold a new connection to the public tables for its whole life (`connection_created`).

    On PostgreSQL its role does so; `portal.apart` asks before serving whether it does.
    """
    if connection.vendor == "sqlite":
        connection.connection.set_authorizer(_may)


@contextmanager
def _holding() -> Iterator[None]:
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def grants(role: str) -> list[str]:
    """Return what the owner of a PostgreSQL database runs once for the portal's role."""
    name = connection.ops.quote_name(role)
    tables = ", ".join(connection.ops.quote_name(table) for table in sorted(TABLES))
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",  # what was public once
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT ON {tables} TO {name}",
    ]


def _may(
    action: int, table: str | None, column: str | None, database: str | None, source: str | None
) -> int:
    """Answer SQLite: `source` is the view through which a table is read, if one is."""
    if action != sqlite3.SQLITE_READ:
        return sqlite3.SQLITE_OK if action in _HARMLESS else sqlite3.SQLITE_DENY
    behind = _behind().get(source or "", frozenset())
    return sqlite3.SQLITE_OK if table in TABLES or table in behind else sqlite3.SQLITE_DENY


@cache
def _behind() -> dict[str, frozenset[str]]:
    """Return the tables that each public view may read for whoever reads the view."""
    return {view.name: view.tables for view in views() if view.name in TABLES}


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
