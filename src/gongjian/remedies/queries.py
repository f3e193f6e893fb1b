"""Reads of remedies. Every caller starts from a matter it was allowed to see."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.common_name import invited
from gongjian.cases.models import Decision, Delivery, Evidence, Overturn
from gongjian.cases.public_order.challenging import Challenge
from gongjian.cases.queries import case_of, decision_of
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.jurisdiction.limits import Due
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Matter

from .choices import Applicant, RemedyKind, RemedyState
from .models import Remedy

RUNNING = (RemedyState.LODGED, RemedyState.ACCEPTED)
# Taken up once, the same act is not reviewed again. Source: 行政复议法 第三十条第一款第七项.
HEARD = (RemedyState.ACCEPTED, RemedyState.ENDED)
REVIEW_ANSWER, SIMPLE_ANSWER = "remedy.answer", "remedy.answer_simple"
COURT_ANSWER = "remedy.court_answer"
HAND_ON = "remedy.pass_on"
ANSWERS = (REVIEW_ANSWER, SIMPLE_ANSWER, COURT_ANSWER)


def remedies_of(matter: Matter) -> QuerySet[Remedy]:
    """Return what was lodged against the matter's decision, oldest first.

    Where several agencies decided in their common name each of them is respondent and finds in its
    own case what the leading one entered.

    Source: 行政复议法 第十九条第二款; 行政诉讼法 第二十六条第四款.
    """
    case = case_of(matter)
    if invited(case):
        copies = Decision.objects.filter(case=case, void=False, common_with__isnull=False)
        found = Remedy.objects.filter(decision__in=copies.values("common_with"))
    else:
        found = Remedy.objects.filter(decision__case__matter=matter)
    return found.select_related("entered_by", "result_by", "decision", "proceeding")


def running(matter: Matter, kind: str = "") -> Remedy | None:
    """Return the remedy that runs now, the newest of them."""
    found = remedies_of(matter).filter(state__in=RUNNING)
    return (found.filter(kind=kind) if kind else found).order_by("-id").first()


def challenge_by_the_party(decision: Decision) -> Challenge | None:
    """Return the newest review or lawsuit of the punished person himself that is not over."""
    own = Remedy.objects.filter(
        decision=decision, applicant=Applicant.PARTY, state__in=RUNNING
    ).order_by("-id")
    if (found := own.first()) is None:
        return None
    verb = "申请" if found.kind == RemedyKind.REVIEW else "提起"
    return Challenge(f"{verb}{RemedyKind(found.kind).label}", found.lodged_on)


def served_on(decision: Decision) -> date | None:
    """Return the day on which a decision reached the party."""
    handed = Delivery.objects.filter(document=decision.document_id)
    return handed.values_list("served_on", flat=True).first()


class How(Enum):
    """In what turn a remedy stands open to the party."""

    REVIEW = "review"
    REVIEW_FIRST = "review_first"
    LAWSUIT = "lawsuit"
    LAWSUIT_AFTER = "lawsuit_after"


@dataclass(frozen=True, slots=True)
class Until:
    """Until when the party may lodge a remedy, with the reckoning.

    `handed_here`: the application may also be handed to the agency that decided.
    """

    kind: str
    label: str
    due: Due
    how: How
    handed_here: bool = False


def limits_of(matter: Matter) -> list[Until]:
    """Return the party's last days for review and lawsuit; [] before the delivery.

    None for a decision out of force, none for a review where one was taken up already.

    After a review decision the fifteen days for the lawsuit count from its delivery; on the spot
    review comes first.

    Source: 行政复议法 第二十条、第二十三条; 行政诉讼法 第四十五条、第四十六条.
    """
    decision = decision_of(case_of(matter))
    served = served_on(decision) if decision else None
    if decision is None or served is None or gone(decision):
        return []
    heard = remedies_of(matter).filter(kind=RemedyKind.REVIEW, state__in=HEARD)
    limits = []
    if not heard.exists():
        due = profile(matter.profile).due("remedy.review", served, matter.domain)
        how = How.REVIEW_FIRST if decision.on_spot_id else How.REVIEW
        here = may_come_through_us(decision)
        limits.append(Until(RemedyKind.REVIEW, "申请行政复议", due, how, here))
    lawsuit = lawsuit_due(matter, served)
    if lawsuit is not None and not (decision.on_spot_id and lawsuit[1] is None):
        due, reviewed = lawsuit
        how = How.LAWSUIT_AFTER if reviewed else How.LAWSUIT
        limits.append(Until(RemedyKind.LITIGATION, "提起行政诉讼", due, how))
    return limits


def lawsuit_due(matter: Matter, served: date) -> tuple[Due, Remedy | None] | None:
    """Return the last day for a lawsuit, and the review from whose end it counts (None: none).

    A review that was refused takes nothing from the party's own term; one refused that came too
    late gives it no new one, except where review must come first.

    Source: 行政复议法 第二十三条、第三十四条; 行政诉讼法 第四十五条、第四十六条.
    """
    rules = profile(matter.profile)
    reviewed = remedies_of(matter).filter(
        kind=RemedyKind.REVIEW, state__in=(RemedyState.ENDED, RemedyState.REFUSED)
    )
    last = reviewed.exclude(outcome="withdrawn").order_by("-id").first()
    own = rules.due("remedy.litigation", served, matter.domain)
    if last is None:
        return own, None
    begins = last.result_served_on or last.answered_on or last.lodged_on
    after = rules.due("remedy.litigation_after_review", begins, matter.domain)
    if last.state != RemedyState.REFUSED or last.decision.on_spot_id:
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


def gone(decision: Decision) -> bool:
    """Tell whether a decision was revoked or replaced."""
    return Overturn.objects.filter(decision=decision).exists()
