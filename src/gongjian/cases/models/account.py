"""What a decided case owes and has paid, line by line, and what takes a decision out of force.

`cases` owns these facts, because performance and closing rest on them; the lines are written by the
apps above that deal with banks (`payments`) and with remedies (`remedies`).
"""

from django.db import models
from django.db.models import Q

from gongjian.cases.choices import (
    ExecutionEndGround,
    LineKind,
    OverturnGround,
    PaperGround,
)
from gongjian.common.records import Record


class AccountLine(Record):
    """One movement of money or of debt under a decision; whole fen, always above zero."""

    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="account")
    kind = models.CharField(max_length=12, choices=LineKind.choices)
    amount_fen = models.BigIntegerField()
    happened_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="account_line_above_zero"),
        ]


class Overturn(Record):
    """A decision out of force from a day on: nothing of it is executed or published any more.

    Source: 行政处罚法 第四十八条第二款; 行政强制法 第四十条.
    """

    decision = models.OneToOneField(
        "cases.Decision", on_delete=models.PROTECT, related_name="overturn"
    )
    ground = models.CharField(max_length=12, choices=OverturnGround.choices)
    effective_on = models.DateField()
    paper = models.CharField(max_length=200)
    at = models.DateTimeField()


class PaperOverturn(Record):
    """A decision of a case other than its penalty, out of force from a day on, by its paper.

    A decision not to punish, a seizure, a list by which the police collect, a refusal to file.

    Source: 行政复议法 第六十四条至第六十七条; 行政诉讼法 第七十条、第七十二条、第七十四条、
    第七十五条.
    """

    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="overturn"
    )
    ground = models.CharField(max_length=12, choices=PaperGround.choices)
    effective_on = models.DateField()
    paper = models.CharField(max_length=200)
    at = models.DateTimeField()


class PaperChange(Record):
    """A decision of a case other than its penalty, as a review or a lawsuit left it (变更).

    Of a deposit how much stays forfeited (`fen`); of an order to correct what it asks for and until
    when. The newest `turn` counts. `opposed`: heavier than before, as another who is concerned
    asked.

    Source: 行政复议法 第六十三条; 行政诉讼法 第七十七条.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="changes"
    )
    turn = models.PositiveSmallIntegerField()
    fen = models.BigIntegerField(null=True, blank=True)
    requirement = models.TextField(blank=True, default="")
    correct_by = models.DateField(null=True, blank=True)
    opposed = models.BooleanField(default=False)
    effective_on = models.DateField()
    paper = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "turn"], name="paper_change_one_per_turn"),
            models.CheckConstraint(
                condition=Q(fen__gt=0, requirement="", correct_by__isnull=True)
                | Q(fen__isnull=True, correct_by__isnull=False) & ~Q(requirement=""),
                name="paper_change_of_a_sum_or_an_order",
            ),
        ]


class ExecutionEnd(Record):
    """The end of execution without performance (终结执行). Source: 行政强制法 第四十条."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=ExecutionEndGround.choices)
    reason = models.TextField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
