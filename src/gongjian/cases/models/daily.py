"""A penalty by the day: how it was counted, from which re-check (按日连续处罚)."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .case import Case
from .correcting import Recheck
from .decision import Decision

# What was taken off a decision `d`, and its fine as it stands: as its items were changed; where a
# sum alone was taken off, it is known to be of the fine only where nothing else was asked.
REDUCED = "SELECT 1 FROM cases_accountline a WHERE a.decision_id = d.id AND a.kind = 'reduced'"
CHANGED = "SELECT s.fine_fen FROM cases_standingitems s WHERE s.decision_id = d.id"
FINE = (
    f"COALESCE(({CHANGED} ORDER BY s.turn DESC LIMIT 1),"  # noqa: S608
    " f.fine_fen - COALESCE((SELECT SUM(a.amount_fen) FROM cases_accountline a"
    " WHERE a.decision_id = d.id AND a.kind = 'reduced'), 0))"
)
DECISION = "SELECT 1 FROM cases_decision d JOIN cases_draft f ON f.id = d.draft_id WHERE d.id"
DECIDED = "SELECT 1 FROM cases_decision x WHERE x.case_id = NEW.case_id AND NOT x.void"
FINE_STANDS = (
    f"{DECISION} = NEW.decision_id AND {FINE} = NEW.daily_fen"
    f" AND (COALESCE(f.gain_fen, 0) = 0 OR NOT EXISTS ({REDUCED}) OR EXISTS ({CHANGED}))"
)


class DailyPenalty(Record):
    """What a case opened after a refused re-check must impose: one sum for each day.

    `decision` is the one whose fine is imposed again for every day from the day after the order
    to correct was served until the day on which the re-check found refusal, both counted.
    `source` is the law that was in force on that day for this cause.

    Where review, court or the agency lessened that fine before this case is decided, the sum is
    counted anew (`daily_fen`, `total_fen`); the days stay.

    Source: 环境保护主管部门实施按日连续处罚办法 第十七条、第十九条.
    """

    MUTABLE = frozenset({"daily_fen", "total_fen"})
    CHANGE = f"EXISTS ({FINE_STANDS}) AND NOT EXISTS ({DECIDED})"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="daily")
    recheck = models.OneToOneField(Recheck, on_delete=models.PROTECT, related_name="daily")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dailies")
    served_on = models.DateField()
    first_day = models.DateField()
    last_day = models.DateField()
    days = models.PositiveIntegerField()
    daily_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()
    source = models.CharField(max_length=400)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gt=0, daily_fen__gt=0, total_fen=F("daily_fen") * F("days")),
                name="daily_penalty_is_the_sum_of_its_days",
            ),
            models.CheckConstraint(
                condition=Q(first_day__gt=F("served_on"), last_day__gte=F("first_day")),
                name="daily_penalty_runs_from_the_day_after_service",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(reason=""), name="daily_penalty_has_ground"
            ),
        ]
