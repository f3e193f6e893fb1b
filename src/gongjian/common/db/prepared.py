"""Reads put together and written once, then asked with other values (docs/adr/0025).

To put a queryset together and to find its statement takes longer than the database takes to answer,
and a page or an act asks thirty times. A prepared read is an ordinary queryset in a function:

    @prepared
    def deadlines_of(matter: Matter) -> QuerySet[Deadline]:
        return Deadline.objects.filter(matter=matter).order_by("id")

Called, it asks the database, each time, and answers with rows. Parameters that are rows, numbers,
texts, days, moments or uids stand open in the statement and may only be compared with; others (who
asks, a switch, what is `Annotated[int, FIXED]`) have a statement for each value. With
`Remembered.proving`, as in tests, every statement is compared with that of the plain queryset.
"""

import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connections
from django.db.models import Expression, Model, QuerySet

from .reading import Reading
from .statements import Remembered

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
R = TypeVar("R")

FIXED = "decides what the statement says"
OPEN = (Model, int, str, date, UUID)
LARGEST = 2**63 - 1  # what a column can hold


class Open(Expression):
    """Where a value will stand in a statement."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)

    def _combine(self, other: Any, connector: Any, reversed: Any) -> Any:
        """Refuse arithmetic: the database would do it, in its own way, at every use."""
        raise TypeError("an open value may only be compared with: work it out before the read")


def prepared(make: Callable[P, QuerySet[M, R]]) -> Callable[P, list[R]]:
    """Answer with all rows of a queryset that is put together once.

    `make` reads nothing and depends on its arguments alone. A parameter named after a foreign key
    of the rows is their row behind it, as with a related manager.
    """
    return _Prepared(make).rows


def prepared_first(make: Callable[P, QuerySet[M, R]]) -> Callable[P, R | None]:
    """Answer with the first row, or None, of a queryset that is put together once."""

    @wraps(make)
    def one(*args: P.args, **kwargs: P.kwargs) -> QuerySet[M, R]:
        found = make(*args, **kwargs)
        return (found if found.ordered else found.order_by("pk"))[:1]

    ask = _Prepared(one).rows

    @wraps(make)
    def first(*args: P.args, **kwargs: P.kwargs) -> R | None:
        return next(iter(ask(*args, **kwargs)), None)

    return first


def prepared_any(make: Callable[P, QuerySet[M, R]]) -> Callable[P, bool]:
    """Tell whether a queryset that is put together once has a row."""

    @wraps(make)
    def one(*args: P.args, **kwargs: P.kwargs) -> QuerySet[M, Any]:
        return make(*args, **kwargs).order_by().values_list("pk", flat=True)[:1]

    ask = _Prepared(one).rows

    @wraps(make)
    def found(*args: P.args, **kwargs: P.kwargs) -> bool:
        return bool(ask(*args, **kwargs))

    return found


class Opened:
    """A function that makes a queryset: which of its parameters stand open, which are closed."""

    def __init__(self, make: Callable[..., Any]) -> None:
        self.make = make
        self.names: tuple[str, ...] = tuple(signature(make).parameters)
        self._open: tuple[bool, ...] = ()

    @property
    def open(self) -> tuple[bool, ...]:
        if not self._open:  # at the first use, when every annotation can be read
            hints = typing.get_type_hints(self.make, include_extras=True)
            self._open = tuple([_stands_open(hints[name]) for name in self.names])
        return self._open

    def given(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the arguments in the order of the parameters."""
        return (*args, *[kwargs[name] for name in self.names[len(args) :]]) if kwargs else args

    def closed(self, given: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the arguments with None for those that stand open."""
        return tuple([None if o else arg for o, arg in zip(self.open, given, strict=True)])

    def made(self, closed: tuple[Any, ...]) -> Any:
        """Return what the function makes with open places."""
        return self.make(*[Open(at) if o else closed[at] for at, o in enumerate(self.open)])

    def values(self, given: tuple[Any, ...], db: str) -> tuple[Any, ...]:
        """Return what the database is given in the open places."""
        pairs = zip(self.open, given, strict=True)
        return tuple([_plain(arg, db) if open_ else None for open_, arg in pairs])


class _Prepared(Opened):
    """A function that makes a queryset, and what it made for each set of closed values."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        super().__init__(make)
        self.built = lru_cache(maxsize=512)(_Form)

        @wraps(make)
        def rows(*args: Any, **kwargs: Any) -> list[Any]:
            return self.ask(self.given(args, kwargs))

        self.rows: Callable[..., Any] = rows

    def ask(self, args: tuple[Any, ...]) -> list[Any]:
        if any(arg.__class__ is int and not -LARGEST <= arg <= LARGEST for arg in args):
            return list(self.make(*args))  # Django knows that no row has such a number
        form = self.built(self, self.closed(args))
        values = self.values(args, form.reading.db)
        rows = form.reading.ask(values, [(key, args[at]) for key, at in form.behind])
        if Remembered.proving:
            form.prove(lambda: self.make(*args), values)
        return rows

    def behind(self, model: type[Model]) -> list[Any]:
        """Return the foreign keys behind which a parameter stands, each with its place."""
        hints = typing.get_type_hints(self.make)
        keys = {f.name: f for f in model._meta.concrete_fields if f.is_relation}
        named = [(keys[name], at) for at, name in enumerate(self.names) if name in keys]
        return [(key, at) for key, at in named if key.related_model is hints[key.name]]


class _Form:
    """A statement with open places, written for one set of closed values."""

    def __init__(self, asked: _Prepared, closed: tuple[Any, ...]) -> None:
        made = asked.made(closed)
        self.reading = Reading(made, Open)
        self.behind = [] if made.query.values_select else asked.behind(made.model)
        self.uses = 0

    def prove(self, make: Callable[[], QuerySet[Any, Any]], values: tuple[Any, ...]) -> None:
        """Compare with the statement of the plain queryset at the 1st, 2nd, 4th, 8th … use."""
        self.uses += 1
        if not self.reading.text or self.uses & (self.uses - 1):
            return
        plain = make()
        text, own = plain.query.get_compiler(plain.db).as_sql()
        known = self.reading.text.replace("(%s)", "%s"), _bare(self.reading.filled(values))
        if known != (text.replace("(%s)", "%s"), _bare(own)):
            msg = f"a prepared statement differs: {known} for {text} {own}"
            raise AssertionError(msg)


def _bare(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return values out of the wrapping in which a driver takes JSON: that equals nothing else."""
    return tuple([getattr(value, "obj", value) for value in values])


def _stands_open(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, OPEN) and hint is not bool


def _plain(value: Any, database: str) -> Any:
    """Return what the database is given: of a row its key. None equals nothing: a mistake."""
    found = value.pk if isinstance(value, Model) else value
    if found is None:
        raise ValueError("a prepared read was asked with None")
    if found.__class__ is int or found.__class__ is str:
        return found
    connection = connections[database]
    if isinstance(found, UUID):
        return found if connection.features.has_native_uuid_field else found.hex
    return connection.ops.adapt_unknown_value(found)
