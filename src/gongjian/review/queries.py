"""Reads of legal review; every caller starts from a matter it was allowed to see."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch

from gongjian.cases.models import Case, Decision, Discussion
from gongjian.common.acts import Actor
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import may_see
from gongjian.matters.succession import Pairs, handled_once
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import officers_with_role, valid_officers
from gongjian.orgs.reviewers import reviewer_problem

from .choices import ConsultationResult, Outcome, ProposalState
from .models import Consultation, Opinion, Proposal, Request


def latest_request(case: Case) -> Request | None:
    """Return the newest submission with its opinion, if any; one query."""
    related = ("draft", "submitted_by", "opinion", "sent_back")
    return Request.objects.filter(case=case).select_related(*related).order_by("-round").first()


def open_request(case: Case) -> Request | None:
    """Return the submission that waits for an opinion."""
    request = latest_request(case)
    if request is None or answered(request):
        return None
    return request


def answered(request: Request) -> bool:
    """Tell whether a submission has its opinion, or was sent back unreviewed."""
    return hasattr(request, "opinion") or hasattr(request, "sent_back")


def latest_opinion(case: Case) -> Opinion | None:
    """Return the newest opinion with its draft."""
    given = Opinion.objects.filter(request__case=case).select_related("request__draft")
    return given.order_by("-request__round").first()


def rejected_draft(case: Case) -> str:
    """Return the hash of the draft that the last opinion rejected outright, or ""."""
    last = latest_opinion(case)
    return last.draft_hash if last is not None and last.outcome == Outcome.REJECTED else ""


def has_handled(matter: Matter, officer: int) -> bool:
    """Tell whether an officer handles or handled a matter, or did one of its handlers' steps."""
    if handled_once(matter, officer):
        return True
    handlers = {s.code for s in process_of(matter).steps.values() if s.by == "handler"}
    return matter.steps.filter(officer=officer, code__in=handlers).exists()


def free_reviewers(matter: Matter, on: date) -> list[Officer]:
    """Return who may take the review of a case over: named, qualified, never its handler.

    The one to whom it is assigned already is left out.
    """
    away = set(matter.recusals.values_list("officer", flat=True)) | {matter.reviewer_id}
    holders = officers_with_role(matter.agency_id, "legal_reviewer", on)
    possible = holders.exclude(pk__in=[pk for pk in away if pk]).select_related("agency", "unit")
    return [
        officer
        for officer in possible
        if not has_handled(matter, officer.pk) and not reviewer_problem(officer, on)
    ]


def reviewer_unfit(matters: Sequence[Matter], officers: Sequence[Officer], on: date) -> Pairs:
    """Return why officers may not take over the review of cases, by (matter, officer)."""
    told: Pairs = {}
    for matter in matters:
        free = {officer.pk for officer in free_reviewers(matter, on)}
        for officer in officers:
            if officer.pk not in free:
                told[matter.pk, officer.pk] = (
                    f"{officer.name}不能审核本案：不在名册上，或者承办过、已回避本案。请另选"
                )
    return told


SIMILAR = 8


def similar_decisions(actor: Actor, case: Case) -> list[Decision]:
    """Return decisions on the same cause by the same agency that this person may see; one query."""
    found = Decision.objects.filter(
        may_see(actor, "case__matter"),
        void=False,
        case__cause=case.cause,
        case__matter__agency=case.matter.agency_id,
    )
    related = ("draft", "case__matter")
    newest = found.exclude(case=case).select_related(*related).order_by("-decided_on", "-id")
    return list(newest[:SIMILAR])


def rounds_of(case: Case) -> list[Request]:
    """Return every round with its opinion, oldest first; two queries, three after a vote."""
    related = (
        "draft",
        "submitted_by",
        "opinion__reviewer",
        "opinion__document",
        "opinion__answer__given_by",
        "sent_back__sent_by",
    )
    consulted = Prefetch(
        "proposals",
        Proposal.objects.select_related("proposed_by", "decided_by", "consultation").order_by("id"),
    )
    rounds = Request.objects.filter(case=case).select_related(*related).order_by("round")
    found = list(rounds.prefetch_related(consulted))
    _with_resolutions(case, found)
    return found


def _with_resolutions(case: Case, rounds: Sequence[Request]) -> None:
    """Put the leaders' votes beside the rounds they resolved; a query only where both disagreed."""
    split = [one for one in rounds if any(_failed(proposal) for proposal in one.proposals.all())]
    if not split:
        return
    held = Discussion.objects.filter(case=case, resolves_review=True).order_by("id")
    for one in split:
        one.resolutions = [row for row in held if row.draft_hash == one.draft.draft_hash]


def _failed(proposal: Proposal) -> bool:
    held = getattr(proposal, "consultation", None)
    return held is not None and held.result == ConsultationResult.NONE


def problem_opinion(case: Case) -> Opinion | None:
    """Return the last opinion, if it found problems."""
    last = latest_opinion(case)
    return last if last is not None and last.outcome != Outcome.PASSED else None


def open_proposal(case: Case) -> Proposal | None:
    """Return the proposal to consult that waits for the leader, made on the newest submission."""
    request = latest_request(case)
    found = Proposal.objects.filter(request=request, state=ProposalState.OPEN)
    return found.select_related("proposed_by").first() if request is not None else None


def running_consultation(case: Case) -> Proposal | None:
    """Return the approved proposal on which no consultation is recorded yet."""
    found = Proposal.objects.filter(
        request__case=case, state=ProposalState.APPROVED, consultation__isnull=True
    )
    return found.select_related("request__draft").order_by("-id").first()


def failed_consultation(case: Case) -> Consultation | None:
    """Return the last consultation, if the two sides did not agree."""
    held = Consultation.objects.filter(proposal__request__case=case)
    last = held.select_related("proposal__request").order_by("-id").first()
    return last if last is not None and last.result == ConsultationResult.NONE else None


def companions(matter: Matter, officer: int, on: date) -> list[Officer]:
    """Return who may question beside a reviewer: certified, neither handling nor recused.

    Source: 行政处罚法 第四十二条第一款（由具有行政执法资格的执法人员实施）.
    """
    away = {matter.lead_id, matter.second_id, officer}
    away |= set(matter.recusals.values_list("officer", flat=True))
    found = valid_officers(matter.agency_id, on).exclude(pk__in=[pk for pk in away if pk])
    return list(found.select_related("unit"))
