"""What the investigation found: inspections and pieces of evidence."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import EvidenceKind, InspectionSubject
from gongjian.common.records import Record

from .case import Case
from .visit import SiteVisit


class Inspection(SiteVisit):
    """One on-site inspection by two officers (现场检查).

    The police also say what was inspected, by which warrant or why at once.
    Source: 行政处罚法 第五十五条; 治安管理处罚法 第一百零三条;
        公安机关办理行政案件程序规定 第八十四条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    subject = models.CharField(
        max_length=8, choices=InspectionSubject.choices, blank=True, default=""
    )
    warrant = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at_once = models.TextField(blank=True, default="")
    # The body of a woman is inspected by a woman: by whom.
    woman = models.BooleanField(default=False)
    by_woman = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            *SiteVisit.Meta.constraints,
            # 治安管理处罚法 第一百零三条: a home never without, a place at once and on record only.
            models.CheckConstraint(
                condition=~Q(subject="home") | Q(warrant__isnull=False),
                name="inspection_of_a_home_by_warrant",
            ),
            models.CheckConstraint(
                condition=~Q(subject="place")
                | Q(warrant__isnull=False)
                | (~Q(at_once="") & ~Q(recording="")),
                name="inspection_of_a_place_by_warrant_or_at_once",
            ),
            models.CheckConstraint(
                condition=Q(woman=False) | (Q(subject="person") & ~Q(by_woman="")),
                name="inspection_of_a_woman_by_a_woman",
            ),
        ]


class Evidence(Record):
    """One piece of evidence (证据); what was excluded stays, with the day. See `ExclusionProposal`.

    What technical monitoring equipment recorded names its `device`; it is checked by another than
    who entered it, and the party is told of it. A record that fails the check is excluded.

    Source: 行政处罚法 第四十一条、第四十六条.
    """

    MUTABLE = frozenset(
        {"excluded_on", "checked_by_id", "checked_on", "check_words", "told_on", "told_how"}
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices)
    name = models.CharField(max_length=200)
    proves = models.TextField()
    obtained_on = models.DateField()
    obtained_from = models.CharField(max_length=200)
    excluded_on = models.DateField(null=True, blank=True)
    elements = models.JSONField(default=list)
    # What was taken over from another case falls with its original.
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    device = models.CharField(max_length=80, blank=True, default="")
    device_basis = models.CharField(max_length=200, blank=True, default="")
    device_site = models.CharField(max_length=200, blank=True, default="")
    device_published = models.CharField(max_length=200, blank=True, default="")
    device_reviewed = models.CharField(max_length=300, blank=True, default="")
    # Said by who entered it; what was entered before it was asked says nothing.
    not_by_device = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_on = models.DateField(null=True, blank=True)
    check_words = models.TextField(blank=True, default="")
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "origin"], name="evidence_taken_over_once_by_a_case"
            ),
            # 行政处罚法 第四十一条第一款: the device is known, reviewed and its site published.
            models.CheckConstraint(
                condition=Q(
                    device="",
                    recorded_at__isnull=True,
                    checked_by__isnull=True,
                    told_on__isnull=True,
                )
                | (
                    ~Q(device="")
                    & ~Q(device_basis="")
                    & ~Q(device_site="")
                    & ~Q(device_published="")
                    & ~Q(device_reviewed="")
                    & Q(kind__in=("audiovisual", "electronic"))
                    & Q(recorded_at__isnull=False, registered_by__isnull=False)
                ),
                name="evidence_of_a_device_names_it",
            ),
            models.CheckConstraint(
                condition=Q(not_by_device=False) | Q(device="", registered_by__isnull=False),
                name="evidence_not_of_a_device_is_said_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_on__isnull=True, check_words="")
                | (
                    Q(checked_by__isnull=False, checked_on__isnull=False)
                    & ~Q(check_words="")
                    & ~Q(checked_by=F("registered_by"))
                ),
                name="evidence_of_a_device_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_how="")
                | (Q(told_on__isnull=False) & ~Q(told_how="")),
                name="evidence_of_a_device_told_how",
            ),
        ]
