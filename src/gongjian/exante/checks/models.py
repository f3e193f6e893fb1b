"""Plans, draws, who and what was drawn, and what was found. A draw is never undone, only void."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import CheckResult


class CheckPlan(Record):
    """Which objects and officers a draw may take, fixed before anyone can draw.

    `objects` holds "code name" lines, `officers` uids; `pool` is the hash of both.
    """

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    item = models.ForeignKey("exante.StatedItem", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    each = models.PositiveSmallIntegerField()
    pool = models.CharField(max_length=64)
    made_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    objects_pool = models.JSONField()
    officers_pool = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="check_plan_number_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="check_plan_days"),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="check_plan_share"
            ),
        ]


class CheckDraw(Record):
    """One draw of a plan: by whom, before which witness, from which seed. Void ones stay."""

    MUTABLE = frozenset({"voided_on", "void_reason", "voided_by_id"})

    plan = models.ForeignKey(CheckPlan, on_delete=models.PROTECT, related_name="draws")
    turn = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=60)
    witness = models.CharField(max_length=60)
    witness_from = models.CharField(max_length=100)
    secret = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    drawn_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    voided_on = models.DateField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")
    voided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["plan", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "turn"], name="check_draw_turn_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(voided_on__isnull=True), name="check_draw_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, void_reason="", voided_by__isnull=True)
                | (Q(voided_on__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                name="check_draw_void_has_reason",
            ),
        ]


class CheckTarget(Record):
    """An object that was drawn, and what its check found."""

    MUTABLE = frozenset({"result", "checked_on", "note", "recorded_by_id", "recorded_at"})

    draw = models.ForeignKey(CheckDraw, on_delete=models.PROTECT, related_name="targets")
    rank = models.PositiveIntegerField()
    code = models.CharField(max_length=18)
    name = models.CharField(max_length=200)
    result = models.CharField(max_length=12, choices=CheckResult.choices, blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["draw", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="check_target_once"),
            models.CheckConstraint(
                condition=Q(result="", checked_on__isnull=True, recorded_by__isnull=True)
                | (~Q(result="") & Q(checked_on__isnull=False, recorded_by__isnull=False)),
                name="check_target_result_has_day",
            ),
        ]


class CheckSeat(Record):
    """An officer drawn for an object. Who steps down keeps the row; the next in rank follows."""

    MUTABLE = frozenset({"left_on", "left_reason"})

    target = models.ForeignKey(CheckTarget, on_delete=models.PROTECT, related_name="seats")
    officer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["target", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["target", "officer"], name="check_seat_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_reason="")
                | (Q(left_on__isnull=False) & ~Q(left_reason="")),
                name="check_seat_left_has_reason",
            ),
        ]
