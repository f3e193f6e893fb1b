"""Deputies of people's congresses whom a case would detain (人大代表).

Source: 公安机关办理行政案件程序规定 第七十三条、第一百七十四条.

The article names 行政拘留 alone. Whether a forced summons is one of the other restraints of liberty
that 代表法 puts under permission as well is not said there, so no gate stands on it.
"""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import CongressBody, DeputyLevel


class Deputy(Record):
    """That the person who acted is a deputy of a congress, or is none; the newest of each counts.

    Source: 公安机关办理行政案件程序规定 第七十三条、第一百七十四条.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="deputies")
    congress = models.CharField(max_length=100)
    level = models.CharField(max_length=12, choices=DeputyLevel.choices)
    found_by = models.CharField(max_length=200)
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.congress


class DeputyPermit(Record):
    """The permission of the congress, county or above, that its deputy is detained (许可).

    Source: 公安机关办理行政案件程序规定 第一百七十四条第一款.
    """

    deputy = models.OneToOneField(Deputy, on_delete=models.PROTECT, related_name="permit")
    body = models.CharField(max_length=12, choices=CongressBody.choices)
    number = models.CharField(max_length=80)
    granted_on = models.DateField()
    recorded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="deputy_permit_on_paper"),
        ]


class DeputyReport(Record):
    """The word to the congress of a township that its deputy was detained (报告).

    Source: 公安机关办理行政案件程序规定 第一百七十四条第二款.
    """

    deputy = models.ForeignKey(Deputy, on_delete=models.PROTECT, related_name="reports")
    decision = models.ForeignKey(
        "cases.Decision", on_delete=models.PROTECT, related_name="deputy_reports"
    )
    decided_on = models.DateField()
    reported_on = models.DateField()
    way = models.CharField(max_length=200)
    reported_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deputy", "decision"], name="deputy_reported_once_of_a_decision"
            ),
            models.CheckConstraint(
                condition=Q(reported_on__gte=F("decided_on")), name="deputy_reported_after_decision"
            ),
        ]
