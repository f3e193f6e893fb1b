"""What the investigation found: inspections and pieces of evidence."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import CertificateShown, EvidenceKind, InspectionSubject
from gongjian.common.records import Record

from .case import Case


class Inspection(Record):
    """One on-site inspection by two officers (现场检查).

    The police also say what was inspected, by which warrant or why at once.
    Source: 行政处罚法 第五十五条; 治安管理处罚法 第一百零三条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    lead = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    certificate_shown = models.CharField(max_length=8, choices=CertificateShown.choices)
    dressed = models.BooleanField(default=False)
    unshown_because = models.CharField(max_length=200, blank=True, default="")
    present = models.CharField(max_length=200)
    findings = models.TextField()
    refused_signature = models.TextField(blank=True, default="")
    witness = models.CharField(max_length=100, blank=True, default="")
    recording = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(
        max_length=8, choices=InspectionSubject.choices, blank=True, default=""
    )
    warrant = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at_once = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
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
                condition=~Q(certificate_shown="excused") | ~Q(unshown_because=""),
                name="inspection_unshown_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(refused_signature="") | ~Q(witness="") | ~Q(recording=""),
                name="inspection_refusal_is_witnessed_or_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(lead=F("second")), name="inspection_two_different_officers"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")), name="inspection_ends_after_it_began"
            ),
        ]


class Evidence(Record):
    """One piece of evidence (证据); what was excluded stays, with the day. See `ExclusionProposal`.

    Source: 行政处罚法 第四十六条.
    """

    MUTABLE = frozenset({"excluded_on"})

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
