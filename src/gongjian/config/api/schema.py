"""JSON Schema of a command, read from its dataclass: the page's form knows nothing else either."""

import dataclasses
import types
import typing
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.common.fields import FieldSpec, Widget, spec_of

Schema = dict[str, Any]


def schema_of(command: type[Any]) -> Schema:
    """Return the schema of a command dataclass; labels are titles, help and source descriptions."""
    hints = typing.get_type_hints(command)
    properties: Schema = {}
    required = []
    for field in dataclasses.fields(command):
        spec = spec_of(field)
        properties[field.name] = _described(_of(hints[field.name], spec), spec)
        if field.default is dataclasses.MISSING:
            required.append(field.name)
    schema: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


def _described(schema: Schema, spec: FieldSpec) -> Schema:
    source = spec.source and f"依据：{spec.source}"
    said = [part for part in (spec.needed, spec.help, source) if part]
    if spec.widget is Widget.MONEY:
        said.append("单位：分")
    return (
        ({"title": spec.label} if spec.label else {})
        | schema
        | ({"description": "。".join(said)} if said else {})
    )


def _of(hint: Any, spec: FieldSpec) -> Schema:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        inner = next(part for part in parts if part is not type(None))
        return {"anyOf": [_of(inner, spec), {"type": "null"}]}
    if origin is tuple:
        least = {"minItems": 1} if spec.required else {}
        return {"type": "array", "items": _of(parts[0], spec)} | least
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return schema_of(hint)
    return _plain(hint, spec)


def _plain(hint: Any, spec: FieldSpec) -> Schema:
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return _number(spec)
    if hint is UUID:
        return {"type": "string", "format": "uuid"}
    if hint is datetime:
        return {"type": "string", "format": "date-time"}
    if hint is date:
        return {"type": "string", "format": "date"}
    return _text(spec)


def _number(spec: FieldSpec) -> Schema:
    schema: Schema = {"type": "integer"}
    if spec.min_value is not None:
        schema["minimum"] = spec.min_value
    if spec.max_value is not None:
        schema["maximum"] = spec.max_value
    return schema


def _text(spec: FieldSpec) -> Schema:
    if spec.choices:
        known = [code for code, _ in spec.choices]
        labels = "；".join(f"{code} {label}" for code, label in spec.choices)
        empty = [] if spec.required or "" in known else [""]
        return {"type": "string", "enum": known + empty, "x-labels": labels}
    least = {"minLength": 1} if spec.required else {}
    return {"type": "string", "maxLength": spec.max_length} | least
