"""Keyset pages: the hundredth page costs as much as the first."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet

from gongjian.common.errors import NotFound

SIZE = 20
COUNT_CAP = 10_000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows, and the tokens of the pages beside them ("" where there is none)."""

    rows: Sequence[M]
    next: str = ""
    previous: str = ""

    @property
    def alone(self) -> bool:
        """Whether everything fits on this page."""
        return not (self.next or self.previous)


def page(
    queryset: QuerySet[M],
    *,
    order: Sequence[str],
    after: str = "",
    size: int = SIZE,
    parts: Sequence[QuerySet[M]] = (),
) -> Page[M]:
    """Return one page in the given order; one query.

    `order` names columns without nulls, the last of them unique: `("-made_at", "-id")`. `after` is
    a token of an earlier page ("" for the first). `parts` together hold every row of `queryset`:
    where its condition is an OR, databases sort all that it finds, but a page of each part comes
    from an index of its own.

    Raises:
        NotFound: the token was not made by this list.
    """
    backwards, values = read(queryset.model, order, after)
    direction = [_turned(name) for name in order] if backwards else list(order)
    beyond = _beyond(direction, values) if values else Q()
    narrowed = [part.filter(beyond) for part in parts]
    rows = list(first(queryset.filter(beyond), direction, size + 1, narrowed))
    if backwards:
        return _page(rows[:size][::-1], order, following=True, preceding=len(rows) > size)
    return _page(rows[:size], order, following=len(rows) > size, preceding=bool(values))


def first_page(found: Iterable[M], *, order: Sequence[str], size: int = SIZE) -> Page[M]:
    """Return the first page from `first(…, order, size + 1, …)`, which callers may prepare."""
    rows = list(found)
    return _page(rows[:size], order, following=len(rows) > size, preceding=False)


def _page(rows: list[M], order: Sequence[str], *, following: bool, preceding: bool) -> Page[M]:
    if not rows:
        return Page(rows)
    return Page(
        rows,
        next=_token(rows[-1], order, "n") if following else "",
        previous=_token(rows[0], order, "p") if preceding else "",
    )


def first(
    queryset: QuerySet[M], order: Sequence[str], size: int, parts: Sequence[QuerySet[M]] = ()
) -> QuerySet[M]:
    """Return the first rows in an order; `parts` as for a page."""
    if parts:
        heads = [part.order_by(*order)[:size] for part in parts]
        queryset = queryset.filter(pk__in=_together(heads))
    return queryset.order_by(*order)[:size]


def capped_count(queryset: QuerySet[M], cap: int = COUNT_CAP) -> str:
    """Return how many rows there are, `10,000+` above the cap: the query stops counting there."""
    number = queryset.order_by()[: cap + 1].count()
    return capped(number, cap)


def capped(number: int, cap: int) -> str:
    """Return a number in words that stop at a cap."""
    return f"{number:,}" if number <= cap else f"{cap:,}+"


def _together(heads: Sequence[QuerySet[M]]) -> QuerySet[Any, Any]:
    """Return the ids of some short lists; SQLite unites no list with an end, so each is wrapped."""
    rows = heads[0].model._default_manager
    one, *others = [rows.filter(pk__in=head.values("pk")).values("pk") for head in heads]
    return one.union(*others) if others else one


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return `a <= x AND (a < x OR (a = x AND …))`.

    The first half says nothing new, yet without it databases read the index from its start.
    """
    name, value = order[0], values[0]
    column, verb = (name[1:], "lt") if name.startswith("-") else (name, "gt")
    strictly = Q(**{f"{column}__{verb}": value})
    if len(order) == 1:
        return strictly
    return Q(**{f"{column}__{verb}e": value}) & (
        strictly | (Q(**{column: value}) & _beyond(order[1:], values[1:]))
    )


def _token(row: Model, order: Sequence[str], way: str) -> str:
    values = [_shown(_value(row, name.lstrip("-"))) for name in order]
    packed = json.dumps([way, *values], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _shown(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def read(model: type[Model], order: Sequence[str], token: str) -> tuple[bool, list[Any]]:
    """Return whether a token leads back, and the values that it leads on from ([] for none).

    Raises:
        NotFound: the token was not made by this list.
    """
    if not token:
        return False, []
    try:
        packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        way, *texts = json.loads(packed)
        names = [name.lstrip("-") for name in order]
        pairs = zip(names, texts, strict=True)
        values = [_column(model, name).to_python(text) for name, text in pairs]
    except (binascii.Error, ValueError, TypeError, RecursionError, ValidationError):
        values, way = [], ""
    if way not in {"n", "p"} or None in values:
        raise NotFound("这个翻页链接不完整或者已经失效，请从列表的第一页重新查看")
    return way == "p", values


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    *path, last = name.split("__")
    for part in path:
        related = model._meta.get_field(part).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(name)
        model = related
    field = model._meta.get_field(last)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(name)
    return field
