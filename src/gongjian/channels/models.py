"""What went out by which channel, and what came back."""

from django.db import models
from django.db.models import Q

from gongjian.common.records import Record

from .choices import LineKind


class CreditBatch(Record):
    """One file of published decisions for the credit platform (双公示报送批次).

    `left_out` tells which published decisions are not in it and what to do about each: uid, number,
    field and words, never a value. The files themselves lie in the vault under their hashes.

    Source: 发改办财金〔2018〕424号.
    """

    MUTABLE = frozenset({"receipt", "receipt_note", "received_on", "receipt_by_id"})

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    until_on = models.DateField()
    made_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    format_version = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    left_out = models.JSONField(default=list)
    csv_sha256 = models.CharField(max_length=64, blank=True)
    xlsx_sha256 = models.CharField(max_length=64, blank=True)
    gone_sha256 = models.CharField(max_length=64, blank=True)
    receipt = models.CharField(max_length=100, blank=True, default="")
    receipt_note = models.TextField(blank=True, default="")
    received_on = models.DateField(null=True, blank=True)
    receipt_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], name="credit_batch_one_per_number"
            ),
            models.CheckConstraint(
                condition=Q(rows__gt=0) | Q(gone__gt=0), name="credit_batch_says_something"
            ),
            models.CheckConstraint(
                condition=Q(receipt="", received_on__isnull=True, receipt_by__isnull=True)
                | (~Q(receipt="") & Q(received_on__isnull=False, receipt_by__isnull=False)),
                name="credit_batch_receipt_has_day_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}批"


class CreditLine(Record):
    """That a batch reported a decision, or took it back: each once."""

    batch = models.ForeignKey(CreditBatch, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(
        "publicity.PublicItem", on_delete=models.PROTECT, related_name="credit_lines"
    )
    kind = models.CharField(max_length=8, choices=LineKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="credit_line_once_per_item")
        ]
