"""The ledger's own tables. No records: the log vouches for records, and itself by its hashes."""

import json
import uuid
from datetime import datetime

from django.db import models

from gongjian.common.db.triggers import Guard, guard


class Stream(models.Model):
    """One chain of entries: of a matter, an agency, a profile. Its uid is random."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes, max_length=32)

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Entry(models.Model):
    """What one act wrote into one stream.

    `payload` is a head and one line per row, each RFC 8785; `salt` holds 16 random bytes per line;
    `leaf` is what the log commits to. Nothing is kept twice: time and act are read from the texts.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()
    payload = models.TextField()
    salt = models.BinaryField()
    leaf = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="entry_one_per_seq")]

    def __str__(self) -> str:
        return f"{self.stream_id}/{self.seq}"

    @property
    def lines(self) -> list[str]:
        """The head and the rows, each a JSON text of its own."""
        return self.payload.split("\n")

    @property
    def at(self) -> datetime:
        """The moment of the act."""
        return datetime.fromisoformat(json.loads(self.leaf)["at"])

    @property
    def act(self) -> str:
        """The code of the act."""
        return str(json.loads(self.lines[0])["act"])


class Unsealed(models.Model):
    """An entry that the log does not hold yet. A row, not "id above the last": commits overtake."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.entry_id)


class Leaf(models.Model):
    """Which entry stands at which index of the log."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf_row")

    def __str__(self) -> str:
        return f"{self.index}: {self.entry_id}"


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree (C2SP tlog-tiles, height 8). Grows until full."""

    pk = models.CompositePrimaryKey("level", "n")
    level = models.PositiveSmallIntegerField()
    n = models.BigIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.n}"


class Checkpoint(models.Model):
    """The signed state of the log at one size (C2SP tlog-checkpoint)."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()

    def __str__(self) -> str:
        return str(self.size)


def declare_guards() -> None:
    """Tell the triggers module what these tables refuse (called once at start-up)."""
    guard(
        Guard(
            "ledger_stream",
            ("id", "uid", "kind"),
            update="NEW.seq = OLD.seq + 1 AND length(NEW.head) = 32",
        )
    )
    guard(Guard("ledger_entry", _columns(Entry)))
    guard(Guard("ledger_leaf", _columns(Leaf)))
    guard(Guard("ledger_checkpoint", _columns(Checkpoint)))
    guard(
        Guard(
            "ledger_unsealed",
            ("entry_id",),
            delete="EXISTS (SELECT 1 FROM ledger_leaf WHERE entry_id = OLD.entry_id)",
        )
    )
    grown = "substr(NEW.data, 1, length(OLD.data)) = OLD.data AND length(NEW.data) <= 8192"
    guard(Guard("ledger_tile", ("level", "n"), update=grown))


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(str(f.column) for f in model._meta.concrete_fields)
