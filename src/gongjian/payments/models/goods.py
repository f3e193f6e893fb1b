"""Confiscated goods: the register under the penalty item, and what became of them."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.payments.choices import GoodsWay, UntakenGround

# What the police collect by their list needs no penalty: such a thing may have no decision.
BY_DECISION_OR_LIST = Q(decision__isnull=False) | Q(collected__isnull=False)
# A thing is taken by an item of the decision, or, by the police, by the list that collects it.
BY_ITEM_OR_LIST = Q(penalty_item__isnull=False, collected__isnull=True) | Q(
    penalty_item__isnull=True, collected__isnull=False
)


class ConfiscatedItem(Record):
    """A confiscated thing in the register, under the penalty item that took it (没收物品).

    `collected`: what the police took by their list instead (收缴), where no penalty follows too.

    Source: 行政处罚法 第七十四条; 公安机关办理行政案件程序规定 第一百九十六条.
    """

    decision = models.ForeignKey(
        "cases.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    penalty_item = models.PositiveSmallIntegerField(null=True, blank=True)
    collected = models.ForeignKey(
        "cases.GoodsDisposal", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    quantity = models.CharField(max_length=60)
    kept_at = models.CharField(max_length=200)
    keeper = models.CharField(max_length=60)
    taken_on = models.DateField()
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=BY_ITEM_OR_LIST, name="confiscated_item_by_item_or_list"
            ),
            models.CheckConstraint(
                condition=BY_DECISION_OR_LIST, name="confiscated_item_by_decision_or_list"
            ),
            models.CheckConstraint(
                condition=~Q(kept_at="") & ~Q(keeper=""), name="confiscated_item_is_kept"
            ),
        ]


class UntakenGoods(Record):
    """Why what was confiscated cannot be taken over, and what shows it (没收物品不能收取).

    Source: 行政处罚法 第七十四条第一款; 行政强制法 第四十条第三项（执行标的灭失）.
    """

    decision = models.ForeignKey(
        "cases.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    penalty_item = models.PositiveSmallIntegerField(null=True, blank=True)
    collected = models.ForeignKey(
        "cases.GoodsDisposal", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ground = models.CharField(max_length=12, choices=UntakenGround.choices)
    reason = models.TextField()
    evidence = models.TextField()
    stated_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=BY_ITEM_OR_LIST, name="untaken_goods_by_item_or_list"),
            models.CheckConstraint(
                condition=BY_DECISION_OR_LIST, name="untaken_goods_by_decision_or_list"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(evidence=""), name="untaken_goods_have_proof"
            ),
            models.UniqueConstraint(
                fields=["decision", "penalty_item"], name="untaken_goods_once_an_item"
            ),
            models.UniqueConstraint(fields=["collected"], name="untaken_goods_once_a_list"),
        ]


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
    proceeds_fen = models.BigIntegerField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(proceeds_fen__isnull=True)
                | Q(way=GoodsWay.AUCTION, proceeds_fen__gt=0),
                name="goods_handling_only_an_auction_brings_money",
            ),
        ]


class ProceedsHandover(Record):
    """What an auction brought, handed to the treasury whole, by nobody who sold it (上缴国库).

    Source: 行政处罚法 第七十四条第二款.
    """

    handling = models.OneToOneField(
        GoodsHandling, on_delete=models.PROTECT, related_name="handover"
    )
    handed_on = models.DateField()
    receipt_number = models.CharField(max_length=80)
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(receipt_number=""), name="proceeds_handover_has_a_receipt"
            ),
        ]
