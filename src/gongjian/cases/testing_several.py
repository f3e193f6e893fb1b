"""Stories of several parties, for tests and scenarios."""

from typing import Any

from gongjian.matters.models import Matter

from .joint import joint_hash
from .models import FurtherParty
from .queries import case_of
from .testing import (
    Cast,
    file_case,
    inform,
    inspect,
    let_time_run,
    open_case,
    propose,
    sign_papers,
)

__all__ = ["MANAGER", "add_party", "inspect", "issue_together", "join", "joined", "ready", "split"]

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


def join(cast: Cast, matter: Matter, other: Matter) -> Any:
    """Let both parties be decided on in one decision, made in the case of the first."""
    return cast.do(
        "agency_head",
        "cases.join_decision",
        matter,
        case=case_of(other).uid,
        share="决定擅自变更生产工艺，负主管责任。",
        own_share="违法行为的实施单位。",
    )


def joined(cast: Cast) -> Matter:
    """Return the filed case of a company; its manager's is joined to it for one decision."""
    matter = file_case(cast, open_case(cast))
    row = add_party(cast, matter)
    inspect(cast, matter)
    join(cast, matter, split(cast, matter, row))
    return matter


def ready(cast: Cast, matter: Matter, fen: int = 300_000, **draft: Any) -> Matter:
    """Carry an investigated case to where the head decides on it."""
    propose(cast, matter, **({"items": ({"kind": "fine", "amount_fen": fen},)} | draft))
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    let_time_run(cast, inform(cast, matter))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    return matter


def issue_together(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Make the one decision for all parties that are joined; the papers are signed."""
    known = {
        "draft_hash": joint_hash(case_of(Matter.objects.get(pk=matter.pk))),
        "opinion": "同意。",
    }
    decision = cast.do("agency_head", "cases.issue_decision", matter, **(known | values))
    for joined in case_of(Matter.objects.get(pk=matter.pk)).joint_parties.all():
        sign_papers(cast, joined.case.matter)
    return decision
