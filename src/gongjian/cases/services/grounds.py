"""What a decision rests on: draft, notice, review, hearing, discussion, and who may sign it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from gongjian.cases.ages import found_younger
from gongjian.cases.beside import told_alone
from gongjian.cases.checking import decision_findings
from gongjian.cases.choices import (
    OPENING,
    FurtherState,
    HearingOutcome,
    NoPenaltyGround,
    Proposal,
)
from gongjian.cases.deciders import beyond_power
from gongjian.cases.earlier import not_first
from gongjian.cases.errors import (
    HearingNotHeld,
    HeavierThanNoticed,
    NotAsReviewed,
    NotDiscussed,
    ToldAlone,
)
from gongjian.cases.fined import fined_twice, fines_before
from gongjian.cases.models import Case, Discussion, Draft, Hearing, Notice, Review
from gongjian.cases.queries import (
    adopted_discussion,
    case_of,
    exclusions_of,
    further_of,
    hearing_state,
    latest_draft,
    latest_notice,
    latest_review,
    noticed_weights,
    recusal_open,
    still_true,
    was_heard,
)
from gongjian.cases.rules import heavier, weight_of
from gongjian.cases.scopes import discussion_scope, review_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.checking import Finding, errors, warnings
from gongjian.matters.definitions import knows
from gongjian.matters.models import Matter

from .daily import rests_on_its_base
from .excluding import rests_on_standing
from .people import no_handler, no_host, no_reviewer
from .several import nobody_beside

CHANGED = "拟处罚决定在您打开页面之后已被修改。请刷新页面，核对最新版本后再签发"


def check_answers() -> Any:
    """Return the field that answers the warnings of the check before signing."""
    return fields.text(
        "对核对提示的说明",
        max_length=1000,
        required=False,
        help="签发前核对有提示的，逐条写明核对的结果和理由；没有提示的不填",
    )


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


def without_errors(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return findings of which none stops the signature.

    Raises:
        RuleBroken: one does: it lies in what the signer himself typed.
    """
    if wrong := errors(findings):
        raise RuleBroken("；".join(str(finding) for finding in wrong))
    return findings


def own_hash(matter: Matter) -> str:
    """Return the hash of the newest draft of a case; "" where there is none."""
    draft = latest_draft(case_of(matter))
    return draft.draft_hash if draft else ""


def binding(case: Case, draft_hash: str, today: date) -> tuple[Draft, Notice, Review | None]:
    """Return draft, notice and review that a decision of this hash would rest on.

    Raises:
        NotAsReviewed, HeavierThanNoticed, ToldAlone: they do not belong together.
        RuleBroken: an act would be fined twice.
    """
    draft, notice = latest_draft(case), latest_notice(case)
    if draft is None or draft.draft_hash != draft_hash:
        raise NotAsReviewed(CHANGED)
    if not still_true(case, draft):
        raise NotAsReviewed("当事人名称在拟定处罚决定之后有更正，应当重新拟定并重新告知")
    if notice is None or notice.served_on is None or notice.facts_hash != draft.facts_hash:
        raise HeavierThanNoticed("拟处罚决定的事实、依据与已送达的告知书不一致，应当重新告知")
    if told := found_younger(case, draft, today):
        raise NotAsReviewed(told)
    if told_alone(case, notice):
        raise ToldAlone("告知之后查明当事人需要监护人或者翻译，应当在其到场后重新告知")
    if any(heavier(weight_of(draft.items), told) for told in noticed_weights(case)):
        raise HeavierThanNoticed("拟处罚决定重于已送达的告知书，应当重新告知后再作决定")
    if told := fined_twice(fines_before(case), draft.items):
        raise RuleBroken(told)
    return draft, notice, reviewed_as_asked(case, draft, today)


def unpunished_binding(case: Case, draft_hash: str, today: date) -> tuple[Draft, Review | None]:
    """Return draft and review that a decision not to punish of this hash would rest on.

    Raises:
        NotAsReviewed: they do not belong together, or the draft proposes a penalty.
        RuleBroken: who would be spared for the first time is by now no first offender.

    Source: 行政处罚法 第三十三条第一款、第五十七条; 国办发〔2018〕118号 四（十三）; LF3.3(2).
    """
    draft = latest_draft(case)
    if draft is None or draft.draft_hash != draft_hash:
        raise NotAsReviewed("拟处理决定在您打开页面之后已被修改。请刷新页面，核对最新版本后再签发")
    if draft.proposal != Proposal.NO_PENALTY or not still_true(case, draft):
        raise NotAsReviewed("最新一版不是不予处罚的建议，或者当事人名称已有更正，请退回重新拟定")
    first = draft.no_penalty_ground == NoPenaltyGround.FIRST_TIME
    if first and (told := not_first(case)):
        raise RuleBroken(told)
    return draft, reviewed_as_asked(case, draft, today)


def reviewed_as_asked(case: Case, draft: Draft, today: date) -> Review | None:
    """Return the review that passed exactly this draft; None where the place asks for none.

    Raises:
        NotAsReviewed: it must be reviewed, and no review passed it.

    Source: 行政处罚法 第五十八条; 国办发〔2018〕118号 四（十三）、（十四）.
    """
    if draft.proposal == Proposal.NO_PENALTY and not knows(case.matter, "review.submit_no_penalty"):
        return None
    held = was_heard(case)
    if not review_of(case.matter, case, draft, hearing_held=held, today=today).required:
        return None
    review = latest_review(case)
    passed = review is not None and review.outcome in OPENING
    if review is None or not passed or review.draft_hash != draft.draft_hash:
        raise NotAsReviewed("这份拟处罚决定未经法制审核通过，不得作出决定。请先送法制审核")
    return review


def rests_on_review(case: Case, draft: Draft, review: Review | None) -> dict[str, Any]:
    """Return the columns of a decision that tie it to its draft and the review of it."""
    return {
        "case": case,
        "draft": draft,
        "draft_hash": draft.draft_hash,
        "review_required": review is not None,
        "review": review,
        "reviewed_hash": review.draft_hash if review else "",
        "review_outcome": review.outcome if review else "",
    }


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
        **rests_on_review(case, draft, review),
        "facts_hash": draft.facts_hash,
        "notice": notice,
        "noticed_facts_hash": notice.facts_hash,
        "notice_served_on": notice.served_on,
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
    if not knows(matter, "cases.record_discussion"):
        return False, None
    scope = discussion_scope(matter, case, draft, hearing_held=held)
    discussion = adopted_discussion(case, draft)
    if scope.required and discussion is None:
        raise NotDiscussed(f"应当由机关负责人集体讨论决定（{scope.source}），请先记录集体讨论")
    return scope.required, discussion


def not_own_draft(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that nobody decides on what he drafted himself."""
    draft = latest_draft(case_of(matter))
    if draft is not None and draft.drafted_by_id == actor.officer:
        return "您拟定了这份处罚决定，不能再由您签发"
    return ""


def within_power(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the law gives such penalties to this agency at all."""
    case = case_of(matter)
    draft = latest_draft(case)
    return beyond_power(matter, case, draft) if draft else ""


def faultless(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the decision has no fault that a careful reader would not sign."""
    return "；".join(str(finding) for finding in errors(decision_findings(matter, clock.today())))


def recusals_answered(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that whoever the party wants to keep away was decided on: only investigation goes on.

    Source: 行政处罚法 第四十三条第三款; 治安管理处罚法 第九十五条.
    """
    if recusal_open(matter):
        return "当事人的回避申请还没有决定，请先决定并办理“答复回避申请”"
    return ""


# What is asked of whoever signs a penalty decision, alone or for one of several agencies.
OF_THE_SIGNER = (
    *(no_handler, no_reviewer, rests_on_standing, no_host, nobody_beside),
    *(not_own_draft, within_power, rests_on_its_base, faultless),
    recusals_answered,
)
