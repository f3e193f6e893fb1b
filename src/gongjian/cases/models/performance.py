"""How the decision was performed, and money taken on the spot."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import CollectionGround, PerformanceWay
from gongjian.common.records import Record

from .case import Case
from .decision import Decision


class Performance(Record):
    """How the party performed the decision (执行): money by what reached the bank, never by hand.

    `owed_fen` is what was owed when it was recorded, `amount_fen` what had been paid by then.
    Source: 行政处罚法 第六十六条、第六十七条.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="performance")
    way = models.CharField(max_length=12, choices=PerformanceWay.choices)
    performed_on = models.DateField()
    owed_fen = models.BigIntegerField(default=0)
    amount_fen = models.BigIntegerField(default=0)
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    note = models.TextField(blank=True, default="")
    collection = models.OneToOneField(
        "cases.Collection", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="collected", collection__isnull=False)
                | (~Q(way="collected") & Q(collection__isnull=True)),
                name="performance_no_cash_outside_the_exception",
            ),
            models.CheckConstraint(
                condition=Q(owed_fen__gte=0, amount_fen__gte=F("owed_fen")),
                name="performance_money_has_arrived",
            ),
        ]


class Collection(Record):
    """A fine taken by the officers on the spot, on its way to the bank (当场收缴).

    `limit_fen` is what may be taken on the spot without further ground; `source` the article that
    lets this be taken ("" in older rows). Each of the two ways on has its own limit of time:
    officer to agency, agency to bank; no two of them by one person.

    Source: 行政处罚法 第六十八条至第七十一条; 治安管理处罚法 第一百二十三条至第一百二十五条.
    """

    MUTABLE = frozenset(
        {
            "handed_in_at",
            "handed_in_by_id",
            "received_by_id",
            "banked_at",
            "banked_by_id",
            "bank_receipt",
        }
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="collection")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    limit_fen = models.BigIntegerField()
    ground = models.CharField(max_length=12, choices=CollectionGround.choices)
    source = models.CharField(max_length=200, blank=True, default="")
    ground_note = models.TextField(blank=True, default="")
    asked_by_party = models.BooleanField(default=False)
    no_objection = models.BooleanField(default=False)
    no_home = models.BooleanField(default=False)
    public_order = models.BooleanField()
    receipt_number = models.CharField(max_length=80)
    collected_at = models.DateTimeField()
    collected_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    banked_at = models.DateTimeField(null=True, blank=True)
    banked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bank_receipt = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "receipt_number"], name="collection_receipt_used_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(receipt_number=""),
                name="collection_with_receipt",
            ),
            models.CheckConstraint(
                condition=Q(ground="small", amount_fen__lte=F("limit_fen"))
                & (Q(public_order=False) | Q(no_objection=True))
                | Q(ground="hard_later") & ~Q(ground_note="")
                | Q(ground="remote", asked_by_party=True) & ~Q(ground_note=""),
                name="collection_on_a_lawful_ground",
            ),
            models.CheckConstraint(
                condition=Q(
                    handed_in_at__isnull=True, received_by__isnull=True, handed_in_by__isnull=True
                )
                | Q(
                    handed_in_at__isnull=False,
                    handed_in_at__gte=F("collected_at"),
                    received_by__isnull=False,
                    handed_in_by__isnull=False,
                )
                & ~Q(received_by=F("handed_in_by")),
                name="collection_handed_to_another",
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True) | ~Q(received_by=F("collected_by")),
                name="collection_not_back_to_the_collector",
            ),
            models.CheckConstraint(
                condition=Q(banked_at__isnull=True, banked_by__isnull=True, bank_receipt="")
                | Q(
                    handed_in_at__isnull=False,
                    banked_at__isnull=False,
                    banked_at__gte=F("handed_in_at"),
                    banked_by__isnull=False,
                )
                & ~Q(bank_receipt="")
                & ~Q(banked_by=F("collected_by")),
                name="collection_banked_after_hand_in",
            ),
        ]
        indexes = [models.Index(fields=["agency", "collected_at"], name="collection_of_agency")]
