"""What of a decision stands after it was changed (变更): its items once more, whole."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .decision import Decision

# How many days of a detention (its order `o`) are executed now, of a decision that was changed too.
DAYS_NOW = (
    "COALESCE((SELECT s.executed_days FROM cases_standingitems s"
    " WHERE s.decision_id = {o}.decision_id ORDER BY s.turn DESC LIMIT 1), {o}.days)"
)


class StandingItems(Record):
    """The penalty items of a decision as a review, a court or the agency left them.

    All items each time, in the order of the draft, so that an item keeps its number; one that was
    dropped says so (`fell`). The newest `turn` counts. What the rest weighs stands beside it, as
    with a draft; `executed_days` of its `days` are executed. `opposed`: heavier than before, as
    another who is concerned asked. See docs/adr/0035.

    Source: 行政复议法 第六十三条; 行政诉讼法 第七十七条; 行政处罚法 第七十五条第二款.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="standing")
    turn = models.PositiveSmallIntegerField()
    items = models.JSONField()
    kinds = models.PositiveIntegerField()
    fine_fen = models.BigIntegerField()
    gain_fen = models.BigIntegerField()
    days = models.PositiveSmallIntegerField()
    executed_days = models.PositiveSmallIntegerField()
    goods_fen = models.BigIntegerField()
    goods_unvalued = models.BooleanField()
    opposed = models.BooleanField(default=False)
    effective_on = models.DateField()
    paper = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "turn"], name="standing_items_one_per_turn"
            ),
            models.CheckConstraint(
                condition=Q(
                    turn__gte=1, kinds__gt=0, fine_fen__gte=0, gain_fen__gte=0, goods_fen__gte=0
                )
                & ~Q(paper=""),
                name="standing_items_by_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(executed_days__lte=F("days")),
                name="standing_items_execute_no_more_days",
            ),
        ]
