"""What a reviewer must find on, item by item, and what he found.

Source: 国办发〔2018〕118号 （十三）; XM4.3.3; LF3.4; DZ11(1); KM2.3.3; HN27.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.common import fields
from gongjian.common.errors import InvalidInput
from gongjian.jurisdiction.profiles import profile

from .choices import Finding


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list that a profile sets, with the rule that asks for it."""

    code: str
    label: str
    source: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class CheckFinding:
    item: str = fields.hidden()
    finding: str = fields.choice("意见", Finding.choices)
    remark: str = fields.line("说明：有问题或者不适用的，写明理由", max_length=500, required=False)


def items_of(code: str, profile_code: str, on: date) -> list[Item]:
    """Return the items of a profile's list, national and local ones, each once, with its own rule.

    Raises:
        UnknownParameter: no layer sets it then.
    """
    found: dict[str, Item] = {}
    for row in profile(profile_code).layers(code, "*", on):
        for item in row.items:
            assert isinstance(item, dict)
            old, cited = found.get(item["code"]), item.get("source", row.citation)
            source = f"{old.source}；{cited}" if old else cited
            found[item["code"]] = Item(item["code"], item["label"], source, item)
    return list(found.values())


def check_items(profile_code: str, on: date) -> list[Item]:
    """Return the checklist of a jurisdiction."""
    return items_of("review.checks", profile_code, on)


def stored(items: Sequence[Item], findings: Sequence[CheckFinding]) -> list[dict[str, str]]:
    """Return the findings in the order of the list, as an opinion keeps them.

    Raises:
        InvalidInput: an item without a finding, found on twice, or unknown; a problem or a "does
            not apply" without its own remark.

    Source: V6; 国办发〔2018〕118号 （十三）.
    """
    problems: dict[str, str] = {}
    labels = {item.code: item.label for item in items}
    given: dict[str, CheckFinding] = {}
    for number, row in enumerate(findings):
        if row.item not in labels or row.item in given:
            problems[f"findings.{number}.item"] = f"“{row.item[:40]}”不是审核事项，或者重复"
        elif row.finding != Finding.OK and not row.remark:
            said = Finding(row.finding).label
            problems[f"findings.{number}.remark"] = (
                f"“{labels[row.item]}”的意见是“{said}”，请写明理由"
            )
        given[row.item] = row
    if missing := [label for code, label in labels.items() if code not in given]:
        problems["findings"] = f"还有审核事项没有意见：{'、'.join(missing)}"
    if problems:
        raise InvalidInput(problems)
    return [
        {
            "item": item.code,
            "label": item.label,
            "source": item.source,
            "finding": given[item.code].finding,
            "remark": given[item.code].remark,
        }
        for item in items
    ]


def problems_in(findings: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return the findings that name a problem."""
    return [found for found in findings if found["finding"] == Finding.PROBLEM]
