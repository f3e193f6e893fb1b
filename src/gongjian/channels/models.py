"""What went out by which channel, and what came back."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from gongjian.common.crypto import EncryptedText
from gongjian.common.db.triggers import Guard, guard
from gongjian.common.records import Record

from .choices import WITNESS_KINDS, ChannelKind, DispatchState, LineKind, Wanted


class PersonsReceiver(Record):
    """To whose certificate the numbers of persons are encrypted (接收单位证书).

    Never changed: what a person released to one certificate cannot go to another.

    Source: 个人信息保护法 第五十一条; LAW 6.6.
    """

    MUTABLE = frozenset({"closed_at", "closed_by_id", "closed_because"})

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    added_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fingerprint"],
                condition=Q(closed_at__isnull=True),
                name="persons_receiver_one_open_per_certificate",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_because="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_because="")),
                name="persons_receiver_closed_by_a_person_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds(self, now: datetime) -> bool:
        """Tell whether something may be encrypted to this certificate now."""
        return self.closed_at is None and self.valid_from <= now <= self.valid_until


class CreditBatch(Record):
    """One file of published decisions for the credit platform (双公示报送批次).

    `left_out` tells which published decisions are not in it and what to do about each: uid, number,
    field and words, never a value. The files themselves lie in the vault under their hashes. `rows`
    counts what is in them, `persons` those who stand in none: their names and numbers are handed
    over apart, once a second person released them to a receiver.

    Source: 发改办财金〔2018〕424号.
    """

    MUTABLE = frozenset(
        {
            "receipt",
            "receipt_note",
            "received_on",
            "receipt_by_id",
            "released_at",
            "released_by_id",
            "receiver",
            "released_to_id",
        }
    )

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    until_on = models.DateField()
    made_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    format_version = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()
    persons = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField()
    left_out = models.JSONField(default=list)
    csv_sha256 = models.CharField(max_length=64, blank=True)
    xlsx_sha256 = models.CharField(max_length=64, blank=True)
    gone_sha256 = models.CharField(max_length=64, blank=True)
    receipt = models.CharField(max_length=100, blank=True, default="")
    receipt_note = models.TextField(blank=True, default="")
    received_on = models.DateField(null=True, blank=True)
    receipt_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver = models.CharField(max_length=100, blank=True, default="")
    # Batches of before name a receiver alone; they are released anew before anybody takes them.
    released_to = models.ForeignKey(
        "channels.PersonsReceiver",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="batches",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], name="credit_batch_one_per_number"
            ),
            models.CheckConstraint(
                condition=Q(rows__gt=0) | Q(gone__gt=0) | Q(persons__gt=0),
                name="credit_batch_says_something",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True, receiver="")
                | (
                    Q(released_at__isnull=False, released_by__isnull=False, persons__gt=0)
                    & ~Q(receiver="")
                ),
                name="credit_batch_released_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_to__isnull=True) | Q(released_by__isnull=False),
                name="credit_batch_certificate_with_release",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=models.F("made_by")),
                name="credit_batch_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(receipt="", received_on__isnull=True, receipt_by__isnull=True)
                | (~Q(receipt="") & Q(received_on__isnull=False, receipt_by__isnull=False)),
                name="credit_batch_receipt_has_day_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}批"


class CreditLine(Record):
    """That a batch reported a decision, or took it back: each once."""

    batch = models.ForeignKey(CreditBatch, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(
        "publicity.PublicItem", on_delete=models.PROTECT, related_name="credit_lines"
    )
    kind = models.CharField(max_length=8, choices=LineKind.choices)
    # A natural person: the line stands in no file of the batch.
    person = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="credit_line_once_per_item")
        ]


class PersonsTaking(Record):
    """That somebody took the natural persons of a batch to hand them over (自然人信息取出).

    The file is drawn into the answer, encrypted to the receiver, and kept nowhere; `sha256` is that
    of the CSV inside.

    Source: 个人信息保护法 第三十四条、第五十五条; LAW 6.6.
    """

    batch = models.ForeignKey(CreditBatch, on_delete=models.PROTECT, related_name="takings")
    # Missing in rows of before: the batch then says to whom.
    receiver = models.ForeignKey(
        PersonsReceiver, on_delete=models.PROTECT, null=True, blank=True, related_name="takings"
    )
    taken_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    @property
    def receiver_name(self) -> str:
        return self.receiver.name if self.receiver else self.batch.receiver


class TakenLine(Record):
    """Whom a taking held: a line of the batch whose decision was still public at that moment.

    Source: 个人信息保护法 第五十五条.
    """

    taking = models.ForeignKey(PersonsTaking, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(CreditLine, on_delete=models.PROTECT, related_name="takings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taking", "line"], name="taken_line_once")]


class Channel(Record):
    """Where an agency's published items go besides the portal (推送渠道).

    `address`: a folder's name, an address on the web, or of mail. `secret` signs what is pushed.

    Source: HN7, HN9; KM2.1.1; DZ1.
    """

    MUTABLE = frozenset({"name", "address", "secret", "closed_at", "closed_by_id", "retried_at"})
    SECRET = frozenset({"secret"})

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=ChannelKind.choices)
    address = models.CharField(max_length=300)
    secret = EncryptedText(blank=True)
    # Nothing can be asked about an encrypted column, not even by a CHECK.
    signed = models.BooleanField()
    since_on = models.DateField()
    opened_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    retried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "address"],
                condition=Q(closed_at__isnull=True),
                name="channel_one_open_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[k for k in ChannelKind if k.signed]) | Q(signed=True),
                name="channel_push_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="channel_closed_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def open(self) -> bool:
        return self.closed_at is None


class PushReceipt(Record):
    """What a receiver acknowledged of one parcel (推送回执).

    `sent` lists token and wish of every record, `refused` what came back with the reason.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField()
    key = models.CharField(max_length=64)
    receipt = models.CharField(max_length=200)
    sent = models.JSONField()
    refused = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["channel", "-id"], name="push_receipt_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(receipt=""), name="push_receipt_says_something")
        ]


class Dispatch(models.Model):
    """One item on its way to one channel. No record: what arrived stands in its receipt.

    `acked` is what the receiver is known to hold; where it differs from `wanted`, the row waits.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="dispatches")
    item = models.ForeignKey(
        "publicity.PublicItem", on_delete=models.PROTECT, related_name="dispatches"
    )
    wanted = models.CharField(max_length=8, choices=Wanted.choices)
    acked = models.CharField(max_length=8, choices=Wanted.choices, blank=True, default="")
    state = models.CharField(
        max_length=12, choices=DispatchState.choices, default=DispatchState.WAITING
    )
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, default="")
    receipt = models.ForeignKey(
        PushReceipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "item"], name="dispatch_one_per_item"),
            models.CheckConstraint(
                condition=~Q(state=DispatchState.ACKNOWLEDGED)
                | Q(acked=models.F("wanted"), receipt__isnull=False),
                name="dispatch_acknowledged_by_receipt",
            ),
        ]
        indexes = [models.Index(fields=["channel", "state", "id"], name="dispatch_by_state")]

    def __str__(self) -> str:
        return f"{self.channel_id}/{self.item_id}"


class Line(models.Model):
    """How the way to a receiver is: failures in a row, when it is tried next, how much at once."""

    channel = models.OneToOneField(
        Channel, on_delete=models.PROTECT, primary_key=True, related_name="line"
    )
    failures = models.PositiveIntegerField(default=0)
    at_once = models.PositiveSmallIntegerField()
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    seen_item = models.BigIntegerField(default=0)
    compared_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.channel_id)


class Witness(Record):
    """Who keeps the signed states of the log elsewhere, so that no second history can be told.

    `key` checks the countersignatures; without one the witness only keeps.
    """

    MUTABLE = frozenset({"closed_at", "closed_by_id", "closed_because"})
    SECRET = frozenset({"secret"})

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=WITNESS_KINDS)
    address = models.CharField(max_length=300)
    secret = EncryptedText(blank=True)
    # Nothing can be asked about an encrypted column, not even by a CHECK.
    signed = models.BooleanField()
    key = models.CharField(max_length=200, blank=True, default="")
    opened_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "address"],
                condition=Q(closed_at__isnull=True),
                name="witness_one_open_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChannelKind.HTTP) | Q(signed=True),
                name="witness_push_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_because="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_because="")),
                name="witness_closed_by_a_person_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WitnessReceipt(models.Model):
    """What a witness acknowledged: checkpoints above `after` up to `size`. Never changed.

    No record: an entry of the log for it would make the next checkpoint, and so on for ever.
    """

    id = models.BigAutoField(primary_key=True)
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField()
    key = models.CharField(max_length=64)
    after = models.BigIntegerField()
    size = models.BigIntegerField()
    receipt = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.receipt


class Cosignature(models.Model):
    """That a witness countersigned a checkpoint (副署): checked before it was kept, never changed.

    No record, as `WitnessReceipt`; it proves itself. Source: c2sp.org/tlog-cosignature.
    """

    id = models.BigAutoField(primary_key=True)
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    size = models.BigIntegerField()
    line = models.CharField(max_length=300)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["witness", "size"], name="cosignature_one_per_size")
        ]

    def __str__(self) -> str:
        return self.line


class WitnessLine(models.Model):
    """How the way to a witness is: up to which size it holds the log, failures, the next try.

    `alarm`: what it said against our log, in words; stays until it takes a checkpoint again.
    """

    witness = models.OneToOneField(
        Witness, on_delete=models.PROTECT, primary_key=True, related_name="line"
    )
    held = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    alarm = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return str(self.witness_id)


class PublicWitness(models.Model):
    """What the portal shows of a witness: the newest checkpoint that it countersigned, as a note.

    `note` holds the log's signature and the witness's, so that whoever reads it can keep it.
    """

    witness = models.OneToOneField(
        Witness, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    size = models.BigIntegerField()
    signed_at = models.DateTimeField()
    note = models.TextField()
    alarmed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


def declare_guards() -> None:
    """Tell the triggers that what a witness said is only ever added to."""
    for kept in (WitnessReceipt, Cosignature):
        columns = tuple(str(f.column) for f in kept._meta.concrete_fields)
        guard(Guard(kept._meta.db_table, columns))
