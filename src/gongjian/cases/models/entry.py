"""The entry of a major or sensitive case (入口审核)."""

from django.db import models
from django.db.models import Q

from gongjian.common.records import Record

from .case import Case


class EntryReview(Record):
    """A case that legal review must look at before the first compulsory measure, and its opinion.

    `by_rule` tells a case that the table names from one that a person marked; `ground` says why.
    Source: HN25; XM5.3; V12.
    """

    MUTABLE = frozenset({"problems", "opinion", "opined_by_id", "opined_at"})

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="entry_review")
    by_rule = models.BooleanField()
    ground = models.TextField()
    marked_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    problems = models.BooleanField(null=True, blank=True)
    opinion = models.TextField(blank=True, default="")
    opined_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="entry_review_has_ground"),
            models.CheckConstraint(
                condition=Q(
                    opinion="",
                    problems__isnull=True,
                    opined_by__isnull=True,
                    opined_at__isnull=True,
                )
                | Q(problems__isnull=False, opined_by__isnull=False, opined_at__isnull=False)
                & ~Q(opinion=""),
                name="entry_review_opined_in_words",
            ),
        ]
