"""Valid commands of the acts on several parties of one case."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases import services
from gongjian.cases.joint import joinable
from gongjian.cases.queries import parties_beside
from gongjian.cases.services.joint import others_joined
from gongjian.common import acts

from .standing import NOBODY, Builder, Standing, fixed


def _add(at: Standing) -> Any:
    return services.AddParty(
        role=at.chance.choice(["together", "in_charge", "directly_liable", "other"]),
        reason="同一违法行为的共同行为人。",
        party_kind="natural",
        party_name="并示例",
        address="青川市城南街道9号",
    )


def _first_beside(code: str) -> Builder:
    def build(at: Standing) -> Any:
        row = parties_beside(at.case).first()
        return acts.service(code).cmd(party=row.uid if row else NOBODY, reason="另行处理。")

    return build


def _join(at: Standing) -> Any:
    other = joinable(at.case).first()
    return services.JoinDecision(
        case=other.uid if other else NOBODY, share="受指派实施，起次要作用。"
    )


def _leave(at: Standing) -> Any:
    others = others_joined(at.case)
    return services.LeaveJoint(party=others[0].uid if others else NOBODY, reason="分别决定。")


COMMANDS: Mapping[str, Builder] = {
    "cases.add_party": _add,
    "cases.release_party": _first_beside("cases.release_party"),
    "cases.split_case": _first_beside("cases.split_case"),
    "cases.join_decision": _join,
    "cases.leave_joint": _leave,
    "cases.take_up_split": fixed("cases.take_up_split", plan="查明本人责任。"),
}
