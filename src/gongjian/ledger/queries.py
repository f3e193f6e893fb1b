"""Reads of the log for the pages that speak about it."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from .models import Checkpoint, Entry, Unsealed

NEWEST = 200


def sealing_lag(now: datetime) -> timedelta:
    """Return for how long the oldest entry has been waiting for the log; zero when none waits."""
    oldest = Unsealed.objects.select_related("entry").order_by("entry_id").first()
    return max(now - oldest.entry.at, timedelta(0)) if oldest else timedelta(0)


def clock_behind(now: datetime) -> timedelta:
    """Return by how much the clock lags behind what was written last; zero when it does not.

    A clock that was set back writes acts before the ones that stand already. Their order stays that
    of the log, but their days would be wrong. Looks at the newest entries alone: one query.
    """
    newest = Entry.objects.order_by("-id").only("leaf")[:NEWEST]
    return max([entry.at - now for entry in newest] + [timedelta(0)])


def newest_checkpoint() -> Checkpoint | None:
    """Return the newest signed state of the log."""
    return Checkpoint.objects.order_by("-size").first()


def entries_of(stream: int) -> QuerySet[Entry]:
    """Return the entries of a stream with their places in the log; order by `-seq`, unique here."""
    found = Entry.objects.filter(stream=stream).select_related("leaf_row")
    return found.defer("salt")


def checkpoints_after(size: int, most: int) -> list[Checkpoint]:
    """Return the signed states of the log above a size, the smallest first."""
    return list(Checkpoint.objects.filter(size__gt=size).order_by("size")[:most])
