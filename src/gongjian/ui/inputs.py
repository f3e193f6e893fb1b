"""Between what a person types and what a command holds: one pair of functions per value."""

import re
import types
import typing
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.common import money
from gongjian.common.clock import HOME_ZONE
from gongjian.common.fields import FieldSpec, Widget

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_WHOLE = re.compile(r"-?\d{1,15}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－／．，　", "0123456789-/., ")


def plain_type(hint: Any) -> Any:
    """Return the type of one value: `date | None` → `date`, `tuple[UUID, ...]` → `UUID`."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return plain_type(next(part for part in parts if part is not type(None)))
    return plain_type(parts[0]) if origin is tuple else hint


def empty(spec: FieldSpec) -> Any:
    """Return what a command holds where nothing was typed."""
    if spec.widget is Widget.CHECK:
        return False
    if spec.many:
        return ()
    texts = {Widget.LINE, Widget.TEXT, Widget.CHOICE, Widget.CODE}
    return "" if spec.widget in texts else None


def read(spec: FieldSpec, hint: Any, typed: Sequence[str]) -> Any:
    """Return the value of a field.

    Raises:
        ValueError: says in Chinese what is wrong with what was typed.
    """
    texts = [text for text in typed if text.strip()]
    if spec.widget is Widget.CHECK:
        return bool(texts)
    if not texts:
        return empty(spec)
    if spec.many and spec.widget is Widget.CODE:
        return tuple(dict.fromkeys(texts))
    if spec.many:
        return tuple(_uid(spec, text) for text in dict.fromkeys(texts))
    return _one(spec, plain_type(hint), texts[-1])


def show(spec: FieldSpec, value: Any) -> list[str]:
    """Return a value as it would be typed."""
    if value is None or value == "" or value is False:
        return []
    if spec.widget is Widget.CHECK:
        return ["on"]
    if isinstance(value, tuple | list):
        return [str(part) for part in value]
    if spec.widget is Widget.MONEY and isinstance(value, int):
        return [money.yuan(value)]
    if isinstance(value, datetime):
        return [f"{value.astimezone(HOME_ZONE):%Y-%m-%dT%H:%M}"]
    return [value.isoformat() if isinstance(value, date) else str(value)]


def _one(spec: FieldSpec, kind: Any, typed: str) -> Any:
    if kind is str:
        return typed
    tidy = typed.translate(_FULL_WIDTH).strip()
    if kind is UUID:
        return _uid(spec, tidy)
    if kind is datetime:
        return _moment(spec, tidy)
    if kind is date:
        return _day(spec, tidy)
    if spec.widget is Widget.MONEY:
        return _sum(spec, tidy)
    whole = tidy.replace(",", "")
    if not _WHOLE.fullmatch(whole):
        raise ValueError(f"“{spec.label}”应为整数，例如 3")
    return int(whole)


def _uid(spec: FieldSpec, typed: str) -> UUID:
    try:
        return UUID(typed.strip())
    except ValueError:
        raise ValueError(f"“{spec.label}”的选项不存在，请从列表中选择") from None


def _sum(spec: FieldSpec, typed: str) -> int:
    try:
        return money.parse_yuan(typed)
    except ValueError as error:
        raise ValueError(f"“{spec.label}”：{error}") from None


def _day(spec: FieldSpec, typed: str) -> date:
    found = _DAY.fullmatch(typed)
    try:
        if found is None:
            raise ValueError
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ValueError(f"“{spec.label}”应为日期，例如 2026-11-22") from None


def _moment(spec: FieldSpec, typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed.replace("/", "-"))
    except ValueError:
        raise ValueError(f"“{spec.label}”应为日期和时间，例如 2026-11-22 09:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HOME_ZONE)
