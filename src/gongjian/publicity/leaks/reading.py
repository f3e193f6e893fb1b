"""Reads of what the scan found."""

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.publicity.models import LeakFinding, LeakScan


def open_leaks(matter: Matter) -> QuerySet[LeakFinding]:
    """Return what was found in what is public of a matter and not judged yet, oldest first."""
    found = LeakFinding.objects.filter(item__decision__case__matter=matter)
    return found.filter(gone_on__isnull=True, cleared_on__isnull=True).order_by("id")


def open_text_leaks(agency: int) -> QuerySet[LeakFinding]:
    """Return what was found in the lists and reports of an agency and not judged yet."""
    found = LeakFinding.objects.filter(item__isnull=True, agency=agency)
    return found.filter(gone_on__isnull=True, cleared_on__isnull=True).order_by("id")


def leaks_of(actor: Actor, *, only_open: bool = True) -> QuerySet[LeakFinding]:
    """Return what was found in the public texts at and below this person's agency."""
    found = LeakFinding.objects.filter(agency__path__startswith=actor.agency_path)
    if only_open:
        found = found.filter(gone_on__isnull=True, cleared_on__isnull=True)
    return found.select_related("item__decision__case__matter", "agency")


def last_scan() -> LeakScan | None:
    """Return the newest run."""
    return LeakScan.objects.order_by("-id").first()
