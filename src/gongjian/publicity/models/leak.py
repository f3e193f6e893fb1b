"""Finds of the nightly scan of what is public, and who judged them."""

from django.db import models
from django.db.models import Q

from gongjian.common.records import Record
from gongjian.publicity.leaks.kinds import LeakKind, LeakOutcome

from .item import PublicItem


class LeakFinding(models.Model):
    """What the nightly scan found in a public text. Derived, so no record; the value is masked.

    `place`: the token of an item, or the address of another public text. `gone_on`: no longer
    found. `fingerprint`: a keyed hash of the value.
    """

    item = models.ForeignKey(PublicItem, on_delete=models.CASCADE, null=True, related_name="leaks")
    place = models.CharField(max_length=120)
    agency = models.ForeignKey("orgs.Agency", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=LeakKind.choices)
    certain = models.BooleanField()
    shown = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    found_on = models.DateField()
    gone_on = models.DateField(null=True, blank=True)
    cleared_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "fingerprint"], name="leak_found_once")
        ]
        indexes = [
            models.Index(
                fields=["agency", "-id"],
                name="leak_open",
                condition=Q(gone_on__isnull=True, cleared_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}"

    @property
    def open(self) -> bool:
        return self.gone_on is None and self.cleared_on is None

    @property
    def series(self) -> str:
        """The address of a list or report without its version."""
        return self.place.rpartition("/")[0]

    @property
    def mark(self) -> str:
        """What forms call a value found in a list or report, whatever the version."""
        return f"{self.fingerprint}@{self.series}"


class LeakScan(models.Model):
    """One run of the scan. Derived, so no record. `reached`: where the next run goes on."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    items = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    newest = models.PositiveBigIntegerField()
    reached = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.began_at.isoformat()


class LeakJudgement(Record):
    """What a person made of a find: a leak, or harmless. Source: 政府信息公开条例 第十五条."""

    item = models.ForeignKey(PublicItem, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=LeakKind.choices)
    outcome = models.CharField(max_length=8, choices=LeakOutcome.choices)
    reason = models.TextField()
    judged_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    judged_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="leak_judged_with_reason")
        ]


class TextJudgement(Record):
    """What a person made of a find in a list or a report, for all its versions (`series`).

    `series`: the address of the text without its version. Source: 政府信息公开条例 第十五条.
    """

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=LeakKind.choices)
    outcome = models.CharField(max_length=8, choices=LeakOutcome.choices)
    reason = models.TextField()
    judged_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    judged_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["series", "fingerprint"], name="text_judgement_of")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="text_judged_with_reason")
        ]
