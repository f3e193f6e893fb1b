"""Many rows at once: rows that stand there copied by the database itself, with new keys.

The copies have no ledger entries, so `gongjian verify` does not pass on them; pages and counts do
not look at the ledger. Neither triggers nor foreign keys look at a copy.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

Rows = Mapping[type[Model], Sequence[int]]
Own = Mapping[type[Model], Mapping[str, str]]


def multiply(rows: Rows, copies: int, own: Own | None = None) -> None:
    """Copy rows `copies` times; keys between them lead to rows of the same copy.

    `rows`: by model the first and the last id of what is copied. `own`: by model and column the
    SQL of what a copy has of its own, from the row `p` and the number `n.x` of the copy.
    """
    span = 1 + max(highest(model) for model in rows)
    with _unchecked():
        for model in rows:
            _copy(model, rows, copies, span, (own or {}).get(model, {}))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def highest(model: type[Model]) -> int:
    """Return the highest id of a table; 0 while it is empty."""
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def _copy(model: type[Model], rows: Rows, copies: int, span: int, own: Mapping[str, str]) -> None:
    chosen = {str(f.column): _value(f, rows, span) for f in model._meta.concrete_fields}
    chosen.update(own)
    names = ", ".join(f'"{name}"' for name in chosen)
    first, last = rows[model]
    table = model._meta.db_table
    # The copies outside, the rows within: each copy lies together.
    sql = (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen.values())}"  # noqa: S608 -- of models
        f" FROM ({_series()}) AS n CROSS JOIN {table} AS p WHERE p.id BETWEEN %s AND %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [copies, first, last])
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, highest(model)]
            )


def _value(field: Any, rows: Rows, span: int) -> str:
    column = f'p."{field.column}"'
    if field.primary_key or field.related_model in rows:
        return f"{column} + n.x * {span}"
    if field.name == "uid":
        sqlite = connection.vendor == "sqlite"
        return "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    return column


def _series() -> str:
    if connection.vendor == "sqlite":
        return (
            "WITH RECURSIVE s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < %s)"
            " SELECT x FROM s"
        )
    return "SELECT generate_series(1, %s) AS x"


@contextmanager
def _unchecked() -> Iterator[None]:
    """Write copies without foreign keys and triggers; PostgreSQL needs a superuser for that."""
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled(), transaction.atomic(), _without_triggers():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Take the triggers away and write them again as they were, in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        known = cursor.fetchall()
        for name, _ in known:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in known:
            cursor.execute(sql)
