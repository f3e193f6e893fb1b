"""Rows that most tests begin with: written once by the services, then put back as they were."""

from collections.abc import Callable, Hashable, Mapping
from contextlib import closing

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
    """Return what writes every row of the house again."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("gongjian.")]
    # A view follows its tables by itself.
    found = {_name(model): _rows(model) for model in ours if model._meta.managed}
    filled = {table: rows for table, rows in found.items() if rows}
    if connection.vendor == "postgresql":
        return [_beside(filled)]
    return [f"INSERT INTO {table} {rows}" for table, rows in filled.items()]


def _beside(filled: Mapping[str, str]) -> str:
    """Keep rows in a schema of their own and return the call of its function that copies them.

    To read them from SQL and to compress their long texts takes the server three times as long for
    each test. A connection of its own makes the schema: that of a test is rolled back.
    """
    schema = f"kept_{len(_kept)}"
    copies = [f"INSERT INTO {table} SELECT * FROM {schema}.{table};" for table in filled]  # noqa: S608  # ours
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table, rows in filled.items():
            cursor.execute(f"CREATE TABLE {schema}.{table} (LIKE {table})")
            cursor.execute(f"INSERT INTO {schema}.{table} {rows}")
        body = f"BEGIN {' '.join(copies)} END"
        cursor.execute(
            f"CREATE FUNCTION {schema}.copied() RETURNS void LANGUAGE plpgsql AS $${body}$$"
        )
        # Whoever a test becomes copies them with rights of its own.
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO PUBLIC")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO PUBLIC")
    return f"SELECT {schema}.copied()"


def _name(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _rows(model: type[Model]) -> str:
    """Return the columns and the values of every row as an INSERT has them; nothing if none."""
    names = [connection.ops.quote_name(str(f.column)) for f in model._meta.concrete_fields]
    values = " || ',' || ".join(QUOTED[connection.vendor].format(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '(' || {values} || ')' FROM {_name(model)}")  # noqa: S608  # ours
        rows = ",\n".join(row for (row,) in cursor.fetchall())
    return f"({', '.join(names)}) VALUES {rows}" if rows else ""
