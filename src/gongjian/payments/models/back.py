"""Money that goes back to who paid it."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.payments.choices import RefundState

from .notices import PaymentNotice


class Refund(Record):
    """Money to be given back through the treasury: asked by one person, approved by another."""

    MUTABLE = frozenset({"state", "approved_by_id", "approved_on", "opinion"})

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="refunds")
    amount_fen = models.BigIntegerField()
    reason = models.TextField()
    account = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.ASKED)
    asked_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    approved_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)
    opinion = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="refund_above_zero"),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(state=RefundState.ASKED), name="refund_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(state=RefundState.ASKED)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="refund_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("approved_by")), name="refund_by_two_persons"
            ),
        ]
