"""Reads one profile file and refuses it whole, with every fault named by line."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias, cast

from gongjian.jurisdiction.datafile import DataFile, Row, read_toml
from gongjian.jurisdiction.holidays import plain_date
from gongjian.jurisdiction.limits import UNITS, WHOSE
from gongjian.jurisdiction.parameters import EVERY_DOMAIN, LAYERS, ORDERS, Parameter

CLAUSE_KINDS: Final = {
    "limit": "期限",
    "ratio": "比例",
    "list": "清单",
    "gate": "前置程序",
    "publish": "公示",
    "record": "记录",
    "review": "审核",
    "report": "报送",
    "system": "信息化",
    "training": "培训",
    "responsibility": "责任",
    "guarantee": "保障",
    "history": "已过期任务",
}
MEASURES: Final = ("limit", "ratio", "count", "list", "gate", "report", "declaration", "history")

_Wrong: TypeAlias = Callable[[str], None]

_PROFILE_KEYS = {"code", "name", "base", "document", "layer", "effective_from", "note"}
_PARAMETER_KEYS = {
    "code", "label", "domain", "order", "roll", "value", "reasons", "effective_from",
    "effective_to", "clause", "source", "layer", "note",
}  # fmt: skip
_LIMIT_KEYS = {"days", "unit", "from", "whose"}
_YEARLY_KEYS = {"month", "day", "year"}
_CLAUSE_KEYS = {"id", "says", "measured_by", "kind"}
_CODE = re.compile(r"^[a-z][a-z0-9_.-]*$")
_MEASURE = re.compile(rf"^(?:{'|'.join(MEASURES)}):[a-z][a-z0-9_.-]*$")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a jurisdiction's own document: our short wording, and what measures it."""

    id: str
    says: str
    measured_by: str
    kind: str


@dataclass(frozen=True, slots=True)
class ProfileHead:
    """The table [profile]."""

    code: str
    name: str
    base: str
    document: str
    layer: str
    effective_from: date | None


def read_head(file: DataFile) -> ProfileHead:
    """Read [profile]; `code` must be the file's name."""
    table = file.table("profile")
    _refuse_unknown(file, "profile", 0, table, _PROFILE_KEYS)
    for key in ("code", "name", "document"):
        if not isinstance(table.get(key), str) or not table[key]:
            file.problem(f"缺少 {key}", "profile", 0, key)
    code, layer = str(table.get("code", "")), str(table.get("layer", "city"))
    if code and code != file.path.stem:
        file.problem(f"code “{code}”应与文件名“{file.path.stem}”一致", "profile", 0, "code")
    _one_of(file, "profile", 0, "layer", layer, LAYERS)
    since = _day(file, "profile", 0, table, "effective_from")
    base = str(table.get("base", ""))
    if base and not _CODE.match(base):
        file.problem(f"base 应为法域代码：{base}", "profile", 0, "base")
        base = ""
    return ProfileHead(
        code, str(table.get("name", "")), base, str(table.get("document", "")), layer, since
    )


def read_parameters(
    file: DataFile, head: ProfileHead, above: dict[str, Parameter]
) -> tuple[Parameter, ...]:
    """Read [[parameter]] rows; what one leaves out comes from the same code in the layer above."""
    known = dict(above)
    rows: list[Parameter] = []
    for index, row in enumerate(file.rows("parameter")):
        parameter = _parameter(file, index, row, head, known)
        if parameter is not None:
            _refuse_overlap(file, index, parameter, rows)
            known.setdefault(parameter.code, parameter)
            rows.append(parameter)
    return tuple(rows)


def read_clauses(file: DataFile, codes: Iterable[str]) -> tuple[Clause, ...]:
    """Read [[clause]] rows; a clause measured by a limit must name one that exists."""
    known, seen = set(codes), set[str]()
    clauses: list[Clause] = []
    for index, row in enumerate(file.rows("clause")):
        _refuse_unknown(file, "clause", index, row, _CLAUSE_KEYS)
        clause = Clause(*(str(row.get(key, "")) for key in ("id", "says", "measured_by", "kind")))
        if not clause.id or not clause.says:
            file.problem("条款缺少 id 或 says", "clause", index)
        if clause.id in seen:
            file.problem(f"条款 {clause.id} 重复", "clause", index, "id")
        _one_of(file, "clause", index, "kind", clause.kind, CLAUSE_KINDS)
        measure, _, what = clause.measured_by.partition(":")
        if not _MEASURE.match(clause.measured_by):
            allowed = "、".join(MEASURES)
            file.problem(
                f"measured_by 应为“种类:名称”，种类为 {allowed} 之一",
                "clause",
                index,
                "measured_by",
            )
        elif measure == "limit" and what not in known:
            file.problem(f"没有名为 {what} 的期限参数", "clause", index, "measured_by")
        seen.add(clause.id)
        clauses.append(clause)
    return tuple(clauses)


def open_profile(path: Path) -> DataFile:
    """Parse the file and refuse tables that no profile has."""
    file = read_toml(path)
    for name in sorted(file.tables.keys() - {"profile", "parameter", "clause"}):
        file.problem(f"不认识的一节 [{name}]", name)
    return file


def _parameter(
    file: DataFile, index: int, row: Row, head: ProfileHead, known: dict[str, Parameter]
) -> Parameter | None:
    """Return the row as a parameter, or None after noting what is wrong with it."""
    before = len(file.problems)
    _refuse_unknown(file, "parameter", index, row, _PARAMETER_KEYS)
    code = str(row.get("code", ""))
    if not _CODE.match(code):
        file.problem("缺少 code，或 code 不是小写英文名称", "parameter", index, "code")
    model = known.get(code)
    order = _order(file, index, row, model)
    label = str(row.get("label", model.label if model else ""))
    source = str(row.get("source", head.document if head.base else ""))
    for key, text in (("label", label), ("source", source)):
        if not text:
            file.problem(f"参数 {code} 缺少 {key}", "parameter", index, key)
    layer = str(row.get("layer", head.layer))
    _one_of(file, "parameter", index, "layer", layer, LAYERS)
    value = _value(file, index, row, order, model)
    roll = _roll(file, index, row, model, value)
    since, until = _period(file, index, row, head)
    reasons = row.get("reasons", [])
    if not isinstance(reasons, list):
        file.problem("reasons 应为列表", "parameter", index, "reasons")
    if len(file.problems) > before:
        return None
    return Parameter(
        code, value, str(row.get("clause", "")), source, layer,
        str(row.get("domain", EVERY_DOMAIN)), order, roll, since, until, head.code, label,
        tuple(map(str, cast("list[object]", reasons))), str(row.get("note", "")),
    )  # fmt: skip


def _order(file: DataFile, index: int, row: Row, model: Parameter | None) -> str:
    """Return how layers are compared: fixed once, by the highest layer that has the code."""
    order = str(row.get("order", model.order if model else ""))
    _one_of(file, "parameter", index, "order", order, ORDERS)
    if model and order != model.order:
        reason = f"上层规定的次序是 {model.order}，不能改为 {order}"
        file.problem(reason, "parameter", index, "order")
    return order


def _roll(file: DataFile, index: int, row: Row, model: Parameter | None, value: object) -> bool:
    roll = row.get("roll", model.roll if model else False)
    if not isinstance(roll, bool):
        file.problem("roll 应为 true 或 false", "parameter", index, "roll")
    elif roll and isinstance(value, dict) and value.get("whose") == "liberty":
        file.problem("限制人身自由的期限不得顺延", "parameter", index, "roll")
    return roll is True


def _period(
    file: DataFile, index: int, row: Row, head: ProfileHead
) -> tuple[date | None, date | None]:
    """Return the first and last day in force; the profile's own start is the default."""
    since = _day(file, "parameter", index, row, "effective_from") or head.effective_from
    until = _day(file, "parameter", index, row, "effective_to")
    if since and until and until < since:
        file.problem("effective_to 早于 effective_from", "parameter", index, "effective_to")
    return since, until


def _value(file: DataFile, index: int, row: Row, order: str, model: Parameter | None) -> object:
    """Return the value if it suits its order, noting a problem if not."""
    value = row.get("value")

    def wrong(reason: str) -> None:
        file.problem(reason, "parameter", index, "value")

    if value is None:
        wrong("缺少 value")
    elif isinstance(value, dict) and "days" in value:
        return _limit_value(value, order, model, wrong)
    elif isinstance(value, dict) and "month" in value:
        return _yearly_value(value, order, wrong)
    elif order in ("earlier", "later"):
        wrong("earlier、later 用于期限（days、unit）或每年日期（month、day）")
    elif order in ("min", "max") and not isinstance(value, (int, float)):
        wrong("min、max 用于数字或 true/false")
    elif order == "union" and not isinstance(value, list):
        wrong("union 用于列表")
    return value


def _limit_value(value: Row, order: str, model: Parameter | None, wrong: _Wrong) -> Row:
    inherited = model.value if model and isinstance(model.value, dict) else {}
    whole: Row = {
        "whose": "authority",
        **{k: inherited[k] for k in ("whose", "from") if k in inherited},
    }
    whole.update(value)
    days = whole["days"]
    if unknown := whole.keys() - _LIMIT_KEYS:
        wrong(f"期限中不认识的项：{'、'.join(sorted(unknown))}")
    if not isinstance(days, int) or isinstance(days, bool) or days < 0:
        wrong(f"days 应为不小于 0 的整数：{days}")
    if whole.get("unit") not in UNITS:
        wrong(f"unit 应为 {'、'.join(UNITS)} 之一：{whole.get('unit', '缺少')}")
    if whole["whose"] not in WHOSE:
        wrong(f"whose 应为 {'、'.join(WHOSE)} 之一：{whole['whose']}")
    if order not in ("earlier", "later", "replace"):
        wrong(f"期限的次序应为 earlier 或 later：{order}")
    return whole


def _yearly_value(value: Row, order: str, wrong: _Wrong) -> Row:
    month, day = value.get("month"), value.get("day")
    try:
        date(2001, int(str(month)), int(str(day)))
    except ValueError:
        wrong(f"没有这一天：{month}月{day}日")
    if value.keys() - _YEARLY_KEYS or value.get("year", "next") not in ("same", "next"):
        wrong("每年日期只有 month、day、year（same 或 next）")
    if order not in ("earlier", "later", "replace"):
        wrong(f"日期的次序应为 earlier 或 later：{order}")
    return value


def _refuse_overlap(file: DataFile, index: int, new: Parameter, rows: Iterable[Parameter]) -> None:
    for old in rows:
        same = (old.code, old.domain, old.reasons) == (new.code, new.domain, new.reasons)
        starts = max(r.effective_from or date.min for r in (old, new))
        ends = min(r.effective_to or date.max for r in (old, new))
        if same and starts <= ends:
            where = f"{new.code}（领域 {new.domain}）"
            file.problem(f"参数 {where} 在同一时期规定了两次", "parameter", index, "code")


def _refuse_unknown(file: DataFile, table: str, index: int, row: Row, known: set[str]) -> None:
    for key in sorted(row.keys() - known):
        file.problem(f"不认识的项“{key}”", table, index, key)


def _one_of(
    file: DataFile, table: str, index: int, key: str, value: str, allowed: Iterable[str]
) -> None:
    choices = tuple(allowed)
    if value not in choices:
        shown = value or "缺少"
        file.problem(f"{key} 应为 {'、'.join(choices)} 之一：{shown}", table, index, key)


def _day(file: DataFile, table: str, index: int, row: Row, key: str) -> date | None:
    if key not in row:
        return None
    day = plain_date(row[key])
    if day is None:
        file.problem(f"{key} 应为日期，如 2026-01-01", table, index, key)
    return day
