"""Goods that are to go back: who was called to fetch them, and what became of them (无人认领)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.payments.choices import ClaimEnd, OwnerCalled


class OwnerCall(Record):
    """The owner of a thing that is given back was told, or called for in public, to fetch it.

    `thing` says which entry of which paper gave it back, `due_on` until when it may be fetched.

    Source: 治安管理处罚法 第一百零五条; 公安机关办理行政案件程序规定 第一百九十七条.
    """

    SECRET = frozenset({"owner"})

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    thing = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    way = models.CharField(max_length=12, choices=OwnerCalled.choices)
    owner = models.CharField(max_length=100, blank=True, default="")
    called_on = models.DateField()
    due_on = models.DateField()
    called_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    @property
    def until(self) -> date:
        """The last day to fetch it, with what the head allowed."""
        return self.delay.until_on if hasattr(self, "delay") else self.due_on

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "thing"], name="owner_called_once_a_thing"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("called_on")), name="owner_call_leaves_time"
            ),
            models.CheckConstraint(
                condition=Q(way=OwnerCalled.ANNOUNCED, owner="")
                | (Q(way=OwnerCalled.TOLD) & ~Q(owner="")),
                name="owner_call_names_a_known_owner",
            ),
        ]


class OwnerCallDelay(Record):
    """That the head of the agency lets the owner fetch a thing for some months longer (延期处理).

    `until_on` is reckoned by the system; `most_months` is what the rule allowed then.

    Source: 公安机关办理行政案件程序规定 第一百九十七条.
    """

    call = models.OneToOneField(OwnerCall, on_delete=models.PROTECT, related_name="delay")
    months = models.PositiveSmallIntegerField()
    most_months = models.PositiveSmallIntegerField()
    until_on = models.DateField()
    reason = models.TextField()
    approved_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=F("most_months")) & ~Q(reason=""),
                name="owner_call_delayed_within_the_rule",
            ),
        ]


class OwnerCallEnd(Record):
    """Whoever fetched a thing, or the treasury that it went to as nobody did.

    Source: 治安管理处罚法 第一百零五条; 公安机关办理行政案件程序规定 第一百九十七条.
    """

    SECRET = frozenset({"receiver"})

    call = models.OneToOneField(OwnerCall, on_delete=models.PROTECT, related_name="end")
    became = models.CharField(max_length=12, choices=ClaimEnd.choices)
    ended_on = models.DateField()
    receiver = models.CharField(max_length=100, blank=True, default="")
    proof = models.CharField(max_length=200)
    proceeds_fen = models.BigIntegerField(null=True, blank=True)
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(proof=""), name="owner_call_end_is_proven"),
            models.CheckConstraint(
                condition=~Q(became=ClaimEnd.CLAIMED) | ~Q(receiver=""),
                name="owner_call_end_names_who_came",
            ),
            models.CheckConstraint(
                condition=Q(proceeds_fen__isnull=True)
                | Q(became=ClaimEnd.SOLD, proceeds_fen__gt=0),
                name="owner_call_only_a_sale_brings_money",
            ),
        ]
