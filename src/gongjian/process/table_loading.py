"""From the text of a rule table to the table; every fault with line and reason."""

import re
from collections.abc import Mapping
from typing import Any

from .tables import Cell, InputDef, Row, Span, Table, Value, tests_of
from .toml_text import Section, TomlText

_TABLE = ("code", "name", "profile", "version", "hit", "source", "output", "answers", "per")
_INPUT = ("code", "label", "kind", "values", "unit")
_ROW = ("when", "then", "source", "name")
_KINDS = ("bool", "choice", "interval")
_SPAN = re.compile(r"([\[(])\s*(\d[\d_]*)\s*\.\.\s*(?:(\d[\d_]*)\s*([\])])|\))")


def load_table(text: str, origin: str = "<text>") -> Table:
    """Return the rule table that `text` (TOML) defines. `origin` names it in messages.

    Raises:
        DefinitionError: lists every problem with line and reason.
    """
    source = TomlText(text, origin)
    source.only(("table", "input", "row"))
    head = source.section("table")
    head.only(_TABLE)
    inputs = _inputs(source)
    answers = _answers(head)
    rows = read_rows(source, inputs, answers)
    table = Table(
        code=head.code(),
        name=head.text("name"),
        profile=head.code("profile"),
        version=head.text("version"),
        hit=head.choice("hit", ("first", "unique"), "first"),
        source=head.text("source"),
        inputs=inputs,
        output=head.code("output"),
        answers=answers,
        rows=rows,
        sha256=source.sha256,
        origin=origin,
        _tests=tests_of(rows),
    )
    source.finish()
    return table


def read_rows(
    source: TomlText, inputs: Mapping[str, InputDef], answers: Mapping[Value, str]
) -> tuple[Row, ...]:
    """Return the rows `[[row]]` of a text that may hold more; faults are noted in it."""
    rows = tuple(
        _row(section, number, inputs, answers)
        for number, section in enumerate(source.sections("row"), 1)
    )
    if not rows:
        source.fault("规则表没有任何一行 [[row]]", "table")
    return rows


def _inputs(source: TomlText) -> dict[str, InputDef]:
    found: dict[str, InputDef] = {}
    for section in source.sections("input"):
        section.only(_INPUT)
        kind = section.choice("kind", _KINDS, "bool")
        values = _names(section, "values") if kind == "choice" else {}
        if kind == "choice" and len(values) < 2:
            section.fault("“values”应至少有两个取值，写成 { 代码 = 名称 }", "values")
        item = InputDef(
            section.code(), section.text("label"), kind, values, section.text("unit", "")
        )
        if item.code in found:
            section.fault(f"“{item.code}”重复定义", "code")
        found[item.code] = item
    return found


def _names(section: Section, key: str) -> dict[str, str]:
    found = section.data.get(key, {})
    if isinstance(found, dict) and all(isinstance(v, str) for v in found.values()):
        return dict(found)
    section.fault(f"“{key}”应写成 {{ 代码 = 名称 }}", key)
    return {}


def _answers(head: Section) -> dict[Value, str]:
    """Return the answers, mildest first; `false` and `true` where the keys say so."""
    named = _names(head, "answers")
    found: dict[Value, str] = {}
    if set(named) == {"false", "true"}:
        return {key == "true": name for key, name in named.items()}
    if len(named) < 2:
        head.fault("“answers”应至少有两个答案，从宽到严写成 { 代码 = 名称 }", "answers")
    found.update(named)
    return found


def _row(
    section: Section, number: int, inputs: Mapping[str, InputDef], answers: Mapping[Value, str]
) -> Row:
    section.only(_ROW)
    asked = section.data.get("when")
    if not isinstance(asked, dict):
        section.fault("“when”应写成 { 输入 = 取值 }，任何情形写成 {}", "when")
        asked = {}
    cells: dict[str, Cell] = {}
    for code, written in asked.items():
        if code not in inputs:
            section.fault(f"输入“{code}”没有定义", "when")
        elif (cell := _cell(inputs[code], written)) is None:
            section.fault(f"“{inputs[code].label}”的取值 {written!r} 写法有误", "when")
        else:
            cells[code] = cell
    then = section.data.get("then", "")
    if not any(then == a and type(then) is type(a) for a in answers):
        section.fault(f"答案 {then!r} 不在“answers”之中", "then")
    line = section.line()
    return Row(number, cells, then, section.text("source"), section.text("name"), line)


def _cell(wanted: InputDef, written: Any) -> Cell | None:
    if wanted.kind == "bool":
        return frozenset([written]) if isinstance(written, bool) else None
    if not isinstance(written, str):
        return None
    if wanted.kind == "interval":
        return _span(written)
    codes = [code.strip() for code in written.split("|")]
    known = len(set(codes)) == len(codes) and all(code in wanted.values for code in codes)
    return frozenset(codes) if known else None


def _span(written: str) -> Span | None:
    """Read `[a..b)`, `(a..b]`, `[a..)` over whole numbers."""
    found = _SPAN.fullmatch(written.strip())
    if found is None:
        return None
    low = int(found[2]) + (found[1] == "(")
    high = None if found[3] is None else int(found[3]) + (found[4] == "]")
    return None if high is not None and high <= low else Span(low, high)
