"""Exclusion of unlawful evidence (非法证据排除): a written opinion and the leader's word."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import ExclusionState
from gongjian.common.records import Record

from .investigation import Evidence


class ExclusionProposal(Record):
    """An opinion that one piece of evidence was obtained unlawfully, and what became of it.

    Source: 行政处罚法 第四十六条第三款; XM4.3.4.
    """

    MUTABLE = frozenset({"state", "decided_by_id", "decided_at", "note"})

    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, related_name="exclusion_proposals"
    )
    opinion = models.TextField()
    proposed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=ExclusionState.choices, default=ExclusionState.OPEN
    )
    decided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"], condition=~Q(state="refused"), name="exclusion_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True)
                | (
                    ~Q(state="open") & Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))
                ),
                name="exclusion_decided_by_another",
            ),
        ]
