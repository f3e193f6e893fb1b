"""What the public may read: the rendition of an original, never a view of it."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.publicity.choices import FileFormat, ItemKind, ItemState, WithdrawalGround

from .attachment import AttachmentResult
from .release import Release

NOT_WITHDRAWN = Q(
    withdrawn_on__isnull=True,
    effective_on__isnull=True,
    withdrawal_due_on__isnull=True,
    withdrawal_ground="",
    withdrawal_reason="",
)


class PublicItem(Record):
    """One thing on the public portal, which reads this table and its files, nothing behind them.

    `data` is the rendition; `searchable` its words in one text. `due_on` counts from the decision
    and never moves: `first_published_on` after it shows as late, that of the first version for all
    that take its place. `display_until` is its last day on the portal, None where no rule sets an
    end. Withdrawn, only number, agency, reason
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
    first_published_on = models.DateField()
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
                condition=Q(first_published_on__lte=F("published_on")),
                name="public_item_first_published_before",
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
                fields=["state", "first_published_on", "due_on"],
                name="public_item_late",
                condition=Q(first_published_on__gt=F("due_on")),
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
        """Return how many calendar days after its limit it was first published; 0 when in time."""
        return max((self.first_published_on - self.due_on).days, 0)

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


class PublicCopy(models.Model):
    """The bytes of an attachment for as long as its item is shown: what the portal hands out.

    The portal cannot open the vault, where closed files lie beside. Derived from it, so no record.
    """

    attachment = models.OneToOneField(
        PublicAttachment, on_delete=models.PROTECT, related_name="copy"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.attachment_id)


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
