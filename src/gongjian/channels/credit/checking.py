"""Does a row keep to the fields: what is wrong, in which field, and what to do. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from gongjian.common.identifiers import unified_code

from .fields import Field, Format

Row = Mapping[str, str]
DAY = re.compile(r"(\d{4})/(\d{2})/(\d{2})")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the number of the decision it concerns, the field, and what to do."""

    row: int
    number: str
    field: str
    text: str

    def __str__(self) -> str:
        who = self.number or f"第{self.row}行"
        return f"{who}，{self.field}：{self.text}" if self.field else f"{who}：{self.text}"


def problems_of(row: Row, form: Format, today: date, at: int = 0) -> list[Problem]:
    """Return every fault of a row, in the order of the fields; [] when it may go out."""
    label = row.get("CF_XDR_LB", "")
    letters = {text: letter for letter, text in form.party_labels.items()}
    who = letters.get(label, "")
    found = []
    for field in form.fields:
        told = _problem(field, row, form, who, today)
        if told:
            found.append(Problem(at, row.get("CF_WSH", ""), field.name, told))
    return found


def _problem(field: Field, row: Row, form: Format, who: str, today: date) -> str:
    value = row.get(field.code, "")
    if not value:
        return _missing(field, row, form, who)
    if who and who not in field.who:
        return f"{form.party_labels[who]}没有这一项，请留空"
    if len(value) > field.length + (1 if field.decimals else 0):
        return f"最多{field.length}字，现有{len(value)}字，请在公示文本中精简后更正公示"
    if field.values and value not in field.values:
        return f"“{value[:20]}”不在可选范围内，应为：{'、'.join(field.values)}"
    if field.kind == "amount":
        return _amount(field, value)
    if field.kind == "date":
        return _date(field, value, today)
    if field.check == "unified_code":
        return _code(field, value, form, who)
    if field.check == "categories":
        return _categories(value, form)
    return ""


def _missing(field: Field, row: Row, form: Format, who: str) -> str:
    if who in field.required_for and who:
        return f"{form.party_labels[who]}必须填写，请补充"
    if field.required_if and CONDITION[field.required_if](row, form):
        return f"{WHY[field.required_if]}，必须填写，请补充"
    return "" if who or len(field.required_for) < 3 else "必须填写，请补充"


def _amount(field: Field, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return f"“{value[:20]}”不是金额，应以万元为单位写成 5.212000"
    whole, _, parts = value.partition(".")
    if number < 0 or len(parts) != field.decimals or len(whole) > field.length - field.decimals:
        return f"“{value[:20]}”应以万元为单位，保留{field.decimals}位小数，不得为负"
    return ""


def _date(field: Field, value: str, today: date) -> str:
    found = DAY.fullmatch(value)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        return f"“{value[:20]}”不是日期，应写成 2026/03/02"
    if field.check == "past" and day > today:
        return f"{value}晚于今天，请核对"
    return ""


def _code(field: Field, value: str, form: Format, who: str) -> str:
    if value == form.no_code:
        only = field.code == "CF_XDR_SHXYM" and who == "G"
        return "" if only else "只有没有代码的个体工商户可以写占位代码，请填写真实代码"
    try:
        unified_code(value)
    except ValueError as error:
        return str(error)
    return ""


def _categories(value: str, form: Format) -> str:
    known = set(form.categories.values())
    for part in value.split(form.separator):
        if part not in known and not part.startswith(f"{form.categories['other']}-"):
            return f"“{part[:20]}”不是处罚类别，应为：{'、'.join(dict.fromkeys(known))}"
    return ""


def _has(kind: str) -> Callable[[Row, Format], bool]:
    def test(row: Row, form: Format) -> bool:
        return form.categories[kind] in row.get("CF_CFLB", "").split(form.separator)

    return test


CONDITION: Mapping[str, Callable[[Row, Format], bool]] = {
    "no_code": lambda row, form: row.get("CF_XDR_SHXYM") == form.no_code,
    "representative_id_kind": lambda row, form: bool(row.get("CF_FR_ZJLX")),
    "fine": _has("fine"),
    "confiscation": _has("confiscate_gain"),
    "licence": _has("revoke_licence"),
}
WHY = {
    "no_code": "统一社会信用代码为占位代码",
    "representative_id_kind": "填写了证件类型",
    "fine": "处罚类别含罚款",
    "confiscation": "处罚类别含没收",
    "licence": "处罚类别含暂扣或者吊销证照",
}
