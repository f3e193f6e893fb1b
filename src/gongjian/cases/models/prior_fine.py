"""What the party was fined already, and whether it was for the act of this case (一事不再罚款)."""

from django.db import models
from django.db.models import Q

from gongjian.cases.choices import PriorFineKind
from gongjian.common.records import Record

from .case import Case
from .decision import Decision


class PriorFine(Record):
    """A fine that the party has had, and what was found of it here: the same act, or another.

    `decision` is one of this agency's; without it the fine is of another agency or a court, and
    stands here because it was for this very act. Of several acts `act_number` says which. The
    newest answer on a decision counts. `fell_on`: what was imposed elsewhere stands no longer.

    Source: 行政处罚法 第二十九条、第三十五条第二款.
    """

    MUTABLE = frozenset({"fell_on", "fell_because"})
    CHANGE = "OLD.fell_on IS NULL"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="prior_fines")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=PriorFineKind.choices)
    imposed_by = models.CharField(max_length=200)
    number = models.CharField(max_length=200)
    imposed_on = models.DateField()
    amount_fen = models.BigIntegerField()
    same_act = models.BooleanField()
    act_number = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField()
    fell_on = models.DateField(null=True, blank=True)
    fell_because = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, kind="fine", fell_on__isnull=True)
                | Q(decision__isnull=True, same_act=True),
                name="prior_fine_known_or_of_this_act",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(reason=""), name="prior_fine_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(fell_on__isnull=True) | ~Q(fell_because=""),
                name="prior_fine_fell_because",
            ),
        ]
