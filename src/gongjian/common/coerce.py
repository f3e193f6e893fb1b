"""Turn what came as JSON into a command: the one reader of API, import and command line.

Only shapes are read here; limits and required values are the business of `fields.validated`.
"""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from .acts import Service
from .errors import InvalidInput
from .fields import spec_of

DEEPEST = 4


def command_from_json(service: Service[Any], data: object) -> Any:
    """Return the command of an act from a JSON object.

    Dates are `2026-11-22`, moments ISO 8601 with a zone, sums whole fen, refs uids.

    Raises:
        InvalidInput: names every field that is missing, unknown or of another type.
    """
    problems: dict[str, str] = {}
    command = _row(service.cmd, data, "", problems)
    if problems:
        raise InvalidInput(problems)
    return command


def _row(kind: type[Any], data: object, prefix: str, problems: dict[str, str]) -> Any:
    if not isinstance(data, Mapping):
        problems[prefix.rstrip(".") or "body"] = "应当是一个 JSON 对象"
        return None
    known = {field.name: field for field in dataclasses.fields(kind)}
    for name in data:
        if name not in known:
            problems[f"{prefix}{name}"] = f"没有名为“{str(name)[:40]}”的项目"
    hints = typing.get_type_hints(kind)
    values: dict[str, Any] = {}
    for name, field in known.items():
        label = spec_of(field).label or name
        if name in data:
            values[name] = _value(hints[name], data[name], f"{prefix}{name}", label, problems)
        elif field.default is dataclasses.MISSING:
            problems[f"{prefix}{name}"] = f"请填写“{label}”"
    return None if problems else kind(**values)


def _value(hint: Any, raw: object, name: str, label: str, problems: dict[str, str]) -> Any:
    """Return one value; what cannot be read is noted in `problems`."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        if raw is None:
            return None
        hint = next(part for part in parts if part is not type(None))
        return _value(hint, raw, name, label, problems)
    if origin is tuple:
        return _several(parts[0], raw, name, label, problems)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _row(hint, raw, f"{name}.", problems)
    try:
        return _plain(hint, raw)
    except (ValueError, TypeError):
        problems[name] = f"“{label}”应当是{NAMES[hint]}"
        return None


def _several(hint: Any, raw: object, name: str, label: str, problems: dict[str, str]) -> Any:
    if not isinstance(raw, list):
        problems[name] = f"“{label}”应当是一个列表"
        return ()
    return tuple(_value(hint, row, f"{name}.{n}", label, problems) for n, row in enumerate(raw))


NAMES: Mapping[Any, str] = {
    str: "文字",
    bool: "true 或者 false",
    int: "整数",
    UUID: "标识（uid）",
    date: "日期，例如 2026-11-22",
    datetime: "带时区的时间，例如 2026-11-22T09:30:00+08:00",
}


def _plain(hint: Any, raw: object) -> Any:
    """Read a JSON value as `hint`.

    Raises:
        TypeError, ValueError: it is something else.
    """
    if hint in {str, bool} or hint is int:
        if type(raw) is not hint:
            raise TypeError
        return raw
    if not isinstance(raw, str):
        raise TypeError
    if hint is UUID:
        return UUID(raw)
    moment: date | datetime = hint.fromisoformat(raw)
    return moment
