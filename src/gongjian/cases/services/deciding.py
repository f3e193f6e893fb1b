"""The decision and its delivery (决定、送达)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.cases import papers
from gongjian.cases.beside import told_alone
from gongjian.cases.checking import decision_findings
from gongjian.cases.choices import OPENING, FurtherState, HearingOutcome
from gongjian.cases.deciders import beyond_power, who_decides
from gongjian.cases.errors import (
    HearingNotHeld,
    HeavierThanNoticed,
    NotAsReviewed,
    NotDiscussed,
    ToldAlone,
)
from gongjian.cases.events import DecisionDelivered, DecisionIssued
from gongjian.cases.joint import joint_hash, leads
from gongjian.cases.models import (
    Case,
    Decision,
    Delivery,
    Discussion,
    Draft,
    Hearing,
    Notice,
    Review,
)
from gongjian.cases.papers_joint import joint_fields
from gongjian.cases.queries import (
    adopted_discussion,
    case_of,
    decision_of,
    exclusions_of,
    further_of,
    hearing_state,
    latest_draft,
    latest_notice,
    latest_review,
    noticed_weights,
    still_true,
    was_heard,
)
from gongjian.cases.rules import heavier, weight_of
from gongjian.cases.scopes import discussion_scope, review_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.events import publish
from gongjian.documents.checking import Finding, errors, warnings
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .delivering import Delivered, delivery_of, unsigned
from .excluding import rests_on_standing
from .failing import handing
from .joint import matters_of_all, of_all_parties, turned_to
from .party import all_heard
from .people import certified, no_handler, no_host, no_reviewer
from .several import nobody_beside

CHANGED = "拟处罚决定在您打开页面之后已被修改。请刷新页面，核对最新版本后再签发"


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


def check_answers() -> Any:
    """Return the field that answers the warnings of the check before signing."""
    return fields.text(
        "对核对提示的说明",
        max_length=1000,
        required=False,
        help="签发前核对有提示的，逐条写明核对的结果和理由；没有提示的不填",
    )


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
    concerned = matters_of_all(act)
    found = [f for one in concerned for f in decision_findings(one, act.today)]
    answered(act, found, cmd.check_answers)
    if leads(case_of(matter)) and cmd.draft_hash != joint_hash(case_of(matter)):
        raise NotAsReviewed(CHANGED)
    alone = cmd.draft_hash if len(concerned) == 1 else ""
    bound = [(one, *binding(case_of(one), alone or own_hash(one))) for one in concerned]
    told = [(case_of(one), draft, notice) for one, draft, notice, _ in bound]
    shared = joint_fields(act.today, told) if len(told) > 1 else {}
    first: Decision | None = None
    for one, draft, notice, review in bound:
        with turned_to(act, one, "issue_decision"):
            made = _made(act, draft, notice, review, shared, first)
        first = first or made
    assert first is not None
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
    paper = make(act, "penalty-decision", said, copy_of=original, own_template=not shared)
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


issue_decision.requires(no_handler)
issue_decision.requires(no_reviewer)
issue_decision.requires(rests_on_standing)
issue_decision.requires(no_host)
issue_decision.requires(nobody_beside)
of_all_parties(issue_decision)


@issue_decision.requires
def _not_own_draft(actor: Actor, matter: Matter, clock: Clock) -> str:
    draft = latest_draft(case_of(matter))
    if draft is not None and draft.drafted_by_id == actor.officer:
        return "您拟定了这份处罚决定，不能再由您签发"
    return ""


@issue_decision.requires
def _within_power(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the law gives such penalties to this agency at all."""
    case = case_of(matter)
    draft = latest_draft(case)
    return beyond_power(matter, case, draft) if draft else ""


@issue_decision.requires
def _faultless(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the decision has no fault that a careful reader would not sign."""
    return "；".join(str(finding) for finding in errors(decision_findings(matter, clock.today())))


def answered(act: Act, findings: Sequence[Finding], answers: str) -> None:
    """Ask a reason for every warning, and keep the warnings with the step.

    Raises:
        InvalidInput: there are warnings and no answer.
    """
    open_points = warnings(findings)
    if open_points and not answers:
        told = "；".join(str(finding) for finding in open_points)
        raise InvalidInput({"check_answers": f"签发前核对有提示，请逐条说明：{told}"})
    if open_points:
        act.notes["check_warnings"] = [str(finding) for finding in open_points]


@issue_decision.prefilled
def _latest_hash(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"draft_hash": joint_hash(case_of(matter))}


def own_hash(matter: Matter) -> str:
    """Return the hash of the newest draft of a case; "" where there is none."""
    draft = latest_draft(case_of(matter))
    return draft.draft_hash if draft else ""


def binding(case: Case, draft_hash: str) -> tuple[Draft, Notice, Review | None]:
    """Return draft, notice and review that a decision of this hash would rest on.

    Raises:
        NotAsReviewed, HeavierThanNoticed, ToldAlone: they do not belong together.
    """
    draft, notice, review = latest_draft(case), latest_notice(case), latest_review(case)
    if draft is None or draft.draft_hash != draft_hash:
        raise NotAsReviewed(CHANGED)
    if not still_true(case, draft):
        raise NotAsReviewed("当事人名称在拟定处罚决定之后有更正，应当重新拟定并重新告知")
    if notice is None or notice.served_on is None or notice.facts_hash != draft.facts_hash:
        raise HeavierThanNoticed("拟处罚决定的事实、依据与已送达的告知书不一致，应当重新告知")
    if told_alone(case, notice):
        raise ToldAlone("告知之后查明当事人需要监护人或者翻译，应当在其到场后重新告知")
    if any(heavier(weight_of(draft.items), told) for told in noticed_weights(case)):
        raise HeavierThanNoticed("拟处罚决定重于已送达的告知书，应当重新告知后再作决定")
    held = was_heard(case)
    if not review_of(case.matter, case, draft, hearing_held=held).required:
        return draft, notice, None
    passed = review is not None and review.outcome in OPENING
    if review is None or not passed or review.draft_hash != draft.draft_hash:
        raise NotAsReviewed("这份拟处罚决定未经法制审核通过，不得作出决定。请先送法制审核")
    return draft, notice, review


def rests_on(
    act: Act, case: Case, draft: Draft, notice: Notice, review: Review | None
) -> dict[str, Any]:
    """Return the columns of a decision that tie it to notice, review, hearing and discussion.

    Raises:
        HearingNotHeld, NotDiscussed: the law asks for what did not take place.
    """
    hearing = heard_as_asked(act, case, notice)
    required, discussion = discussed_as_required(act.matter, case, draft, hearing)
    return {
        "case": case,
        "draft": draft,
        "draft_hash": draft.draft_hash,
        "facts_hash": draft.facts_hash,
        "notice": notice,
        "noticed_facts_hash": notice.facts_hash,
        "notice_served_on": notice.served_on,
        "review_required": review is not None,
        "review": review,
        "reviewed_hash": review.draft_hash if review else "",
        "review_outcome": review.outcome if review else "",
        "further_parties": sum(f.state == FurtherState.BESIDE for f in further_of(case)),
        "exclusions": exclusions_of(case),
        "drafted_exclusions": draft.exclusions,
        "hearing_asked": hearing is not None,
        "hearing": hearing,
        "hearing_outcome": hearing.outcome if hearing else "",
        "discussion_required": required,
        "discussion": discussion,
        "discussed_hash": discussion.draft_hash if discussion else "",
    }


def heard_as_asked(act: Act, case: Case, notice: Notice) -> Hearing | None:
    """Return the hearing that the party asked for and had; None where it asked for none.

    Raises:
        HearingNotHeld: it asked, and was neither heard nor refused by the law, nor gave it up.

    Source: 行政处罚法 第六十三条至第六十五条.
    """
    state = hearing_state(act.matter, case, notice, act.today)
    if not state.settled:
        raise HearingNotHeld("当事人要求听证，听证没有举行完毕，不得作出决定。请先办理听证")
    return state.hearing if state.asked else None


def discussed_as_required(
    matter: Matter, case: Case, draft: Draft, hearing: Hearing | None
) -> tuple[bool, Discussion | None]:
    """Return whether the leaders must discuss this draft together, and where they adopted it.

    Raises:
        NotDiscussed: they must, and did not adopt exactly this draft.

    Source: 行政处罚法 第五十七条第二款.
    """
    held = hearing is not None and hearing.outcome == HearingOutcome.HELD
    scope = discussion_scope(matter, case, draft, hearing_held=held)
    discussion = adopted_discussion(case, draft)
    if scope.required and discussion is None:
        raise NotDiscussed(f"应当由机关负责人集体讨论决定（{scope.source}），请先记录集体讨论")
    return scope.required, discussion


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
    act.start_limit("payment-limit", cmd.served_on)
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
