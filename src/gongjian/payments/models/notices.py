"""What a decision asks to be paid, what reached the bank for it, and what stops its days."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.payments.choices import PaymentWay, ProceedingKind, ReceiptState, Toward

CODE_LENGTH = 20


class PaymentNotice(Record):
    """What a delivered decision asks to be paid, where, by which code (缴款通知书).

    `due_on` is the last day of the first part that is still open, `outstanding_fen` what the
    account still asks for: both follow from other rows and stand here to be searched.

    Source: 行政处罚法 第六十七条; 罚款决定与罚款收缴分离实施办法 第七条.
    """

    MUTABLE = frozenset({"due_on", "outstanding_fen"})

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField("cases.Decision", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    amount_fen = models.BigIntegerField()
    fine_fen = models.BigIntegerField()
    bank_name = models.CharField(max_length=100)
    bank_account = models.CharField(max_length=64)
    served_on = models.DateField()
    first_due_on = models.DateField()
    explanation = models.JSONField()
    due_on = models.DateField()
    outstanding_fen = models.BigIntegerField()
    noticed_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, fine_fen__gte=0, fine_fen__lte=F("amount_fen")),
                name="payment_notice_sums_fit",
            ),
            models.CheckConstraint(
                condition=Q(outstanding_fen__gte=0), name="payment_notice_asks_for_no_less_than_0"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"],
                name="payment_notice_arrears",
                condition=Q(outstanding_fen__gt=0),
            ),
            models.Index(fields=["agency", "noticed_on"], name="payment_notice_by_day"),
        ]

    def __str__(self) -> str:
        return self.code


class BankReceipt(Record):
    """Money that reached the collecting bank: one line of the bank's list, taken once.

    Source: 行政处罚法 第六十七条第三款; 罚款决定与罚款收缴分离实施办法 第十条至第十二条.
    """

    MUTABLE = frozenset({"state", "notice_id", "settled_by_id", "settled_at", "reason"})

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    serial = models.CharField(max_length=64)
    paid_on = models.DateField()
    amount_fen = models.BigIntegerField()
    payer = models.CharField(max_length=100)
    code = models.CharField(max_length=64, blank=True, default="")
    memo = models.CharField(max_length=200, blank=True, default="")
    way = models.CharField(max_length=12, choices=PaymentWay.choices)
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=ReceiptState.choices)
    notice = models.ForeignKey(
        PaymentNotice, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    taken_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "serial"], name="bank_receipt_taken_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="bank_receipt_above_zero"),
            models.CheckConstraint(
                condition=Q(state=ReceiptState.MATCHED, notice__isnull=False)
                | (~Q(state=ReceiptState.MATCHED) & Q(notice__isnull=True)),
                name="bank_receipt_matched_has_notice",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(reason=""),
                name="bank_receipt_settled_by_hand_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-paid_on", "-id"], name="bank_receipt_state"),
            models.Index(fields=["agency", "-paid_on", "-id"], name="bank_receipt_newest"),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def may_be_named(self) -> bool:
        """Whether it came for a decision of a fine and a gain: its payer may have named one."""
        notice = self.notice
        return notice is not None and 0 < notice.fine_fen < notice.amount_fen


class PaymentPurpose(Record):
    """On which debt a payer said that money is to be paid; without it the order of the law holds.

    Said before a surcharge was reckoned over that day, never after (`locks`).
    """

    receipt = models.OneToOneField(BankReceipt, on_delete=models.PROTECT, related_name="purpose")
    toward = models.CharField(max_length=8, choices=Toward.choices)
    evidence = models.TextField()
    named_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(toward__in=Toward.values) & ~Q(evidence=""),
                name="payment_purpose_is_evidenced",
            ),
        ]


class Proceeding(Record):
    """A review or a lawsuit about a decision, as far as money must know of it (`remedies` writes).

    Its days bear no surcharge. `final_on` is the day after which nothing more can be lodged;
    between `stayed_on` and its end nothing is executed. One that was lodged too late counts for
    nothing (`in_time`) until its body takes it up. One about a `surcharge` leaves the decision
    itself alone: neither the window of the court nor a stay of the rest follows it.

    Source: 行政处罚法 第七十三条; 行政强制法 第五十三条; 行政复议法 第二十条.
    """

    MUTABLE = frozenset({"ended_on", "final_on", "stayed_on", "in_time"})

    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ProceedingKind.choices)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    final_on = models.DateField(null=True, blank=True)
    stayed_on = models.DateField(null=True, blank=True)
    in_time = models.BooleanField(default=True)
    surcharge = models.ForeignKey(
        "payments.SurchargeDecision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="proceeding_ends_after_it_began",
            ),
        ]
