"""What legal review sent back or disputes, until it is submitted anew or the leaders resolve it.

Source: 国办发〔2018〕118号 四（十四）; XM4.3.4; DZ11(2); HN27.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.cases.choices import ReviewOutcome
from gongjian.cases.models import Discussion, Review
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters, visible_parts
from gongjian.review.choices import ConsultationResult, Outcome, ProposalState
from gongjian.review.models import Consultation, Proposal, Request
from gongjian.ui.pager import SIZE, Page, page

RETURNED, DISPUTED = "returned", "disputed"
STATES = ((RETURNED, "已退回"), (DISPUTED, "有分歧"))
NEWEST = ("-opened_at", "-id")
# In words, where a case stands; elsewhere it is being mended.
AT = {
    "review_returned": "等待承办机构反馈采纳情况",
    "consulting": "协商中",
    "to_resolve": "等待机关负责人集体讨论",
}


@dataclass(frozen=True, slots=True)
class SentBackRow:
    """A case that review did not let pass: what was said, by whom and when, where it stands."""

    matter: Matter
    said: str
    by: str
    at: datetime
    stands: str


def sent_back_page(
    actor: Actor, *, state: str, mine: bool, after: str, size: int = SIZE
) -> Page[Matter]:
    """Return a page of cases whose newest round did not pass, newest case first; one query.

    `mine`: those on which this person gave the opinion.
    """
    narrow = _condition(state, actor.officer if mine else None)
    parts = [part.filter(narrow) for part in visible_parts(actor)]
    found = visible_matters(actor).filter(narrow).select_related("unit", "lead")
    return page(found, order=NEWEST, after=after, size=size, parts=parts)


def sent_back_rows(matters: Sequence[Matter]) -> list[SentBackRow]:
    """Return the lines of a page; two queries, however many there are."""
    pks = [matter.pk for matter in matters]
    related = ("case", "opinion__reviewer", "sent_back__sent_by")
    rounds = Request.objects.filter(_NEWEST_ROUND, case__matter__in=pks).select_related(*related)
    last = {one.case.matter_id: one for one in rounds}
    open_on = Proposal.objects.filter(request__in=last.values(), state=ProposalState.OPEN)
    asked = set(open_on.values_list("request", flat=True))
    return [_row(m, last[m.pk], last[m.pk].pk in asked) for m in matters]


def _row(matter: Matter, last: Request, asked: bool) -> SentBackRow:
    stands = next((AT[place] for place in matter.marking if place in AT), "补正中，尚未再次送审")
    if asked:
        stands = "等待机关负责人批准协商"
    if hasattr(last, "opinion"):
        given = last.opinion
        return SentBackRow(matter, given.label, given.reviewer.name, given.given_at, stands)
    back = last.sent_back
    return SentBackRow(matter, "不予审核，退回补办", back.sent_by.name, back.at, stands)


def _condition(state: str, officer: int | None) -> Q:
    back = _REQUESTS.filter(Q(sent_back__isnull=False) | _NOT_PASSED)
    if officer is not None:
        back = back.filter(Q(opinion__reviewer=officer) | Q(sent_back__sent_by=officer))
    if state == DISPUTED:
        back = back.filter(_DISPUTED)
    elif state == RETURNED:
        back = back.exclude(_DISPUTED)
    return Q(closed_at__isnull=True, review_opened_at__isnull=False) & Q(
        Exists(back.filter(case__matter=OuterRef("pk")))
    )


def _of_request(found: QuerySet[Proposal]) -> Q:
    return Q(Exists(found.filter(request=OuterRef("pk"))))


_NEWEST_ROUND = ~Exists(
    Request.objects.filter(case=OuterRef("case"), round__gt=OuterRef("round")).order_by()
)
# What the leaders resolved goes on to the decision, whatever the opinion said.
_RESOLVED = Exists(
    Review.objects.filter(
        case=OuterRef("case"), opinion=OuterRef("opinion__uid"), outcome=ReviewOutcome.RESOLVED
    )
)
_REQUESTS = Request.objects.filter(_NEWEST_ROUND, case__matter__decided_on__isnull=True).order_by()
_NOT_PASSED = Q(opinion__isnull=False) & ~Q(opinion__outcome=Outcome.PASSED) & ~Q(_RESOLVED)
# Not agreed, and the leaders have not voted since.
_VOTED = Discussion.objects.filter(
    case=OuterRef("proposal__request__case"), resolves_review=True, at__gte=OuterRef("at")
)
_SPLIT = Consultation.objects.filter(
    ~Exists(_VOTED), proposal__request=OuterRef("pk"), result=ConsultationResult.NONE
)
_DISPUTED = (
    _of_request(Proposal.objects.filter(state=ProposalState.OPEN))
    | _of_request(Proposal.objects.filter(state=ProposalState.APPROVED, consultation__isnull=True))
    | Q(Exists(_SPLIT))
)
