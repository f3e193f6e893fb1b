"""An announcement and what the portal reads of it."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.db.views import View, view
from gongjian.common.records import Record

from .choices import AnnouncementState
from .kinds import name_of

# What an announcement of a hearing rests on, and that nothing closes it to the public.
# Source: 行政处罚法 第六十四条第三项; 治安管理处罚法 第一百三十六条.
_HEARING = "cases_hearing h JOIN cases_case c ON c.id = h.case_id"
_OPEN = (
    "h.open_to_public AND NOT c.public_order AND NOT c.state_secret"
    " AND NOT EXISTS (SELECT 1 FROM matters_matter s"
    " WHERE s.id = c.matter_id AND s.secret_since IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM cases_assistance a WHERE a.case_id = c.id AND a.minor"
    " AND NOT EXISTS (SELECT 1 FROM cases_assistance n WHERE n.case_id = c.id AND n.id > a.id))"
)
# Called, announced by paper, and shown until its day at the latest.
OPEN_HEARING = (
    f"SELECT 1 FROM {_HEARING} JOIN matters_matter m ON m.id = c.matter_id"  # noqa: S608 -- constants
    " JOIN documents_document d ON d.id = h.announcement_id"
    f" WHERE h.id = NEW.hearing_id AND {_OPEN} AND h.outcome = '' AND d.state <> 'void'"
    " AND m.agency_id = NEW.agency_id AND NEW.until = h.scheduled_on"
)
OF_NO_CLOSED_HEARING = f"NEW.hearing_id IS NULL OR EXISTS ({OPEN_HEARING})"
OUT = [AnnouncementState.PUBLISHED, AnnouncementState.WITHDRAWN]


class Announcement(Record):
    """What an agency tells everybody until a day (公告): actions, progress, prevention, hearings.

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

    CHANGE = f"NEW.state <> 'published' OR {OF_NO_CLOSED_HEARING}"

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    hearing = models.ForeignKey(
        "cases.Hearing", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(kind="hearing", hearing__isnull=False)
                | (~Q(kind="hearing") & Q(hearing__isnull=True)),
                name="announcement_of_a_hearing_has_it",
            ),
            models.UniqueConstraint(
                fields=["hearing"],
                condition=Q(state__in=["drafted", "published"]),
                name="announcement_one_per_hearing",
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
        frozenset(
            {
                "exante_announcement",
                "cases_hearing",
                "cases_case",
                "cases_assistance",
                "matters_matter",
            }
        ),
        "SELECT id, token, agency_id, kind,"  # noqa: S608 -- constants
        " CASE WHEN withdrawn_on IS NULL THEN title ELSE '' END AS title,"
        " CASE WHEN withdrawn_on IS NULL THEN body ELSE '' END AS body,"
        " published_on, until, withdrawn_on, withdrawal_reason"
        " FROM exante_announcement WHERE state IN ('published', 'withdrawn')"
        " AND (hearing_id IS NULL OR withdrawn_on IS NOT NULL"
        f" OR EXISTS (SELECT 1 FROM {_HEARING} WHERE h.id = hearing_id AND {_OPEN}))",
    )
)
