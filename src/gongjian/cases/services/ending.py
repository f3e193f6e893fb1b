"""How a case leaves or ends other than by a decision; how it stands still and goes on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases import papers_ending as papers
from gongjian.cases.choices import FurtherState, PoliceAnswer
from gongjian.cases.citing import only_law_in_force
from gongjian.cases.measures import held
from gongjian.cases.models import (
    Case,
    CaseLink,
    CrimeTransfer,
    FurtherParty,
    Handover,
    Termination,
)
from gongjian.cases.queries import case_of
from gongjian.cases.terminating import basis_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared_any
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.matters.queries import may_see
from gongjian.parties.models import Party

from .joint import stands_alone
from .people import certified, no_handler, no_reviewer
from .several import nobody_beside


@dataclass(frozen=True)
class ProposeCrimeTransfer:
    suspected: str = fields.line(
        "涉嫌的罪名",
        help="写罪名和刑法条款，如“污染环境罪（《中华人民共和国刑法》第三百三十八条）”",
    )
    reasons: str = fields.text(
        "移送的事实和理由",
        help="写时间、地点、行为、数额、情节和后果，逐项对照立案追诉标准，用句号结尾",
    )
    materials: str = fields.text("移送材料", help="一行一项：调查报告、涉案物品清单、检验报告等")
    receiver: str = fields.line("接收的公安机关", help="写同级公安机关的全称")


@act("cases.propose_crime_transfer", title="报请移送涉嫌犯罪")
def propose_crime_transfer(*, act: Act, cmd: ProposeCrimeTransfer) -> Matter:
    """Report a suspected crime; the head decides within three days.

    Source: 行政处罚法 第二十七条; 行政执法机关移送涉嫌犯罪案件的规定 第五条.
    """
    matter: Matter = act.matter
    return matter


propose_crime_transfer.requires(certified)


@dataclass(frozen=True)
class ApproveCrimeTransfer:
    opinion: str = fields.text("审批意见", max_length=1000)


@act("cases.approve_crime_transfer", title="批准移送公安机关", final=True)
def approve_crime_transfer(*, act: Act, cmd: ApproveCrimeTransfer) -> CrimeTransfer:
    """Hand the case to the police, within 24 hours of this approval.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第五条、第六条.
    """
    case = case_of(act.matter)
    proposal = act.matter.steps.filter(code="propose_crime_transfer").latest("seq")
    paper = make(act, "crime-transfer", papers.crime_transfer(act, case, proposal.data))
    transfer = CrimeTransfer(
        case=case,
        suspected=proposal.data["suspected"],
        reasons=proposal.data["reasons"],
        materials=proposal.data["materials"],
        receiver=proposal.data["receiver"],
        approved_by_id=act.officer,
        proposed_by_id=proposal.officer_id,
        document=paper,
        made_on=act.today,
    )
    act.write(transfer)
    return transfer


approve_crime_transfer.requires(no_handler)
approve_crime_transfer.requires(stands_alone)


@dataclass(frozen=True)
class RefuseCrimeTransfer:
    reason: str = fields.text("不予移送的理由", max_length=1000)


@act("cases.refuse_crime_transfer", title="不批准移送")
def refuse_crime_transfer(*, act: Act, cmd: RefuseCrimeTransfer) -> Matter:
    """Keep the case, with the reason written into the file.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第五条.
    """
    matter: Matter = act.matter
    return matter


refuse_crime_transfer.requires(no_handler)


@dataclass(frozen=True)
class RecordPoliceAnswer:
    answered_on: date = fields.day("答复日期")
    number: str = fields.line("公安机关文书号", max_length=80)
    note: str = fields.text("答复内容", max_length=2000)


@act("cases.police_accepts", title="登记公安机关立案")
def police_accepts(*, act: Act, cmd: RecordPoliceAnswer) -> CrimeTransfer:
    """Record that the police opened a criminal case: it ends here, goods are handed over.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第八条、第十二条.
    """
    act.start_limit("crime.goods", cmd.answered_on)
    return _answered(act, PoliceAnswer.ACCEPTED, cmd)


@act("cases.police_returns", title="登记公安机关退回")
def police_returns(*, act: Act, cmd: RecordPoliceAnswer) -> CrimeTransfer:
    """Record that the police did not open a criminal case: the agency goes on.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第八条、第十条.
    """
    return _answered(act, PoliceAnswer.RETURNED, cmd)


def _answered(act: Act, answer: str, cmd: RecordPoliceAnswer) -> CrimeTransfer:
    transfer = CrimeTransfer.objects.get(case=case_of(act.matter), answer="")
    received = transfer.received_on or transfer.made_on
    if cmd.answered_on < received:
        told = f"答复日期早于公安机关签收日期（{received.isoformat()}），请核对"
        raise InvalidInput({"answered_on": told})
    transfer.answer = answer
    transfer.answered_on = cmd.answered_on
    transfer.answer_number = cmd.number
    transfer.answer_note = cmd.note
    act.write(transfer)
    return transfer


police_accepts.requires(certified)
police_returns.requires(certified)


@dataclass(frozen=True, kw_only=True)
class Terminate:
    ground: str = fields.code(
        "终止的情形",
        of="cases.termination_ground",
        help="违法事实不能成立、超过追究时效的，应当作出不予处罚决定；治安案件没有拟定处理决定的除外",
        source="行政处罚法 第五十七条第一款; 治安管理处罚法 第一百一十三条第一款; "
        "公安机关办理行政案件程序规定 第二百五十九条",
    )
    basis: str = fields.line(
        "终止的依据",
        max_length=500,
        required=False,
        help="其他情形必填，写规定的全称和条、款、项；治安案件不填",
    )
    progress: str = fields.text("调查情况", max_length=3000)
    reasons: str = fields.text("终止的理由", max_length=2000)


@act("cases.terminate", title="终止调查", final=True)
def terminate(*, act: Act, cmd: Terminate) -> Termination:
    """End a case that can come to no decision; the party is told in writing.

    Raises:
        InvalidInput: the law does not let this case end on this ground (`terminating`).
    """
    case = case_of(act.matter)
    basis = basis_of(case, cmd.ground, cmd.basis)
    only_law_in_force(act.today, basis=cmd.basis)
    paper = make(act, "termination-decision", papers.termination(act, case, cmd, basis))
    termination = Termination(
        case=case,
        ground=cmd.ground,
        basis=basis,
        reasons=cmd.reasons,
        document=paper,
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    act.write(termination)
    return termination


terminate.requires(no_handler)
terminate.requires(stands_alone)
terminate.requires(no_reviewer)
terminate.requires(nobody_beside)


@dataclass(frozen=True)
class SuspendCase:
    reason: str = fields.text("中止的理由", max_length=2000, help="例如等待其他案件的处理结果")


@act("cases.suspend_case", title="中止调查")
def suspend_case(*, act: Act, cmd: SuspendCase) -> Matter:
    """Let the case stand still; its limit runs on unless the rules of the place exclude it."""
    matter: Matter = act.matter
    return matter


suspend_case.requires(no_handler)


@dataclass(frozen=True)
class ResumeCase:
    reason: str = fields.text("恢复的理由", max_length=2000)


@act("cases.resume_case", title="恢复调查")
def resume_case(*, act: Act, cmd: ResumeCase) -> Matter:
    """Go on with a case that stood still."""
    matter: Matter = act.matter
    return matter


resume_case.requires(no_handler)


@dataclass(frozen=True)
class ExtendDecisionLimit:
    reason: str = fields.text("延长的理由", max_length=2000)


@act("cases.extend_decision_limit", title="批准延长办案期限", final=True)
def extend_decision_limit(*, act: Act, cmd: ExtendDecisionLimit) -> Matter:
    """Lengthen the limit for the decision, as often as the rules of the field allow.

    Source: 行政处罚法 第六十条; decision-extension of the profile.
    """
    matter: Matter = act.matter
    return matter


extend_decision_limit.requires(no_handler)


@dataclass(frozen=True)
class HandOver:
    receiver: str = fields.line("受移送的机关", help="写有管辖权的机关全称")
    facts: str = fields.text(
        "案情和已做的工作",
        max_length=3000,
        help="写线索、已查明的事实、已取得的证据和已采取的措施及其届满日期",
    )
    reasons: str = fields.text(
        "移送的理由", max_length=2000, help="写为什么不属于本机关管辖的事实，用句号结尾"
    )
    materials: str = fields.text("随函材料", max_length=2000, help="一行一项，写名称和份数")
    goods: str = fields.text(
        "一并移送的财物",
        max_length=3000,
        required=False,
        help="有查封、扣押、登记保存的必填，一行一项，写明名称、数量和特征；没有的不填",
    )


@act("cases.hand_over", title="移送有管辖权的机关", final=True)
def hand_over(*, act: Act, cmd: HandOver) -> Handover:
    """Hand the case, and whatever is held in it, to the agency that is competent.

    Raises:
        InvalidInput: something is held and no goods go along.

    Source: 行政处罚法 第二十二条、第二十五条; 行政强制法 第二十一条、第二十七条.
    """
    case = case_of(act.matter)
    if (what := held(act.matter)) and not cmd.goods.strip():
        told = f"还有{what}的财物：请写明一并移送的财物，或者先办理解除、处理"
        raise InvalidInput({"goods": told})
    paper = make(act, "case-transfer", papers.handover(act, case, cmd))
    row = Handover(
        case=case,
        receiver=cmd.receiver,
        reasons=cmd.reasons,
        goods=cmd.goods,
        document=paper,
        decided_by_id=act.officer,
        handed_on=act.today,
    )
    act.write(row)
    return row


hand_over.requires(no_handler)
hand_over.requires(stands_alone)


@dataclass(frozen=True)
class MergeCase:
    target: UUID = fields.ref("并入的案件", of="cases.open_case_of_agency")
    reason: str = fields.text("并案的理由", max_length=1000)


@act("cases.merge_case", title="并案处理", final=True)
def merge_case(*, act: Act, cmd: MergeCase) -> CaseLink:
    """End this case by merging it into another of the agency that is investigated.

    The other one must decide on this party too, and still be able to: a merger is no way past a
    decision.

    Raises:
        NotFound: no such case within reach.
        InvalidInput: the case itself.

    Source: 行政处罚法 第五十七条第一款.
    """
    matter: Matter = act.matter
    if cmd.target == matter.uid:
        raise InvalidInput({"target": "不能并入本案自身，请另选案件"})
    beside = running_beside(act.actor, matter)
    target = next((case for case in beside if case.matter.uid == cmd.target), None)
    if target is None:
        raise NotFound(
            "没有这个可以并入的案件：须由本机关正在调查、您有权查看，并且就是同一当事人，"
            "或者已将本案当事人增加为当事人"
        )
    link = CaseLink(
        kind="merge", source=case_of(matter), target=target, reasons=cmd.reason, at=act.now
    )
    act.write(link)
    return link


merge_case.requires(no_handler)
merge_case.requires(stands_alone)
merge_case.requires(nobody_beside)


@merge_case.requires
def _another_case(actor: Actor, matter: Matter, clock: Clock) -> str:
    party = case_of(matter).party
    if _any_of(actor, matter, party) or _any_with(actor, matter, party):
        return ""
    if not party.id_index and _any_namesake(actor, matter, matter.agency_id, party.name):
        return ""
    return "本机关没有正在调查同一当事人、可以并入的其他案件"


def running_beside(actor: Actor, matter: Matter) -> list[Case]:
    """Return the cases within a person's reach into which a case may be merged, newest first."""
    party = case_of(matter).party
    found = {*_of(actor, matter, party), *_with(actor, matter, party)}
    if not party.id_index:
        found |= {*_namesakes(actor, matter, matter.agency_id, party.name)}
    return sorted(found, key=lambda case: -case.pk)


# Each goes by an index of its own, which an OR of them would not; a party is of one agency.
def _of(actor: Actor, matter: Matter, party: Party) -> QuerySet[Case]:
    return _investigated(actor, matter).filter(party=party)


def _with(actor: Actor, matter: Matter, party: Party) -> QuerySet[Case]:
    beside = FurtherParty.objects.filter(party=party, state=FurtherState.BESIDE)
    return _investigated(actor, matter).filter(pk__in=beside.values("case"))


def _namesakes(actor: Actor, matter: Matter, agency: int, name: str) -> QuerySet[Case]:
    """A party without any id is a row of its own every time: it is known by its name."""
    unknown = _investigated(actor, matter).filter(party__agency=agency, party__id_index="")
    return unknown.filter(party__name=name)


def _investigated(actor: Actor, matter: Matter) -> QuerySet[Case]:
    running = Case.objects.filter(matter__closed_at=None, matter__marking=["investigating"])
    return running.filter(may_see(actor)).exclude(matter=matter).select_related("matter")


_any_of, _any_with, _any_namesake = prepared_any(_of), prepared_any(_with), prepared_any(_namesakes)


def merged_into(case: Case) -> list[CaseLink]:
    """Return what was merged into a case or split from it, oldest first."""
    links = CaseLink.objects.filter(target=case).select_related("source__matter")
    return list(links.order_by("id"))
