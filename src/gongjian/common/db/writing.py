"""New and changed rows, written with statements that are put together once (docs/adr/0025).

Django writes the text of an INSERT or UPDATE anew for every row, which takes longer than the
database takes to run it, and an act writes some twenty rows. What is written is what Django would
write: every value goes through `pre_save` and `get_db_prep_save` of its field. Nothing listens to
the signals of models here, so none is sent. With `Remembered.proving`, as in tests, the text of an
INSERT is compared with Django's at its 1st, 2nd, 4th, 8th … use.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigAutoField,
    BigIntegerField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from .statements import Remembered

Fields = tuple["Field[Any, Any]", ...]
# As many rows of one table as acts write at once; texts of longer lists are not worth keeping.
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Table:
    """Where rows go: their model and, where one may be there already, what is done then.

    `by` are the columns that tell that it is the same row; the others then take the new values.
    Without `by` and with `ignore` a row that is there stays as it is.
    """

    model: type[Model]
    ignore: bool = False
    by: tuple[str, ...] = ()

    @property
    def replaced(self) -> list[str]:
        """Return the columns that the new row gives to the one that is there."""
        return [f.name for f in _fields(self.model) if f.name not in self.by] if self.by else []


_texts: dict[tuple[Table, int], str] = {}
_uses: Counter[Table] = Counter()


def put(*rows: Model) -> None:
    """Write rows in this order: new ones side by side of one table with one statement."""
    for (_, new), some in groupby(rows, key=lambda row: (type(row), row._state.adding)):
        batch = list(some)
        if new:
            insert(batch)
            continue
        for row in batch:
            update(row)


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one table with one statement, and give them their keys."""
    model = type(rows[0])
    if any(row.pk is not None for row in rows) or not _written_here(model, rows):
        model._default_manager.bulk_create(rows)
        return
    keys = _insert(Table(model), rows)
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_missing(rows: Sequence[Model]) -> None:
    """Insert those rows of one table that are not there already; none is given its key."""
    model = type(rows[0])
    if not _written_here(model, rows):
        model._default_manager.bulk_create(rows, ignore_conflicts=True)
        return
    _insert(Table(model, ignore=True), rows)


def insert_or_replace(rows: Sequence[Model], *, by: tuple[str, ...]) -> None:
    """Insert rows of one table, or give their values to those there that have the same `by`."""
    model = type(rows[0])
    table = Table(model, by=by)
    if not _written_here(model, rows):
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=by, update_fields=table.replaced
        )
        return
    _insert(table, rows)


def _written_here(model: type[Model], rows: Sequence[Model]) -> bool:
    return len(rows) <= MOST_ROWS and bool(_fields(model))


def _insert(table: Table, rows: Sequence[Model]) -> list[Any]:
    """Send an INSERT; return what the database answers."""
    db = connections[DEFAULT_DB_ALIAS]
    values = [value for row in rows for value in _values(row, db, new=True)]
    text = _text(table, len(rows))
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), db.cursor() as ask:
        ask.execute(text, values)
        return [] if table.ignore else ask.fetchall()


def update(row: Model) -> None:
    """Write all columns of a row that is there.

    Raises:
        DatabaseError: it is not.
    """
    if not _fields(type(row)):
        row.save(force_update=True)
        return
    db = connections[DEFAULT_DB_ALIAS]
    values = _values(row, db, new=False)
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), db.cursor() as ask:
        ask.execute(_update(type(row)), [*values, row.pk])
        if ask.rowcount != 1:
            msg = f"{row!r} is not there to be changed"
            raise DatabaseError(msg)


@cache
def _fields(model: type[Model]) -> Fields:
    """Return the columns but the key; () for a table that has more than this module knows."""
    meta = model._meta
    own = tuple(f for f in meta.concrete_fields if f is not meta.auto_field)
    key = meta.auto_field
    known = key is not None and key.column == "id" and list(meta.db_returning_fields) == [key]
    if not known or meta.parents or any(f.generated or f.has_db_default() for f in own):
        return ()
    return own


def _values(row: Model, db: BaseDatabaseWrapper, *, new: bool) -> list[Any]:
    """Return what the columns are given, as Django does before it saves."""
    columns = _columns(type(row), db.vendor)
    for field, name, _ in columns:
        if field.is_relation and getattr(row, name) is None and field.is_cached(row):
            row._prepare_related_fields_for_save(operation_name="save")  # type: ignore[attr-defined]
            break
    given = row.__dict__
    return [
        value
        if kind is not None and ((value := given[name]) is None or value.__class__ is kind)
        else _prepared(row, field, db, new=new)
        for field, name, kind in columns
    ]


def _prepared(row: Model, field: "Field[Any, Any]", db: BaseDatabaseWrapper, *, new: bool) -> Any:
    value = field.pre_save(row, new)
    if hasattr(value, "resolve_expression"):
        raise TypeError("what the database works out is not foreseen in a row that is put")
    return field.get_db_prep_save(value, db)


@cache
def _columns(model: type[Model], vendor: str) -> Sequence[tuple[Any, str, type | None]]:
    """Return the columns with their attribute and the class of values that go in as they are."""
    return tuple((field, field.attname, _as_it_is(field, vendor)) for field in _fields(model))


def _as_it_is(field: "Field[Any, Any]", vendor: str) -> type | None:
    """Return of which class a value is given to the driver unchanged; of the others Django asks."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    if type(field) in {CharField, TextField}:
        return str
    # For PostgreSQL Django gives a number the width of its column.
    whole = type(field) in {IntegerField, BigIntegerField, BigAutoField}
    return int if whole and vendor == "sqlite" else None


def _text(table: Table, rows: int) -> str:
    """Return the text that inserts so many rows, one row's worth of places repeated."""
    key = table, rows
    if key not in _texts:
        _texts[key] = _repeated(table, rows)
    _uses[table] += 1
    if Remembered.proving and not _uses[table] & (_uses[table] - 1):
        _prove(table, rows)
    return _texts[key]


def _repeated(table: Table, rows: int) -> str:
    """Return what Django writes to insert one row, with the places of as many as there are."""
    fields = _fields(table.model)
    query: Any = InsertQuery(
        table.model,
        on_conflict=_on_conflict(table),
        update_fields=[table.model._meta.get_field(name) for name in table.replaced],
        unique_fields=[table.model._meta.get_field(name) for name in table.by],
    )
    query.insert_values(fields, [table.model()])
    compiler = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
    compiler.returning_fields = None if table.ignore else [table.model._meta.auto_field]
    ((text, _),) = compiler.as_sql()
    places = f"({', '.join(['%s'] * len(fields))})"
    head, found, tail = str(text).partition(places)
    assert found, text
    return f"{head}{', '.join([places] * rows)}{tail}"


def _on_conflict(table: Table) -> OnConflict | None:
    if table.by:
        return OnConflict.UPDATE
    return OnConflict.IGNORE if table.ignore else None


def _prove(table: Table, rows: int) -> None:
    known = _texts[table, rows]
    if known != (plain := _repeated(table, rows)):
        msg = f"a statement was remembered wrongly: {known} for {plain}"
        raise AssertionError(msg)


@cache
def _update(model: type[Model]) -> str:
    ops = connections[DEFAULT_DB_ALIAS].ops
    table, key, *columns = [
        ops.quote_name(name)
        for name in (model._meta.db_table, "id", *[str(field.column) for field in _fields(model)])
    ]
    places = ", ".join(f"{column} = %s" for column in columns)
    return f"UPDATE {table} SET {places} WHERE {key} = %s"  # noqa: S608 -- names of ours
