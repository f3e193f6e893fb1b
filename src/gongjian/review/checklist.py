"""The items a reviewer must find on, each with its clause.

Source: 国办发〔2018〕118号 四（十三）; XM4.3.3; LF3.4; DZ11(1); HN27.
"""

from dataclasses import dataclass
from typing import Any

from gongjian.common import fields

from .choices import Finding


def _item(label: str, source: str) -> Any:
    return fields.choice(label, Finding.choices, source=source)


@dataclass(frozen=True)
class Checklist:
    """One finding per item; an item without a finding blocks the opinion."""

    subject: str = _item("执法主体合法，执法人员具备资格", "国办发〔2018〕118号; LF3.4")
    jurisdiction: str = _item("属于本机关管辖，未超越法定权限", "国办发〔2018〕118号; XM4.3.3")
    facts: str = _item("事实清楚，当事人基本情况清楚", "国办发〔2018〕118号; DZ11(1)")
    evidence: str = _item("证据合法、充分，来源清楚", "国办发〔2018〕118号; XM4.3.3")
    nature: str = _item("定性准确", "XM4.3.3")
    law: str = _item("适用法律、法规、规章准确", "国办发〔2018〕118号; HN27")
    discretion: str = _item("裁量基准运用适当", "国办发〔2018〕118号; DZ11(1)")
    procedure: str = _item("程序合法，告知、听取陈述申辩到位", "国办发〔2018〕118号; LF3.4")
    papers: str = _item("执法文书完备、规范", "国办发〔2018〕118号; KM2.3.3")
    limitation: str = _item("未超过追究时效", "行政处罚法 第三十六条; XM4.3.3")
    crime: str = _item("是否涉嫌犯罪、需要移送", "国办发〔2018〕118号; HN27")


LABELS = {
    name: fields.spec_of(field).label for name, field in Checklist.__dataclass_fields__.items()
}


def findings_of(cmd: Checklist) -> dict[str, str]:
    """Return the finding on each item, in the order of the list."""
    return {name: getattr(cmd, name) for name in LABELS}
