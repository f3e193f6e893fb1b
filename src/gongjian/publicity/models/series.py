"""Numbers of decisions in order, and why one is not shown."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from gongjian.publicity.choices import NumberState, WithheldGround

from .release import HIDING
from .ruling import RULING_MARK


class PublicSeries(models.Model):
    """How many numbers of a series an agency gave in a year, and what became of them.

    Derived from the cases, so no record. `hidden` numbers are counted together and stand in no row
    of `PublicNumber`: neither ground nor number may lead to a person or a secret.

    Source: 行政处罚法 第四十八条; 治安管理处罚法 第一百三十六条; REQUIREMENTS Q13.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    agency_uid = models.UUIDField()
    agency_name = models.CharField(max_length=100)
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    given = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    suspended = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(default=0)
    void = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_uid", "series", "year"], name="public_series_one_row"
            ),
            models.CheckConstraint(
                condition=Q(
                    given=F("hidden")
                    + F("pending")
                    + F("overdue")
                    + F("published")
                    + F("withdrawn")
                    + F("ended")
                    + F("suspended")
                    + F("withheld")
                    + F("void")
                ),
                name="public_series_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["-year", "title", "id"], name="public_series_listed")]

    def __str__(self) -> str:
        return self.title

    @property
    def gone(self) -> int:
        """Return how many were shown and are not now: withdrawn, period over, being checked."""
        return self.withdrawn + self.ended + self.suspended

    @property
    def closed(self) -> int:
        """Return how many are withheld, with those that are only counted."""
        return self.withheld + self.hidden


class PublicNumber(models.Model):
    """One number of a series as everyone may read it. Derived, so no record."""

    series = models.ForeignKey(PublicSeries, on_delete=models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=NumberState.choices)
    ground = models.CharField(max_length=12, choices=WithheldGround.choices, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    state_on = models.DateField(null=True, blank=True)
    token = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="public_number_once"),
            models.CheckConstraint(
                condition=~Q(ground__in=HIDING), name="public_number_leads_to_nobody"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def of_ruling(self) -> bool:
        """Whether what is shown under it is a decision other than a penalty."""
        return self.token.startswith(RULING_MARK)

    @property
    def days_late(self) -> int:
        """Return how many calendar days after its limit it was published; 0 when in time."""
        if self.state != NumberState.PUBLISHED or not self.due_on or not self.state_on:
            return 0
        return max((self.state_on - self.due_on).days, 0)


class NumberStanding(models.Model):
    """What became of the number of one decision, for the house; the public rows follow it.

    Derived at every act and recounted every night, so no record.
    """

    document = models.OneToOneField(
        "documents.Document", on_delete=models.CASCADE, related_name="+"
    )
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(PublicSeries, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=NumberState.choices)
    ground = models.CharField(max_length=12, choices=WithheldGround.choices, blank=True, default="")
    hidden = models.BooleanField()
    due_on = models.DateField(null=True, blank=True)
    token = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="number_standing_to_flip"),
            models.Index(fields=["agency", "state", "due_on", "id"], name="number_standing_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"
