"""Change one thing at a time behind the house's back, and see what the audit says first.

Each change to the database is made in a transaction that is rolled back, with the triggers gone and
the constraints off, as the owner of a SQLite file can do it; files are changed and put back.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import world


@dataclass
class Trial:
    """What was changed, what the first finding must name, and what the audit said first."""

    kind: str
    change: str
    expected: list[str]
    said: str = ""


class Impossible(Exception):
    """This change changes nothing, or the engine itself cannot hold it."""


def main(home: Path, count: int, seed: int) -> None:
    """Print one JSON line per trial."""
    world.start(home)
    world.build()
    from django.db import connection

    from gongjian.common.db import triggers

    triggers.uninstall(connection)
    chance = random.Random(seed)
    tables = Tables(chance)
    kinds: list[Callable[[], Trial]] = [
        *[tables.record] * 9,
        *[tables.entry] * 4,
        *[tables.stream] * 2,
        *[tables.tile] * 2,
        *[tables.checkpoint] * 2,
        tables.leaf,
    ]
    world.say(clean=findings())
    done = 0
    while done < count * 4 // 5:
        with undone():
            try:
                trial = chance.choice(kinds)()
            except Impossible:
                continue
            trial.said = first()
        world.say(**asdict(trial))
        done += 1
    while done < count:
        with changed_file(chance) as trial:
            trial.said = first()
        world.say(**asdict(trial))
        done += 1
    world.say(clean=findings())


def findings() -> list[str]:
    """Return all that the audit has to say."""
    from gongjian.ledger.audit import Audit
    from gongjian.vault.audit import FileAudit
    from gongjian.vault.store import store

    return [str(f) for f in [*Audit().run(), *FileAudit(store()).run()]]


def first() -> str:
    """Return the first finding, files last."""
    from gongjian.ledger.audit import Audit
    from gongjian.vault.audit import FileAudit
    from gongjian.vault.store import store

    for finding in Audit().run():
        return str(finding)
    for finding in FileAudit(store()).run():
        return str(finding)
    return ""


@contextmanager
def undone() -> Iterator[None]:
    """Run in a transaction that never commits, with no constraint in the way."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Tables:
    """Changes to rows. Every method makes one and returns its trial."""

    def __init__(self, chance: random.Random) -> None:
        from gongjian.common.records import record_models

        self.chance = chance
        self.labels = {m._meta.db_table: m._meta.label_lower for m in record_models()}
        self.records = [t for t in self.labels if self.sql(f'SELECT count(*) FROM "{t}"')[0][0]]

    def sql(self, statement: str, *values: Any) -> list[Any]:
        from django.db import IntegrityError, OperationalError, connection

        with connection.cursor() as cursor:
            try:
                cursor.execute(statement, values or None)
                return list(cursor.fetchall()) if cursor.description else [cursor.rowcount]
            except (IntegrityError, OperationalError) as error:
                raise Impossible from error

    def record(self) -> Trial:
        """Change, remove or forge a record row."""
        table = self.chance.choice(self.records)
        uid = self.chance.choice(self.sql(f'SELECT uid FROM "{table}"'))[0]
        expected = [f"{self.labels[table]} {dashed(uid)}"]
        way = self.chance.random()
        if way < 0.1:
            self.sql(f'DELETE FROM "{table}" WHERE uid = %s', uid)
            return Trial("record", f"delete from {table} {uid}", expected)
        columns = [row[1] for row in self.sql(f'PRAGMA table_info("{table}")')]
        if way < 0.2:
            forged = f"{self.chance.getrandbits(128):032x}"
            rest = [f'"{c}"' for c in columns if c not in {"id", "uid"}]
            self.sql(
                f'INSERT INTO "{table}" (uid, {", ".join(rest)})'
                f' SELECT %s, {", ".join(rest)} FROM "{table}" WHERE uid = %s',
                forged,
                uid,
            )
            return Trial("record", f"forge in {table}", [f"{self.labels[table]} {dashed(forged)}"])
        column = self.chance.choice(columns)
        new = self.change(table, column, "uid = %s", uid)
        if column == "uid":
            expected.append(f"{self.labels[table]} {dashed(new)}")
        return Trial("record", f"{table}.{column} := {new!r}", expected)

    def entry(self) -> Trial:
        """Change or remove an entry."""
        row, stream, seq = self.chance.choice(
            self.sql(
                "SELECT e.id, s.uid, e.seq FROM ledger_entry e"
                " JOIN ledger_stream s ON s.id = e.stream_id"
            )
        )
        name = f"ledger.entry {dashed(stream)} 第 {seq} 条"
        columns = ["payload", "payload", "salt", "leaf", "leaf_hash", "seq", "stream_id", "id", ""]
        column = self.chance.choice(columns)
        if not column:
            self.sql("DELETE FROM ledger_entry WHERE id = %s", row)
            return Trial("entry", f"delete {name}", [f"ledger.entry id={row}"])
        new = self.change("ledger_entry", column, "id = %s", row)
        if column in {"seq", "stream_id", "id"}:  # it is no longer where it was
            return Trial("entry", f"{name} {column} := {new!r}", ["ledger.entry "])
        return Trial("entry", f"{name} {column}", [name])

    def stream(self) -> Trial:
        """Change or remove a stream."""
        row, uid = self.chance.choice(self.sql("SELECT id, uid FROM ledger_stream"))
        column = self.chance.choice(["seq", "head", "uid", "kind", ""])
        if not column:
            self.sql("DELETE FROM ledger_stream WHERE id = %s", row)
            return Trial("stream", f"delete {uid}", ["ledger.entry id="])
        new = self.change("ledger_stream", column, "id = %s", row)
        expected = {
            "uid": [f"ledger.entry {dashed(new)} 第 1 条"],
            "kind": [f"ledger.stream {dashed(uid)}"],
        }
        return Trial(
            "stream",
            f"{uid} {column} := {new!r}",
            expected.get(column, [f"ledger.stream {dashed(uid)}"]),
        )

    def tile(self) -> Trial:
        """Change, move or remove a tile."""
        level, n = self.chance.choice(self.sql("SELECT level, n FROM ledger_tile"))
        column = self.chance.choice(["data", "data", "level", "n", ""])
        where, place = "level = %s AND n = %s", (level, n)
        if not column:
            self.sql(f"DELETE FROM ledger_tile WHERE {where}", *place)
        else:
            self.change("ledger_tile", column, where, *place)
        return Trial("tile", f"{level}/{n} {column or 'delete'}", [f"ledger.tile {level}/{n}"])

    def checkpoint(self) -> Trial:
        """Change a checkpoint, or remove the last one."""
        sizes = [row[0] for row in self.sql("SELECT size FROM ledger_checkpoint ORDER BY size")]
        column = self.chance.choice(["size", "root", "note", "note", ""])
        if not column:
            self.sql("DELETE FROM ledger_checkpoint WHERE size = %s", sizes[-1])
            return Trial("checkpoint", "delete the last", ["ledger.checkpoint"])
        size = self.chance.choice(sizes)
        new = self.change("ledger_checkpoint", column, "size = %s", size)
        shown = new if column == "size" else size
        # Where the last one is moved, its absence may be noted first.
        return Trial(
            "checkpoint",
            f"{size} {column} := {new!r}",
            [f"ledger.checkpoint {shown}", "ledger.checkpoint："],
        )

    def leaf(self) -> Trial:
        """Let two places of the log change their entries, or remove one."""
        rows = self.sql('SELECT "index", entry_id FROM ledger_leaf')
        (one, first_entry), (other, second_entry) = self.chance.sample(rows, 2)
        if self.chance.random() < 0.3:
            self.sql('DELETE FROM ledger_leaf WHERE "index" = %s', one)
            return Trial("leaf", f"delete {one}", ["ledger."])
        self.sql('UPDATE ledger_leaf SET entry_id = -1 WHERE "index" = %s', one)
        self.sql('UPDATE ledger_leaf SET entry_id = %s WHERE "index" = %s', first_entry, other)
        self.sql('UPDATE ledger_leaf SET entry_id = %s WHERE "index" = %s', second_entry, one)
        return Trial("leaf", f"swap {one} and {other}", ["ledger."])

    def change(self, table: str, column: str, where: str, *key: Any) -> Any:
        """Give a column another value of its own kind, and return it."""
        old = self.sql(f'SELECT "{column}" FROM "{table}" WHERE {where}', *key)[0][0]
        new = other(self.chance, old)
        self.sql(f'UPDATE "{table}" SET "{column}" = %s WHERE {where}', new, *key)
        back = self.sql(f'SELECT count(*) FROM "{table}" WHERE "{column}" IS %s', new)[0][0]
        if not back or str(new) == str(old) or same_json(old, new):
            raise Impossible
        return new


def same_json(old: Any, new: Any) -> bool:
    """Tell whether only white space of a JSON text has changed, which means the same."""
    try:
        return bool(json.loads(old) == json.loads(new)) and old[:1] in "[{"
    except (TypeError, ValueError):
        return False


def other(chance: random.Random, old: Any) -> Any:
    """Return another value of the same kind, most often close to the old one."""
    if old is None:
        return chance.choice([1, "2026-01-05"])
    if isinstance(old, int):
        return old + chance.choice([-1, 1, 1, 7])
    if isinstance(old, bytes):
        if not old:
            return b"\x00" * 32
        at = chance.randrange(len(old))
        return old[:at] + bytes([old[at] ^ 1 << chance.randrange(8)]) + old[at + 1 :]
    text = str(old)
    if not text:
        return "添"
    at = chance.randrange(len(text))
    if chance.random() < 0.2:
        return text[:at] + text[at + 1 :]
    new = chance.choice("0123456789abcdef") if text[at].isascii() else chance.choice("甲乙丙丁")
    return text[:at] + new + text[at + 1 :]


@contextmanager
def changed_file(chance: random.Random) -> Iterator[Trial]:
    """Change, cut or remove one kept file; put it back afterwards."""
    from gongjian.vault.store import LocalStore, store

    vault = store()
    assert isinstance(vault, LocalStore)
    name = chance.choice(sorted(vault.names()))
    path = vault.path(name)
    old = path.read_bytes()
    way = chance.choice(["flip", "flip", "cut", "add", "remove"])
    path.unlink()
    if way == "flip":
        path.write_bytes(other(chance, old))
    elif way == "cut":
        path.write_bytes(old[: chance.randrange(len(old))])
    elif way == "add":
        path.write_bytes(old + b"\n")
    try:
        yield Trial("file", f"{way} {name}", [name])
    finally:
        path.unlink(missing_ok=True)
        path.write_bytes(old)


def dashed(uid: Any) -> str:
    """Write a uid as the audit does."""
    text = str(uid).replace("-", "")
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
