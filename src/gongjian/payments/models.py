"""The rows of money under a decision. Each is one fact and is never edited."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import (
    GoodsWay,
    InstalmentState,
    PaymentWay,
    ProceedingKind,
    ReceiptState,
    RefundState,
    WriteOffGround,
)

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


class Proceeding(Record):
    """A review or a lawsuit about a decision, as far as money must know of it (`remedies` writes).

    Its days bear no surcharge. `final_on` is the day after which nothing more can be lodged;
    between `stayed_on` and its end nothing is executed. One that was lodged too late counts for
    nothing (`in_time`) until its body takes it up.

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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="proceeding_ends_after_it_began",
            ),
        ]


class Instalment(Record):
    """A party's application to pay later or in parts, and what became of it (暂缓、分期缴纳).

    Source: 行政处罚法 第六十六条第二款.
    """

    MUTABLE = frozenset({"state", "decided_by_id", "decided_on", "opinion"})

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="instalments")
    applied_on = models.DateField()
    reason = models.TextField()
    parts = models.JSONField()
    state = models.CharField(
        max_length=10, choices=InstalmentState.choices, default=InstalmentState.APPLIED
    )
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    opinion = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(state=InstalmentState.APPLIED),
                name="instalment_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(state=InstalmentState.APPLIED)
                | (Q(decided_by__isnull=False, decided_on__isnull=False) & ~Q(opinion="")),
                name="instalment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=F("decided_by")), name="instalment_by_two_persons"
            ),
        ]


class SurchargeDecision(Record):
    """A decision to impose a surcharge (加处罚款决定书); `total_fen` counts earlier ones in.

    Source: 行政处罚法 第七十二条第一款第一项; 行政强制法 第四十五条.
    """

    MUTABLE = frozenset({"served_on"})

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="surcharges")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    until_on = models.DateField()
    late_days = models.PositiveIntegerField()
    fine_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    explanation = models.JSONField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    served_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=F("total_fen")),
                name="surcharge_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(total_fen__lte=F("fine_fen")), name="surcharge_not_above_the_fine"
            ),
        ]


class Demand(Record):
    """A written demand before the court is asked (催告书). Source: 行政强制法 第五十四条."""

    MUTABLE = frozenset({"served_on", "over_on"})

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="demands")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    principal_fen = models.BigIntegerField()
    surcharge_fen = models.BigIntegerField()
    made_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    served_on = models.DateField(null=True, blank=True)
    over_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(served_on__isnull=True, over_on__isnull=True)
                | Q(served_on__isnull=False, over_on__gt=F("served_on")),
                name="demand_served_has_time",
            ),
        ]


class CourtApplication(Record):
    """An application to the court to enforce (强制执行申请). The database repeats its three days.

    Source: 行政强制法 第五十三条、第五十四条; 行政处罚法 第七十二条第二款.
    """

    notice = models.OneToOneField(PaymentNotice, on_delete=models.PROTECT, related_name="court")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    demand_over_on = models.DateField()
    window_opens_on = models.DateField()
    window_closes_on = models.DateField()
    applied_on = models.DateField()
    amount_fen = models.BigIntegerField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_on__gt=F("demand_over_on")),
                name="court_application_after_the_demand",
            ),
            models.CheckConstraint(
                condition=Q(
                    applied_on__gte=F("window_opens_on"), applied_on__lte=F("window_closes_on")
                ),
                name="court_application_inside_the_window",
            ),
        ]


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


class WriteOff(Record):
    """What is no longer asked for, on a ground the law lists (核销).

    Source: 行政强制法 第三十九条、第四十条.
    """

    notice = models.OneToOneField(PaymentNotice, on_delete=models.PROTECT, related_name="write_off")
    ground = models.CharField(max_length=12, choices=WriteOffGround.choices)
    suspended_on = models.DateField(null=True, blank=True)
    evidence = models.TextField()
    amount_fen = models.BigIntegerField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="write_off_above_zero"),
            models.CheckConstraint(
                condition=Q(ground__in=WriteOffGround.values), name="write_off_ground_is_listed"
            ),
            models.CheckConstraint(
                condition=~Q(ground=WriteOffGround.NO_ABILITY) | Q(suspended_on__isnull=False),
                name="write_off_after_a_suspension",
            ),
        ]


class ConfiscatedItem(Record):
    """A confiscated thing in the register, under its penalty item (没收物品)."""

    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="+")
    penalty_item = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    quantity = models.CharField(max_length=60)
    kept_at = models.CharField(max_length=200)
    keeper = models.CharField(max_length=60)
    taken_on = models.DateField()
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class GoodsHandling(Record):
    """What became of a confiscated thing: by two persons, with a document.

    Source: 行政处罚法 第七十四条第一款（予以销毁，或者公开拍卖，或者按照国家有关规定处理）.
    """

    item = models.OneToOneField(ConfiscatedItem, on_delete=models.PROTECT, related_name="handling")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=GoodsWay.choices)
    handled_on = models.DateField()
    place = models.CharField(max_length=200)
    receiver = models.CharField(max_length=200, blank=True, default="")
    first = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="goods_handling_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(way=GoodsWay.DESTROY) | ~Q(receiver=""),
                name="goods_handling_names_receiver",
            ),
        ]


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
