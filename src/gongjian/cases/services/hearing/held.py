"""The hearing as it was held, and the report of its host (听证笔录、听证报告)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gongjian.cases import papers_hearing as papers
from gongjian.cases.choices import HearingAnswer, HearingOutcome
from gongjian.cases.models import Hearing, HearingAgent
from gongjian.cases.queries import (
    case_of,
    running_hearing,
)
from gongjian.cases.services.agents import all_acting
from gongjian.cases.services.grounds import recusals_answered
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

from .call import running


@dataclass(frozen=True)
class Attendee:
    name: str = fields.line("姓名", max_length=100)
    part: str = fields.line("身份", max_length=100, help="当事人、代理人、调查人员、证人等")


@dataclass(frozen=True, kw_only=True)
class HoldHearing:
    outcome: str = fields.choice(
        "听证情况",
        [(o.value, str(o.label)) for o in (HearingOutcome.HELD, HearingOutcome.ABSENT)],
    )
    began_at: datetime = fields.moment("开始时间")
    ended_at: datetime = fields.moment("结束时间")
    attendees: tuple[Attendee, ...] = fields.rows(
        "参加人员", required=False, help="按实际到场的人写；没有到场的，删去该项"
    )
    agents: tuple[UUID, ...] = fields.ref(
        "参加的委托代理人",
        of="cases.agent",
        many=True,
        required=False,
        help="没有列出的，先办理“收取授权委托书”",
        source="行政处罚法 第六十四条第五项",
    )
    opening: str = fields.text(
        "核对身份和宣布事项",
        max_length=2000,
        help="写核对身份、宣布案由和听证人员、告知权利义务，逐人问是否申请回避和回答",
    )
    investigators: str = fields.text(
        "调查人员提出的事实、证据、依据和处罚建议", help="照录；超出告知书范围的须重新告知"
    )
    defence: str = fields.text(
        "当事人的陈述、申辩", help="照原话逐点写；未到场的，写明通知和等候情况"
    )
    examination: str = fields.text(
        "质证和辩论",
        help="按证据逐项写名称和双方意见，没有质证的证据不能作为根据；未到场的，写“当事人未到场”",
    )
    final_words: str = fields.text(
        "最后陈述",
        max_length=2000,
        help="照录，放弃的写“放弃最后陈述”；未到场的，写“当事人未到场”",
    )
    signed: str = fields.line("笔录核对和签名情况", help="拒绝签名的，写明情况")


@act("cases.hold_hearing", title="记录听证")
def hold_hearing(*, act: Act, cmd: HoldHearing) -> Hearing:
    """Record the hearing as it was held; absence without reason gives the right up.

    Raises:
        InvalidInput: not on or after the day that was called; too many agents, or one without a
            letter of authority for the hearing.

    Source: 行政处罚法 第六十四条第五项至第八项.
    """
    case = case_of(act.matter)
    hearing = running(case)
    problems: dict[str, str] = {}
    if cmd.began_at < hearing.scheduled_at:
        problems["began_at"] = "开始时间早于听证通知书写明的时间，请核对"
    if cmd.ended_at < cmd.began_at:
        problems["ended_at"] = "结束时间早于开始时间，请核对"
    most = int(
        profile(act.matter.profile)
        .parameter("hearing.agents_max", act.matter.domain, on=act.today)
        .number
    )
    if len(set(cmd.agents)) > most:
        problems["agents"] = f"当事人可以委托一至{most}人代理，请核对"
    if problems:
        raise InvalidInput(problems)
    agents = all_acting(case, cmd.agents, local_date(cmd.began_at))
    paper = make(act, "hearing-record", papers.hearing_record(act, case, hearing, cmd, agents))
    hearing.outcome = cmd.outcome
    hearing.held_on = local_date(cmd.began_at)
    hearing.record = paper
    hearing.request.answer = HearingAnswer.HEARD
    act.write(hearing, hearing.request)
    act.write(*(HearingAgent(hearing=hearing, agent=agent) for agent in agents))
    return hearing


@dataclass(frozen=True)
class ReportHearing:
    issues: str = fields.text(
        "争议焦点",
        max_length=2000,
        help="一行一个，写双方在事实、证据、依据、裁量上分歧在哪里",
    )
    finding: str = fields.text(
        "听证查明的情况", help="写经质证可以认定的、不能认定的事实和证据，以及理由"
    )
    opinion: str = fields.text(
        "听证主持人的处理意见", help="写维持、变更或者不予处罚的建议和理由，只以听证笔录为根据"
    )


@act("cases.report_hearing", title="提交听证报告")
def report_hearing(*, act: Act, cmd: ReportHearing) -> Hearing:
    """Report on the hearing; the case goes on with its record.

    Source: 行政处罚法 第六十五条.
    """
    case = case_of(act.matter)
    hearing = case.hearings.filter(report=None, record__isnull=False).latest("id")
    paper = make(act, "hearing-report", papers.hearing_report(act, case, hearing, cmd))
    hearing.report = paper
    act.write(hearing)
    return hearing


def _own_hearing(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that host or recorder of this hearing act, and nobody else."""
    hearing = case_of(matter).hearings.order_by("-id").first()
    if hearing is not None and actor.officer in {hearing.host_id, hearing.recorder_id}:
        return ""
    return "只有本次听证的主持人或者记录员可以办理"


hold_hearing.requires(_own_hearing)
hold_hearing.requires(recusals_answered)
report_hearing.requires(_own_hearing)


@hold_hearing.prefilled
def _opening(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {
        "outcome": HearingOutcome.HELD,
        "attendees": _expected(matter),
        "opening": "主持人核对参加人员身份，宣布案由和听证纪律，告知听证参加人的权利义务，"
        "询问当事人是否申请回避。",
        "signed": "听证笔录已交听证参加人核对无误并签名。",
    }


def _expected(matter: Matter) -> list[Mapping[str, str]]:
    """Return who comes to a hearing without being asked: the party and both investigators."""
    party = case_of(matter).party
    own = [(party.name, "当事人")]
    if party.legal_representative:
        own = [(party.legal_representative, "当事人的法定代表人（负责人）")]
    officers = [one for one in (matter.lead, matter.second) if one is not None]
    known = own + [(one.name, "调查人员") for one in officers]
    return [{"name": name, "part": part} for name, part in known]


@hold_hearing.requires
def _day_has_come(actor: Actor, matter: Matter, clock: Clock) -> str:
    hearing = running_hearing(case_of(matter))
    if hearing is not None and clock.now() < hearing.scheduled_at:
        return f"听证定于{hearing.scheduled_on.isoformat()}举行，尚未到时间，不能记录"
    return ""
