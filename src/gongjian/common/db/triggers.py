"""Which tables the database guards, and how: declared once, for SQLite and PostgreSQL.

A guarded table refuses DELETE, UPDATE of a column that is not named mutable, a new row that lacks
what a higher app `require`s of it, and on SQLite also `INSERT OR REPLACE` and `UPDATE OR REPLACE`,
which would remove a row past the other triggers.
Installed after every migration (remaking a table on SQLite drops its triggers in silence) and
compared by `gongjian verify`. On SQLite the owner of the file can still do anything: there only the
ledger proves; on PostgreSQL the application role owns nothing (`common.db.postgres`).
"""

from dataclasses import dataclass
from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from gongjian.common.records import record_models


@dataclass(frozen=True, slots=True)
class Guard:
    """What a table refuses.

    `frozen`: columns that never change. `update`: a condition on OLD and NEW that every UPDATE must
    meet; `delete`: one on OLD under which a row may go ("": never); `insert`: conditions on NEW
    that every new row must meet. Conditions are SQL that both engines read alike.
    """

    table: str
    frozen: tuple[str, ...] = ()
    update: str = ""
    delete: str = ""
    insert: tuple[str, ...] = ()


_extra: dict[str, Guard] = {}
_required: dict[str, dict[str, str]] = {}


def guard(wanted: Guard) -> None:
    """Guard a table that is no record table (called at start-up; the ledger's own tables)."""
    _extra[wanted.table] = wanted


def require(table: str, name: str, condition: str) -> None:
    """Let every new row of a record table meet a condition on NEW (called at start-up).

    What one row must show of itself is a CHECK; this is for what other tables must show of it.
    """
    _required.setdefault(table, {})[name] = condition


def guards() -> list[Guard]:
    """Return every guard, record tables first."""
    found = []
    for model in record_models():
        columns = tuple(f.column or f.name for f in model._meta.concrete_fields)
        unknown = model.MUTABLE - set(columns)
        if unknown:
            msg = f"{model._meta.label}.MUTABLE names no columns: {sorted(unknown)}"
            raise ValueError(msg)
        frozen = tuple(c for c in columns if c not in model.MUTABLE)
        table, new = model._meta.db_table, _required.get(model._meta.db_table, {})
        found.append(Guard(table, frozen, model.CHANGE, insert=tuple(new.values())))
    return [*found, *_extra.values()]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place that is not as declared; tables not there yet are left out.

    What is as declared is not touched: a changed schema ends what others are reading on SQLite.
    """
    engine = _engine(connection)
    with connection.cursor() as cursor:
        for wanted in _existing(connection):
            states = engine.compare(cursor, wanted)
            for name, statements in engine.statements(cursor, wanted).items():
                if not states[name]:
                    continue
                engine.drop(cursor, wanted.table, name)
                for statement in statements:
                    cursor.execute(statement)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away: SQLite cannot remake a table that another table's trigger reads."""
    engine = _engine(connection)
    with connection.cursor() as cursor:
        for wanted in _existing(connection):
            for name in engine.statements(cursor, wanted):
                engine.drop(cursor, wanted.table, name)


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """Return "table: trigger missing|altered" for each trigger that is not as declared."""
    engine = _engine(connection)
    found = []
    with connection.cursor() as cursor:
        for wanted in guards():
            for name, state in engine.compare(cursor, wanted).items():
                if state:
                    found.append(f"{wanted.table}: {name} {state}")
    return found


def _existing(connection: BaseDatabaseWrapper) -> list[Guard]:
    tables = set(connection.introspection.table_names())
    return [g for g in guards() if g.table in tables]


def _engine(connection: BaseDatabaseWrapper) -> ModuleType:
    from gongjian.common.db import postgres, sqlite

    return postgres if connection.vendor == "postgresql" else sqlite
