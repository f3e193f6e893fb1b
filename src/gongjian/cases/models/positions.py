"""How each of several acts of one person was weighed, under the draft that decides on them."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .draft import Draft, within_the_law


class ActPosition(Record):
    """One of several acts found: its cause, circumstances, range, position and own penalties.

    A draft that speaks of one act keeps the same columns itself; one of several has as many of
    these rows as it names acts (`act_count`), the first with the cause of the case. What is
    imposed for an act stands in the items of the draft that carry its number; `fine_fen` and
    `days` are their sums. `cause_code` "" is an act the catalogue does not know: not weighed.

    Source: 行政处罚法 第三十二条、第三十四条; 治安管理处罚法 第十六条.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="positions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    basis = models.CharField(max_length=500)
    cause_code = models.CharField(max_length=64, blank=True, default="")
    circumstances = models.JSONField(default=list)
    base_fen = models.BigIntegerField(null=True, blank=True)
    grounds = models.JSONField(default=list)
    grounds_proof = models.TextField(blank=True, default="")
    benchmark = models.JSONField(default=dict)
    legal_low_fen = models.BigIntegerField(null=True, blank=True)
    legal_high_fen = models.BigIntegerField(null=True, blank=True)
    step_low_fen = models.BigIntegerField(null=True, blank=True)
    step_high_fen = models.BigIntegerField(null=True, blank=True)
    fine_fen = models.BigIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    fine_must = models.BooleanField(default=False)
    mitigated = models.BooleanField(default=False)
    deviates = models.BooleanField(default=False)
    deviation_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="position_one_for_an_act"),
            models.CheckConstraint(condition=Q(number__gte=1), name="position_of_an_act"),
            models.CheckConstraint(
                condition=Q(cause_code="") | ~Q(benchmark={}), name="position_of_a_cause_is_weighed"
            ),
            models.CheckConstraint(
                condition=Q(cause_code="") | Q(legal_high_fen__isnull=False) | Q(fine_fen=0),
                name="position_without_a_range_has_no_fine",
            ),
            models.CheckConstraint(
                condition=Q(legal_low_fen__isnull=True, legal_high_fen__isnull=True)
                | Q(
                    legal_low_fen__lte=F("legal_high_fen"),
                    step_low_fen__isnull=False,
                    step_high_fen__isnull=False,
                ),
                name="position_has_range_and_step",
            ),
            *within_the_law("position"),
        ]
