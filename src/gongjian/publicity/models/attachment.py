"""Copies of papers made for the public: pages, boxes, the picture alone."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.publicity.choices import AttachmentState, Choice

from .release import Release

CONFIRMED = [AttachmentState.DRAWING, AttachmentState.READY]


class Attachment(Record):
    """A file of the case of which a public copy is made: pictures of its pages, boxes over them.

    The original stays where it lies. `words`: a keyed hash of what the file of the case knew to
    identify somebody when the pages were read; when that changes, the copy must be made anew.

    Source: 政府信息公开条例 第十五条; DZ1(1); HN12.
    """

    MUTABLE = frozenset({"state", "problem", "confirmed_by_id", "confirmed_at"})
    CHANGE = (
        "NEW.state NOT IN ('drawing', 'ready') OR (NEW.confirmed_by_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM publicity_attachmentbox AS box"
        " WHERE box.attachment_id = NEW.id AND box.choice = '')"
        " AND EXISTS (SELECT 1 FROM publicity_attachmentpage AS page"
        " WHERE page.attachment_id = NEW.id)"
        " AND NOT EXISTS (SELECT 1 FROM publicity_attachmentpage AS page"
        " WHERE page.attachment_id = NEW.id AND page.bare AND NOT page.seen))"
    )

    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    document_file = models.ForeignKey(
        "documents.DocumentFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan = models.ForeignKey(
        "documents.Scan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=60)
    words = models.CharField(max_length=64)
    state = models.CharField(
        max_length=8, choices=AttachmentState.choices, default=AttachmentState.READING
    )
    problem = models.CharField(max_length=200, blank=True, default="")
    asked_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="attachment_numbered_once"),
            models.CheckConstraint(
                condition=Q(document_file__isnull=False, scan__isnull=True)
                | Q(document_file__isnull=True, scan__isnull=False),
                name="attachment_of_one_file",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CONFIRMED)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="attachment_drawn_once_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttachmentState.FAILED) | ~Q(problem=""),
                name="attachment_failed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AttachmentPage(Record):
    """The picture of a page as it is in the file: only for people of the house; in the vault.

    `bare`: what stands on it is not all known as text, so a person must say to have `seen` it.
    """

    MUTABLE = frozenset({"seen"})

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    bare = models.BooleanField()
    seen = models.BooleanField(default=False)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "number"], name="attachment_page_numbered_once"
            )
        ]


class AttachmentBox(Record):
    """A rectangle on a page (in thousandths of it), and whether what lies under it is covered.

    `by` None: found by the system. What it is not certain of (`asked`) a person decides; what is
    certain is always covered; what a person drew a person may take back.
    """

    MUTABLE = frozenset({"choice"})

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="boxes")
    page = models.PositiveSmallIntegerField()
    x = models.PositiveSmallIntegerField()
    y = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=20)
    ground = models.CharField(max_length=120)
    certainty = models.PositiveSmallIntegerField()
    asked = models.BooleanField()
    choice = models.CharField(max_length=4, choices=Choice.choices, blank=True, default="")
    by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["page", "y", "x", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1, page__gte=1, certainty__lte=100)
                & Q(x__lte=1000 - F("width"), y__lte=1000 - F("height")),
                name="attachment_box_on_the_page",
            ),
            models.CheckConstraint(
                condition=Q(choice=Choice.HIDE) | Q(asked=True) | Q(by__isnull=False),
                name="attachment_box_certain_is_covered",
            ),
        ]


class AttachmentResult(Record):
    """The public copy as it was drawn from pictures and boxes; the bytes lie in the vault."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="result")
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class ReleaseAttachment(Record):
    """A public copy that a round of publication carries."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="attachments")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "attachment"], name="release_attachment_once"
            ),
            models.UniqueConstraint(
                fields=["release", "number"], name="release_attachment_numbered_once"
            ),
        ]
