"""The demo's clock, the one thing of its own that the workbench keeps."""

from django.db import models

from gongjian.common.records import Record


class DemoClock(Record):
    """One push of the demo's clock: how far it runs ahead of the system from now on."""

    stream = models.ForeignKey("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    ahead_seconds = models.PositiveBigIntegerField(unique=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-ahead_seconds"]
