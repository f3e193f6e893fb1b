"""The copy of the decision for whom the act harmed (决定书副本)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.public_order.choices import VICTIM_COPY
from gongjian.cases.public_order.models import VictimCopy
from gongjian.cases.public_order.queries import victims_without_copy
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
    given_on: date = fields.day("送达日期", source="治安管理处罚法 第一百一十六条第二款")
    receiver: str = fields.line("签收人", max_length=100)


@act("cases.give_victim_copy", title="送被侵害人决定书副本")
def give_victim_copy(*, act: Act, cmd: GiveVictimCopy) -> VictimCopy:
    """Record that a victim received the copy; after the two days of the law it counts as late.

    Raises:
        NotFound: no such victim, or the copy was given already.
        InvalidInput: given before the decision.

    Source: 治安管理处罚法 第一百一十六条第二款.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    decision = decision_of(case)
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    victim = victims_without_copy(case).filter(uid=cmd.victim).first()
    if victim is None:
        raise NotFound("本案没有这名被侵害人，或者已经送达。请从列表中选择")
    if cmd.given_on < decision.decided_on:
        raise InvalidInput({"given_on": "日期早于处罚决定日，请核对"})
    rules = profile(matter.profile)
    due_on = rules.due(VICTIM_COPY, decision.decided_on, matter.domain).due_on
    copy = VictimCopy(
        decision=decision,
        victim=victim,
        decided_on=decision.decided_on,
        given_on=cmd.given_on,
        due_on=due_on,
        late=cmd.given_on > due_on,
        receiver=cmd.receiver,
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
