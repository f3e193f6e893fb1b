"""Stories of several parties, for tests and scenarios."""

from datetime import timedelta
from typing import Any

from gongjian.matters.models import Matter

from .models import FurtherParty
from .queries import case_of
from .testing import Cast

MANAGER: dict[str, Any] = {
    "role": "in_charge",
    "reason": "决定擅自变更生产工艺，是直接负责的主管人员。",
    "party_kind": "natural",
    "party_name": "孟示例",
    "id_number": "110105198001010032",
    "address": "青川市城南街道9号",
}


def add_party(cast: Cast, matter: Matter, **values: Any) -> FurtherParty:
    """Enter a further party of a case."""
    row: FurtherParty = cast.do("handler", "cases.add_party", matter, **(MANAGER | values))
    return row


def inspect(cast: Cast, matter: Matter, **values: Any) -> None:
    """Inspect and register the record as evidence, without ending the investigation."""
    cast.wait(hours=3)
    cast.do(
        "handler",
        "cases.record_inspection",
        matter,
        began_at=cast.now - timedelta(hours=2),
        ended_at=cast.now - timedelta(hours=1),
        place="青川市罗家镇金塘村",
        present="吴示例（法定代表人）",
        certificate_shown="shown",
        findings="现场有两条生产线正在生产。",
        rights_told=True,
        **values,
    )
    cast.do(
        "handler",
        "cases.add_evidence",
        matter,
        kind="on_site_record",
        name="现场检查笔录",
        proves="生产工艺已经改变",
        obtained_on=cast.today,
        obtained_from="执法人员现场制作",
    )


def split(cast: Cast, matter: Matter, row: FurtherParty | None = None) -> Matter:
    """Give a further party a case of its own, and let its handlers take it up."""
    row = row or FurtherParty.objects.filter(case=case_of(matter), state="beside").first()
    assert row is not None
    new: Matter = cast.do(
        "agency_head", "cases.split_case", matter, party=row.uid, reason="责任不同，分别处理。"
    )
    cast.do("handler", "cases.take_up_split", new, plan="查明其个人责任。")
    return new
