"""A prepared read once its statement is written: asked with values, its rows made into objects.

The text, which column is which attribute, and what related rows stand beside it follow from the
queryset alone, so they are worked out once (docs/adr/0025). The answer is that of the queryset, one
by one in its order.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)

from gongjian.common.reads import plain

Behind = Sequence[tuple[Any, Model]]
"""Foreign keys of the rows, each with the row that stands behind it."""


class Reading:
    """What to ask for, and what stands in which column of the answer."""

    def __init__(self, made: QuerySet[Any, Any], place: type[Any]) -> None:
        """`place` is the class of what stands in the parameters where a value will."""
        self.db = made.db
        self.further = made._prefetch_related_lookups  # type: ignore[attr-defined]
        self.place = place
        self.params: tuple[Any, ...] = ()
        compiler: Any = made.query.get_compiler(self.db)
        try:
            self.text, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.text = ""  # no row can match, whatever is asked
            return
        self.plain = plain(self.text)
        shown = [column for column, _, _ in compiler.select[: compiler.col_count]]
        if compiler.has_composite_fields(shown):
            raise TypeError("a key of several columns is not foreseen in a prepared read")
        # A statement may order by columns that are not asked for.
        self.width = compiler.col_count if compiler.has_extra_select else None
        self.converters = tuple(compiler.get_converters(shown).items())
        self.make: Callable[[Iterable[Any], Behind], list[Any]] = _making(made, compiler)

    def ask(self, values: tuple[Any, ...], behind: Behind) -> list[Any]:
        """Ask the database, with these values in their places."""
        if not self.text:
            return []
        connection: Any = connections[self.db]
        if self.plain:
            rows = connection.rows(self.text, self.filled(values))
        else:
            with connection.cursor() as cursor:
                cursor.execute(self.text, self.filled(values))
                rows = cursor.fetchall()
        if self.width is not None:
            rows = [row[: self.width] for row in rows]
        if rows and self.converters:
            rows = [self._converted(list(row), connection) for row in rows]
        found = self.make(rows, behind) if rows else []
        if found and self.further:
            prefetch_related_objects(found, *self.further)
        return found

    def filled(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the parameters with the values in their places."""
        place = self.place
        return tuple([values[p.at] if p.__class__ is place else p for p in self.params])

    def _converted(self, row: list[Any], connection: Any) -> list[Any]:
        for at, (converters, expression) in self.converters:
            for convert in converters:
                row[at] = convert(row[at], expression, connection)
        return row


def _making(made: Any, compiler: Any) -> Callable[[Iterable[Any], Behind], list[Any]]:
    kind, query = made._iterable_class, made.query
    if kind is ModelIterable:
        return _Objects(compiler, made.db).make
    if kind is FlatValuesListIterable:
        return lambda rows, behind: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows, behind: [tuple(row) for row in rows]
    if kind is ValuesIterable:
        names = tuple(query.selected or (*query.values_select, *query.annotation_select))
        return lambda rows, behind: [dict(zip(names, row, strict=True)) for row in rows]
    msg = f"{kind.__name__} is not foreseen in a prepared read"
    raise TypeError(msg)


class _Objects:
    """Makes the objects that `ModelIterable` makes."""

    def __init__(self, compiler: Any, db: str) -> None:
        info, fields = compiler.klass_info, compiler.klass_info["select_fields"]
        self.db = db
        self.model: type[Model] = info["model"]
        self.own = slice(fields[0], fields[-1] + 1)
        # Looked up once for each column of the model, in the order of the row.
        self.names: Any = dict.fromkeys(c[0].target.attname for c in compiler.select[self.own])
        # The stubs are of a later Django.
        self.related = get_related_populators(info, compiler.select, db)  # type: ignore[call-arg]
        self.beside = tuple((compiler.annotation_col_map or {}).items())

    def make(self, rows: Iterable[Any], behind: Behind) -> list[Any]:
        db, own, names, make = self.db, self.own, self.names, self.model.from_db
        known = [(field, field.attname, one.pk, one) for field, one in behind]
        found = []
        for row in rows:
            one = make(db, names, row[own])
            for populator in self.related:
                populator.populate(row, one)
            for name, at in self.beside:
                setattr(one, name, row[at])
            for field, key, pk, row_behind in known:
                if not field.is_cached(one) and getattr(one, key) == pk:
                    setattr(one, field.name, row_behind)
            found.append(one)
        return found
