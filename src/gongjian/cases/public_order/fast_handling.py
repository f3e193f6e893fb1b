"""A 治安 case that is handled fast (快速办理): by whose consent, until when, and how it ended."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import FastReviewer


class FastHandling(Record):
    """From the written consent of the person to the decision, or to the turn to ordinary handling.

    Open (`ended_at` None) means that the case is handled fast, or was decided fast. `due_on` is the
    day of `due_at` at home; `detention_from` the days from which a detention shuts the case out.

    Source: 公安机关办理行政案件程序规定 第四十条至第四十八条.
    """

    MUTABLE = frozenset({"ended_at", "ended_by_id", "ended_because"})
    CHANGE = "OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="fast_handlings")
    consent = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_on = models.DateField()
    source = models.CharField(max_length=200)
    natural = models.BooleanField()
    admits = models.BooleanField()
    none_excluded = models.BooleanField()
    # Asked one by one (第四十一条第一项、第四项); before these columns all in one question.
    impaired = models.BooleanField(default=False)
    ill = models.BooleanField(default=False)
    unsuited = models.BooleanField(default=False)
    consented = models.BooleanField()
    detention_from = models.PositiveSmallIntegerField()
    started_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="fast_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(natural=True, admits=True, none_excluded=True, consented=True),
                name="fast_by_the_consent_of_who_admits",
            ),
            models.CheckConstraint(
                condition=Q(impaired=False, ill=False, unsuited=False),
                name="fast_of_nobody_impaired_or_ill",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__lte=F("started_at"), started_at__lte=F("due_at")),
                name="fast_within_its_hours",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | Q(ended_at__gte=F("started_at"), ended_by__isnull=False) & ~Q(ended_because=""),
                name="fast_ended_with_a_reason",
            ),
        ]


class FastReview(Record):
    """A proposal of a fast case that was reviewed outside the scope of legal review.

    By a lawyer of the police or the head of the handling unit; then the head of the agency decides.

    Source: 公安机关办理行政案件程序规定 第四十四条、第一百七十条、第一百七十一条第一款.
    """

    fast = models.ForeignKey(FastHandling, on_delete=models.PROTECT, related_name="reviews")
    draft = models.ForeignKey("cases.Draft", on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    capacity = models.CharField(max_length=10, choices=FastReviewer.choices)
    opinion = models.TextField()
    reviewed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
