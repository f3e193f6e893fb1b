"""The yearly look at the bodies that may enforce."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.exante.choices import BodyOutcome


class BodyReview(Record):
    """An order to verify every body anew by a day: the agency itself and all below it.

    Source: REQUIREMENTS P2; KM3.2.2.
    """

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    ordered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    ordered_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ["agency", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="body_review_number_once"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("ordered_on")), name="body_review_due_after_order"
            ),
        ]


class BodyVerdict(Record):
    """What was found of one body in one re-verification, by whom."""

    MUTABLE = frozenset({"outcome", "note", "verified_by_id", "verified_on"})

    review = models.ForeignKey(BodyReview, on_delete=models.PROTECT, related_name="verdicts")
    body = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=BodyOutcome.choices)
    note = models.CharField(max_length=300, blank=True, default="")
    verified_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField()

    class Meta:
        ordering = ["review", "body"]
        constraints = [
            models.UniqueConstraint(fields=["review", "body"], name="body_verdict_once"),
            models.CheckConstraint(
                condition=Q(outcome=BodyOutcome.KEPT) | ~Q(note=""), name="body_verdict_has_note"
            ),
        ]
