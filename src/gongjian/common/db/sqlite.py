"""The guards in SQLite's words, and a copy of the whole database."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .triggers import Guard

DUMP_FILE = "database.sqlite3"
_TAKES_PLACE = 'EXISTS (SELECT 1 FROM "{table}" AS old_row WHERE {match})'


def statements(cursor: Any, guard: "Guard") -> dict[str, list[str]]:
    """Return the triggers of one table: name → its CREATE statement."""
    keys = list(_unique_keys(cursor, guard.table))
    return {
        f"{guard.table}_guard_insert": [_insert(guard, keys)],
        f"{guard.table}_guard_update": [_update(guard, keys)],
        f"{guard.table}_guard_delete": [_delete(guard)],
    }


def drop(cursor: Any, table: str, name: str) -> None:
    """Remove a trigger if it is there."""
    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def compare(cursor: Any, guard: "Guard") -> dict[str, str]:
    """Return for each trigger of a table "" or what is wrong with it."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        [guard.table],
    )
    present = dict(cursor.fetchall())
    states = {}
    for name, (wanted,) in statements(cursor, guard).items():
        found = present.pop(name, None)
        states[name] = "missing" if found is None else "" if found == wanted else "altered"
    return states | dict.fromkeys(present, "is unknown")


def _insert(guard: "Guard", keys: list[tuple[tuple[str, ...], str]]) -> str:
    refused = [_taken(guard.table, columns, where) for columns, where in keys]
    refused += [f"NOT ({condition})" for condition in guard.insert]
    return _trigger(guard.table, "insert", " OR ".join(refused) or "0")


def _update(guard: "Guard", keys: list[tuple[tuple[str, ...], str]]) -> str:
    refused = [f'OLD."{c}" IS NOT NEW."{c}"' for c in guard.frozen]
    if guard.update:
        refused.append(f"NOT ({guard.update})")
    frozen = set(guard.frozen)
    for columns, where in keys:
        if not (set(columns) <= frozen and not where):
            refused.append(_taken(guard.table, columns, where, "old_row.rowid <> OLD.rowid"))
    return _trigger(guard.table, "update", "\n  OR ".join(refused) or "0")


def _delete(guard: "Guard") -> str:
    return _trigger(guard.table, "delete", f"NOT ({guard.delete})" if guard.delete else "1")


def _trigger(table: str, event: str, refused: str) -> str:
    return (
        f'CREATE TRIGGER "{table}_guard_{event}" BEFORE {event.upper()} ON "{table}"\n'
        f"WHEN {refused}\n"
        f"BEGIN SELECT RAISE(ABORT, 'guarded table {table}: {event} refused'); END"
    )


def _taken(table: str, columns: tuple[str, ...], where: str, also: str = "") -> str:
    parts = [f'old_row."{c}" = NEW."{c}"' for c in columns]
    if where:
        parts += [_qualified(where, "old_row"), _qualified(where, "NEW")]
    if also:
        parts.append(also)
    return _TAKES_PLACE.format(table=table, match=" AND ".join(parts))


def _qualified(where: str, row: str) -> str:
    """Put `row.` before each column of a partial index's condition (Django quotes them all)."""
    pieces = re.split(r"('(?:[^']|'')*')", where)
    pieces[::2] = [re.sub(r'(?<![.\w])"(\w+)"', rf'{row}."\1"', p) for p in pieces[::2]]
    return f"({''.join(pieces)})"


def _unique_keys(cursor: Any, table: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (columns, condition) of everything unique in a table, its primary key included."""
    cursor.execute(f'PRAGMA table_info("{table}")')
    primary = sorted((row[5], row[1]) for row in cursor.fetchall() if row[5])
    yield tuple(name for _, name in primary), ""
    cursor.execute(f'PRAGMA index_list("{table}")')
    unique = sorted(row[1] for row in cursor.fetchall() if row[2] and row[3] != "pk")
    for index in unique:
        cursor.execute(f'PRAGMA index_info("{index}")')
        columns = tuple(row[2] for row in cursor.fetchall())
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", [index])
        found = cursor.fetchone()
        _, _, where = ((found and found[0]) or "").partition(" WHERE ")
        if None not in columns:
            yield columns, where


def dump(connection: Any, folder: Path) -> dict[str, int]:
    """Copy the database, as it is at one moment and while others write, into `folder`.

    Returns table → rows.
    """
    connection.ensure_connection()
    target = folder / DUMP_FILE
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy, pages=4096, sleep=0.01)
        # The copy must be one file: nobody may forget its -wal file.
        copy.execute("PRAGMA journal_mode = DELETE")
        return _rows(copy)


def load(connection: Any, folder: Path, tables: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Put a dumped database in the place of an empty one.

    Raises:
        ValueError: the copy is damaged.
    """
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    with closing(sqlite3.connect(folder / DUMP_FILE)) as source:
        (state,) = source.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            msg = f"{folder / DUMP_FILE}: {state}"
            raise ValueError(msg)
        place.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(place)) as target:
            source.backup(target)
            return _rows(target)


def _rows(database: sqlite3.Connection) -> dict[str, int]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in found.fetchall()
    }
