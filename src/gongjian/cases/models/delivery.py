"""Deliveries: those that reached somebody, and those that did not (送达未成)."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import CertificateShown, DeliveryFailure, DeliveryWay
from gongjian.common.records import Record

from .case import Case

# What a decision's `CHANGE` asks: one that reached somebody is not taken back.
TAKEN_BACK_UNDELIVERED = (
    "(NEW.void = OLD.void OR NOT EXISTS"
    " (SELECT 1 FROM cases_delivery d WHERE d.document_id = NEW.document_id))"
)


class Delivery(Record):
    """A document handed to the party (送达). Source: 行政处罚法 第五十二条、第六十一条.

    A decision on the spot carries the party's signature itself: it is its own receipt. What was
    posted on `posted_on` as a public notice counts as delivered when its time has run.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    receipt = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=16, choices=DeliveryWay.choices)
    served_on = models.DateField()
    place = models.CharField(max_length=200)
    receiver = models.CharField(max_length=100)
    agent = models.ForeignKey(
        "cases.Agent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused = models.BooleanField(default=False)
    witness = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    posted_on = models.DateField(null=True, blank=True)
    after_failed = models.ForeignKey(
        "cases.FailedDelivery", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recording = models.CharField(max_length=200, blank=True, default="")
    certificate_shown = models.CharField(
        max_length=8, choices=CertificateShown.choices, blank=True, default=""
    )
    unshown_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(certificate_shown="excused") | ~Q(unshown_because=""),
                name="delivery_unshown_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(way="left") | ~Q(witness="") | ~Q(recording=""),
                name="delivery_left_is_witnessed_or_recorded",
            ),
            # Public notice comes last: after a failure on record, and when its time has run.
            models.CheckConstraint(
                condition=~Q(way="public_notice")
                | Q(
                    after_failed__isnull=False,
                    posted_on__isnull=False,
                    served_on__gt=F("posted_on"),
                ),
                name="delivery_public_notice_comes_last",
            ),
            models.CheckConstraint(
                condition=Q(refused=False)
                | (Q(way="left") & (~Q(witness="") | ~Q(recording="")))
                | (Q(way="on_the_spot", receipt=F("document")) & ~Q(note="")),
                name="delivery_refused_has_witness",
            ),
        ]


class FailedDelivery(Record):
    """One attempt to deliver a document that reached nobody.

    `next_way` is the way that the law opens after it, with its `source`: public notice comes from
    nothing but such a row. Source: 行政处罚法 第六十一条; 民事诉讼法 第八十八条至第九十五条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="failed_deliveries")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=16, choices=DeliveryWay.choices)
    tried_on = models.DateField()
    outcome = models.CharField(max_length=16, choices=DeliveryFailure.choices)
    reason = models.TextField()
    proof = models.TextField()
    next_way = models.CharField(max_length=16, choices=DeliveryWay.choices)
    source = models.CharField(max_length=400)
    recorded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(way__in=["on_the_spot", "public_notice"]),
                name="failed_delivery_by_a_way_that_can_fail",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(proof=""), name="failed_delivery_has_proof"
            ),
        ]
