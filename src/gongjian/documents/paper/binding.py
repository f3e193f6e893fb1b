"""Put values into a definition: the blanks are found here, and they are loud."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .blocks import (
    BLANK,
    Block,
    Cell,
    Closing,
    Heading,
    Line,
    Note,
    Paragraph,
    SignLine,
    Table,
    Title,
    Verify,
)
from .definitions import Definition, parts_of
from .values import WrongValue, frozen, shown

NONE = "／"  # in a row of many columns, where most are rightly empty
_PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}")


class BlankFields(ValueError):
    """Mandatory fields are blank; `labels` names them for people, `codes` for the form."""

    def __init__(self, labels: tuple[str, ...], codes: tuple[str, ...] = ()) -> None:
        super().__init__("、".join(labels))
        self.labels = labels
        self.codes = codes


class WrongFields(ValueError):
    """Values that cannot be printed; `messages` maps the field's code to a sentence."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every document knows of itself. `url`: where the paper can be checked ("" for none).

    `others`: the agencies in whose common name it is made, beside the issuer, which leads.
    """

    issuer: str
    number: str
    made_on: str
    url: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Scope:
    values: Mapping[str, str]
    item: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def fill(self, text: str, blank: str = BLANK) -> str:
        return _PLACEHOLDER.sub(lambda found: self.value(found[1]) or blank, text)

    def value(self, name: str) -> str:
        return self.item[name] if name in self.item else self.values.get(name, "")


def freeze(definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain JSON values of every field of the definition; blanks are None.

    Raises:
        WrongFields: an unknown field or a value that cannot stand on paper.
        BlankFields: mandatory fields without a value.
    """
    wrong = {
        code: f"“{definition.name}”没有字段{code}"
        for code in given
        if code not in definition.fields
    }
    values: dict[str, Any] = {}
    for code, spec in definition.fields.items():
        try:
            values[code] = frozen(spec.kind, given.get(code), spec.columns)
        except WrongValue as error:
            wrong[code] = f"{definition.name}的“{spec.label}”{error}"
    if wrong:
        raise WrongFields(wrong)
    missing = {
        code: spec.label
        for code, spec in definition.fields.items()
        if values[code] is None and (spec.required or values.get(spec.required_with) is not None)
    }
    if missing:
        raise BlankFields(tuple(missing.values()), tuple(missing))
    return values


def bind(definition: Definition, values: Mapping[str, Any], frame: Frame) -> list[Block]:
    """Return the blocks of a document from its frozen values."""
    texts = {
        code: shown(spec.kind, values[code])
        for code, spec in definition.fields.items()
        if spec.kind != "rows"
    }
    texts |= {
        "issuer": frame.issuer,
        "number": frame.number,
        "made_on": shown("date", frame.made_on),
    }
    scope = _Scope(texts, others=frame.others)
    blocks = [
        block
        for raw in definition.blocks
        if _stands(raw, values)
        for block in _blocks(raw, definition, values, scope)
    ]
    if frame.url:
        blocks.append(Verify(text=definition.copies, url=frame.url))
    return blocks


def _stands(raw: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return all(
        (values[part.removeprefix("not ")] is None) == part.startswith("not ")
        for part in parts_of(raw.get("when", ""))
    )


def _blocks(
    raw: Mapping[str, Any], definition: Definition, values: Mapping[str, Any], scope: _Scope
) -> Iterator[Block]:
    if raw["type"] == "grid":
        yield _grid(raw, values, scope)
    elif "each" in raw:
        for item in _items(values[raw["each"]] or []):
            yield _block(raw, definition, _Scope(scope.values, item))
    else:
        yield _block(raw, definition, scope)


def _items(rows: list[Any]) -> Iterator[dict[str, str]]:
    for number, row in enumerate(rows, start=1):
        inner = {f"item.{k}": v for k, v in row.items()} if isinstance(row, dict) else {"item": row}
        yield {"index": str(number), **inner}


def _block(raw: Mapping[str, Any], definition: Definition, scope: _Scope) -> Block:
    match raw["type"]:
        case "title":
            number = scope.value("number") if definition.numbered else ""
            issuer = "、".join((scope.value("issuer"), *scope.others))
            return Title(issuer, definition.name, number, definition.outward)
        case "line":
            return Line(scope.fill(raw["label"]), scope.fill(raw["text"]))
        case "heading":
            return Heading(scope.fill(raw["text"]))
        case "paragraph":
            return Paragraph(_lines(scope.fill(raw["text"])), raw.get("flush", False))
        case "sign":
            return SignLine(
                raw["label"],
                scope.fill(raw.get("name", ""), ""),
                scope.fill(raw.get("day", ""), ""),
            )
        case "closing":
            issuer, made_on = scope.value("issuer"), scope.value("made_on")
            return Closing(issuer, made_on, definition.outward, scope.others)
        case "note":
            return Note(scope.fill(raw["text"]))
        case _:
            return Table(
                tuple(raw["columns"]),
                tuple(tuple(_cell(c, scope) for c in row) for row in raw["rows"]),
            )


def _grid(raw: Mapping[str, Any], values: Mapping[str, Any], scope: _Scope) -> Table:
    rows = [tuple(Cell((text,), label=True) for text in raw["header"])]
    for item in _items(values[raw["each"]] or []):
        inner = _Scope(scope.values, item)
        rows.append(tuple(Cell(_lines(inner.fill(text, NONE))) for text in raw["cells"]))
    return Table(tuple(raw["columns"]), tuple(rows), header=True)


def _cell(raw: Mapping[str, Any], scope: _Scope) -> Cell:
    span, height = raw.get("span", 1), raw.get("height", 1)
    if "label" in raw:
        return Cell((raw["label"],), label=True, span=span, height=height)
    sign, name, day = (scope.fill(raw.get(key, ""), "") for key in ("sign", "name", "day"))
    return Cell(_lines(scope.fill(raw["text"])), False, span, height, sign, name, day)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip()) or (BLANK,)
