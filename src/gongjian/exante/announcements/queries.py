"""Reads of announcements: what the public sees on a day, what waits for its second person."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from gongjian.cases.models import Hearing
from gongjian.common.acts import Actor
from gongjian.orgs.choices import Role
from gongjian.publicity.leaks.scanning import PublicText

from .choices import AnnouncementState
from .hearings import announced_hearings
from .models import Announcement, PublicAnnouncement

NEWEST_FIRST = ("-published_on", "-id")


def shown_on(day: date) -> QuerySet[PublicAnnouncement]:
    """Return what the public sees on a day, newest first."""
    found = PublicAnnouncement.objects.filter(withdrawn_on=None, until__gte=day)
    return found.select_related("agency").order_by(*NEWEST_FIRST)


def public_one(token: str) -> PublicAnnouncement | None:
    """Return an announcement that is or was public; one query."""
    return PublicAnnouncement.objects.filter(token=token).select_related("agency").first()


def known_to(agency: int | None) -> QuerySet[Announcement]:
    """Return the announcements its staff may see: none of a case that became a state secret."""
    return Announcement.objects.filter(agency=agency, hearing__case__matter__secret_since=None)


def of_agency(agency: int) -> QuerySet[Announcement]:
    """Return the announcements of an agency for its staff."""
    found = known_to(agency)
    return found.select_related("drafted_by", "checked_by")


def waiting(agency: int) -> QuerySet[Announcement]:
    """Return what waits for its second person."""
    drafted = known_to(agency).filter(state=AnnouncementState.DRAFTED)
    return drafted.select_related("drafted_by").order_by("pk")


def to_check(actor: Actor) -> list[Announcement]:
    """Return what others drew and this person may publish or return; one query for a checker."""
    if Role.PUBLICATION_CHECKER not in actor.roles or actor.agency is None:
        return []
    return list(waiting(actor.agency).exclude(drafted_by=actor.officer))


def to_announce(actor: Actor, today: date) -> list[Hearing]:
    """Return the open hearings a publisher may put on the portal; one query for him."""
    if Role.PUBLISHER not in actor.roles or actor.agency is None:
        return []
    return list(announced_hearings(actor.agency, today))


def to_redraw(actor: Actor) -> Announcement | None:
    """Return what a publisher drew last when it came back; one query for a publisher."""
    if Role.PUBLISHER not in actor.roles or actor.agency is None:
        return None
    last = of_agency(actor.agency).filter(drafted_by=actor.officer).order_by("-pk").first()
    return last if last is not None and last.state == AnnouncementState.RETURNED else None


def in_sight(agency: int, day: date) -> QuerySet[Announcement]:
    """Return what is published and could be taken down."""
    out = known_to(agency).filter(state=AnnouncementState.PUBLISHED)
    return out.filter(until__gte=day).order_by("-pk")


def public_texts() -> Iterator[PublicText]:
    """Yield every announcement as the nightly scan reads it."""
    for one in PublicAnnouncement.objects.filter(withdrawn_on=None).order_by("pk"):
        text = f"{one.title}\n{one.body}"
        yield PublicText(f"/announcements/{one.token}", one.agency_id, text)
