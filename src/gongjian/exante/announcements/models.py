"""An announcement and what the portal reads of it."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.db.views import View, view
from gongjian.common.records import Record

from .choices import AnnouncementState
from .kinds import name_of

OUT = [AnnouncementState.PUBLISHED, AnnouncementState.WITHDRAWN]


class Announcement(Record):
    """What an agency tells everybody until a day (公告): actions, progress, prevention.

    Source: REQUIREMENTS P21; HN7.
    """

    MUTABLE = frozenset(
        {
            "state",
            "checked_by_id",
            "checked_at",
            "return_reason",
            "published_on",
            "withdrawn_on",
            "withdrawal_reason",
        }
    )

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=60)
    body = models.TextField()
    until = models.DateField()
    state = models.CharField(
        max_length=10, choices=AnnouncementState.choices, default=AnnouncementState.DRAFTED
    )
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True, default="")
    published_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=OUT)
                | Q(
                    checked_by__isnull=False,
                    published_on__isnull=False,
                    until__gte=F("published_on"),
                ),
                name="announcement_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | ~Q(checked_by=F("drafted_by"))
                | Q(state="returned"),
                name="announcement_published_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=AnnouncementState.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(state=AnnouncementState.WITHDRAWN) & Q(withdrawn_on__isnull=True)),
                name="announcement_withdrawn_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_name(self) -> str:
        return name_of(self.kind)


class PublicAnnouncement(models.Model):
    """An announcement as everyone may read it; of a withdrawn one neither title nor text."""

    token = models.CharField(max_length=16)
    agency = models.ForeignKey(
        "orgs.Agency", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=60)
    body = models.TextField()
    published_on = models.DateField()
    until = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdrawal_reason = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "exante_publicannouncement"

    def __str__(self) -> str:
        return self.title

    @property
    def kind_name(self) -> str:
        return name_of(self.kind)


view(
    View(
        PublicAnnouncement._meta.db_table,
        frozenset({"exante_announcement"}),
        "SELECT id, token, agency_id, kind,"
        " CASE WHEN withdrawn_on IS NULL THEN title ELSE '' END AS title,"
        " CASE WHEN withdrawn_on IS NULL THEN body ELSE '' END AS body,"
        " published_on, until, withdrawn_on, withdrawal_reason"
        " FROM exante_announcement WHERE state IN ('published', 'withdrawn')",
    )
)
