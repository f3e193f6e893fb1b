"""Advisers: a pool shared across agencies; they advise and never sign the opinion."""

from django.db import models
from django.db.models import Q

from gongjian.common.records import Record
from gongjian.review.choices import AdviserKind, AppraisalGrade


class Adviser(Record):
    """A legal adviser, government lawyer or purchased service (法律顾问、公职律师、购买服务).

    `shared`: agencies of the same tree may draw on the adviser as well.
    Source: 国办发〔2018〕118号 （十一）; DZ9(2); KM2.3.1; HN24; LF3.2(3).
    """

    MUTABLE = frozenset({"to_on"})

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=AdviserKind.choices)
    employer = models.CharField(max_length=200)
    licence = models.CharField(max_length=60)
    fields = models.CharField(max_length=200)
    shared = models.BooleanField(default=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["licence"], condition=Q(to_on__isnull=True), name="adviser_licence_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AdviserConsultation(Record):
    """A question put to an adviser on a case, and the opinion filed. It decides nothing."""

    MUTABLE = frozenset({"opinion", "received_on"})

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    adviser = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="consultations")
    question = models.TextField()
    asked_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    opinion = models.TextField(blank=True, default="")
    received_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion="", received_on__isnull=True)
                | (~Q(opinion="") & Q(received_on__isnull=False)),
                name="adviser_opinion_has_day",
            ),
        ]


class AdviserAppraisal(Record):
    """The yearly appraisal of an adviser (考评). Source: LF3.2(3)."""

    adviser = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="appraisals")
    year = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=12, choices=AppraisalGrade.choices)
    training_days = models.PositiveSmallIntegerField()
    remark = models.TextField()
    appraised_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["adviser", "year"], name="adviser_appraised_once"),
        ]
