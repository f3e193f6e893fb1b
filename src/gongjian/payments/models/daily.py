"""The daily account of an agency with its bank."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record


class Reconciliation(Record):
    """One bank day of an agency, compared and signed (对账); never by a handler of its cases.

    Source: 罚款决定与罚款收缴分离实施办法 第十条至第十二条.
    """

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    round = models.PositiveSmallIntegerField()
    decided_fen = models.BigIntegerField()
    noticed_fen = models.BigIntegerField()
    received_fen = models.BigIntegerField()
    received_count = models.PositiveIntegerField()
    unmatched_fen = models.BigIntegerField()
    collected_fen = models.BigIntegerField()
    bank_fen = models.BigIntegerField()
    bank_count = models.PositiveIntegerField()
    differences = models.JSONField()
    explanation = models.TextField(blank=True, default="")
    signed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signer_handles = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day", "round"], name="reconciliation_one_per_round"
            ),
            models.CheckConstraint(
                condition=Q(signer_handles=False), name="reconciliation_not_by_a_handler"
            ),
            models.CheckConstraint(
                condition=Q(bank_fen=F("received_fen"), bank_count=F("received_count"))
                | ~Q(explanation=""),
                name="reconciliation_difference_is_explained",
            ),
        ]
