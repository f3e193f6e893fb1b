"""The screens in halls and who is on duty at them."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.exante.choices import BoardKind


class Board(Record):
    """A screen in a service hall or a police reception; `code` is its address.

    Source: REQUIREMENTS P11; HN5; KM2.1.2(3); LF1.3(3); XM4.1.3.
    """

    MUTABLE = frozenset({"notice", "closed_on"})

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=BoardKind.choices)
    notice = models.TextField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["agency", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                condition=Q(closed_on__isnull=True),
                name="board_name_once",
            ),
        ]


class Roster(Record):
    """Who is on duty at a board from `from_on` through `to_on`; of two the later holds."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="rosters")
    from_on = models.DateField()
    to_on = models.DateField()
    planned_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="roster_has_days"),
        ]


class Duty(Record):
    """One person of a roster, at which desk and for what."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="duties")
    officer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    desk = models.CharField(max_length=60)
    duties = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "officer"], name="duty_once_per_roster"),
        ]
