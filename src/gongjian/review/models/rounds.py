"""Rounds of legal review: what was submitted, and the opinion on it, kept as it was."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.review.choices import ConsultationResult, Outcome, ProposalState, Side

if TYPE_CHECKING:
    from gongjian.cases.models import Discussion


class Request(Record):
    """One submission for review: this draft, these materials.

    Source: 行政处罚法 第五十八条; LF3.5.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("cases.Draft", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    summary = models.TextField()
    materials = models.JSONField()
    submitted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    # The leaders' votes on the disagreement of this round, where a page has read them.
    resolutions: "Sequence[Discussion]" = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="request_one_per_round"),
        ]


class Opinion(Record):
    """A written opinion with its checklist. The reviewer is never who submitted.

    Source: 国办发〔2018〕118号 四（十四）; XM4.3.4.
    """

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="opinion")
    submitted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    label = models.CharField(max_length=40)
    findings = models.JSONField()
    problems = models.PositiveSmallIntegerField()
    reasons = models.TextField()
    refer_to = models.CharField(max_length=200, blank=True, default="")
    draft_hash = models.CharField(max_length=64)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("submitted_by")), name="opinion_not_on_own_submission"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.PASSED, problems=0)
                | (~Q(outcome=Outcome.PASSED) & Q(problems__gt=0)),
                name="opinion_passes_without_problem",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.TRANSFERRED) | ~Q(refer_to=""),
                name="opinion_transfer_names_authority",
            ),
        ]


class SentBack(Record):
    """A submission that did not follow the rules: not reviewed, its missing steps to be done.

    Source: XM4.3.4; V5.
    """

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="sent_back")
    submitted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    missing = models.TextField()
    sent_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(missing="") & ~Q(sent_by=F("submitted_by")),
                name="sent_back_names_what_is_missing",
            ),
        ]


class Answer(Record):
    """What the handling unit did with each problem of an opinion (采纳情况反馈).

    Source: DZ11(2); XM4.3.4; HN27.
    """

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="answer")
    items = models.JSONField()
    agreed = models.BooleanField()
    given_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Proposal(Record):
    """A proposal of either side to consult on a case, and what the leader said to it.

    Source: XM4.3.4; DZ11(2); 国办发〔2018〕118号 （十四）.
    """

    MUTABLE = frozenset({"state", "decided_by_id", "decided_at", "note"})

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="proposals")
    side = models.CharField(max_length=8, choices=Side.choices)
    reasons = models.TextField()
    proposed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    decided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="open"), name="proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True)
                | (
                    ~Q(state="open") & Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))
                ),
                name="proposal_decided_by_another",
            ),
        ]


class Consultation(Record):
    """What both sides said to each other and how it ended (协商), on a record of its own.

    Source: 国办发〔2018〕118号 （十四）; DZ11(2); HN27; LF3.5.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="consultation")
    held_on = models.DateField()
    participants = models.TextField()
    handler_view = models.TextField()
    reviewer_view = models.TextField()
    result = models.CharField(max_length=12, choices=ConsultationResult.choices)
    conclusion = models.TextField()
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(handler_view="") & ~Q(reviewer_view=""),
                name="consultation_hears_both_sides",
            ),
        ]
