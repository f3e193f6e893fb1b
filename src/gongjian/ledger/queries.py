"""Reads of the log for the pages that speak about it."""

from datetime import datetime, timedelta

from .models import Checkpoint, Unsealed


def sealing_lag(now: datetime) -> timedelta:
    """Return for how long the oldest entry has been waiting for the log; zero when none waits."""
    oldest = Unsealed.objects.select_related("entry").order_by("entry_id").first()
    return max(now - oldest.entry.at, timedelta(0)) if oldest else timedelta(0)


def newest_checkpoint() -> Checkpoint | None:
    """Return the newest signed state of the log."""
    return Checkpoint.objects.order_by("-size").first()
