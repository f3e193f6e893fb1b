"""A delivery that did not succeed: why, and what proves it (送达未成)."""

from django.db import models
from django.db.models import Q

from gongjian.cases.choices import DeliveryFailure, DeliveryWay
from gongjian.common.records import Record

from .core import Case


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
