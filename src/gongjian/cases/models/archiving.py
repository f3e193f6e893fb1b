"""The file of a case that has ended, as it was handed to the archive (归档)."""

from django.db import models
from django.db.models import Q

from gongjian.cases.choices import Retention
from gongjian.common.records import Record

from .case import Case


class ArchivedFile(Record):
    """The file as the archive took it over: its number, its size, how long and where it is kept.

    Source: 行政处罚法 第四十七条; 档案法 第十三条; 公安机关行政案件立卷规范（2021版）.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="archived")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    volumes = models.PositiveSmallIntegerField()
    pages = models.PositiveIntegerField()
    retention = models.CharField(max_length=12, choices=Retention.choices)
    place = models.CharField(max_length=100)
    archived_on = models.DateField()
    archived_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], name="archived_file_number_once_in_an_agency"
            ),
            models.CheckConstraint(
                condition=Q(volumes__gte=1) & Q(pages__gte=1) & ~Q(number="") & ~Q(place=""),
                name="archived_file_has_number_size_and_place",
            ),
        ]
