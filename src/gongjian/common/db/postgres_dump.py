"""The whole of a PostgreSQL database as one file for each table, and back.

No tool of the server is needed. A file `<table>.copy` holds what `COPY … TO STDOUT` writes: text,
columns by tabs, `\\N` for NULL; which columns, in which order, says the manifest.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

PIECE = 1 << 16


def dump(connection: Any, folder: Path) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Write every table as of one moment; return table → rows, and table → columns."""
    rows, columns = {}, {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in _tables(cursor):
            columns[table] = _columns(cursor, table)
            statement = f'COPY "{table}" ({_quoted(columns[table])}) TO STDOUT'
            with (folder / f"{table}.copy").open("xb") as file:
                with cursor.cursor.copy(statement) as source:
                    for piece in source:
                        file.write(piece)
                rows[table] = cursor.cursor.rowcount
    return rows, columns


def load(connection: Any, folder: Path, columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Fill the tables of a database that was just migrated; return table → rows.

    What the migration itself wrote is replaced. Foreign keys are asked at the end, so the order of
    tables does not matter; nor are guards asked again, that look at rows of other tables: these
    rows passed them once, and the log vouches for them.
    """
    rows = {}
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables(cursor)
        _guards(cursor, tables, "DISABLE")
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')  # noqa: S608
            if cursor.fetchone()[0]:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
        for table, names in columns.items():
            with (folder / f"{table}.copy").open("rb") as file:
                statement = f'COPY "{table}" ({_quoted(names)}) FROM STDIN'
                with cursor.cursor.copy(statement) as target:
                    while piece := file.read(PIECE):
                        target.write(piece)
                rows[table] = cursor.cursor.rowcount
            _go_on_counting(cursor, table, names)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _guards(cursor, tables, "ENABLE")
    return rows


def _guards(cursor: Any, tables: Sequence[str], how: str) -> None:
    """Switch our own triggers; those of foreign keys stay."""
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" {how} TRIGGER USER')


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname"
    )
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _go_on_counting(cursor: Any, table: str, columns: Sequence[str]) -> None:
    """Let ids made from now on follow the loaded ones."""
    if "id" not in columns:
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'public."{table}"'])
    (sequence,) = cursor.fetchone()
    if sequence:
        newest = f'(SELECT max(id) FROM "{table}")'  # noqa: S608
        cursor.execute(
            f"SELECT setval(%s, coalesce({newest}, 1), {newest} IS NOT NULL)", [sequence]
        )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
