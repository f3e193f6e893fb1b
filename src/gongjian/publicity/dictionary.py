"""What every field of the open data means, in words and as JSON Schema: the published dictionary.

Source: REQUIREMENTS X7, X8, I5.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from gongjian.cases.choices import PenaltyKind
from gongjian.matters.tables import table
from gongjian.parties.choices import PartyKind

Schema = dict[str, Any]
PARTY_KINDS: Mapping[str, str] = dict(PartyKind.choices)
KINDS: Mapping[str, str] = dict(PenaltyKind.choices)
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
PROCEDURES = {"ordinary": "普通程序", "summary": "简易程序（当场处罚）"}
# What stands in the CSV only, whose cells hold no lists.
IN_CSV = {
    "party_kind": "当事人类别：{party_kinds}",
    "party": "当事人；自然人只有姓氏",
    "uscc": "统一社会信用代码；自然人没有",
    "penalty": "处罚内容，各项以分号连接",
}
# Where the CSV writes a value otherwise than the lines do.
OTHERWISE = {"kinds": "；在 CSV 中以英文分号连接"}

# Only of some decisions, or missing in renditions of the first days.
OPTIONAL = frozenset(
    ["domain", "kinds", "procedure", "confiscated_fen", "goods_unvalued", "agencies", "attachments"]
)


def fields() -> dict[str, Schema]:
    """Return name and schema of each field of one line."""
    return {name: {**kind, "description": said} for name, kind, said in _fields()}


def meanings(columns: Iterable[str]) -> list[tuple[str, str]]:
    """Return each column of the CSV with what it means, as the page tells."""
    known = {name: of["description"] + OTHERWISE.get(name, "") for name, of in fields().items()}
    known |= {name: said.format(party_kinds=_told(PARTY_KINDS)) for name, said in IN_CSV.items()}
    return [(name, known[name]) for name in columns]


def _domains() -> Mapping[str, str]:
    known: Mapping[str, str] = table("publication-gate", "national").inputs["domain"].values
    return known


def _told(values: Mapping[str, str]) -> str:
    return "，".join(f"{code} {label}" for code, label in values.items())


def _list_of(inner: Schema) -> Schema:
    return {"type": "array", "items": inner}


def _object(needed: Iterable[str], **inner: Schema) -> Schema:
    return {"type": "object", "required": list(needed), "properties": inner}


def _hidden() -> Schema:
    inner = {
        "what": {**TEXT, "description": "隐去了哪一类内容"},
        "ground": {**TEXT, "description": "隐去的依据"},
        "times": {**WHOLE, "description": "几处"},
    }
    return _list_of(_object(inner, **inner))


def _party() -> Schema:
    said = {
        "kind": f"类别：{_told(PARTY_KINDS)}",
        "kind_label": "类别的名称",
        "name": "名称；自然人只有姓氏",
        "uscc": "统一社会信用代码",
        "representative": "法定代表人、负责人",
        "operator": "个体工商户经营者，只有姓氏",
        "address": "住所；自然人、个体工商户只到县级",
    }
    inner = {name: {**TEXT, "description": text} for name, text in said.items()}
    inner["kind"]["enum"] = list(PARTY_KINDS)
    return _object(("kind", "kind_label", "name"), **inner) | {"additionalProperties": TEXT}


def _attachments() -> Schema:
    inner = {"number": WHOLE, "title": TEXT, "pages": WHOLE, "size": WHOLE, "sha256": TEXT}
    return _list_of(_object((*inner, "hidden"), **inner, hidden=_hidden()))


def _fields() -> Iterable[tuple[str, Schema, str]]:
    domains = _domains()
    yield "token", TEXT, "公示的编号；页面是 /decisions/ 后接这个编号"
    yield "kind", TEXT, "公示的种类：penalty-decision 行政处罚决定"
    yield "schema", TEXT, "公示文本的格式和版本"
    yield "number", TEXT, "决定书文号"
    yield "agency", TEXT, "作出决定的机关；共同名义的是主办机关"
    yield "domain", TEXT, f"执法领域：{_told(domains)}"
    yield "cause", TEXT, "违法行为（案由）"
    yield "facts", TEXT, "违法事实"
    yield "violated", TEXT, "违反的规定"
    yield "basis", TEXT, "处罚依据"
    yield "discretion", TEXT, "裁量理由"
    yield "title", TEXT, "案件名称"
    yield "summary", TEXT, "摘要，至多120字"
    yield "evidence", _list_of(TEXT), "证据，逐项"
    yield "penalties", _list_of(TEXT), "处罚内容，逐项；经复议、诉讼变更的是变更后的"
    yield "kinds", _list_of({**TEXT, "enum": [*KINDS]}), f"处罚种类：{_told(KINDS)}"
    yield "fine_fen", WHOLE, "罚款金额，单位为分"
    yield "procedure", {**TEXT, "enum": [*PROCEDURES]}, f"程序：{_told(PROCEDURES)}"
    yield "confiscated_fen", WHOLE, "没收的金额，单位为分；价值无法确定的财物不在内"
    yield "goods_unvalued", {"type": "boolean"}, "没收的财物中有没有价值无法确定的"
    yield "agencies", _list_of(TEXT), "共同作出决定的各机关；一个机关作出的没有这一项"
    yield "decided_on", DAY, "作出决定的日期"
    yield "delivered_on", DAY, "送达当事人的日期"
    yield "due_on", DAY, "最迟公示的日期，自作出决定之日起计算"
    yield "published_on", DAY, "这一版公示的日期"
    yield "first_published_on", DAY, "首次公示的日期；晚于最迟公示日期的为逾期"
    yield "party", _party(), "当事人"
    yield "hidden", _hidden(), "公示文本隐去了什么"
    yield "attachments", _attachments(), "公开的附件：名称、页数、字节数、SHA-256、遮盖了什么"
    remedies = {"type": "object", "additionalProperties": TEXT}
    yield "remedies", remedies, "当事人的救济途径：复议机关、法院和期限"
