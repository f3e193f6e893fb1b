"""What of a file a party was given to read: the leave, its parts, their pages, every opening."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import PartState, ReadingState


class Reading(Record):
    """Leave to read parts of a file, given to a request, until a day (准予查阅).

    Opened by a person who has looked through the masked pages; nobody reads before.
    """

    MUTABLE = frozenset({"state", "opened_by_id", "opened_at", "ended_at", "ended_reason"})
    CHANGE = (
        "OLD.state <> 'ended' AND (NEW.state <> 'open' OR (NEW.opened_by_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM fileroom_readingpart AS part"
        " WHERE part.reading_id = NEW.id AND part.state = 'drawing')"
        " AND NOT EXISTS (SELECT 1 FROM fileroom_readingpage AS page"
        " JOIN fileroom_readingpart AS part ON part.id = page.part_id"
        " WHERE part.reading_id = NEW.id AND page.bare AND NOT page.seen AND NOT page.withheld)))"
    )

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="+")
    filing = models.OneToOneField(
        "cases.PartyFiling", on_delete=models.PROTECT, related_name="reading"
    )
    until_on = models.DateField()
    note = models.TextField(blank=True, default="")
    stage = models.CharField(max_length=20)
    granted_on = models.DateField()
    granted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=8, choices=ReadingState.choices, default=ReadingState.GRANTED
    )
    opened_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("granted_on")), name="reading_ends_after_it_was_granted"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(ended_reason="")
                | ~Q(state="ended") & Q(ended_at__isnull=True, ended_reason=""),
                name="reading_ended_with_reason",
            ),
        ]

    def open_on(self, today: date) -> bool:
        """Tell whether the party may read on a day."""
        return self.state == ReadingState.OPEN and today <= self.until_on


class ReadingPart(Record):
    """One thing that may be read: a document, a scan of its signed paper, or a piece of evidence.

    Of a piece of evidence the words of its entry; of a paper the pages, drawn anew with what
    concerns others painted over.
    """

    MUTABLE = frozenset({"state", "problem"})
    # Drawn again for as long as the leave is prepared, when a person changes what is covered.
    CHANGE = (
        "OLD.state = 'drawing' OR (OLD.state = 'ready' AND NEW.state = 'drawing' AND EXISTS"
        " (SELECT 1 FROM fileroom_reading AS leave"
        " WHERE leave.id = NEW.reading_id AND leave.state = 'granted'))"
    )

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    document_file = models.ForeignKey(
        "documents.DocumentFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan = models.ForeignKey(
        "documents.Scan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.ForeignKey(
        "cases.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=PartState.choices)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "number"], name="reading_part_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(document_file__isnull=False, scan__isnull=True, evidence__isnull=True)
                | Q(document_file__isnull=True, scan__isnull=False, evidence__isnull=True)
                | Q(
                    document_file__isnull=True,
                    scan__isnull=True,
                    evidence__isnull=False,
                    state="ready",
                ),
                name="reading_part_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(problem="") | ~Q(state="failed") & Q(problem=""),
                name="reading_part_failed_for_a_reason",
            ),
        ]


class ReadingPage(Record):
    """One page as the party may see it; the bytes lie in the vault.

    `masked`: how many places are painted over. `bare`: not all on it is known as text, so a person
    must look (`seen`). `withheld`: the page is not shown at all. Size in points of the picture;
    nothing (0) of pages drawn before it was kept.
    """

    MUTABLE = frozenset({"seen", "withheld", "sha256", "sm3", "size", "masked"})
    CHANGE = (
        "EXISTS (SELECT 1 FROM fileroom_readingpart AS part JOIN fileroom_reading AS leave"
        " ON leave.id = part.reading_id WHERE part.id = NEW.part_id AND leave.state = 'granted')"
    )

    part = models.ForeignKey(ReadingPart, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    masked = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    bare = models.BooleanField()
    seen = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="reading_page_numbered_once"),
        ]


class ReadingMask(Record):
    """A rectangle of a page, in thousandths of it, that is painted over unless it was lifted.

    `by` None: found by the system. What was found is told by its kind, never in its words. Who
    lifts one, or draws one, says why.
    """

    MUTABLE = frozenset({"lifted_by_id", "lifted_because"})
    CHANGE = (
        "EXISTS (SELECT 1 FROM fileroom_readingpage AS page JOIN fileroom_readingpart AS part"
        " ON part.id = page.part_id JOIN fileroom_reading AS leave ON leave.id = part.reading_id"
        " WHERE page.id = NEW.page_id AND part.state = 'drawing' AND leave.state = 'granted')"
    )

    page = models.ForeignKey(ReadingPage, on_delete=models.PROTECT, related_name="masks")
    number = models.PositiveSmallIntegerField()
    x = models.PositiveSmallIntegerField()
    y = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=100)
    by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="reading_mask_numbered_once"),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1)
                & Q(x__lte=1000 - F("width"), y__lte=1000 - F("height")),
                name="reading_mask_on_the_page",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_because="")
                | Q(lifted_by__isnull=False) & ~Q(lifted_because=""),
                name="reading_mask_lifted_for_a_reason",
            ),
        ]

    @property
    def covers(self) -> bool:
        """Tell whether what lies under it is painted over."""
        return self.lifted_by_id is None


class Opening(models.Model):
    """That a party or its agent opened one page, or one piece of evidence (0), when. Audit row."""

    part = models.ForeignKey(ReadingPart, on_delete=models.PROTECT, related_name="openings")
    page = models.PositiveSmallIntegerField()
    code = models.ForeignKey("cases.QueryCode", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["part", "at"], name="fileroom_opening_of_part")]

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.part_id}/{self.page}"
