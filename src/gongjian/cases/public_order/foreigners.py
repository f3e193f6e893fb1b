"""The word to the police of the province that a foreigner was detained (涉外案件的报告)."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record


class ForeignerReport(Record):
    """That the police of the province was told, how, and whether the consulate may be.

    `consulate_declined`: the person asked in writing that the consulate is not told; whether an
    agreement with the country asks for it all the same the province knows, who tells it.
    Source: 公安机关办理行政案件程序规定 第二百五十四条.
    """

    decision = models.OneToOneField(
        "cases.Decision", on_delete=models.PROTECT, related_name="foreigner_report"
    )
    decided_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField()
    late = models.BooleanField()
    way = models.CharField(max_length=200)
    consulate_declined = models.BooleanField()
    reported_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__gte=F("decided_at")), name="foreigner_told_after_decision"
            ),
            models.CheckConstraint(
                condition=Q(late=False, told_at__lte=F("due_at"))
                | Q(late=True, told_at__gt=F("due_at")),
                name="foreigner_told_late_is_said",
            ),
        ]
