"""What becomes of money that is not paid in time: schedule, surcharge, demand, court, write-off."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.payments.choices import InstalmentState, WriteOffGround

from .notices import PaymentNotice

MOST_PARTS = 36
# Both engines read a list by `->`, neither in words the other knows: so by its places.
_PLACES = ", ".join(f"({n})" for n in range(MOST_PARTS))
_ASKED = (
    "COALESCE((SELECT SUM(CAST((NEW.parts -> place.column1) ->> 'amount_fen' AS bigint))"  # noqa: S608
    f" FROM (VALUES {_PLACES}) AS place), 0)"
)
_STANDS = (
    "COALESCE((SELECT COALESCE((SELECT s.fine_fen FROM cases_standingitems s"
    " WHERE s.decision_id = n.decision_id AND NOT EXISTS (SELECT 1 FROM cases_overturn o"
    " WHERE o.decision_id = n.decision_id) ORDER BY s.turn DESC LIMIT 1),"
    " n.fine_fen - COALESCE((SELECT SUM(a.amount_fen) FROM cases_accountline a"
    " WHERE a.decision_id = n.decision_id AND a.kind = 'reduced'), 0))"
    " FROM payments_paymentnotice n WHERE n.id = NEW.notice_id), 0)"
)
WITHIN_THE_FINE = (
    f"((NEW.parts -> {MOST_PARTS}) IS NULL AND {_ASKED} > 0 AND {_ASKED} <= {_STANDS})"
)


class Instalment(Record):
    """A party's application to pay a fine later or in parts, and what became of it (暂缓、分期).

    `parts` are the fine's alone, and never more than the fine that stands: a gain has one day.

    Source: 行政处罚法 第六十六条第二款.
    """

    MUTABLE = frozenset({"state", "decided_by_id", "decided_on", "opinion"})
    CHANGE = f"NEW.state <> 'approved' OR {WITHIN_THE_FINE}"

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


class DecidedPaper(Record):
    """What somebody decides of a surcharge on a paper that is then served."""

    MUTABLE = frozenset({"served_on"})

    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    served_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class SurchargeDecision(DecidedPaper):
    """A decision to impose a surcharge (加处罚款决定书); `total_fen` counts earlier ones in.

    Source: 行政处罚法 第七十二条第一款第一项; 行政强制法 第四十五条.
    """

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="surcharges")
    until_on = models.DateField()
    late_days = models.PositiveIntegerField()
    fine_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    explanation = models.JSONField()

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


class SurchargeCorrection(DecidedPaper):
    """A surcharge that the agency itself revoked or lessened (主动改正): once, on its paper.

    `stands_fen` is what of the decision stands then, 0 where it was revoked.

    Source: 行政处罚法 第七十五条第二款.
    """

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="corrections")
    surcharge = models.OneToOneField(
        SurchargeDecision, on_delete=models.PROTECT, related_name="correction"
    )
    stands_fen = models.BigIntegerField()
    reason = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stands_fen__gte=0) & ~Q(reason=""),
                name="surcharge_correction_has_reason",
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

    A fine that may be paid later has a later window than the gain: each is asked for once.

    Source: 行政强制法 第五十三条、第五十四条; 行政处罚法 第七十二条第二款.
    """

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="court")
    for_fine = models.BooleanField(default=True)
    for_gain = models.BooleanField(default=True)
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
            models.CheckConstraint(
                condition=Q(for_fine=True) | Q(for_gain=True), name="court_application_for_a_debt"
            ),
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(for_fine=True),
                name="court_application_for_a_fine_once",
            ),
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(for_gain=True),
                name="court_application_for_a_gain_once",
            ),
        ]


class CourtMessage(Record):
    """The court that was asked is told that less is owed since (告知法院执行款项减少).

    No law names a paper for it: the day, how it was told and what is still asked for stand here.

    Source: 行政强制法 第五十五条: what is asked for is what is owed.
    """

    application = models.ForeignKey(
        CourtApplication, on_delete=models.PROTECT, related_name="messages"
    )
    told_on = models.DateField()
    how = models.CharField(max_length=200)
    because = models.TextField()
    asked_fen = models.BigIntegerField()
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_fen__gte=0) & ~Q(how="") & ~Q(because=""),
                name="court_message_is_proven",
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
