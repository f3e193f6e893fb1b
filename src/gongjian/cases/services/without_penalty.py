"""The decision not to punish, and its delivery (不予行政处罚)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases import papers_ending as papers
from gongjian.cases.checking import sparing_findings
from gongjian.cases.guardians import check_ordered, order_for
from gongjian.cases.models import Delivery, NoPenalty
from gongjian.cases.queries import case_of, latest_draft, spared_by
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .delivering import Delivered, delivery_of, unsigned
from .failing import handing
from .grounds import (
    answered,
    check_answers,
    faultless,
    recusals_answered,
    rests_on_review,
    unpunished_binding,
    without_errors,
)
from .joint import stands_alone
from .people import certified, no_handler, no_host, no_reviewer

PAPER = "no-penalty-decision"


@dataclass(frozen=True)
class ProposeNoPenalty:
    opinion: str = fields.text("机构负责人意见", max_length=1000)


@act("cases.propose_no_penalty", title="报请不予处罚")
def propose_no_penalty(*, act: Act, cmd: ProposeNoPenalty) -> Matter:
    """Pass a case that is not to be punished on to the head of the agency.

    Source: 行政处罚法 第五十七条第一款第二项、第三项.
    """
    matter: Matter = act.matter
    return matter


propose_no_penalty.requires(no_handler)


@dataclass(frozen=True)
class IssueNoPenalty:
    draft_hash: str = fields.hidden()
    opinion: str = fields.text("审批意见", max_length=1000)
    education: str = fields.text(
        "教育和改正要求",
        max_length=2000,
        help="不予处罚的，应当对当事人进行教育",
        source="行政处罚法 第三十三条第三款",
    )
    discipline: str = fields.line(
        "责令监护人管教、看管治疗",
        required=False,
        help="当事人不满十四周岁、不能辨认或者控制自己行为的必填",
        source="行政处罚法 第三十条、第三十一条",
    )
    check_answers: str = check_answers()


@act("cases.issue_no_penalty", title="签发不予处罚决定书", final=True)
def issue_no_penalty(*, act: Act, cmd: IssueNoPenalty) -> NoPenalty:
    """Decide not to punish, on the ground that the draft names; the party is educated.

    Raises:
        NotAsReviewed: the draft shown to the head is not the latest, or not reviewed as it must.
        RuleBroken, InvalidInput: the check before signing has errors, or warnings not answered;
            the guardian is ordered nothing (`guardians`).

    Source: 行政处罚法 第三十条、第三十一条、第三十三条、第五十七条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    draft, review = unpunished_binding(case, cmd.draft_hash, act.today)
    if draft.drafted_by_id == act.actor.officer:
        raise RuleBroken("您拟定了这份决定，不能再由您签发")
    check_ordered(case, draft.no_penalty_ground, cmd.discipline)
    asked = "\n".join(filter(None, (cmd.education, cmd.discipline)))
    told = papers.no_penalty(matter, act.today, case, draft, asked)
    found = sparing_findings(matter, act.today, PAPER, told, draft)
    answered(act, without_errors(found), cmd.check_answers)
    paper = make(act, PAPER, told)
    decision = NoPenalty(
        **rests_on_review(case, draft, review),
        ground=draft.no_penalty_ground,
        education=cmd.education,
        discipline=cmd.discipline,
        document=paper,
        number=paper.number,
        decided_on=act.today,
        decided_by_id=act.officer,
        drafted_by_id=draft.drafted_by_id,
    )
    act.write(decision)
    matter.number = paper.number
    return decision


issue_no_penalty.requires(no_handler)
issue_no_penalty.requires(stands_alone)
issue_no_penalty.requires(no_reviewer)
issue_no_penalty.requires(no_host)
issue_no_penalty.requires(faultless)
issue_no_penalty.requires(recusals_answered)


@issue_no_penalty.requires
def _not_own_draft(actor: Actor, matter: Matter, clock: Clock) -> str:
    draft = latest_draft(case_of(matter))
    if draft is not None and draft.drafted_by_id == actor.officer:
        return "您拟定了这份决定，不能再由您签发"
    return ""


@issue_no_penalty.prefilled
def _latest_hash(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    draft = latest_draft(case_of(matter))
    if draft is None:
        return {"draft_hash": ""}
    order = order_for(draft.no_penalty_ground)
    return {"draft_hash": draft.draft_hash, "discipline": order}


@dataclass(frozen=True)
class DeliverNoPenalty(Delivered):
    """The delivery of a decision not to punish."""


@act("cases.deliver_no_penalty", title="送达不予处罚决定书")
def deliver_no_penalty(*, act: Act, cmd: DeliverNoPenalty) -> Delivery:
    """Record the delivery of a decision not to punish; the case may then be closed.

    Raises:
        RuleBroken: there is none that stands.
    """
    case = case_of(act.matter)
    decision = spared_by(case)
    if decision is None:
        raise RuleBroken("没有尚待送达的不予处罚决定书")
    return delivery_of(act, case, decision.document, cmd, decision.decided_on)


deliver_no_penalty.requires(certified)


@deliver_no_penalty.requires
def _signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    decision = spared_by(case_of(matter))
    return unsigned(decision.document) if decision else ""


@deliver_no_penalty.prefilled
def _receiver(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    decision = spared_by(case)
    return handing(case, decision.document if decision else None)
