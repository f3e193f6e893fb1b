"""The outcome of the legal review, of one draft."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import OPENING, ReviewOutcome
from gongjian.common.records import Record

from .case import Case
from .draft import Draft


def reviewed_as_decided(name: str) -> models.CheckConstraint:
    """Return the lock of every decision: where it must be reviewed, this very draft was passed."""
    return models.CheckConstraint(
        condition=Q(review_required=False)
        | Q(review__isnull=False, reviewed_hash=F("draft_hash"), review_outcome__in=list(OPENING)),
        name=name,
    )


class Review(Record):
    """The outcome of one legal review, written by `review`: a decision can rest on it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=ReviewOutcome.choices)
    opinion = models.UUIDField()
    consultation = models.UUIDField(null=True, blank=True)
    discussion = models.OneToOneField(
        "cases.Discussion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    discussion_adopted = models.BooleanField(default=False)
    discussed_hash = models.CharField(max_length=64, blank=True, default="")
    reviewer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("drafted_by")), name="review_not_of_own_draft"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReviewOutcome.RESOLVED)
                | Q(
                    consultation__isnull=False,
                    discussion__isnull=False,
                    discussion_adopted=True,
                    discussed_hash=F("draft_hash"),
                ),
                name="review_resolved_by_discussion",
            ),
        ]


class Reviewed(Record):
    """What ties a decision not to punish to the review of its draft, where one is asked."""

    review_required = models.BooleanField(default=False)
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_hash = models.CharField(max_length=64, blank=True, default="")
    review_outcome = models.CharField(max_length=16, choices=ReviewOutcome.choices, blank=True)

    class Meta:
        abstract = True
