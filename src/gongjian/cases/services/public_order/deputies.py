"""That the person who acted is a deputy: permission before, or word after, he is detained."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.public_order.choices import CongressBody, DeputyLevel
from gongjian.cases.public_order.deputies import Deputy, DeputyPermit, DeputyReport
from gongjian.cases.public_order.permitting import deputies_of, unpermitted, unreported
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class NoteDeputy:
    congress: str = fields.line(
        "哪个人民代表大会",
        max_length=100,
        help="写全称，例如：禄安市人民代表大会；几级代表的分别登记",
    )
    level: str = fields.choice(
        "代表的级别",
        DeputyLevel.choices,
        source="公安机关办理行政案件程序规定 第一百七十四条",
    )
    deputy_found_by: str = fields.line(
        "怎样查明代表身份", help="例如：代表证、人大常委会办事机构的答复"
    )


@act("cases.note_deputy", title="登记人大代表身份")
def note_deputy(*, act: Act, cmd: NoteDeputy) -> Deputy:
    """State of which congress the person who acted is a deputy, or that he is none of it.

    Raises:
        RuleBroken: this stands so already.

    Source: 公安机关办理行政案件程序规定 第七十三条、第一百七十四条.
    """
    case = case_of(act.matter)
    last = {row.congress: row.level for row in deputies_of(case)}
    if last.get(cmd.congress) == cmd.level:
        raise RuleBroken("已经这样登记")
    deputy = Deputy(
        case=case,
        congress=cmd.congress,
        level=cmd.level,
        found_by=cmd.deputy_found_by,
        stated_at=act.now,
    )
    act.write(deputy)
    return deputy


note_deputy.requires(certified)


@note_deputy.requires
def _natural(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if case_of(matter).party.natural else "当事人是单位，不是人大代表"


@dataclass(frozen=True, kw_only=True)
class RecordDeputyPermit:
    deputy: UUID = fields.ref("许可的人民代表大会", of="cases.unpermitted_deputy")
    body: str = fields.choice(
        "作出许可的机构",
        CongressBody.choices,
        source="公安机关办理行政案件程序规定 第一百七十四条第一款",
    )
    permit_number: str = fields.line("许可文件的文号", max_length=80)
    granted_on: date = fields.day("许可日期")


@act("cases.record_deputy_permit", title="登记人大许可", final=True)
def record_deputy_permit(*, act: Act, cmd: RecordDeputyPermit) -> DeputyPermit:
    """Record that a congress of the county or above lets its deputy be detained.

    Raises:
        NotFound: no such congress in this case, or its permission is known already.

    Source: 公安机关办理行政案件程序规定 第一百七十四条第一款.
    """
    waiting = {row.uid: row for row in unpermitted(case_of(act.matter))}
    if cmd.deputy not in waiting:
        raise NotFound("本案没有等待许可的这个人民代表大会。请从列表中选择")
    permit = DeputyPermit(
        deputy=waiting[cmd.deputy],
        body=cmd.body,
        number=cmd.permit_number,
        granted_on=cmd.granted_on,
        recorded_by_id=act.officer,
        recorded_at=act.now,
    )
    act.write(permit)
    return permit


record_deputy_permit.requires(certified)


@record_deputy_permit.prefilled
def _first_unpermitted(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    waiting = unpermitted(case_of(matter))
    return {"deputy": waiting[0].uid} if waiting else {}


@dataclass(frozen=True, kw_only=True)
class ReportDeputy:
    deputy: UUID = fields.ref("报告的人民代表大会", of="cases.unreported_deputy")
    reported_on: date = fields.day(
        "报告日期",
        help="作出拘留决定后应当立即报告",
        source="公安机关办理行政案件程序规定 第一百七十四条第二款",
    )
    way: str = fields.line("怎样报告", help="例如：书面报告的文号，或者电话报告的接听人")


@act("cases.report_deputy", title="向乡镇人大报告拘留代表", final=True)
def report_deputy(*, act: Act, cmd: ReportDeputy) -> DeputyReport:
    """Record that the congress of a township was told that its deputy is detained.

    Raises:
        RuleBroken: nothing was decided.
        NotFound: no such congress in this case, or it was told already.
        InvalidInput: told before the decision.

    Source: 公安机关办理行政案件程序规定 第一百七十四条第二款.
    """
    case = case_of(act.matter)
    decision = decision_of(case)
    if decision is None:
        raise RuleBroken("还没有作出决定")
    waiting = {row.uid: row for row in unreported(case, decision)}
    if cmd.deputy not in waiting:
        raise NotFound("本案没有等待报告的这个人民代表大会。请从列表中选择")
    if cmd.reported_on < decision.decided_on:
        raise InvalidInput({"reported_on": "日期早于决定日，请核对"})
    report = DeputyReport(
        deputy=waiting[cmd.deputy],
        decision=decision,
        decided_on=decision.decided_on,
        reported_on=cmd.reported_on,
        way=cmd.way,
        reported_by_id=act.officer,
        reported_at=act.now,
    )
    act.write(report)
    return report


report_deputy.requires(no_handler)


@report_deputy.prefilled
def _first_unreported(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    waiting = unreported(case, decision_of(case))
    return {"deputy": waiting[0].uid} if waiting else {}
