"""The reviewer's own questioning (审核询问): two persons, a record of its own; not handling."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.review.choices import Questioned


class Questioning(Record):
    """One questioning by the reviewer and a second person, marked as part of the review.

    Source: XM4.3.3; V14.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    person = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Questioned.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    reviewer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    answers = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("second")), name="questioning_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")), name="questioning_ends_after_it_began"
            ),
        ]
