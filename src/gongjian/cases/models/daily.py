"""A penalty by the day: how it was counted, from which re-check (按日连续处罚)."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .case import Case
from .correcting import Recheck
from .decision import Decision


class DailyPenalty(Record):
    """What a case opened after a refused re-check must impose: one sum for each day.

    `decision` is the one whose fine is imposed again for every day from the day after the order
    to correct was served until the day on which the re-check found refusal, both counted.
    `source` is the law that was in force on that day for this cause.

    Source: 环境保护主管部门实施按日连续处罚办法 第十七条、第十九条.
    """

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
