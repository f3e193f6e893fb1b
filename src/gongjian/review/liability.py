"""Who answers for what in a decided or running case, read from its rows (责任清单)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongjian.cases.choices import ReviewOutcome
from gongjian.cases.models import Case, Decision, Review
from gongjian.common.clock import local_date
from gongjian.matters.models import Matter
from gongjian.matters.succession import spans_of
from gongjian.orgs.choices import Role
from gongjian.orgs.models import Assignment
from gongjian.orgs.queries import held_on

from .checks import Item, items_of
from .models import Opinion


@dataclass(frozen=True, slots=True)
class Liability:
    """One person's answerability: for what, shown by which row, by which rule."""

    who: str
    role: str
    duty: str
    shown_by: str
    on: date | None
    source: str


def liability_of(matter: Matter, case: Case, today: date) -> list[Liability]:
    """Return who answers for what, in the order of the procedure; five queries.

    The head of the agency answers from the first day, not only for what was decided.

    Source: 国办发〔2018〕118号 （十四）; DZ12; HN28; KM2.3.5; LF3.5.
    """
    rules = {i.code: i for i in items_of("review.liability", matter.profile, today)}
    return [
        *_handlers(matter, rules["handler"]),
        *_reviewers(case, rules["reviewer"]),
        *_approvers(matter, case, rules["approver"]),
        *_heads(matter, case, rules["head"], today),
    ]


PARTS = ("head", "handler", "reviewer", "approver")


def fault_rules(matter: Matter, today: date) -> list[Item]:
    """Return to whom the place lets fault pass, and who is called to account for it.

    Source: 国办发〔2018〕118号 （十四）; DZ12(2); HN28.
    """
    items = items_of("review.liability", matter.profile, today)
    return [item for item in items if item.code not in PARTS]


def _handlers(matter: Matter, rule: Item) -> Iterator[Liability]:
    for span in spans_of(matter):
        role = span.seat.label
        if span.until is None and not span.first:
            shown = f"承办登记，{local_date(span.since)}接办"
        elif span.until is None:
            shown = "承办登记"
        else:
            shown = f"承办登记，{local_date(span.until)}移交"
        on = matter.filed_on if span.first else local_date(span.since)
        yield Liability(span.officer.name, role, rule.label, shown, on, rule.source)


def _reviewers(case: Case, rule: Item) -> Iterator[Liability]:
    given = Opinion.objects.filter(request__case=case).select_related("reviewer", "document")
    for opinion in given.order_by("given_at", "id"):
        shown = f"《{opinion.document.title}》{opinion.document.number} {opinion.label}"
        on = local_date(opinion.given_at)
        yield Liability(opinion.reviewer.name, "审核人", rule.label, shown.strip(), on, rule.source)


def _approvers(matter: Matter, case: Case, rule: Item) -> Iterator[Liability]:
    for name, reason, on in departures(matter, case):
        shown = f"未采纳已通过的审核意见，退回：{reason}"
        yield Liability(name, "审批人", rule.label, shown, on, rule.source)
    decision = Decision.objects.filter(case=case).select_related("decided_by", "document").first()
    if decision is None:
        return
    who, shown = decision.decided_by.name, f"《{decision.document.title}》{decision.number}"
    resolved = decision.review_outcome == ReviewOutcome.RESOLVED
    duty = f"{rule.label}；依集体讨论决议作出" if resolved else rule.label
    yield Liability(who, "审批人", duty, shown, decision.decided_on, rule.source)


def _heads(matter: Matter, case: Case, rule: Item, today: date) -> Iterator[Liability]:
    """Yield who heads the agency on the day of the decision, and as long as there is none, today.

    Source: 国办发〔2018〕118号 （十四）; DZ12(1); HN28; KM2.3.5.
    """
    decided = Decision.objects.filter(case=case).values_list("decided_on", flat=True).first()
    held = Assignment.objects.filter(held_on(decided or today), role=Role.AGENCY_HEAD)
    heads = held.filter(officer__agency=matter.agency_id).select_related("officer")
    for office in heads.order_by("from_on", "id"):
        shown = f"职务登记，{office.from_on}任职"
        yield Liability(office.officer.name, "机关负责人", rule.label, shown, decided, rule.source)


def departures(matter: Matter, case: Case) -> Iterator[tuple[str, str, date]]:
    """Yield where an approver did not follow a passed opinion: name, written reason, day.

    From an opinion that did not pass nobody can depart: the procedure has no such step.

    Source: HN28; V11.
    """
    passed = Review.objects.filter(case=case, outcome=ReviewOutcome.PASSED).order_by("at")
    first = passed.values_list("at", flat=True).first()
    if first is None:
        return
    back = matter.steps.filter(act="cases.send_back", at__gt=first).order_by("seq")
    for step in back:
        yield step.by_name, str(step.data.get("reason", "")), local_date(step.at)
