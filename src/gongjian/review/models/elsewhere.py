"""Reviews of what is not handled here: nodes of criminal procedure, normative documents."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.review.choices import LegalityOutcome


class OutsideRequest(Record):
    """A node outside this system that must be reviewed: number and kind, nothing of its content.

    Source: XM4.3.2; V2.
    """

    MUTABLE = frozenset({"outcome", "answered_by_id", "answered_on"})

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    asked_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=40, blank=True, default="")
    answered_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "number"],
                condition=Q(outcome=""),
                name="outside_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_by__isnull=True, answered_on__isnull=True)
                | (
                    ~Q(outcome="")
                    & Q(answered_by__isnull=False, answered_on__isnull=False)
                    & ~Q(answered_by=F("asked_by"))
                ),
                name="outside_request_answered_by_another",
            ),
        ]


class NormativeDocument(Record):
    """A decision in the form of a normative document (规范性文件): reviewed, issued, filed.

    Source: HN25; V15.
    """

    MUTABLE = frozenset(
        {
            "outcome",
            "opinion",
            "reviewed_by_id",
            "reviewed_on",
            "number",
            "issued_on",
            "file_by",
            "filed_with",
            "filed_on",
            "receipt_number",
            "receipt_on",
        }
    )

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    basis = models.TextField()
    submitted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    submitted_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=LegalityOutcome.choices, blank=True)
    opinion = models.TextField(blank=True, default="")
    reviewed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=80, blank=True, default="")
    issued_on = models.DateField(null=True, blank=True)
    file_by = models.DateField(null=True, blank=True)
    filed_with = models.CharField(max_length=200, blank=True, default="")
    filed_on = models.DateField(null=True, blank=True)
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    receipt_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="")
                | (~Q(opinion="") & Q(reviewed_by__isnull=False, reviewed_on__isnull=False)),
                name="normative_opinion_is_written",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
                name="normative_not_reviewed_by_its_author",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | (
                    Q(outcome=LegalityOutcome.LAWFUL, issued_on__gte=F("reviewed_on"))
                    & ~Q(number="")
                ),
                name="normative_issued_after_review",
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True)
                | (Q(issued_on__isnull=False, filed_on__gte=F("issued_on")) & ~Q(filed_with="")),
                name="normative_filed_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(receipt_on__isnull=True)
                | (
                    Q(filed_on__isnull=False, receipt_on__gte=F("filed_on")) & ~Q(receipt_number="")
                ),
                name="normative_receipt_after_filing",
            ),
        ]

    def __str__(self) -> str:
        return self.title
