"""The portal and the workbench as two processes: what one does not do leads to the other.

Before it serves, the portal asks the database what its connection could do beyond reading public
rows (`reading.grants`), and does not start where the answer is not "nothing".
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound

from .reading import TABLES

NOT_HERE = "这项业务不在公示网站上办理。请到本机关的办事窗口，或者从本机关公布的办事入口进入"
_BEYOND = """
SELECT DISTINCT c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, pg_roles r
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND pg_has_role(current_user, r.oid, 'MEMBER')
  AND (has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
       OR has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE')
       OR has_any_column_privilege(r.oid, c.oid, 'SELECT') AND NOT c.relname = ANY(%s))
ORDER BY 1"""
_POWERS = """
SELECT r.rolname FROM pg_roles r
WHERE pg_has_role(current_user, r.oid, 'MEMBER')
  AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication
       OR has_schema_privilege(r.oid, 'public', 'CREATE'))
ORDER BY 1"""
_TRIALS = ("SELECT 1 FROM accounts_user", "DELETE FROM publicity_publicitem")


def elsewhere(setting: str) -> Callable[..., HttpResponseBase]:
    """Return a view that leads to the same address of the process named by a setting.

    Where no other host is named there is nothing to lead to, and the answer is 404.
    """

    @require_safe
    def leads(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        root = str(getattr(settings, setting, "")).rstrip("/")
        if not root or urlsplit(root).netloc == request.get_host():
            raise NotFound(NOT_HERE)
        return HttpResponseRedirect(root + request.get_full_path())

    return leads


def moved(patterns: Iterable[URLPattern], setting: str) -> list[URLPattern]:
    """Return the same addresses under the same names, each leading to the other process."""
    view = elsewhere(setting)
    return [URLPattern(one.pattern, view, None, one.name) for one in patterns]


def beyond_reading() -> list[str]:
    """Return what this connection could read or do that a portal must not: tables, roles."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_BEYOND, [sorted(TABLES)])
            tables = [str(name) for (name,) in cursor.fetchall()]
            cursor.execute(_POWERS)
            return [*tables, *(f"角色 {name}" for (name,) in cursor.fetchall())]
    return [statement for statement in _TRIALS if _goes_through(statement)]


def _goes_through(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True
