"""Disagreement and hard cases: proposed, approved, consulted on (协商)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.queries import case_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.review.choices import ConsultationResult, Outcome, ProposalState, Side
from gongjian.review.models import Consultation, Proposal, Request
from gongjian.review.queries import (
    latest_request,
    open_proposal,
    problem_opinion,
    running_consultation,
)


@dataclass(frozen=True)
class ProposeConsultation:
    reasons: str = fields.text(
        "提请协商的理由", max_length=2000, help="写明分歧在哪里，或者疑难在哪里"
    )


@act("review.propose_consultation", title="提请协商")
def propose_consultation(*, act: Act, cmd: ProposeConsultation) -> Proposal:
    """Ask the leader to let both sides consult: they disagree, or the case is hard.

    Source: XM4.3.4; DZ11(2); HN27.
    """
    matter: Matter = act.matter
    request = latest_request(case_of(matter))
    if request is None:
        raise RuleBroken("案件还没有送审，不能提请协商")
    handles = act.officer in {matter.lead_id, matter.second_id}
    proposal = Proposal(
        request=request,
        side=Side.HANDLER if handles else Side.REVIEWER,
        reasons=cmd.reasons,
        proposed_by_id=act.officer,
        proposed_at=act.now,
    )
    act.write(proposal)
    return proposal


@propose_consultation.requires
def nothing_proposed(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that no other proposal waits."""
    return "已有一项协商提请等待批准" if open_proposal(case_of(matter)) is not None else ""


@dataclass(frozen=True)
class ApproveConsultation:
    note: str = fields.text("批示", max_length=1000)


@act("review.approve_consultation", title="批准协商")
def approve_consultation(*, act: Act, cmd: ApproveConsultation) -> Proposal:
    """Let both sides consult. Source: XM4.3.4（由负责审批的局领导决定）."""
    return _decided(act, ProposalState.APPROVED, cmd.note)


@dataclass(frozen=True)
class RefuseConsultation:
    note: str = fields.text("不批准的理由", max_length=1000)


@act("review.refuse_consultation", title="不批准协商")
def refuse_consultation(*, act: Act, cmd: RefuseConsultation) -> Proposal:
    """Say no to a proposal; the opinion stands and is to be dealt with."""
    return _decided(act, ProposalState.REFUSED, cmd.note)


@approve_consultation.parts_ways
@refuse_consultation.requires
def something_proposed(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for a proposal that waits: without one the leader is asked for nothing."""
    return "" if open_proposal(case_of(matter)) is not None else "没有等待批准的协商提请"


@approve_consultation.requires
@refuse_consultation.requires
def somebody_else_proposed(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that nobody approves or refuses what he proposed himself."""
    proposal = open_proposal(case_of(matter))
    own = proposal is not None and proposal.proposed_by_id == actor.officer
    return "不能批准自己的提请" if own else ""


for _service in (approve_consultation, refuse_consultation):
    _service.requires(no_handler)


def _decided(act: Act, state: ProposalState, note: str) -> Proposal:
    proposal = open_proposal(case_of(act.matter))
    if proposal is None:
        raise RuleBroken("没有等待批准的协商提请")
    proposal.state, proposal.note = state, note
    proposal.decided_by_id, proposal.decided_at = act.officer, act.now
    act.write(proposal)
    return proposal


@dataclass(frozen=True)
class ConsultationMinutes:
    held_on: date = fields.day("协商日期")
    participants: str = fields.text("参加人员", max_length=500, help="逐人写姓名、职务和代表哪一方")
    handler_view: str = fields.text(
        "承办机构的意见和理由", max_length=3000, help="逐点写异议和事实、证据、依据上的理由"
    )
    reviewer_view: str = fields.text(
        "审核机构的意见和理由",
        max_length=3000,
        help="逐点写坚持或者改变审核意见的理由，与审核意见书的条目对应",
    )
    conclusion: str = fields.text(
        "协商结果", max_length=2000, help="写一致的和仍有分歧的内容、下一步由谁办理"
    )


@dataclass(frozen=True)
class Reconsider(ConsultationMinutes):
    """Both agree that the case is reviewed again."""


@dataclass(frozen=True)
class AgreeToMend(ConsultationMinutes):
    """Both agree that the handling unit mends it."""


@dataclass(frozen=True)
class RecordNoAgreement(ConsultationMinutes):
    """No agreement: the leaders discuss it together."""


@act("review.reconsider", title="协商一致，重新审核")
def reconsider(*, act: Act, cmd: Reconsider) -> Consultation:
    """Record a consultation after which the reviewer looks again, in a round of its own.

    Source: 国办发〔2018〕118号 （十四）; HN27.
    """
    consultation = _recorded(act, cmd, ConsultationResult.RECONSIDER)
    last = consultation.proposal.request
    again = Request(
        case=last.case,
        draft=last.draft,
        round=last.round + 1,
        summary=f"协商后重新审核。{cmd.conclusion}",
        materials=last.materials,
        submitted_by_id=last.submitted_by_id,
        submitted_at=act.now,
    )
    act.write(again)
    return consultation


@act("review.agree_to_mend", title="协商一致，由承办机构补正")
def agree_to_mend(*, act: Act, cmd: AgreeToMend) -> Consultation:
    """Record a consultation after which the handling unit deals with the problems.

    Source: 国办发〔2018〕118号 （十四）; HN27.
    """
    return _recorded(act, cmd, ConsultationResult.MEND)


@act("review.record_no_agreement", title="协商不成，提请集体讨论")
def record_no_agreement(*, act: Act, cmd: RecordNoAgreement) -> Consultation:
    """Record a consultation without agreement: the leaders discuss the case together.

    Source: DZ11(2); XM4.3.4; 国办发〔2018〕118号 （十四）.
    """
    return _recorded(act, cmd, ConsultationResult.NONE)


@record_no_agreement.requires
def not_for_others(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the opinion did not send the case elsewhere: no vote makes an authority competent.

    Source: 行政处罚法 第二十二条、第二十七条.
    """
    opinion = problem_opinion(case_of(matter))
    if opinion is not None and opinion.outcome == Outcome.TRANSFERRED:
        return "审核意见是移送有权机关处理，不能以集体讨论代替移送"
    return ""


def _recorded(act: Act, cmd: ConsultationMinutes, result: ConsultationResult) -> Consultation:
    matter: Matter = act.matter
    proposal = running_consultation(case_of(matter))
    if proposal is None:
        raise RuleBroken("没有批准的协商，不能记录")
    approved = proposal.decided_at
    if approved is not None and cmd.held_on < local_date(approved):
        raise InvalidInput({"held_on": "协商日期早于批准之日，请核对"})
    paper = make(
        act,
        "consultation-record",
        {
            "cause": matter.title,
            "party_name": matter.party_name,
            "held_on": cmd.held_on,
            "proposed": f"{Side(proposal.side).label}提请：{proposal.reasons}",
            "participants": cmd.participants,
            "handler_view": cmd.handler_view,
            "reviewer_view": cmd.reviewer_view,
            "result": result.label,
            "conclusion": cmd.conclusion,
            "recorder": act.actor.name,
            "recorded_on": act.today,
        },
    )
    consultation = Consultation(
        proposal=proposal,
        held_on=cmd.held_on,
        participants=cmd.participants,
        handler_view=cmd.handler_view,
        reviewer_view=cmd.reviewer_view,
        result=result,
        conclusion=cmd.conclusion,
        document=paper,
        recorded_by_id=act.officer,
        at=act.now,
    )
    act.write(consultation)
    return consultation
