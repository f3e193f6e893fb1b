"""What is released to the public: the rendition of an original, never a view of it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record

from .choices import (
    Answer,
    AttachmentState,
    Choice,
    FileFormat,
    ItemKind,
    ItemState,
    NumberState,
    ObjectionGround,
    ObjectionOutcome,
    ObjectionState,
    ReleaseState,
    WithdrawalGround,
    WithheldGround,
)
from .leaks.kinds import LeakKind, LeakOutcome

SHOWABLE = [Answer.PUBLISH, Answer.REDACT]
# Withheld on these, even the number would lead to a person or a secret.
HIDING = [
    WithheldGround.PUBLIC_ORDER,
    WithheldGround.MINOR,
    WithheldGround.SECRET,
    WithheldGround.SECURITY,
    WithheldGround.PRIVACY,
]
SETTLED = [ReleaseState.PUBLISHED, ReleaseState.WITHHELD]

NOT_WITHDRAWN = Q(
    withdrawn_on__isnull=True,
    effective_on__isnull=True,
    withdrawal_due_on__isnull=True,
    withdrawal_ground="",
    withdrawal_reason="",
)


class Release(Record):
    """One round of making a decision public: drafted by one person, checked by another.

    `data` is the rendition and `hidden` the register of what was hidden (field, place, kind and
    ground, never the hidden words). `sealed`, `minor` and `secret` repeat what closes a record to
    everyone, so that the database itself can refuse. With a redaction that the second person has
    not confirmed no round becomes public, nor with an attachment that is not ready, or whose boxes
    the same person confirmed.

    Source: 行政处罚法 第四十八条; 治安管理处罚法 第一百三十六条; DZ1(1); HN12.
    """

    MUTABLE = frozenset({"state", "checked_by_id", "checked_at", "return_reason"})
    CHANGE = (
        "NEW.state <> 'published' OR (NOT EXISTS (SELECT 1 FROM publicity_redaction AS asked"
        " WHERE asked.release_id = NEW.id AND asked.confirmed_by_id IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM publicity_releaseattachment AS joined"
        " JOIN publicity_attachment AS copy ON copy.id = joined.attachment_id"
        " WHERE joined.release_id = NEW.id AND (copy.state <> 'ready'"
        " OR copy.confirmed_by_id = NEW.checked_by_id)))"
    )

    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReleaseState.choices)
    drafted_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True, default="")
    verdict = models.CharField(max_length=8, choices=Answer.choices)
    clause = models.CharField(max_length=400)
    gate_version = models.CharField(max_length=32)
    findings = models.JSONField(default=dict)
    sealed = models.BooleanField()
    minor = models.BooleanField()
    secret = models.BooleanField()
    delivered_on = models.DateField(null=True, blank=True)
    summary = models.CharField(max_length=120, blank=True, default="")
    data = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    corrects = models.ForeignKey(
        "PublicItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    correction_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "round"], name="release_one_per_round"),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(state=ReleaseState.DRAFTED),
                name="release_one_waits_for_check",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(state__in=SETTLED),
                name="release_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.PUBLISHED)
                | (
                    Q(drafted_by__isnull=False, checked_by__isnull=False, checked_at__isnull=False)
                    & ~Q(drafted_by=F("checked_by"))
                ),
                name="release_published_by_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.PUBLISHED)
                | Q(sealed=False, minor=False, secret=False, verdict__in=SHOWABLE),
                name="release_published_is_not_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.PUBLISHED)
                | (Q(delivered_on__isnull=False) & ~Q(summary="")),
                name="release_published_after_delivery",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.WITHHELD)
                | (Q(verdict=Answer.WITHHOLD, checked_by__isnull=False) & ~Q(clause="")),
                name="release_withheld_by_clause",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.RETURNED) | ~Q(return_reason=""),
                name="release_returned_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""),
                name="release_correction_has_reason",
            ),
        ]


class Redaction(Record):
    """A find that may identify somebody, and what two persons made of it.

    The words themselves stand in the file alone. `certainty` in percent.

    Source: 政府信息公开条例 第十五条; DZ1(1); HN12.
    """

    MUTABLE = frozenset({"confirmed", "confirmed_by_id", "confirmed_at"})

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="redactions")
    code = models.CharField(max_length=48)
    where = models.CharField(max_length=16)
    line = models.PositiveSmallIntegerField()
    at = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    what = models.CharField(max_length=20)
    ground = models.CharField(max_length=120)
    shown = models.CharField(max_length=40)
    certainty = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=4, choices=Choice.choices)
    chosen_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    confirmed = models.CharField(max_length=4, choices=Choice.choices, blank=True, default="")
    confirmed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="redaction_once_per_release"),
            models.CheckConstraint(
                condition=Q(choice__in=Choice.values, certainty__lt=100),
                name="redaction_is_chosen",
            ),
            models.CheckConstraint(
                condition=Q(confirmed="", confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(
                        confirmed=F("choice"),
                        confirmed_by__isnull=False,
                        confirmed_at__isnull=False,
                    )
                    & ~Q(confirmed_by=F("chosen_by"))
                ),
                name="redaction_confirmed_by_another",
            ),
        ]


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


class PublicItem(Record):
    """One thing on the public portal, which reads this table and its files, nothing behind them.

    `data` is the rendition; `searchable` its words in one text. `due_on` counts from the decision
    and never moves: `published_on` after it shows as late. `display_until` is its last day on the
    portal, None where no rule sets an end. Withdrawn, only number, agency, reason
    and date are shown. Corrected, it stays as it was for the record, and its page leads to the
    version that took its place.

    Source: 行政处罚法 第四十八条; 国办发〔2018〕118号 二（六）; HN12.
    """

    MUTABLE = frozenset(
        {
            "state",
            "withdrawn_on",
            "withdrawal_ground",
            "withdrawal_reason",
            "effective_on",
            "withdrawal_due_on",
            "corrected_on",
            "correction_reason",
            "ended_on",
            "suspended_on",
        }
    )
    SECRET = frozenset({"document_token"})

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="item")
    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=ItemKind.choices)
    version = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=24, unique=True)
    document_token = models.CharField(max_length=32, db_index=True)
    agency_uid = models.UUIDField()
    agency_name = models.CharField(max_length=100)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    party_name = models.CharField(max_length=200)
    penalty = models.CharField(max_length=400)
    summary = models.CharField(max_length=120)
    decided_on = models.DateField()
    delivered_on = models.DateField()
    due_on = models.DateField()
    published_on = models.DateField()
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.LIVE)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal_ground = models.CharField(
        max_length=12, choices=WithdrawalGround.choices, blank=True, default=""
    )
    withdrawal_reason = models.TextField(blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    withdrawal_due_on = models.DateField(null=True, blank=True)
    corrected_on = models.DateField(null=True, blank=True)
    correction_reason = models.TextField(blank=True, default="")
    display_until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    # The long columns stand last: a scan of the others need not walk through them.
    data = models.JSONField()
    searchable = models.TextField()

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(state__in=[ItemState.LIVE, ItemState.SUSPENDED]),
                name="public_item_one_live_per_decision",
            ),
            models.UniqueConstraint(
                fields=["decision", "version"], name="public_item_one_per_version"
            ),
            models.CheckConstraint(
                condition=~Q(drafted_by=F("checked_by")), name="public_item_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__lte=F("published_on"), decided_on__lte=F("delivered_on")),
                name="public_item_after_delivery",
            ),
            models.CheckConstraint(
                condition=(~Q(state=ItemState.WITHDRAWN) & NOT_WITHDRAWN)
                | (
                    Q(
                        state=ItemState.WITHDRAWN,
                        withdrawn_on__isnull=False,
                        effective_on__isnull=False,
                        withdrawal_due_on__isnull=False,
                    )
                    & ~Q(withdrawal_reason="")
                    & ~Q(withdrawal_ground="")
                ),
                name="public_item_withdrawal_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrected_on__isnull=True, correction_reason="")
                & ~Q(state=ItemState.CORRECTED)
                | Q(state=ItemState.CORRECTED, corrected_on__isnull=False)
                & ~Q(correction_reason=""),
                name="public_item_correction_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=(~Q(state=ItemState.ENDED) & Q(ended_on__isnull=True))
                | Q(
                    state=ItemState.ENDED,
                    ended_on__isnull=False,
                    display_until__isnull=False,
                    ended_on__gt=F("display_until"),
                ),
                name="public_item_ends_after_its_period",
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.SUSPENDED, suspended_on__isnull=False)
                | (~Q(state=ItemState.SUSPENDED) & Q(suspended_on__isnull=True)),
                name="public_item_suspended_since_a_day",
            ),
        ]
        # Each holds every column its lists and counts ask for: rows are wide.
        indexes = [
            models.Index(fields=["state", "-decided_on", "-id"], name="public_item_newest"),
            models.Index(
                fields=["state", "agency_uid", "-decided_on", "-id"], name="public_item_of_agency"
            ),
            models.Index(
                fields=["state", "published_on", "due_on"],
                name="public_item_late",
                condition=Q(published_on__gt=F("due_on")),
            ),
            models.Index(
                fields=["display_until"],
                name="public_item_to_end",
                condition=Q(state=ItemState.LIVE, display_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def live(self) -> bool:
        return self.state == ItemState.LIVE

    @property
    def days_late(self) -> int:
        """Return how many calendar days after its limit it was published; 0 when in time."""
        return max((self.published_on - self.due_on).days, 0)

    @property
    def withdrawn_days_late(self) -> int:
        """Return how many calendar days after its limit it was withdrawn; 0 when in time."""
        if self.withdrawn_on is None or self.withdrawal_due_on is None:
            return 0
        return max((self.withdrawn_on - self.withdrawal_due_on).days, 0)


class PublicFile(Record):
    """A file of a public item as anyone may take it; the bytes lie in the vault under `sha256`."""

    item = models.ForeignKey(PublicItem, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=FileFormat.choices)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "format"], name="public_file_one_per_format")
        ]
        indexes = [models.Index(fields=["sha256"], name="public_file_by_hash")]


class PublicAttachment(Record):
    """An attachment of a public item as anyone may take it: pictures of pages in a PDF."""

    item = models.ForeignKey(PublicItem, on_delete=models.PROTECT, related_name="attachments")
    result = models.ForeignKey(AttachmentResult, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="public_attachment_numbered_once"
            )
        ]
        indexes = [models.Index(fields=["sha256"], name="public_attachment_by_hash")]


class DisplayRule(Record):
    """How long an agency shows a penalty on its own portal, in months by credit class.

    None: no end. The newest rule governs what is published from then on.

    Source: tables/display-period (本机关门户：期限由各地规定).
    """

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    minor = models.PositiveSmallIntegerField(null=True, blank=True)
    general = models.PositiveSmallIntegerField(null=True, blank=True)
    serious = models.PositiveSmallIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=200)
    from_on = models.DateField()
    set_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")


class Objection(Record):
    """An objection to a publication as everyone may read it: no word of who made it, nor its text.

    Source: HN12; 政府信息公开条例 第四十一条.
    """

    MUTABLE = frozenset({"state", "outcome", "answer", "answered_on", "answered_by_id"})

    item = models.ForeignKey(PublicItem, on_delete=models.PROTECT, related_name="objections")
    ground = models.CharField(max_length=12, choices=ObjectionGround.choices)
    filed_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=8, choices=ObjectionState.choices, default=ObjectionState.OPEN
    )
    outcome = models.CharField(
        max_length=8, choices=ObjectionOutcome.choices, blank=True, default=""
    )
    answer = models.TextField(blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=ObjectionState.OPEN,
                    outcome="",
                    answer="",
                    answered_on__isnull=True,
                    answered_by__isnull=True,
                )
                | (
                    Q(
                        state=ObjectionState.ANSWERED,
                        answered_on__isnull=False,
                        answered_by__isnull=False,
                    )
                    & ~Q(outcome="")
                    & ~Q(answer="")
                ),
                name="objection_answer_has_reason_and_day",
            ),
        ]

    @property
    def answered_late(self) -> bool:
        return self.answered_on is not None and self.answered_on > self.due_on


class Objector(Record):
    """Who objected and with what words: for the agency alone, encrypted."""

    SECRET = frozenset({"name", "contact", "content"})

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="objector")
    door = models.CharField(max_length=12)
    name = EncryptedText()
    contact = EncryptedText()
    content = EncryptedText()
    taken_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class ObjectionAttempt(models.Model):
    """One use of the public form: a counter, no record. The address is kept as a keyed hash."""

    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"], name="objection_attempt_by_address")]

    def __str__(self) -> str:
        return self.at.isoformat()


class PublicSeries(models.Model):
    """How many numbers of a series an agency gave in a year, and what became of them.

    Derived from the cases, so no record. `hidden` numbers are counted together and stand in no row
    of `PublicNumber`: neither ground nor number may lead to a person or a secret.

    Source: 行政处罚法 第四十八条; 治安管理处罚法 第一百三十六条; REQUIREMENTS Q13.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    agency_uid = models.UUIDField()
    agency_name = models.CharField(max_length=100)
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    given = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    suspended = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(default=0)
    void = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_uid", "series", "year"], name="public_series_one_row"
            ),
            models.CheckConstraint(
                condition=Q(
                    given=F("hidden")
                    + F("pending")
                    + F("overdue")
                    + F("published")
                    + F("withdrawn")
                    + F("ended")
                    + F("suspended")
                    + F("withheld")
                    + F("void")
                ),
                name="public_series_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["-year", "title", "id"], name="public_series_listed")]

    def __str__(self) -> str:
        return self.title

    @property
    def gone(self) -> int:
        """Return how many were shown and are not now: withdrawn, period over, being checked."""
        return self.withdrawn + self.ended + self.suspended

    @property
    def closed(self) -> int:
        """Return how many are withheld, with those that are only counted."""
        return self.withheld + self.hidden


class PublicNumber(models.Model):
    """One number of a series as everyone may read it. Derived, so no record."""

    series = models.ForeignKey(PublicSeries, on_delete=models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=NumberState.choices)
    ground = models.CharField(max_length=12, choices=WithheldGround.choices, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    state_on = models.DateField(null=True, blank=True)
    token = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="public_number_once"),
            models.CheckConstraint(
                condition=~Q(ground__in=HIDING), name="public_number_leads_to_nobody"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def days_late(self) -> int:
        """Return how many calendar days after its limit it was published; 0 when in time."""
        if self.state != NumberState.PUBLISHED or not self.due_on or not self.state_on:
            return 0
        return max((self.state_on - self.due_on).days, 0)


class NumberStanding(models.Model):
    """What became of the number of one decision, for the house; the public rows follow it.

    Derived at every act and recounted every night, so no record.
    """

    document = models.OneToOneField(
        "documents.Document", on_delete=models.CASCADE, related_name="+"
    )
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(PublicSeries, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=NumberState.choices)
    ground = models.CharField(max_length=12, choices=WithheldGround.choices, blank=True, default="")
    hidden = models.BooleanField()
    due_on = models.DateField(null=True, blank=True)
    token = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="number_standing_to_flip"),
            models.Index(fields=["agency", "state", "due_on", "id"], name="number_standing_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"


class LeakFinding(models.Model):
    """What the nightly scan found in a public text. Derived, so no record; the value is masked.

    `place`: the token of an item, or the address of another public text. `gone_on`: no longer
    found. `fingerprint`: a keyed hash of the value.
    """

    item = models.ForeignKey(PublicItem, on_delete=models.CASCADE, null=True, related_name="leaks")
    place = models.CharField(max_length=120)
    agency = models.ForeignKey("orgs.Agency", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=LeakKind.choices)
    certain = models.BooleanField()
    shown = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    found_on = models.DateField()
    gone_on = models.DateField(null=True, blank=True)
    cleared_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "fingerprint"], name="leak_found_once")
        ]
        indexes = [
            models.Index(
                fields=["agency", "-id"],
                name="leak_open",
                condition=Q(gone_on__isnull=True, cleared_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}"

    @property
    def open(self) -> bool:
        return self.gone_on is None and self.cleared_on is None

    @property
    def series(self) -> str:
        """The address of a list or report without its version."""
        return self.place.rpartition("/")[0]

    @property
    def mark(self) -> str:
        """What forms call a value found in a list or report, whatever the version."""
        return f"{self.fingerprint}@{self.series}"


class LeakScan(models.Model):
    """One run of the scan. Derived, so no record. `reached`: where the next run goes on."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    items = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    newest = models.PositiveBigIntegerField()
    reached = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.began_at.isoformat()


class LeakJudgement(Record):
    """What a person made of a find: a leak, or harmless. Source: 政府信息公开条例 第十五条."""

    item = models.ForeignKey(PublicItem, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=LeakKind.choices)
    outcome = models.CharField(max_length=8, choices=LeakOutcome.choices)
    reason = models.TextField()
    judged_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    judged_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="leak_judged_with_reason")
        ]


class TextJudgement(Record):
    """What a person made of a find in a list or a report, for all its versions (`series`).

    `series`: the address of the text without its version. Source: 政府信息公开条例 第十五条.
    """

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=LeakKind.choices)
    outcome = models.CharField(max_length=8, choices=LeakOutcome.choices)
    reason = models.TextField()
    judged_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    judged_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["series", "fingerprint"], name="text_judgement_of")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="text_judged_with_reason")
        ]


class PublicProof(models.Model):
    """What the log says of one file, found and opened by the file's hash alone.

    `sealed` is encrypted under a key made from the hash: who reads this table without the file
    learns nothing, not even which file it is. Derived from the log, so no record.
    """

    key = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    void = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key


class ProofMark(models.Model):
    """Up to which leaf of the log the proofs are made; one row."""

    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.size)
