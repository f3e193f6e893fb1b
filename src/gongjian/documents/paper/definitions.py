"""Definitions of documents as data: `documents/<code>.toml`, proven before they are used."""

import dataclasses
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .conditions import Condition, condition_of, misfits

KINDS = frozenset({"line", "text", "date", "moment", "money", "number", "choice", "list", "rows"})
FRAME = frozenset({"issuer", "number", "made_on"})  # known for every document, asked of nobody
BLOCKS = frozenset(
    {"title", "line", "heading", "paragraph", "table", "grid", "sign", "closing", "note"}
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}")
_CODE = re.compile(r"[a-z][a-z_]*")
_CELL_KEYS = frozenset({"label", "text", "span", "height", "sign", "name", "day"})


class DefinitionError(ValueError):
    """A definition that would print a wrong paper; the message names file, place and reason."""


@dataclass(frozen=True, slots=True)
class FieldDef:
    """One field: what it is called, whether it must be there, how to write it, and why.

    `required_with`: another field; where that has a value this one must have one too.
    `of_agency`: filled from the agency's own data when the caller leaves it out.
    `of_case`: filled from what stands in the case, such as who stands beside the party; optional.
    `future`: a date or moment may lie ahead. `choices`: what a choice offers. `long`: columns of
    rows that are asked with a text box. `least`, `most` (both included), `unit`: of a number.
    `of`: an options provider that narrows `choices` to what this matter allows.
    """

    code: str
    label: str
    kind: str = "text"
    required: bool = True
    guide: str = ""
    source: str = ""
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    required_with: str = ""
    of_agency: bool = False
    of_case: bool = False
    future: bool = False
    choices: Sequence[str] = ()
    long: Sequence[str] = ()
    least: int = 0
    most: int = 1_000_000
    unit: str = ""
    max_length: int = 0
    of: str = ""

    @property
    def asked(self) -> bool:
        """Whether a person fills it, and not the agency's or the case's own data."""
        return not (self.of_agency or self.of_case)


@dataclass(frozen=True, slots=True)
class Definition:
    """One kind of document. `series` is its 文种 in the number; "" means it bears none.

    `typed`: it gets an act of its own, `documents.make_…`, whose form asks its fields. `certified`:
    only an officer with a valid certificate may make it. `officers`: so many certified handlers
    the matter must have.
    """

    code: str
    name: str
    version: str
    outward: bool
    series: str
    copies: str
    source: str
    fields: Mapping[str, FieldDef]
    blocks: tuple[Mapping[str, Any], ...]
    sha256: str
    typed: bool = False
    certified: bool = False
    officers: int = 0
    conditions: tuple[Condition, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether such a document takes a number."""
        return bool(self.series)


def load_folder(folder: Path) -> dict[str, Definition]:
    """Read every definition of a folder, by code.

    Raises:
        DefinitionError: a file is wrong, or its name is not its code.
    """
    found: dict[str, Definition] = {}
    for path in sorted(folder.glob("*.toml")):
        definition = load(path.read_text(encoding="utf-8"), path.name)
        if path.stem != definition.code:
            msg = f"{path.name}：文件名应为 {definition.code}.toml"
            raise DefinitionError(msg)
        found[definition.code] = definition
    return found


def load(text: str, origin: str) -> Definition:
    """Read one definition and prove it: every placeholder has its field, every field its place.

    Raises:
        DefinitionError: with `origin` and the reason.
    """
    try:
        raw = tomllib.loads(text)
        head = dict(raw["document"])
        fields = {row["code"]: FieldDef(**row) for row in raw["field"]}
        definition = Definition(
            code=head.pop("code"),
            name=head.pop("name"),
            version=head.pop("version"),
            outward=head.pop("outward"),
            series=head.pop("series", ""),
            copies=head.pop("copies", ""),
            source=head.pop("source"),
            fields=fields,
            blocks=tuple(raw["block"]),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            typed=head.pop("typed", False),
            certified=head.pop("certified", False),
            officers=head.pop("officers", 0),
            conditions=tuple(condition_of(row) for row in raw.get("check", [])),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        msg = f"{origin}：{error}"
        raise DefinitionError(msg) from error
    problems = list(_problems(definition, raw["field"], head))
    if problems:
        raise DefinitionError(f"{origin}：" + "；".join(problems))
    return definition


def parts_of(condition: str) -> list[str]:
    """Return the parts of a `when`, each a field or `not` a field; all must hold."""
    return condition.split(" and ") if condition else []


def placeholders(text: str) -> list[str]:
    """Return the names in braces, in order."""
    return _PLACEHOLDER.findall(text)


def _problems(
    definition: Definition, rows: list[dict[str, Any]], unknown: dict[str, Any]
) -> Iterator[str]:
    yield from (f"未知的键 {key}" for key in unknown)
    if len(rows) != len(definition.fields):
        yield "字段代码重复"
    for field in definition.fields.values():
        yield from _field_problems(field, definition)
    if definition.officers not in {0, 1, 2}:
        yield "officers 应为 0、1 或者 2"
    kinds = {code: field.kind for code, field in definition.fields.items()}
    for condition in definition.conditions:
        yield from misfits(condition, kinds)
    used: set[str] = set()
    for number, block in enumerate(definition.blocks, start=1):
        for problem in _block_problems(definition, block, used):
            yield f"第{number}个 block：{problem}"
    yield from (f"字段 {code} 没有用到" for code in definition.fields if code not in used)


def _field_problems(field: FieldDef, definition: Definition) -> Iterator[str]:
    if field.required_with and field.required_with not in definition.fields:
        yield f"字段 {field.code} 的 required_with 不存在：{field.required_with}"
    if field.kind not in KINDS:
        yield f"字段 {field.code} 的 kind 未知：{field.kind}"
    if (field.kind == "rows") != bool(field.columns):
        yield f"字段 {field.code}：rows 须有 columns，其他种类不得有"
    if (field.kind == "choice") != bool(field.choices):
        yield f"字段 {field.code}：choice 须有 choices，其他种类不得有"
    if field.of and not field.choices:
        yield f"字段 {field.code}：只有 choice 可以写 of"
    if set(field.long) - set(field.columns):
        yield f"字段 {field.code} 的 long 只能写 columns 里有的列"
    if field.of_case and (field.required or field.of_agency):
        yield f"字段 {field.code}：of_case 的字段不得必填，也不得同时写 of_agency"
    if field.future and field.kind not in {"date", "moment"}:
        yield f"字段 {field.code}：只有 date、moment 可以写 future"
    if not _CODE.fullmatch(field.code):
        yield f"字段代码只能用小写字母和下划线：{field.code}"
    if field.code in FRAME:
        yield f"字段 {field.code} 与固定字段重名"
    if field.required and not field.guide:
        yield f"字段 {field.code} 缺少填写说明 guide"


def _block_problems(
    definition: Definition, block: Mapping[str, Any], used: set[str]
) -> Iterator[str]:
    if block.get("type") not in BLOCKS:
        yield f"未知的 type {block.get('type')}"
    for part in parts_of(block.get("when", "")):
        used.add(part.removeprefix("not "))
        if part.removeprefix("not ") not in definition.fields:
            yield f"when 里的字段 {part} 不存在"
    each = definition.fields.get(block.get("each", ""))
    if "each" in block:
        used.add(block["each"])
        if each is None or each.kind not in {"list", "rows"}:
            yield f"each 须是 list 或 rows 字段：{block['each']}"
    if block.get("type") == "grid":
        yield from _grid_problems(block)
    for row in block.get("rows", []):
        yield from (f"单元格的键未知：{set(c) - _CELL_KEYS}" for c in row if set(c) - _CELL_KEYS)
        if sum(cell.get("span", 1) for cell in row) != len(block["columns"]):
            yield f"表格一行的列数不等于 {len(block['columns'])}"
    for name in _names_in(block):
        used.add(name)
        if not _known(name, definition, each):
            yield f"占位符 {{{name}}} 没有字段"


def _grid_problems(block: Mapping[str, Any]) -> Iterator[str]:
    if "each" not in block:
        yield "grid 须有 each"
    if not len(block["columns"]) == len(block["header"]) == len(block["cells"]):
        yield "grid 的 columns、header、cells 须一样多"


def _known(name: str, definition: Definition, each: FieldDef | None) -> bool:
    if each is not None and name in {"item", "index", *(f"item.{c}" for c in each.columns)}:
        return True
    return name in definition.fields or name in FRAME


def _names_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from placeholders(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)
