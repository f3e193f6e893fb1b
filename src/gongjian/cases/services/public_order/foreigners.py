"""That the person who acted is a foreigner: his nationality, and the word to the province."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongjian.cases.public_order.choices import NationalityBy
from gongjian.cases.public_order.foreigners import ForeignerReport
from gongjian.cases.public_order.models import Offender
from gongjian.cases.public_order.queries import (
    foreigner_report_due,
    foreigner_unreported,
    issued_at,
    latest_offender,
    restated,
)
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter

RULES = "公安机关办理行政案件程序规定"


@dataclass(frozen=True, kw_only=True)
class NoteForeigner:
    nationality: str = fields.line(
        "国籍",
        max_length=60,
        help="以入境时有效证件为准；无国籍的写“无国籍”，查明是中国公民的写“中国”",
        source=f"{RULES} 第二百三十九条",
    )
    nationality_by: str = fields.choice("国籍怎样确认", NationalityBy.choices)
    entered_on: date | None = fields.day("入境日期", required=False)
    stay: str = fields.line(
        "签证（停留居留证件）种类和入境事由",
        required=False,
        source=f"{RULES} 第七十三条第二款",
    )


@act("cases.note_foreigner", title="登记外国人国籍")
def note_foreigner(*, act: Act, cmd: NoteForeigner) -> Offender:
    """State the nationality of the person who acted; nothing else that was established changes.

    Raises:
        RuleBroken: nobody was established yet.

    Source: 公安机关办理行政案件程序规定 第七十三条第二款、第二百三十九条.
    """
    last = latest_offender(case_of(act.matter))
    if last is None:
        raise RuleBroken("还没有查明违法行为人")
    found: dict[str, Any] = {
        "nationality": cmd.nationality,
        "nationality_by": cmd.nationality_by,
        "entered_on": cmd.entered_on,
        "stay": cmd.stay,
    }
    offender = restated(last, act.now, **found)
    act.write(offender)
    return offender


note_foreigner.requires(certified)


@note_foreigner.requires
def _established(actor: Actor, matter: Matter, clock: Clock) -> str:
    if latest_offender(case_of(matter)) is not None:
        return ""
    return "还没有查明违法行为人" if case_of(matter).party.natural else "当事人是单位"


@dataclass(frozen=True, kw_only=True)
class ReportForeigner:
    told_at: datetime = fields.moment(
        "报告的时间", help="作出决定后四十八小时内", source=f"{RULES} 第二百五十四条"
    )
    report_way: str = fields.line(
        "报告的文号或者方式",
        help="报告应当写明姓名、性别、入境时间、证件号码，案件的时间、地点和主要事实，"
        "已采取的措施及其法律依据",
    )
    consulate_declined: bool = fields.check(
        "本人书面要求不通知使馆、领馆",
        help="书面请求附卷；双边协议规定必须通知的，仍由省级公安机关通知",
        source=f"{RULES} 第二百五十四条",
    )


@act("cases.report_foreigner", title="向省级公安机关报告拘留外国人", final=True)
def report_foreigner(*, act: Act, cmd: ReportForeigner) -> ForeignerReport:
    """Record that the police of the province was told of a detained foreigner.

    Raises:
        RuleBroken: no foreigner was detained here, or this was told already.
        InvalidInput: told before the decision, or later than now.

    Source: 公安机关办理行政案件程序规定 第二百五十四条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    decision = decision_of(case)
    if decision is None or not foreigner_unreported(case, latest_offender(case)):
        raise RuleBroken("没有拘留外国人，或者已经报告")
    decided_at, due = issued_at(matter), foreigner_report_due(matter)
    if not decided_at <= cmd.told_at <= act.now:
        raise InvalidInput({"told_at": "报告的时间应在作出决定以后、现在以前，请核对"})
    report = ForeignerReport(
        decision=decision,
        decided_at=decided_at,
        due_at=due,
        told_at=cmd.told_at,
        late=cmd.told_at > due,
        way=cmd.report_way,
        consulate_declined=cmd.consulate_declined,
        reported_by_id=act.officer,
        reported_at=act.now,
    )
    act.write(report)
    return report


report_foreigner.requires(no_handler)
