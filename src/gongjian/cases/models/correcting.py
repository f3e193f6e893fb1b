"""Orders to correct that reached the party, and what was found when it was looked at again."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import CorrectionState, RecheckResult
from gongjian.common.records import Record

from .case import Case
from .delivery import Delivery
from .visit import SiteVisit

LOOKED_AT = "SELECT 1 FROM cases_recheck r WHERE r.order_id = NEW.id AND r.result <> 'unable'"


FELL = (
    "SELECT 1 FROM cases_paperoverturn w JOIN cases_delivery v ON v.document_id = w.document_id"
    " WHERE v.id = NEW.delivery_id AND w.ground <> 'unlawful'"
)
CHANGED = (
    "SELECT 1 FROM cases_paperchange w JOIN cases_delivery v ON v.document_id = w.document_id"
    " WHERE v.id = NEW.delivery_id AND w.requirement = NEW.requirement"
    " AND w.correct_by = NEW.correct_by"
)


class CorrectionOrder(Record):
    """An order to correct, served, with the day until which it gives time (责令改正、责令限期改正).

    It stands in a paper of its own or in the decision; `delivery` is how that paper reached the
    party. `correct_by` is the day of service where it orders to stop at once. Where it was given
    on the spot and the officers saw it done, it ended then (`at_once`). Where its own paper fell by
    a review or a lawsuit, nothing is left to correct (`fell`); where that was changed
    (`PaperChange`), what it asks for and the days follow.
    Source: 行政处罚法 第二十八条第一款.
    """

    MUTABLE = frozenset(
        {
            "state",
            "ended_on",
            "excused_because",
            "excused_by_id",
            "requirement",
            "correct_by",
            "recheck_by",
        }
    )
    CHANGE = (
        "(OLD.state = NEW.state AND NEW.state <> 'fell'"
        f" AND (NEW.state = 'open' OR NEW.ended_on = OLD.ended_on) AND EXISTS ({CHANGED}))"
        " OR (OLD.state = 'open' AND NEW.state NOT IN ('open', 'at_once')"
        " AND NEW.requirement = OLD.requirement AND NEW.correct_by = OLD.correct_by"
        " AND NEW.recheck_by = OLD.recheck_by"
        f" AND (NEW.state <> 'checked' OR EXISTS ({LOOKED_AT}))"
        f" AND (NEW.state <> 'fell' OR EXISTS ({FELL})))"
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="correction")
    requirement = models.TextField()
    served_on = models.DateField()
    correct_by = models.DateField()
    recheck_by = models.DateField()
    # Whether the law of the field wants nobody told before the officers come (暗查).
    unannounced = models.BooleanField(default=False)
    state = models.CharField(
        max_length=8, choices=CorrectionState.choices, default=CorrectionState.OPEN
    )
    ended_on = models.DateField(null=True, blank=True)
    excused_because = models.TextField(blank=True, default="")
    excused_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="correction_order_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(requirement="") & Q(correct_by__gte=F("served_on")),
                name="correction_order_gives_time_from_service",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True)
                | ~Q(state="open") & Q(ended_on__gte=F("served_on")),
                name="correction_order_ended_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="excused") & Q(excused_because="", excused_by__isnull=True)
                | Q(state="excused", excused_by__isnull=False) & ~Q(excused_because=""),
                name="correction_order_excused_has_reason",
            ),
        ]


class Recheck(SiteVisit):
    """Two officers looked again whether the party had corrected what it was ordered to (复查).

    The days of the order stand beside what was found: nobody refuses before his time has run.
    Source: 环境保护主管部门实施按日连续处罚办法 第十条、第十三条; 行政处罚法 第四十二条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rechecks")
    order = models.ForeignKey(CorrectionOrder, on_delete=models.PROTECT, related_name="rechecks")
    checked_on = models.DateField()
    served_on = models.DateField()
    correct_by = models.DateField()
    must_be_unannounced = models.BooleanField()
    unannounced = models.BooleanField()
    announced_because = models.CharField(max_length=200, blank=True, default="")
    result = models.CharField(max_length=10, choices=RecheckResult.choices)
    evidence = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            *SiteVisit.Meta.constraints,
            models.CheckConstraint(
                condition=Q(checked_on__gte=F("served_on")), name="recheck_after_service"
            ),
            models.CheckConstraint(
                condition=~Q(findings="") & ~Q(evidence=""), name="recheck_found_with_proof"
            ),
            models.CheckConstraint(
                condition=~Q(result__in=["refused", "obstructed"])
                | Q(checked_on__gt=F("correct_by")),
                name="recheck_refused_after_the_time_given",
            ),
            models.CheckConstraint(
                condition=Q(must_be_unannounced=False)
                | Q(unannounced=True)
                | ~Q(announced_because=""),
                name="recheck_unannounced_where_the_law_says",
            ),
        ]
