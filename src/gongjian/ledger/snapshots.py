"""A row of a record table as one canonical line: every column, secret ones as keyed hashes."""

import hmac
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Field

from gongjian.common.records import Record

from .canonical import canonical
from .keys import snapshot_key


def columns_of(model: type[Record]) -> list[str]:
    """Return the attribute names of a record table's columns, in the order `line_of` expects."""
    return [f.attname for f in model._meta.concrete_fields]


def line(row: Record) -> str:
    """Return the snapshot of a row as it was just saved."""
    model = type(row)
    return line_of(model, [getattr(row, name) for name in columns_of(model)])


def line_of(model: type[Record], values: Sequence[Any]) -> str:
    """Return the snapshot of a row from its column values (in the order of `columns_of`).

    Raises:
        ValueError: a value that has no canonical form (a float; text that is not Unicode).
    """
    label, plan, uid_at = _plan(model)
    uid = str(values[uid_at])
    shown: dict[str, Any] = {}
    for (name, field, secret), value in zip(plan, values, strict=True):
        plain = None if value is None else _plain(field.to_python(value), field)
        if secret and plain is not None:
            plain = _keyed(f"{label}\n{uid}\n{name}\n{canonical(plain)}")
        shown[name] = plain
    return canonical({"t": label, "u": uid, "v": shown})


@cache
def _plan(model: type[Record]) -> tuple[str, list[tuple[str, "Field[Any, Any]", bool]], int]:
    unknown = model.SECRET - set(columns_of(model))
    if unknown:
        msg = f"{model._meta.label}.SECRET names no columns: {sorted(unknown)}"
        raise ValueError(msg)
    plan = [(f.attname, f, f.attname in model.SECRET) for f in model._meta.concrete_fields]
    return model._meta.label_lower, plan, columns_of(model).index("uid")


def _keyed(text: str) -> str:
    return "hmac-sha256:" + hmac.digest(snapshot_key(), text.encode(), "sha256").hex()


def moment(value: datetime) -> str:
    """Return a moment in UTC to the microsecond, always 27 characters."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_PLAIN: dict[type, Callable[[Any], Any]] = {
    bytes: bytes.hex,
    bytearray: bytearray.hex,
    memoryview: lambda v: bytes(v).hex(),
    datetime: moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: lambda v: v // timedelta(microseconds=1),
    UUID: str,
}


def _plain(value: Any, field: "Field[Any, Any]") -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool:
        return value
    if kind is Decimal:
        return f"{value:.{getattr(field, 'decimal_places', 0)}f}"
    if convert := _PLAIN.get(kind):
        return convert(value)
    if isinstance(value, str):
        return str.__str__(value)
    return value
