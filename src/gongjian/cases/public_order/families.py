"""The word to the family that a detention is not executed, as the law has it (通知家属)."""

from django.db import models
from django.db.models import Q

from gongjian.common.records import Record


class FamilyWord(Record):
    """That the family was told of a detention that is lawfully not executed, or why it was not.

    Where it is executed, or credited in full, `DetentionExecution` holds the same.

    Source: 治安管理处罚法 第一百一十六条第一款; 公安机关办理行政案件程序规定 第一百七十六条.
    """

    order = models.OneToOneField(
        "cases.DetentionOrder", on_delete=models.PROTECT, related_name="family_word"
    )
    told = models.CharField(max_length=200, blank=True, default="")
    told_on = models.DateField(null=True, blank=True)
    not_told = models.TextField(blank=True, default="")
    notice = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on__isnull=False, notice__isnull=False, not_told="") & ~Q(told="")
                | Q(told="", told_on__isnull=True, notice__isnull=True) & ~Q(not_told=""),
                name="family_told_on_paper_or_why_not",
            ),
        ]
