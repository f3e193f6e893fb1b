"""What every record of two officers at a place holds, whatever they came for."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import CertificateShown
from gongjian.common.records import Record


class SiteVisit(Record):
    """Two officers at one place: when, how they showed who they are, who was there, what they saw.

    Source: 行政处罚法 第四十二条、第五十五条.
    """

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

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(lead=F("second")), name="%(class)s_two_different_officers"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")), name="%(class)s_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(certificate_shown="excused") | ~Q(unshown_because=""),
                name="%(class)s_unshown_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(refused_signature="") | ~Q(witness="") | ~Q(recording=""),
                name="%(class)s_refusal_is_witnessed_or_recorded",
            ),
        ]
