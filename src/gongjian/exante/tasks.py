"""Work outside acts: published lists are held against what the system holds."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.jobs.registry import job
from gongjian.orgs.models import Agency

from .choices import ListKind, ListState
from .confirming import NoteUnconfirmed, note_unconfirmed
from .content import draw
from .content.officers import enforcing, key_of
from .models import OpenList
from .portraits import renew_portraits
from .queries import newest_of, open_adjustments, ripe, unlike
from .services import NoteAdjustment, OfAgency, note_adjustment, strike_expired

LOOK_EVERY = timedelta(hours=1)


@job("exante.keep_up", every=LOOK_EVERY)
def keep_up(*, clock: Clock) -> None:
    """Strike expired certificates off the registers; open and end what is owed to the lists."""
    today = clock.today()
    shown = OpenList.objects.filter(state=ListState.PUBLISHED).values("agency")
    for agency in Agency.objects.filter(pk__in=shown).order_by("pk"):
        if _outdated(agency, today):
            strike_expired(actor=SYSTEM, clock=clock, cmd=OfAgency(agency.uid))
        with transaction.atomic():
            renew_portraits(agency)
        for kind in _unlike(agency, today):
            note_adjustment(actor=SYSTEM, clock=clock, cmd=NoteAdjustment(agency.uid, kind))
        for kind in ripe(agency, today):
            note_unconfirmed(actor=SYSTEM, clock=clock, cmd=NoteUnconfirmed(agency.uid, kind))


def _outdated(agency: Agency, today: date) -> bool:
    """Tell whether the register shows a certificate that is not in force."""
    newest = newest_of(agency, ListKind.OFFICERS)
    if newest is None:
        return False
    allowed = {key_of(paper) for paper in enforcing(agency, today)}
    return any(row["key"] not in allowed for row in newest.content["rows"])


def _unlike(agency: Agency, today: date) -> Iterator[str]:
    """Yield the lists whose task of adjustment must begin or end."""
    owed = open_adjustments(agency.pk)
    for kind in ListKind:
        newest = newest_of(agency, kind)
        if unlike(kind, newest, draw(kind, agency, today)) != (kind in owed):
            yield kind
