"""The desk of legal review: what waits, who reviews how much, figures beside their rules."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q

from gongjian.cases.choices import ScopeState
from gongjian.cases.models import ScopeChange
from gongjian.cases.widening import approved, changes_of, conditions, in_force
from gongjian.common import acts
from gongjian.common.acts import Actor, Service
from gongjian.common.clock import Clock
from gongjian.common.fields import Widget, spec_of
from gongjian.matters.models import Deadline, Matter, Todo
from gongjian.matters.queries import Offer, refusals, visible_matters
from gongjian.orgs.choices import ExamLevel, Role
from gongjian.orgs.models import Agency, Reviewer
from gongjian.orgs.reviewers import review_body, reviewer_figures, reviewers_of, training_days
from gongjian.review.catalogue import WHOLE
from gongjian.review.choices import Outcome
from gongjian.review.limits import Margin, margin_of
from gongjian.review.models import NormativeDocument, OutsideRequest
from gongjian.review.pool import advisers_for
from gongjian.review.services import OUTCOME_ACTS
from gongjian.ui.options import choices

# Who may ask for a review beside the cases sees what became of what his unit submitted.
SUBMITTERS = frozenset({Role.HANDLER, Role.UNIT_HEAD})
READERS = frozenset({Role.LEGAL_REVIEWER, Role.LEGAL_HEAD, Role.AGENCY_HEAD, Role.SUPERVISOR})
REGISTER = (
    "orgs.name_review_body",
    "orgs.enter_reviewer",
    "orgs.strike_reviewer",
    "orgs.record_training",
)
MOST = 200


def may_read(actor: Actor) -> bool:
    """Tell whether this person looks after legal review."""
    return bool(actor.offices & READERS) and actor.agency is not None


def may_submit(actor: Actor) -> bool:
    """Tell whether this person submits documents and outside nodes to legal review."""
    return bool(actor.offices & SUBMITTERS) and actor.agency is not None


def agency_of(actor: Actor) -> Agency:
    """Return the agency of whoever may read the desk."""
    assert actor.agency is not None
    return Agency.objects.get(pk=actor.agency)


@dataclass(frozen=True, slots=True)
class Change:
    """One proposal to widen the scope of review or to end that, as it stands today."""

    row: ScopeChange
    when: list[str]
    stands: str
    badge: str
    waits: bool


def scope_waits(actor: Actor) -> int:
    """Return how many proposals for the scope of review this person may approve; one query."""
    if not acts.may(actor, acts.service("cases.approve_scope_change")):
        return 0
    drafted = changes_of(actor.agency or 0).filter(state=ScopeState.DRAFTED)
    return drafted.exclude(drafted_by=actor.officer).count()


def scope_changes(actor: Actor, agency: Agency, today: date) -> list[Change]:
    """Return all that was ever proposed for the scope of an agency, newest first; one query."""
    rows = list(changes_of(agency.pk)[:MOST])
    counting = {one.pk for one in in_force(approved(rows), today)}
    decides = acts.may(actor, acts.service("cases.approve_scope_change"))
    return [
        Change(
            row,
            [] if row.ends_id else conditions(row) or [WHOLE],
            *_stands(row, counting, today),
            decides and row.state == ScopeState.DRAFTED and row.drafted_by_id != actor.officer,
        )
        for row in rows
    ]


def _stands(row: ScopeChange, counting: Collection[int], today: date) -> tuple[str, str]:
    """Return in a word how a proposal stands, and the look of its badge."""
    if row.state != ScopeState.APPROVED:
        return str(ScopeState(row.state).label), "near" if row.state == ScopeState.DRAFTED else ""
    if row.from_on > today:
        return "未到生效日期", "near"
    if row.ends_id:
        return "已终止", ""
    return ("适用中", "brand") if row.pk in counting else ("不再适用", "")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for an opinion, with the day on which the review must end."""

    matter: Matter
    limit: Deadline | None
    margin: Margin | None
    assign: bool


@dataclass(frozen=True, slots=True)
class Load:
    """A reviewer on the register: what qualifies him, cases he has, days of training this year."""

    entry: Reviewer
    cases: int
    days: int

    @property
    def exam(self) -> str:
        level = ExamLevel(self.entry.exam_level)
        return "" if level == ExamLevel.NONE else str(level.label)


def waiting_for_review(actor: Actor, today: date) -> list[Waiting]:
    """Return the cases under review that this person may see, nearest limit first; 3 queries."""
    todo = Todo.objects.filter(role=Role.LEGAL_REVIEWER, agency=actor.agency).values("matter")
    running = Prefetch("deadlines", Deadline.objects.filter(ended_on__isnull=True), to_attr="now")
    related = ("lead", "second", "reviewer", "unit")
    found = visible_matters(actor).filter(pk__in=todo).select_related(*related)
    rows = [_waiting(actor, m, today) for m in found.prefetch_related(running)[:MOST]]
    return sorted(rows, key=lambda w: (w.limit.due_on if w.limit else date.max, w.matter.pk))


def _waiting(actor: Actor, matter: Matter, today: date) -> Waiting:
    running: Sequence[Deadline] = matter.now  # type: ignore[attr-defined]  # prefetched
    limit = next((d for d in running if d.code == "review-limit"), None)
    assign = acts.may(actor, acts.service("review.assign_reviewer"), matter)
    return Waiting(matter, limit, margin_of(matter, today, running), assign)


def desk(actor: Actor, today: date) -> dict[str, Any]:
    """Return everything the desk shows."""
    agency = agency_of(actor)
    waiting = waiting_for_review(actor, today)
    cases = Counter(w.matter.reviewer_id for w in waiting)
    listed = list(reviewers_of(agency, today))
    trained = training_days([entry.officer_id for entry in listed], today.year)
    return {
        "waiting": waiting,
        "scope_waits": scope_waits(actor),
        "loads": [Load(e, cases[e.officer_id], trained[e.officer_id]) for e in listed],
        "body": review_body(agency, today),
        "figures": reviewer_figures(agency, today),
        "register": [acts.service(c) for c in REGISTER if acts.may(actor, acts.service(c))],
    }


def offered(actor: Actor, codes: Sequence[str]) -> list[Service[Any]]:
    """Return which of these acts the person has a right to, and something to do them to."""
    known = [acts.service(code) for code in codes]
    return [one for one in known if acts.may(actor, one) and _has_choices(actor, one)]


def _has_choices(actor: Actor, service: Service[Any]) -> bool:
    """Tell whether every row and item of a list that the form must name exists."""
    named = (spec_of(field) for field in dataclasses.fields(service.cmd))
    listed = (one for one in named if one.widget in {Widget.REF, Widget.CODE} and one.required)
    return all(choices(one.of, actor, None) for one in listed)


def not_passing(
    actor: Actor, matter: Matter, clock: Clock, offers: Collection[Offer]
) -> list[tuple[str, list[str]]]:
    """Return why a reviewer who may give an opinion now cannot let the draft pass; [] if he can."""
    offered = {offer.code for offer in offers}
    others = {OUTCOME_ACTS[one].code for one in OUTCOME_ACTS if one != Outcome.PASSED}
    passing = OUTCOME_ACTS[Outcome.PASSED]
    if passing.code in offered or not others & offered:
        return []
    reasons = [*refusals(passing, matter, clock), *passing.unmet(actor, matter, clock)]
    return [(passing.title_in(matter), reasons)]


# What waits for the leader has its buttons in its row.
SCOPE_ACTS = ("cases.draft_scope_rule", "cases.draft_scope_end", "cases.file_scope_change")
ADVISER_ACTS = ("review.add_adviser", "review.appraise_adviser", "review.end_adviser")
OUTSIDE_ACTS = ("review.register_outside", "review.answer_outside")
NORMATIVE_ACTS = (
    "review.submit_normative",
    "review.review_normative",
    "review.issue_normative",
    "review.file_normative",
    "review.record_filing_receipt",
)


def elsewhere(actor: Actor, today: date) -> dict[str, Any]:
    """Return advisers, requests from outside and normative documents, newest first.

    Who only submits sees what his own unit submitted, and no advisers.
    """
    agency, reads = agency_of(actor), may_read(actor)
    outside = OutsideRequest.objects.filter(agency=agency).select_related("asked_by", "answered_by")
    papers = NormativeDocument.objects.filter(agency=agency).select_related("unit", "reviewed_by")
    if not reads:
        outside = outside.filter(asked_by__unit=actor.unit)
        papers = papers.filter(Q(submitted_by__unit=actor.unit) | Q(unit=actor.unit))
    return {
        "agency": agency,
        "reads": reads,
        **(_advisers(actor, agency, today) if reads else {}),
        "outside": outside[:MOST],
        "outside_acts": offered(actor, OUTSIDE_ACTS),
        "papers": papers[:MOST],
        "paper_acts": offered(actor, NORMATIVE_ACTS),
    }


def _advisers(actor: Actor, agency: Agency, today: date) -> dict[str, Any]:
    advisers = advisers_for(agency, today).annotate(asked=Count("consultations"))
    return {
        "advisers": advisers.prefetch_related("appraisals")[:MOST],
        "adviser_acts": offered(actor, ADVISER_ACTS),
    }
