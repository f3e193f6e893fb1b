"""Decisions other than penalties on their way to the public (其他行政执法决定)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.publicity.choices import ItemKind, ItemState, WithdrawalGround

from .item import NOT_WITHDRAWN
from .release import Round, of_rounds

# How its token begins: the tokens of penalties are hexadecimal, so a token tells which it is.
RULING_MARK = "r"
WITHDRAWN = Q(
    state=ItemState.WITHDRAWN,
    withdrawn_on__isnull=False,
    effective_on__isnull=False,
    withdrawal_due_on__isnull=False,
)


class RulingRound(Round):
    """One round of making a decision other than a penalty public; `document` is its paper.

    Source: 国办发〔2018〕118号 二（六）; DZ4(1); KM2.1.3(1); HN6.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="ruling_rounds"
    )
    kind = models.CharField(max_length=24, choices=ItemKind.choices)

    class Meta:
        constraints = of_rounds("ruling_round", "document")


class PublicRuling(Record):
    """A decision other than a penalty as the public may read it: who, towards whom, what, when.

    `data` is the rendition. Withdrawn, only number, agency, reason and date are shown.

    Source: 国办发〔2018〕118号 二（六）; 行政处罚法 第四十八条第二款.
    """

    MUTABLE = frozenset(
        {
            *("state", "withdrawn_on", "withdrawal_ground", "withdrawal_reason"),
            *("effective_on", "withdrawal_due_on"),
        }
    )

    release = models.OneToOneField(RulingRound, on_delete=models.PROTECT, related_name="item")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="public_rulings"
    )
    kind = models.CharField(max_length=24, choices=ItemKind.choices)
    token = models.CharField(max_length=24, unique=True)
    agency_uid = models.UUIDField()
    agency_name = models.CharField(max_length=100)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    party_name = models.CharField(max_length=200)
    conclusion = models.CharField(max_length=400)
    summary = models.CharField(max_length=120)
    decided_on = models.DateField()
    delivered_on = models.DateField()
    due_on = models.DateField()
    published_on = models.DateField()
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.LIVE)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal_ground = models.CharField(
        max_length=12, choices=WithdrawalGround.choices, blank=True, default=""
    )
    withdrawal_reason = models.TextField(blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    withdrawal_due_on = models.DateField(null=True, blank=True)
    data = models.JSONField()

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state=ItemState.LIVE),
                name="public_ruling_one_live_per_paper",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ItemKind.PENALTY_DECISION), name="public_ruling_is_no_penalty"
            ),
            models.CheckConstraint(
                condition=~Q(drafted_by=F("checked_by")), name="public_ruling_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__lte=F("published_on"), decided_on__lte=F("delivered_on")),
                name="public_ruling_after_delivery",
            ),
            models.CheckConstraint(
                condition=(Q(state=ItemState.LIVE) & NOT_WITHDRAWN)
                | (WITHDRAWN & ~Q(withdrawal_reason="") & ~Q(withdrawal_ground="")),
                name="public_ruling_withdrawal_has_date_and_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-decided_on", "-id"], name="public_ruling_newest"),
            models.Index(
                fields=["state", "kind", "-decided_on", "-id"], name="public_ruling_of_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def first_published_on(self) -> date:
        """The day it was first shown: a ruling has one version."""
        return self.published_on

    @property
    def days_late(self) -> int:
        """Return how many calendar days after its limit it was published; 0 when in time."""
        return max((self.published_on - self.due_on).days, 0)

    @property
    def withdrawn_days_late(self) -> int:
        """Return how many calendar days after its limit it was withdrawn; 0 when in time."""
        if self.withdrawn_on is None or self.withdrawal_due_on is None:
            return 0
        return max((self.withdrawn_on - self.withdrawal_due_on).days, 0)
