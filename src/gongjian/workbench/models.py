"""What the workbench keeps of its own: the demo's clock, and keys of creations already done."""

from django.conf import settings
from django.db import models

from gongjian.common.records import Record


class DemoClock(Record):
    """One push of the demo's clock: how far it runs ahead of the system from now on."""

    stream = models.ForeignKey("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    ahead_seconds = models.PositiveBigIntegerField(unique=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-ahead_seconds"]


class Once(models.Model):
    """A creation asked for under a key of the caller's: asked again, it is answered, not repeated.

    No record: what was created stands in the ledger, this only remembers under which key.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    act = models.CharField(max_length=64)
    command_hash = models.CharField(max_length=64)
    uid = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.key}"
