"""That the punished is a public official: found late, and told to those who discipline him."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.papers import day, penalty_lines
from gongjian.cases.public_order.choices import OfficialOutcome
from gongjian.cases.public_order.models import Offender
from gongjian.cases.public_order.official import OfficialReport
from gongjian.cases.public_order.queries import latest_offender, official_unsettled, restated
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified, no_handler
from gongjian.cases.standing import items_now
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class NoteOfficial:
    post: str = fields.line(
        "后来查明的公职人员单位和职务",
        help="写明单位全称和职务",
        source="治安管理处罚法 第一百三十四条",
    )
    found_by: str = fields.line("怎样查明公职人员身份", help="例如：所在单位的证明、干部任免文件")


@act("cases.note_official", title="登记公职人员身份")
def note_official(*, act: Act, cmd: NoteOfficial) -> Offender:
    """State that the person who acted is an official, as it came out after the investigation.

    Nothing else that was established changes; the step keeps how it came out. The report falls due
    with the decision.

    Raises:
        RuleBroken: nobody was established, or he is known as an official.

    Source: 治安管理处罚法 第一百三十四条.
    """
    last = latest_offender(case_of(act.matter))
    if last is None or last.official:
        raise RuleBroken("还没有查明违法行为人，或者已经登记为公职人员")
    offender = restated(last, act.now, official=True, workplace=cmd.post)
    act.write(offender)
    return offender


note_official.requires(certified)


@note_official.requires
def _not_known_yet(actor: Actor, matter: Matter, clock: Clock) -> str:
    last = latest_offender(case_of(matter))
    if last is None:
        return "还没有查明违法行为人" if case_of(matter).party.natural else "当事人是单位"
    return "已经登记为公职人员" if last.official else ""


@dataclass(frozen=True, kw_only=True)
class ReportOfficial:
    outcome: str = fields.choice(
        "是否需要通报", OfficialOutcome.choices, source="治安管理处罚法 第一百三十四条"
    )
    receiver: str = fields.only_for(
        "outcome",
        (OfficialOutcome.TOLD,),
        fields.line(
            "通报的单位",
            required=False,
            help="写有管辖权的监察机关或者任免机关、单位的全称",
        ),
        needed="需要通报的必填",
    )
    not_needed: str = fields.only_for(
        "outcome",
        (OfficialOutcome.NOT_NEEDED,),
        fields.text(
            "不需要通报的理由",
            max_length=1000,
            required=False,
            help="依照公职人员政务处分法不需要给予政务处分的根据，或者处罚决定已经失效",
        ),
        needed="不需要通报的必填",
    )


@act("cases.report_official", title="通报公职人员受处罚的情况", final=True)
def report_official(*, act: Act, cmd: ReportOfficial) -> OfficialReport:
    """Tell the supervisory body, or whoever appointed him, that an official was punished.

    Raises:
        RuleBroken: no official was punished here, or this is settled already.
        InvalidInput: nobody to be told, or no reason why nobody is.

    Source: 治安管理处罚法 第一百三十四条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    decision, offender = decision_of(case), latest_offender(case)
    if decision is None or offender is None or not official_unsettled(case, offender):
        raise RuleBroken("被处罚人不是公职人员，或者已经办理通报")
    told = cmd.outcome == OfficialOutcome.TOLD
    if told and not cmd.receiver.strip():
        raise InvalidInput({"receiver": "请写明向哪个监察机关或者任免机关、单位通报"})
    if not told and not cmd.not_needed.strip():
        raise InvalidInput({"not_needed": "请写明为什么不需要通报"})
    words: Mapping[str, Any] = {
        "recipient": cmd.receiver,
        "party_name": case.party.name,
        "workplace": offender.workplace,
        "decision_number": decision.number,
        "decided_on": day(decision.decided_on),
        "cause": case.cause.removeprefix("涉嫌"),
        "penalties": penalty_lines(decision.draft, items_now(decision)),
    }
    row = OfficialReport(
        decision=decision,
        outcome=cmd.outcome,
        receiver=cmd.receiver if told else "",
        reason="" if told else cmd.not_needed,
        document=make(act, "official-report", words) if told else None,
        reported_by_id=act.officer,
        reported_at=act.now,
    )
    act.write(row)
    return row


report_official.requires(no_handler)


@report_official.prefilled
def _known(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"outcome": OfficialOutcome.TOLD}
