"""Performance in the party's stead: urged, decided, urged again, done while the agency looks on,
or at once where a road or river must be cleared; and what it cost (代履行).

Source: 行政强制法 第三十五条至第三十八条、第四十三条、第五十条至第五十二条;
公安机关办理行政案件程序规定 第二百零三条、第二百零四条.
"""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.models import Case, CorrectionOrder
from gongjian.cases.models.visit import SiteVisit
from gongjian.common.records import Record
from gongjian.payments.choices import (
    ClearedAt,
    CostBorne,
    ProxyBy,
    ProxyHarm,
    ProxyPaperKind,
    ProxyState,
    ProxyStop,
)

DONE = "EXISTS (SELECT 1 FROM payments_proxyvisit v WHERE v.proxy_id = NEW.id)"


class Proxy(Record):
    """A duty that another performs in the party's stead (代履行), from its first demand on.

    `order`: the duty that was ordered, served, and found unperformed after its time. Without it,
    something was cleared at once (`cleared`).
    """

    MUTABLE = frozenset({"state", "ended_on", "ended_why", "ended_because"})
    CHANGE = f"OLD.state = 'open' AND (NEW.state <> 'done' OR {DONE})"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(
        CorrectionOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    harm = models.CharField(max_length=12, choices=ProxyHarm.choices, blank=True, default="")
    cleared = models.CharField(max_length=12, choices=ClearedAt.choices, blank=True, default="")
    because = models.TextField()
    begun_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    state = models.CharField(max_length=8, choices=ProxyState.choices, default=ProxyState.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=12, choices=ProxyStop.choices, blank=True, default="")
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="proxy_one_open"
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False, cleared="") & ~Q(harm="")
                | Q(order__isnull=True, harm="") & ~Q(cleared=""),
                name="proxy_of_an_order_or_cleared_at_once",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="proxy_has_reason"),
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True, ended_why="")
                | Q(state="done", ended_on__isnull=False, ended_why="")
                | Q(state="stopped", ended_on__isnull=False)
                & ~Q(ended_why="")
                & ~Q(ended_because=""),
                name="proxy_stopped_has_reason",
            ),
        ]


class ProxyPaper(Record):
    """A paper of it that is served; what runs from its service ends on `over_on`.

    `term_days`: the days that the paper itself gives, where no rule does.
    """

    MUTABLE = frozenset({"served_on", "over_on"})
    CHANGE = "OLD.served_on IS NULL"

    proxy = models.ForeignKey(Proxy, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=8, choices=ProxyPaperKind.choices)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    term_days = models.PositiveIntegerField(null=True, blank=True)
    made_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    served_on = models.DateField(null=True, blank=True)
    over_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(over_on__isnull=True)
                | Q(served_on__isnull=False, over_on__gte=F("served_on")),
                name="proxy_paper_runs_from_service",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["demand", "again"], served_on__isnull=False)
                | Q(over_on__gt=F("served_on")),
                name="proxy_demand_gives_time",
            ),
        ]


class ProxyDecision(Record):
    """The decision that another performs: who, how, when, what, at which cost (代履行决定书).

    Source: 行政强制法 第三十六条、第三十七条、第五十一条第一款第一项.
    """

    proxy = models.OneToOneField(Proxy, on_delete=models.PROTECT, related_name="decision")
    paper = models.OneToOneField(ProxyPaper, on_delete=models.PROTECT, related_name="+")
    demand_over_on = models.DateField()
    still_undone = models.TextField()
    statement = models.TextField()
    answer = models.TextField()
    basis = models.TextField()
    way = models.TextField()
    thing = models.TextField()
    planned_on = models.DateField()
    budget_fen = models.BigIntegerField()
    by = models.CharField(max_length=8, choices=ProxyBy.choices)
    performer = models.CharField(max_length=100)
    disinterested = models.BooleanField(default=False)
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__gt=F("demand_over_on")),
                name="proxy_decided_after_the_demand",
            ),
            models.CheckConstraint(
                condition=Q(planned_on__gt=F("decided_on"), budget_fen__gte=0)
                & ~Q(basis="")
                & ~Q(way="")
                & ~Q(thing="")
                & ~Q(performer="")
                & ~Q(still_undone="")
                & ~Q(statement="")
                & ~Q(answer=""),
                name="proxy_decision_says_what_the_law_asks",
            ),
            models.CheckConstraint(
                condition=~Q(by="third") | Q(disinterested=True),
                name="proxy_by_no_interested_third",
            ),
        ]


class ProxyVisit(SiteVisit):
    """What was done on the spot, watched by two officers, signed by who did it (代履行现场笔录).

    `off_hours`: by night or on a public holiday, which the law allows in urgent cases alone.
    Source: 行政强制法 第四十三条第一款、第五十一条第一款第三项、第四项、第五十二条.
    """

    proxy = models.OneToOneField(Proxy, on_delete=models.PROTECT, related_name="visit")
    performed_on = models.DateField()
    by = models.CharField(max_length=8, choices=ProxyBy.choices)
    performer = models.CharField(max_length=100)
    approved = models.CharField(max_length=200, blank=True, default="")
    party_present = models.BooleanField()
    off_hours = models.BooleanField()
    urgent_because = models.TextField(blank=True, default="")
    no_force = models.BooleanField()

    class Meta:
        constraints = [
            *SiteVisit.Meta.constraints,
            models.CheckConstraint(
                condition=Q(off_hours=False) | ~Q(urgent_because=""),
                name="proxy_by_night_or_holiday_is_urgent",
            ),
            models.CheckConstraint(
                condition=Q(no_force=True) & ~Q(performer=""),
                name="proxy_without_force_by_somebody_named",
            ),
            models.CheckConstraint(
                condition=Q(party_present=True) | ~Q(witness=""),
                name="proxy_in_absence_has_witness",
            ),
        ]


class ProxyCost(Record):
    """What it cost, item by item, and who bears it. Source: 行政强制法 第五十一条第二款."""

    proxy = models.OneToOneField(Proxy, on_delete=models.PROTECT, related_name="cost")
    paper = models.OneToOneField(
        ProxyPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="cost"
    )
    items = models.JSONField()
    amount_fen = models.BigIntegerField()
    budget_fen = models.BigIntegerField(null=True, blank=True)
    over_because = models.TextField(blank=True, default="")
    borne = models.CharField(max_length=12, choices=CostBorne.choices)
    borne_because = models.TextField(blank=True, default="")
    evidence = models.TextField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0) & ~Q(evidence=""),
                name="proxy_cost_is_evidenced",
            ),
            models.CheckConstraint(
                condition=Q(budget_fen__isnull=True)
                | Q(amount_fen__lte=F("budget_fen"))
                | ~Q(over_because=""),
                name="proxy_cost_above_the_budget_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(borne="party", paper__isnull=False)
                | Q(borne="party", amount_fen=0)
                | Q(borne="otherwise", paper__isnull=True) & ~Q(borne_because=""),
                name="proxy_cost_of_the_party_is_told",
            ),
        ]
