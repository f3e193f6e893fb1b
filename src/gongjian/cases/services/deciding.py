"""The decision and its delivery (决定、送达)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases import papers
from gongjian.cases.checking import decision_findings
from gongjian.cases.common_name import agencies_of
from gongjian.cases.deciders import beyond_power, who_decides
from gongjian.cases.errors import NotAsReviewed
from gongjian.cases.events import DecisionDelivered, DecisionIssued
from gongjian.cases.joint import joint_hash, leads
from gongjian.cases.models import Decision, Delivery, Draft, Notice, Review
from gongjian.cases.papers_joint import joint_fields
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.rules import weight_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.common.events import publish
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .delivering import Delivered, delivery_of, unsigned
from .failing import handing
from .grounds import (
    CHANGED,
    OF_THE_SIGNER,
    answered,
    binding,
    check_answers,
    own_hash,
    rests_on,
)
from .joint import matters_of_all, of_all_parties, turned_to
from .party import all_heard
from .people import certified, no_handler
from .signing import copy_to_others, in_the_leading_agency, matters_of_others, others_have_signed

PAYMENT = "payment-limit"


@dataclass(frozen=True)
class GoToDecision:
    opinion: str = fields.text("机构负责人意见", max_length=1000)


@act("cases.go_to_decision", title="报请决定")
def go_to_decision(*, act: Act, cmd: GoToDecision) -> Matter:
    """Pass a case outside the review catalogue on to the head of the agency.

    Source: 行政处罚法 第五十七条.
    """
    matter: Matter = act.matter
    return matter


go_to_decision.requires(no_handler)
go_to_decision.requires(all_heard)


@dataclass(frozen=True)
class SendBack:
    reason: str = fields.text("退回的理由", max_length=1000)


@act("cases.send_back", title="退回承办人")
def send_back(*, act: Act, cmd: SendBack) -> Matter:
    """Send the case back to the investigation; notice and review begin anew."""
    matter: Matter = act.matter
    return matter


send_back.requires(no_handler)


@dataclass(frozen=True)
class IssueDecision:
    draft_hash: str = fields.hidden()
    opinion: str = fields.text("审批意见", max_length=1000)
    check_answers: str = check_answers()


@act("cases.issue_decision", title="签发决定书", final=True)
def issue_decision(*, act: Act, cmd: IssueDecision) -> Decision:
    """Make the penalty decision that was told to the party and, where it must, passed review.

    Raises:
        NotAsReviewed: the draft shown to the head is not the latest, or not the reviewed one.
        HeavierThanNoticed: it outweighs the lowest notice, or rests on other facts.
        InvalidInput: the check before signing has warnings that are not answered.

    Source: 行政处罚法 第四十五条第二款、第五十七条至第六十条.
    """
    matter: Matter = act.matter
    concerned, others = matters_of_all(act), matters_of_others(act)
    found = [f for one in concerned for f in decision_findings(one, act.today)]
    answered(act, found, cmd.check_answers)
    if leads(case_of(matter)) and cmd.draft_hash != joint_hash(case_of(matter)):
        raise NotAsReviewed(CHANGED)
    alone = cmd.draft_hash if len(concerned) == 1 else ""
    bound = [(one, *binding(case_of(one), alone or own_hash(one), act.today)) for one in concerned]
    told = [(case_of(one), draft, notice) for one, draft, notice, _ in bound]
    shared = joint_fields(act.today, told) if len(told) > 1 else {}
    first: Decision | None = None
    for one, draft, notice, review in bound:
        with turned_to(act, one, "issue_decision"):
            made = _made(act, draft, notice, review, shared, first)
        first = first or made
    assert first is not None
    copy_to_others(act, first, others)
    return first


def _made(
    act: Act,
    draft: Draft,
    notice: Notice,
    review: Review | None,
    shared: Mapping[str, Any],
    first: Decision | None,
) -> Decision:
    """Make the decision for the party of the running act's matter, alone or as one of several."""
    matter: Matter = act.matter
    case = case_of(matter)
    if refusal := beyond_power(matter, case, draft):
        raise RuleBroken(refusal)
    if draft.drafted_by_id == act.actor.officer:
        raise RuleBroken("您拟定了这份处罚决定，不能再由您签发")
    assert notice.served_on is not None
    # All that is asked of the case before anything is written: then each row is read once.
    own = papers.penalty_decision(matter, act.today, case, draft, notice)
    grounds = rests_on(act, case, draft, notice, review)
    original = first.document if first else None
    said = {**own, **shared}
    names = [agency.name for agency in agencies_of(case)]
    paper = make(
        act,
        "penalty-decision",
        said,
        copy_of=original,
        own_template=not (shared or names),
        issuers=names,
    )
    discussed = grounds["discussion_required"]
    decision = Decision(
        **grounds,
        document=paper,
        number=paper.number,
        decided_on=act.today,
        decided_by_id=act.officer,
        who_decides=str(who_decides(matter, case, draft, discussed=discussed).value),
        drafted_by_id=draft.drafted_by_id,
        joint_with=first,
    )
    act.write(decision)
    matter.number = paper.number
    matter.decided_on = act.today
    publish(act, DecisionIssued(decision))
    return decision


for _test in OF_THE_SIGNER:
    issue_decision.requires(_test)
of_all_parties(issue_decision)
issue_decision.parts_ways(in_the_leading_agency)
issue_decision.requires(others_have_signed)


@issue_decision.prefilled
def _latest_hash(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"draft_hash": joint_hash(case_of(matter))}


@dataclass(frozen=True)
class DeliverDecision(Delivered):
    """The delivery of a decision."""


@act("cases.deliver_decision", title="送达决定书")
def deliver_decision(*, act: Act, cmd: DeliverDecision) -> Delivery:
    """Record the delivery of the decision: it takes effect, payment and publication follow.

    Raises:
        RuleBroken: the decision is not issued yet (it is still being signed).

    Source: 行政处罚法 第六十一条、第六十七条.
    """
    case = case_of(act.matter)
    decision = decision_of(case)
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    delivery = delivery_of(act, case, decision.document, cmd, decision.decided_on)
    if weight_of(decision.draft.items).owed_fen:
        act.start_limit(PAYMENT, cmd.served_on)
    else:  # a warning or a detention alone leaves nothing to pay
        act.leave_limit(PAYMENT)
    publish(act, DecisionDelivered(decision, delivery))
    return delivery


deliver_decision.requires(certified)


@deliver_decision.requires
def _decision_signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    decision = decision_of(case_of(matter))
    return unsigned(decision.document) if decision else ""


@deliver_decision.prefilled
def _receiver(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    decision = decision_of(case)
    return handing(case, decision.document if decision else None)
