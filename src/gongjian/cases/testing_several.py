"""Stories of several parties, for tests and scenarios."""

from typing import Any

from gongjian.matters.models import Matter

from .models import FurtherParty
from .queries import case_of
from .testing import Cast, inspect

__all__ = ["MANAGER", "add_party", "inspect", "split"]

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


def split(cast: Cast, matter: Matter, row: FurtherParty | None = None) -> Matter:
    """Give a further party a case of its own, and let its handlers take it up."""
    row = row or FurtherParty.objects.filter(case=case_of(matter), state="beside").first()
    assert row is not None
    new: Matter = cast.do(
        "agency_head", "cases.split_case", matter, party=row.uid, reason="责任不同，分别处理。"
    )
    cast.do("handler", "cases.take_up_split", new, plan="查明其个人责任。")
    return new
