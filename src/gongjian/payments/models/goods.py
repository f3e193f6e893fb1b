"""Confiscated goods: the register under the penalty item, and what became of them."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.payments.choices import GoodsWay


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
