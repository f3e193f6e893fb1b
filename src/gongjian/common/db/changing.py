"""Changes of rows that are asked for again and again, written once (docs/adr/0025).

For what an act does to rows without looking at them: notices read, todos gone, a count moved.

    @prepared_update
    def _read(matter: Matter, at: datetime) -> Change:
        return Notification.objects.filter(matter=matter, read_at=None), {"read_at": at}

    @prepared_delete
    def _gone(matter: Matter) -> QuerySet[Todo]:
        return Todo.objects.filter(matter=matter)

Called, it tells how many rows it met. Open and closed parameters are those of `prepared`. Only of
one table, and only where nothing hangs on the rows that go: anything else is left to Django.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, ParamSpec

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.deletion import Collector
from django.db.models.sql import DeleteQuery, UpdateQuery

from .prepared import Open, Opened
from .statements import Remembered

P = ParamSpec("P")
Change = tuple[QuerySet[Any], Mapping[str, Any]]


def prepared_update(make: Callable[P, Change]) -> Callable[P, int]:
    """Give columns of some rows other values, with a statement that is put together once."""
    return _doing(make, lambda made: _update(*made))


def prepared_delete(make: Callable[P, QuerySet[Any]]) -> Callable[P, int]:
    """Take rows away, with a statement that is put together once."""
    return _doing(make, _delete)


def _doing(make: Callable[P, Any], compiler_of: Callable[[Any], Any]) -> Callable[P, int]:
    opened = Opened(make)
    statement = lru_cache(maxsize=512)(lambda closed: _Statement(compiler_of(opened.made(closed))))

    @wraps(make)
    def do(*args: P.args, **kwargs: P.kwargs) -> int:
        given = opened.given(args, kwargs)
        known = statement(opened.closed(given))
        values = opened.values(given, known.db)
        if Remembered.proving:
            known.prove(lambda: compiler_of(make(*args, **kwargs)), values)
        return known.do(values)

    return do


class _Statement:
    def __init__(self, compiler: Any) -> None:
        self.db: str = compiler.using
        self.text, self.params = compiler.as_sql()
        self.uses = 0

    def do(self, values: tuple[Any, ...]) -> int:
        engine = connections[self.db]
        with transaction.mark_for_rollback_on_error(using=self.db), engine.cursor() as cursor:
            cursor.execute(self.text, self._filled(values))
            return int(cursor.rowcount)

    def prove(self, compiler: Callable[[], Any], values: tuple[Any, ...]) -> None:
        """Compare with what Django writes at the 1st, 2nd, 4th, 8th … use."""
        self.uses += 1
        if self.uses & (self.uses - 1):
            return
        text, own = compiler().as_sql()
        known = _bare(self.text), self._filled(values)
        if known != (plain := (_bare(text), tuple(own))):
            msg = f"a prepared statement differs: {known} for {plain}"
            raise AssertionError(msg)

    def _filled(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([values[p.at] if p.__class__ is Open else p for p in self.params])


def _bare(text: str) -> str:
    return text.replace("(%s)", "%s")


def _update(rows: Any, values: Mapping[str, Any]) -> Any:
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    return _alone(query, rows.db)


def _delete(rows: Any) -> Any:
    if not Collector(using=rows.db).can_fast_delete(rows):
        msg = f"other rows hang on {rows.model._meta.label}: Django must look for them"
        raise TypeError(msg)
    return _alone(rows.query.chain(DeleteQuery), rows.db)


def _alone(query: Any, db: str) -> Any:
    compiler = query.get_compiler(db)
    query.clear_ordering(force=True)
    if query.is_sliced or any(query.alias_refcount[name] for name in [*query.alias_map][1:]):
        raise TypeError("a prepared change is one of the rows of one table")
    return compiler
