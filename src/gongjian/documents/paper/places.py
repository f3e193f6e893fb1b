"""Where a paper is signed by people who are not of the agency."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .blocks import Block, SignLine, Table

# Labels of places where somebody signs who is not of the agency. Officers sign on paper.
OUTSIDERS = (
    "当事人",
    "被询问人",
    "被检查人",
    "被复查人",
    "被传唤人",
    "被告知人",
    "陈述申辩人",
    "提供人",
    "持有人",
    "领取人",
    "声明人",
    "委托人",
    "受委托人",
    "担保人",
    "辨认人",
    "行为人",
    "被侵害人",
    "受送达人",
    "收件人",
    "被调取单位",
    "监护人",
    "翻译人员",
    "见证人",
)
# How the names of companies, shops and authorities end: they sign by a person who stands for them.
BODIES = (
    *("公司", "集团", "企业", "合作社", "委员会", "居委会", "村委会", "事务所", "联合会", "协会"),
    *(
        "商会",
        "工会",
        "中心",
        "政府",
        "学校",
        "大学",
        "学院",
        "医院",
        "银行",
        "酒店",
        "超市",
        "经营部",
    ),
)
SHORT_BODIES = ("厂", "店", "行", "社", "部", "局", "所", "站", "队", "院", "馆", "场", "会", "户")
PERSON_AT_MOST = 4  # characters of a name without a dot, as "阿卜杜拉·买买提" has one
SHORT = 100  # a field this short may name somebody; a longer one tells a story


@dataclass(frozen=True, slots=True)
class Place:
    """A place to sign; `name` is whom the paper itself names there, or ""."""

    label: str
    name: str = ""


def places_of(blocks: Iterable[Block]) -> list[Place]:
    """Return the places of a bound paper that people from outside sign, in the paper's order."""
    found: dict[str, Place] = {}
    for block in blocks:
        for label, name in _signs(block):
            if label.startswith(OUTSIDERS):
                found.setdefault(label, Place(label, name))
    return list(found.values())


def signed_outside(blocks: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a definition with these blocks has such a place at all."""
    return any(label.startswith(OUTSIDERS) for block in blocks for label in _labels(block))


def _labels(block: Mapping[str, Any]) -> Iterator[str]:
    if block["type"] == "sign":
        yield block["label"]
    for row in block.get("rows", ()):
        before = ""
        for cell in row:
            if cell.get("sign"):
                yield cell_label(cell["sign"], before)
            before = cell.get("label", "")


def cell_label(sign: str, before: str) -> str:
    """Return what the place in a cell is called: its own words, or the label in front of it."""
    own = sign.strip().rstrip("：")
    return own if own not in {"签名", "签名（盖章）"} else before


def _signs(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, SignLine):
        yield block.label, block.name
    if isinstance(block, Table):
        for row in block.rows:
            before = ""
            for cell in row:
                if cell.sign:
                    yield cell_label(cell.sign, before), cell.name
                before = "".join(cell.lines) if cell.label else before


def is_body(name: str) -> bool:
    """Tell whether a name is that of a company, a shop or an authority: only people sign."""
    if "·" in name:
        return False
    return name.endswith(BODIES) or (len(name) > PERSON_AT_MOST and name.endswith(SHORT_BODIES))


def names_in(fields: Mapping[str, Any], bodies: Iterable[str] = ()) -> str:
    """Return the short values of a frozen paper, a line each: those where it names people.

    Without those that name a company or the like, nor the names of those `bodies`.
    """
    text = "\n".join(value for value in _short(fields) if not is_body(value.strip()))
    for body in sorted(bodies, key=len, reverse=True):
        text = text.replace(body, "\n")
    return text


def _short(value: Any) -> Iterator[str]:
    if isinstance(value, str) and len(value) <= SHORT:
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _short(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _short(inner)
