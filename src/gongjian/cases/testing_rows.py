"""Rows that most tests begin with: written once by the services, then put back as they were."""

from collections.abc import Callable, Hashable

from django.apps import apps
from django.db import connection
from django.db.models import Model

from gongjian.ledger.models import Entry

_kept: dict[Hashable, tuple[list[str], dict[str, int]]] = {}
# How each engine writes a value so that it reads the same value again.
QUOTED = {"sqlite": "quote({0})", "postgresql": "quote_nullable({0}::text)"}


def kept(key: Hashable, make: Callable[[], dict[str, int]]) -> dict[str, int]:
    """Return what `make` returns: primary keys of rows that it wrote, by name.

    The first time `make` is run; later its rows, ledger entries included, are put back under the
    same primary keys. A house where something stands already is always built anew.
    """
    if Entry.objects.exists():
        return make()
    if key not in _kept:
        made = make()
        _kept[key] = _statements(), made
        return made
    statements, made = _kept[key]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return made


def _statements() -> list[str]:
    """Return what writes every row of the house again; an engine may take it in one piece."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("gongjian.")]
    # A view follows its tables by itself.
    found = [_insert(model) for model in ours if model._meta.managed]
    told = [statement for statement in found if statement]
    return [";\n".join(told)] if connection.vendor == "postgresql" else told


def _insert(model: type[Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    names = [connection.ops.quote_name(str(f.column)) for f in model._meta.concrete_fields]
    values = " || ',' || ".join(QUOTED[connection.vendor].format(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '(' || {values} || ')' FROM {table}")  # noqa: S608  # ours
        rows = ",\n".join(row for (row,) in cursor.fetchall())
    into = f"INSERT INTO {table} ({', '.join(names)})"
    return f"{into} VALUES {rows}" if rows else ""
