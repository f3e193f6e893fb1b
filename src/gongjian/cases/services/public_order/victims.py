"""The copy of the decision for whom the act harmed (决定书副本)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.models import Decision
from gongjian.cases.public_order.choices import VICTIM_COPY
from gongjian.cases.public_order.models import Unpunished, VictimCopy
from gongjian.cases.public_order.queries import unpunished_by, victims_without_copy
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class GiveVictimCopy:
    victim: UUID = fields.ref("被侵害人", of="cases.victim_without_copy")
    given_on: date = fields.day(
        "送达日期", help="无法送达的，填写查明的日期", source="治安管理处罚法 第一百一十六条第二款"
    )
    receiver: str = fields.line("签收人", max_length=100, required=False, needed="能够送达的必填")
    unreached: str = fields.line(
        "无法送达的原因",
        max_length=500,
        required=False,
        help="写明怎样联系、为什么送不到",
        needed="无法送达的必填",
    )


@act("cases.give_victim_copy", title="送被侵害人决定书副本")
def give_victim_copy(*, act: Act, cmd: GiveVictimCopy) -> VictimCopy:
    """Record that a victim received the copy, or why it cannot reach him.

    Of a decision not to punish as well. After the two days of the law it counts as late.

    Raises:
        NotFound: no such victim, or the copy was given already.
        InvalidInput: given before the decision; neither a receiver nor a reason, or both.
        RuleBroken: nothing was decided.

    Source: 治安管理处罚法 第一百一十六条第二款; 公安机关办理行政案件程序规定 第一百七十二条第三款.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    decided = decision_of(case) or unpunished_by(case)
    if decided is None:
        raise RuleBroken("还没有作出决定")
    victim = victims_without_copy(case).filter(uid=cmd.victim).first()
    if victim is None:
        raise NotFound("本案没有这名被侵害人，或者已经送达。请从列表中选择")
    if cmd.given_on < decided.decided_on:
        raise InvalidInput({"given_on": "日期早于决定日，请核对"})
    if bool(cmd.receiver) == bool(cmd.unreached):
        raise InvalidInput({"receiver": "请填写“签收人”；无法送达的，只填写“无法送达的原因”"})
    due_on = profile(matter.profile).due(VICTIM_COPY, decided.decided_on, matter.domain).due_on
    copy = VictimCopy(
        decision=decided if isinstance(decided, Decision) else None,
        unpunished=decided if isinstance(decided, Unpunished) else None,
        victim=victim,
        decided_on=decided.decided_on,
        given_on=cmd.given_on,
        due_on=due_on,
        late=cmd.given_on > due_on,
        receiver=cmd.receiver,
        unreached=cmd.unreached,
    )
    act.write(copy)
    if victims_without_copy(case).exists():
        act.leave_limit(VICTIM_COPY)
    return copy


give_victim_copy.requires(certified)


@give_victim_copy.prefilled
def _next(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    victim = victims_without_copy(case_of(matter)).first()
    return {"victim": victim.uid, "receiver": victim.name} if victim else {}
