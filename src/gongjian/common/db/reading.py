"""Rows of a prepared read made into objects, with what Django works out anew at every read known.

Which column is which attribute, and what related rows stand beside it, follows from the statement
alone (docs/adr/0025). The objects are those that `ModelIterable` makes, one by one in its order.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Model
from django.db.models.query import ModelIterable, get_related_populators


class Columns:
    """What stands in which column of a statement that reads rows of a model."""

    def __init__(self, compiler: Any, db: str) -> None:
        info, fields = compiler.klass_info, compiler.klass_info["select_fields"]
        self.model: type[Model] = info["model"]
        self.own = slice(fields[0], fields[-1] + 1)
        # Looked up once for each column of the model, in the order of the row.
        self.names: Any = dict.fromkeys(c[0].target.attname for c in compiler.select[self.own])
        # The stubs are of a later Django.
        self.related = get_related_populators(info, compiler.select, db)  # type: ignore[call-arg]
        self.beside = tuple((compiler.annotation_col_map or {}).items())
        self.converters = compiler.get_converters(shown := [c[0] for c in compiler.select])
        if compiler.has_composite_fields(shown):
            raise TypeError("a key of several columns is not foreseen in a prepared read")


class PreparedRows(ModelIterable):  # type: ignore[type-arg]  # no generic when it runs
    """Iterate over the rows of a prepared read."""

    def __iter__(self) -> Iterator[Any]:
        queryset: Any = self.queryset
        db, form = queryset.db, queryset.query.prepared[0]
        compiler = queryset.query.get_compiler(using=db)
        found = compiler.execute_sql()
        columns: Columns | None = form.columns
        if columns is None:
            columns = form.columns = Columns(compiler, db)
        rows: Any = chain.from_iterable(found)
        if columns.converters:
            rows = compiler.apply_converters(rows, columns.converters)
        known = [(f, f.attname, objects) for f, objects in queryset._known_related_objects.items()]
        own, names, make = columns.own, columns.names, columns.model.from_db
        for row in rows:
            one = make(db, names, row[own])
            for populator in columns.related:
                populator.populate(row, one)
            for name, at in columns.beside:
                setattr(one, name, row[at])
            for field, key, objects in known:
                if not field.is_cached(one) and (behind := objects.get(getattr(one, key))):
                    setattr(one, field.name, behind)
            yield one
