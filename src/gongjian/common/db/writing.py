"""New and changed rows, written with statements that are put together once (docs/adr/0025).

Django writes the text of an INSERT or UPDATE anew for every row, which takes longer than the
database takes to run it, and an act writes some twenty rows. What is written is what Django would
write: every value goes through `pre_save` and `get_db_prep_save` of its field. Nothing listens to
the signals of models here, so none is sent. With `Remembered.proving`, as in tests, the text of an
INSERT is compared with Django's at its 1st, 2nd, 4th, 8th … use.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery

from .statements import Remembered

Fields = tuple["Field[Any, Any]", ...]
# As many rows of one table as acts write at once; texts of longer lists are not worth keeping.
MOST_ROWS = 12
_texts: dict[tuple[type[Model], int], str] = {}
_uses: Counter[type[Model]] = Counter()


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
    fields = _fields(model)
    if len(rows) > MOST_ROWS or any(row.pk is not None for row in rows) or not fields:
        model._default_manager.bulk_create(rows)
        return
    values = [value for row in rows for value in _values(row, fields, new=True)]
    text = _insert(model, fields, len(rows))
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as ask:
        ask.execute(text, values)
        keys = ask.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def update(row: Model) -> None:
    """Write all columns of a row that is there.

    Raises:
        DatabaseError: it is not.
    """
    fields = _fields(type(row))
    if not fields:
        row.save(force_update=True)
        return
    values = _values(row, fields, new=False)
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as ask:
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


def _values(row: Model, fields: Fields, *, new: bool) -> list[Any]:
    """Return what the columns are given, as Django does before it saves."""
    row._prepare_related_fields_for_save(operation_name="save")  # type: ignore[attr-defined]
    found = [field.pre_save(row, new) for field in fields]
    if any(hasattr(value, "resolve_expression") for value in found):
        raise TypeError("what the database works out is not foreseen in a row that is put")
    pairs = zip(fields, found, strict=True)
    return [field.get_db_prep_save(value, connection) for field, value in pairs]


def _insert(model: type[Model], fields: Fields, rows: int) -> str:
    """Return the text that inserts so many rows, one row's worth of places repeated."""
    key = model, rows
    if key not in _texts:
        head, places, tail = _single(model, fields)
        _texts[key] = f"{head}{', '.join([places] * rows)}{tail}"
    _uses[model] += 1
    if Remembered.proving and not _uses[model] & (_uses[model] - 1):
        _prove(model, fields, _texts[key], rows)
    return _texts[key]


def _single(model: type[Model], fields: Fields) -> tuple[str, str, str]:
    """Return what Django writes to insert one row: before its places, the places, and after."""
    query: Any = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [model._meta.auto_field]
    ((text, _),) = compiler.as_sql()
    places = f"({', '.join(['%s'] * len(fields))})"
    head, found, tail = str(text).partition(places)
    assert found, text
    return head, places, tail


def _prove(model: type[Model], fields: Fields, known: str, rows: int) -> None:
    head, places, tail = _single(model, fields)
    if known != (plain := f"{head}{', '.join([places] * rows)}{tail}"):
        msg = f"a statement was remembered wrongly: {known} for {plain}"
        raise AssertionError(msg)


@cache
def _update(model: type[Model]) -> str:
    table, key, *columns = [
        connection.ops.quote_name(name)
        for name in (model._meta.db_table, "id", *[str(field.column) for field in _fields(model)])
    ]
    places = ", ".join(f"{column} = %s" for column in columns)
    return f"UPDATE {table} SET {places} WHERE {key} = %s"  # noqa: S608 -- names of ours
