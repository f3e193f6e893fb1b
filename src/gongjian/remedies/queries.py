"""Reads of remedies. Every caller starts from a matter it was allowed to see."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db.models import Q, QuerySet

from gongjian.cases.choices import PaperGround
from gongjian.cases.common_name import invited
from gongjian.cases.goods import KEEPING, SEIZING, Held, read_measures
from gongjian.cases.goods import KINDS as GOODS_PAPERS
from gongjian.cases.models import (
    Case,
    CorrectionOrder,
    Decision,
    Evidence,
    PaperChange,
    PaperOverturn,
)
from gongjian.cases.public_order.challenging import Challenge
from gongjian.cases.public_order.guarantee import DetentionDeposit
from gongjian.cases.public_order.queries import kept_of
from gongjian.cases.queries import case_of, decision_of
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.jurisdiction.limits import Due
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Matter
from gongjian.payments.models import SurchargeDecision

from .choices import (
    ANEW_IN_PLACE,
    TO_BE_MADE_ANEW,
    Applicant,
    Challenged,
    RemedyKind,
    RemedyState,
)
from .contested import LIST, Contested, contested
from .models import Remedy

RUNNING = (RemedyState.LODGED, RemedyState.ACCEPTED)
# Taken up once, the same act is not reviewed again. Source: 行政复议法 第三十条第一款第七项.
HEARD = (RemedyState.ACCEPTED, RemedyState.ENDED)
REVIEW_ANSWER, SIMPLE_ANSWER = "remedy.answer", "remedy.answer_simple"
COURT_ANSWER = "remedy.court_answer"
HAND_ON = "remedy.pass_on"
GIVE_BACK = "remedy.give_back"
ANSWERS = (REVIEW_ANSWER, SIMPLE_ANSWER, COURT_ANSWER)


def remedies_of(matter: Matter) -> QuerySet[Remedy]:
    """Return what was lodged against the matter's decisions, oldest first.

    Where several agencies decided in their common name each of them is respondent and finds in its
    own case what the leading one entered.

    Source: 行政复议法 第十九条第二款; 行政诉讼法 第二十六条第四款.
    """
    case = case_of(matter)
    if invited(case):
        copies = Decision.objects.filter(case=case, void=False, common_with__isnull=False)
        found = Remedy.objects.filter(decision__in=copies.values("common_with"))
    else:
        found = Remedy.objects.filter(document__matter=matter)
    beside = ("entered_by", "result_by", "decision", "proceeding", "document")
    return found.select_related(*beside)


def remedies_against(matter: Matter, one: Contested) -> QuerySet[Remedy]:
    """Return what was lodged against one decision of a matter, oldest first."""
    return remedies_of(matter).filter(document=one.paper)


def running(matter: Matter) -> Remedy | None:
    """Return the remedy that runs now, the newest of them."""
    return remedies_of(matter).filter(state__in=RUNNING).order_by("-id").first()


def penalty_challenged(matter: Matter) -> bool:
    """Tell whether one that runs is about the penalty: only then its items may change."""
    return running_against(matter, Challenged.PENALTY) is not None


def running_against(matter: Matter, kind: Challenged) -> Remedy | None:
    """Return the newest remedy that runs against a decision of a kind."""
    return remedies_of(matter).filter(state__in=RUNNING, challenged=kind).order_by("-id").first()


def challenge_by_the_party(decision: Decision) -> Challenge | None:
    """Return the newest review or lawsuit of the punished person himself that is not over."""
    own = Remedy.objects.filter(
        decision=decision, applicant=Applicant.PARTY, state__in=RUNNING
    ).order_by("-id")
    if (found := own.first()) is None:
        return None
    verb = "申请" if found.kind == RemedyKind.REVIEW else "提起"
    return Challenge(f"{verb}{RemedyKind(found.kind).label}", found.lodged_on)


class How(Enum):
    """In what turn a remedy stands open to the party."""

    REVIEW = "review"
    REVIEW_FIRST = "review_first"
    LAWSUIT = "lawsuit"
    LAWSUIT_AFTER = "lawsuit_after"


@dataclass(frozen=True, slots=True)
class Until:
    """Until when the party may lodge a remedy, with the reckoning.

    `against`: what it is lodged against. `handed_here`: the application may also be handed to the
    agency that decided.
    """

    kind: str
    label: str
    due: Due
    how: How
    against: Contested
    handed_here: bool = False


def limits_of(matter: Matter) -> list[Until]:
    """Return the party's last days for review and lawsuit; [] before the delivery.

    Of each decision that concerns it; none of one out of force, none for a review where one was
    taken up already.

    Source: 行政复议法 第二十条、第二十三条; 行政诉讼法 第四十五条、第四十六条.
    """
    mine = (one for one in contested(matter) if one.of_the_party and not one.fallen)
    return [until for one in mine for until in _limits_of(matter, one)]


def limits_of_victim(matter: Matter, one: Contested) -> list[Until]:
    """Return a victim's own last days, from the day on which the copy of the decision reached him.

    What the party lodged takes nothing from them; none against a decision out of force.

    Source: 治安管理处罚法 第一百二十一条; 行政复议法 第二十条、第三十条; 行政诉讼法 第四十六条.
    """
    if one.fallen:
        return []
    rules = profile(matter.profile)
    here = one.decision is not None and may_come_through_us(one.decision)
    review = rules.due("remedy.review", one.reached_on, matter.domain)
    lawsuit = rules.due("remedy.litigation", one.reached_on, matter.domain)
    return [
        Until(RemedyKind.REVIEW, "申请行政复议", review, How.REVIEW, one, here),
        Until(RemedyKind.LITIGATION, "提起行政诉讼", lawsuit, How.LAWSUIT, one),
    ]


def _limits_of(matter: Matter, one: Contested) -> Iterator[Until]:
    """Yield the last days against one decision.

    After a review decision the fifteen days for the lawsuit count from its delivery; on the spot
    review comes first.
    """
    heard = remedies_against(matter, one).filter(kind=RemedyKind.REVIEW, state__in=HEARD)
    if not heard.exists():
        due = profile(matter.profile).due("remedy.review", one.reached_on, matter.domain)
        how = How.REVIEW_FIRST if one.on_spot else How.REVIEW
        here = one.decision is not None and may_come_through_us(one.decision)
        yield Until(RemedyKind.REVIEW, "申请行政复议", due, how, one, here)
    due, reviewed = lawsuit_due(matter, one)
    if not one.on_spot or reviewed is not None:
        how = How.LAWSUIT_AFTER if reviewed else How.LAWSUIT
        yield Until(RemedyKind.LITIGATION, "提起行政诉讼", due, how, one)


def lawsuit_due(matter: Matter, one: Contested) -> tuple[Due, Remedy | None]:
    """Return the last day for a lawsuit, and the review from whose end it counts (None: none).

    A review that was refused takes nothing from the party's own term; one refused that came too
    late gives it no new one, except where review must come first.

    Source: 行政复议法 第二十三条、第三十四条; 行政诉讼法 第四十五条、第四十六条.
    """
    rules = profile(matter.profile)
    reviewed = remedies_against(matter, one).filter(
        kind=RemedyKind.REVIEW, state__in=(RemedyState.ENDED, RemedyState.REFUSED)
    )
    last = reviewed.exclude(outcome="withdrawn").order_by("-id").first()
    own = rules.due("remedy.litigation", one.reached_on, matter.domain)
    if last is None:
        return own, None
    begins = last.result_served_on or last.answered_on or last.lodged_on
    after = rules.due("remedy.litigation_after_review", begins, matter.domain)
    if last.state != RemedyState.REFUSED or one.on_spot:
        return after, last
    return (own if last.late else max(own, after, key=lambda due: due.due_on)), last


def limit_to_answer(row: Remedy, *, simple: bool = False) -> str:
    """Return the code of the limit in which the agency answers a review or a lawsuit."""
    if row.kind == RemedyKind.LITIGATION:
        return COURT_ANSWER
    return SIMPLE_ANSWER if simple else REVIEW_ANSWER


def still_to_answer(matter: Matter, row: Remedy) -> str:
    """Return the code of the limit that runs for answering one; "" where none does."""
    codes = {limit_to_answer(row), limit_to_answer(row, simple=True)}
    open_ = matter.deadlines.filter(state=DeadlineState.OPEN, code__in=codes)
    return open_.values_list("code", flat=True).first() or ""


def may_come_through_us(decision: Decision) -> bool:
    """Tell whether an application for review may be handed to the agency that decided.

    So on the spot, and where the facts were recorded by technical monitoring equipment, as the
    evidence of the case says of itself.

    Source: 行政复议法 第三十二条第一款.
    """
    if decision.on_spot_id:
        return True
    found = Evidence.objects.filter(case=decision.case_id, excluded_on__isnull=True)
    return found.exclude(device="").exists()


def still_with_us(matter: Matter) -> Remedy | None:
    """Return the application for review that this agency must pass on."""
    found = remedies_of(matter).filter(through_us=True, passed_on__isnull=True)
    return found.filter(state=RemedyState.LODGED).first()


def running_one(matter: Matter, uid: UUID) -> Remedy:
    """Return one remedy that runs now.

    Raises:
        NotFound: the matter has none of this name that still runs.
    """
    row = next((r for r in remedies_of(matter) if r.uid == uid), None)
    if row is None or row.state not in RUNNING:
        raise NotFound("没有这件正在进行的复议、诉讼，请从列表中选择")
    return row


def the_decision(matter: Matter) -> Decision:
    """Return the decision a remedy is about.

    Raises:
        RuleBroken: none has been made yet.
    """
    decision = decision_of(case_of(matter))
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    return decision


def surcharge_stands(paper: int) -> int:
    """Return what stands of a surcharge decision (its paper), in fen: never more again."""
    made = SurchargeDecision.objects.filter(document=paper)
    found = made.values_list("amount_fen", "correction__stands_fen").get()
    changed = Remedy.objects.filter(document=paper, changed_fen__isnull=False)
    results = changed.values_list("changed_fen", flat=True)
    return min(fen for fen in (*found, *results) if fen is not None)


def surcharges_in_force(matter: Matter) -> list[SurchargeDecision]:
    """Return the surcharges that reached the party, stand, and were not corrected yet."""
    rows = SurchargeDecision.objects.filter(notice__matter=matter, served_on__isnull=False)
    fell = PaperOverturn.objects.filter(document__matter=matter)
    fallen = fell.exclude(ground=PaperGround.UNLAWFUL).values("document")
    standing = rows.filter(correction=None).exclude(document__in=fallen)
    return list(standing.select_related("document", "notice__decision__case__party"))


def forfeited_stands(row: Remedy) -> int:
    """Return what of a deposit stays forfeited by the decision that is challenged, in fen.

    0 where it was forfeited anew meanwhile: another paper decides on it now.
    """
    deposit = DetentionDeposit.objects.filter(paper=row.document).first()
    return kept_of(deposit).fen if deposit else 0


def order_of(row: Remedy) -> CorrectionOrder:
    """Return the order to correct that is challenged."""
    return CorrectionOrder.objects.get(delivery__document=row.document)


def ordered_anew(matter: Matter) -> Remedy | None:
    """Return by whose result the case is decided anew, the newest; None where none says so.

    A seizure, a list or a surcharge is made anew, if at all, by its own act in this case.
    """
    found = remedies_of(matter).filter(outcome__in=TO_BE_MADE_ANEW)
    return found.exclude(challenged__in=ANEW_IN_PLACE).order_by("-id").first()


def taken_up_anew(matter: Matter) -> Case | None:
    """Return the new run of a case whose decision is made anew; None before it."""
    anew = Q(remakes__case__matter=matter) | Q(instead_of__matter=matter)
    return Case.objects.filter(anew).select_related("matter").first()


def changed_papers(matter: Matter) -> list[PaperChange]:
    """Return how forfeitures and orders to correct of a matter were changed, oldest first."""
    rows = PaperChange.objects.filter(document__matter=matter).order_by("id")
    return list(rows.select_related("document"))


def fallen_papers(matter: Matter) -> list[PaperOverturn]:
    """Return what of a matter's decisions beside the penalty is out of force, oldest first."""
    rows = PaperOverturn.objects.filter(document__matter=matter).order_by("id")
    return list(rows.select_related("document"))


def lists_to_undo(matter: Matter) -> list[PaperOverturn]:
    """Return the lists that fell while what they took was not given back yet."""
    rows = PaperOverturn.objects.filter(document__matter=matter, document__kind=LIST)
    return list(rows.filter(returned=None).select_related("document").order_by("id"))


def still_to_give_back(matter: Matter) -> bool:
    """Tell whether something is held by a measure that fell, or gone by a list that did.

    Source: 行政强制法 第二十八条; 行政复议法 第六十四条.
    """
    if lists_to_undo(matter):
        return True
    holding = (*SEIZING, *KEEPING)
    fell = PaperOverturn.objects.filter(document__matter=matter, document__kind__in=holding)
    fallen = frozenset(fell.values_list("document", flat=True))
    return bool(fallen) and any(one.paper.pk in fallen for one in _held(matter))


def _held(matter: Matter) -> list[Held]:
    papers = Document.objects.filter(matter=matter, kind__in=GOODS_PAPERS)
    standing = papers.exclude(state=DocumentState.VOID).order_by("id")
    return [one for one in read_measures(standing) if one.held]


def order_stayed(order: CorrectionOrder) -> bool:
    """Tell whether a review or lawsuit that runs stays an order to correct; one query."""
    running = Remedy.objects.filter(state__in=[RemedyState.LODGED, RemedyState.ACCEPTED])
    return running.filter(document=order.delivery.document, stayed_on__isnull=False).exists()
