"""By what an agency widens what it has reviewed (扩大法制审核范围), and by what it ends that."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import PartySide, ScopeState
from gongjian.common.records import Record

# A draft is approved or returned once; what was approved is told to the superior once.
KEPT = "NEW.decided_by_id = OLD.decided_by_id AND NEW.decided_at = OLD.decided_at"
ONCE = (
    "(OLD.state = 'drafted' AND NEW.filed_on IS NULL) OR (OLD.state = 'approved'"
    f" AND NEW.state = 'approved' AND OLD.filed_on IS NULL AND {KEPT}"
    " AND NEW.decided_on = OLD.decided_on AND NEW.return_reason = OLD.return_reason)"
)


class ScopeChange(Record):
    """One rule that an agency adds to the catalogue of what it has reviewed, or the end of one.

    A rule has no answer of its own: what it names is reviewed, so that it can never take a case out
    of the scope that the place sets. Conditions left open ("", 0, None) admit anything, and all of
    them must be met. `from_on` is the first day on which it counts; an end (`ends`) says the first
    day on which that rule no longer does. Only what another person approved counts, from
    the day after at the earliest. `filed_*`: that the superior was told (备案).

    `kinds` has a bit for each kind of penalty (`rules.SEVERITY`), and one for none at all.

    Source: 国办发〔2018〕118号 四（十三）; DZ10; HN26; KM2.3.2; LF3.3; XM4.3.2; V2.
    """

    MUTABLE = frozenset(
        {
            "state",
            "decided_by_id",
            "decided_at",
            "decided_on",
            "return_reason",
            "filed_with",
            "filed_number",
            "filed_on",
            "filed_by_id",
        }
    )
    CHANGE = ONCE

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    ends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="ending"
    )
    name = models.CharField(max_length=100)
    kinds = models.PositiveIntegerField(default=0)
    domain = models.CharField(max_length=32, blank=True, default="")
    cause_code = models.CharField(max_length=64, blank=True, default="")
    party_side = models.CharField(max_length=12, choices=PartySide.choices, blank=True, default="")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_fen = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()
    clause = models.CharField(max_length=200)
    from_on = models.DateField()
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ScopeState.choices, default=ScopeState.DRAFTED)
    decided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    return_reason = models.TextField(blank=True, default="")
    filed_with = models.CharField(max_length=100, blank=True, default="")
    filed_number = models.CharField(max_length=80, blank=True, default="")
    filed_on = models.DateField(null=True, blank=True)
    filed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(reason="") & ~Q(clause=""),
                name="scope_change_has_name_reason_and_clause",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ScopeState.DRAFTED,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    decided_on__isnull=True,
                )
                | (
                    ~Q(state=ScopeState.DRAFTED)
                    & Q(
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                        decided_on__isnull=False,
                    )
                    & ~Q(decided_by=F("drafted_by"))
                ),
                name="scope_change_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=ScopeState.APPROVED) | Q(from_on__gt=F("decided_on")),
                name="scope_change_never_counts_backwards",
            ),
            models.CheckConstraint(
                condition=Q(state=ScopeState.RETURNED) & ~Q(return_reason="")
                | ~Q(state=ScopeState.RETURNED) & Q(return_reason=""),
                name="scope_change_returned_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    filed_with="", filed_number="", filed_on__isnull=True, filed_by__isnull=True
                )
                | (
                    Q(
                        state=ScopeState.APPROVED,
                        filed_on__gte=F("decided_on"),
                        filed_by__isnull=False,
                    )
                    & ~Q(filed_with="")
                    & ~Q(filed_number="")
                ),
                name="scope_change_filed_after_approval",
            ),
            models.CheckConstraint(
                condition=Q(from_fen__isnull=True) | Q(from_fen__gt=0),
                name="scope_change_sum_is_positive",
            ),
            models.UniqueConstraint(
                fields=["ends"],
                condition=Q(ends__isnull=False) & ~Q(state=ScopeState.RETURNED),
                name="scope_change_ended_once",
            ),
        ]
