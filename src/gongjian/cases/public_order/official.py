"""The word that a public official was punished, to those who discipline him (公职人员的通报)."""

from django.db import models
from django.db.models import Q

from gongjian.common.records import Record

from .choices import OfficialOutcome


class OfficialReport(Record):
    """What became of the duty to tell that an official was punished: told, or why not.

    Source: 治安管理处罚法 第一百三十四条.
    """

    decision = models.OneToOneField(
        "cases.Decision", on_delete=models.PROTECT, related_name="official_report"
    )
    outcome = models.CharField(max_length=12, choices=OfficialOutcome.choices)
    receiver = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="told", document__isnull=False) & ~Q(receiver="")
                | Q(outcome="not_needed", document__isnull=True, receiver="") & ~Q(reason=""),
                name="official_told_on_paper_or_why_not",
            ),
        ]
