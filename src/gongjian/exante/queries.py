"""Reads of what is published beforehand, and of what has to be brought up to date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from gongjian.common import reads
from gongjian.common.acts import Actor
from gongjian.jurisdiction.limits import Due
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.choices import Role
from gongjian.orgs.models import Agency
from gongjian.publicity.leaks.finding import strings_of
from gongjian.publicity.leaks.scanning import PublicText
from gongjian.publicity.rendition import digest

from .choices import CONFIRMABLE, OWED, ListKind, ListState, Standing, TaskGround
from .comparing import Difference, difference
from .content import draw
from .models import Adjustment, ListConfirmation, OpenList, PublicList

READERS = frozenset(
    {Role.PUBLISHER, Role.PUBLICATION_CHECKER, Role.AGENCY_HEAD, Role.LEGAL_HEAD, Role.SUPERVISOR}
)
CONFIRM = "publication.list_confirm"
# The task stands in the inbox this long before its day: a list is not looked through in a minute.
AHEAD = timedelta(days=30)
NOTHING: dict[str, Any] = {"columns": [], "rows": [], "notes": [], "charts": {}}


def may_read(actor: Actor) -> bool:
    """Tell whether this person looks after the agency's lists."""
    return actor.agency is not None and bool(actor.roles & READERS)


# --- the public side ----------------------------------------------------------------------------


def published() -> QuerySet[PublicList]:
    """Return every version that the public may read."""
    return PublicList.objects.all()


def versions_of(agency: str, kind: str) -> QuerySet[PublicList]:
    """Return the readable versions of one list without their content, newest first."""
    found = published().filter(agency__code=agency, kind=kind)
    return found.defer("content").select_related("agency").order_by("-version")


def version_of(agency: str, kind: str, version: int) -> PublicList | None:
    """Return one readable version with its content; one query."""
    found = published().filter(agency__code=agency, kind=kind, version=version)
    return found.select_related("agency").first()


def newest_shown(agency: Agency, kind: str) -> PublicList | None:
    """Return the newest readable version of a list with its content; one query."""
    return published().filter(agency=agency, kind=kind).order_by("-version").first()


def public_texts() -> Iterator[PublicText]:
    """Yield every readable version as the nightly scan reads it: its address, all its words."""
    for one in published().select_related("agency").order_by("pk").iterator(chunk_size=100):
        place = f"/lists/{one.agency.code}/{one.kind}/{one.version}"
        yield PublicText(place, one.agency_id, "\n".join(strings_of(one.content)))


def valid_on(versions: Sequence[PublicList], day: date) -> PublicList | None:
    """Return which version was valid on a day; `versions` are newest first."""
    return next((one for one in versions if one.valid_from and one.valid_from <= day), None)


@dataclass(frozen=True, slots=True)
class Published:
    """How many lists an agency has published, and since when the newest holds."""

    lists: int
    latest: date


def lists_published(agencies: Sequence[Agency]) -> dict[int, Published]:
    """Return by agency how many lists are published; absent without any. One query."""
    found = published().filter(agency__in=agencies).order_by().values("agency")
    counted = found.annotate(n=Count("kind", distinct=True), latest=Max("valid_from"))
    return {row["agency"]: Published(row["n"], row["latest"]) for row in counted}


def newest_lists(agency: Agency) -> list[PublicList]:
    """Return the newest readable version of every list of an agency, in the order of kinds.

    Without their content; one query.
    """
    found = published().filter(agency=agency).defer("content").select_related("agency")
    newest = {one.kind: one for one in found.order_by("version")}
    return [newest[kind] for kind in ListKind.values if kind in newest]


# --- the staff side -----------------------------------------------------------------------------


def newest_of(agency: Agency | int, kind: str) -> OpenList | None:
    """Return the newest published version of a list, closed or not."""
    pk = agency if isinstance(agency, int) else agency.pk
    found = OpenList.objects.filter(agency=pk, kind=kind, state=ListState.PUBLISHED)
    return found.select_related("agency").order_by("-version").first()


def newest_by_kind(agency: Agency) -> dict[str, OpenList]:
    """Return the newest published version of each list; one query."""
    shown = OpenList.objects.filter(agency=agency, state=ListState.PUBLISHED)
    later = OpenList.objects.filter(
        agency=OuterRef("agency"),
        kind=OuterRef("kind"),
        state=ListState.PUBLISHED,
        version__gt=OuterRef("version"),
    )
    return {row.kind: row for row in shown.filter(~Exists(later)).select_related("agency")}


def waiting_by_kind(agency: Agency) -> dict[str, OpenList]:
    """Return the versions that wait for their second person; one query."""
    drawn = OpenList.objects.filter(agency=agency, state=ListState.DRAFTED)
    return {row.kind: row for row in drawn.select_related("agency", "drafted_by")}


def waiting_of(agency: int, kind: str) -> OpenList | None:
    """Return the version that waits for its second person."""
    found = OpenList.objects.filter(agency=agency, kind=kind, state=ListState.DRAFTED)
    return found.select_related("agency", "drafted_by").first()


def open_adjustments(agency: int) -> dict[str, Adjustment]:
    """Return the adjustments an agency still owes, by kind of list; one query."""
    return {a.kind: a for a in open_tasks(agency) if a.ground == TaskGround.CHANGED}


def open_confirmations(agency: int) -> dict[str, Adjustment]:
    """Return the lists an agency has to look through again, by kind; one query."""
    return {a.kind: a for a in open_tasks(agency) if a.ground == TaskGround.UNCONFIRMED}


def open_tasks(agency: int) -> QuerySet[Adjustment]:
    """Return all that an agency owes to its lists."""
    return Adjustment.objects.filter(agency=agency, closed_on__isnull=True)


def checked_days(agency: Agency) -> dict[str, date]:
    """Return by kind when the published list was last released by two or confirmed; one query."""
    shown = OpenList.objects.filter(agency=agency, state=ListState.PUBLISHED).order_by()
    days = shown.values("kind").annotate(
        released=Max("valid_from", filter=Q(struck_from__isnull=True)),
        confirmed=Max("confirmations__confirmed_on"),
    )
    told = {row["kind"]: [row["released"], row["confirmed"]] for row in days}
    return {kind: max(filter(None, both)) for kind, both in told.items() if any(both)}


def confirm_due(agency: Agency, kind: str, checked_on: date | None) -> Due | None:
    """Return by when a published list is to be looked through again; None where it never is.

    Source: HN8; REQUIREMENTS P18 (the length of the interval is a parameter of the profile).
    """
    if checked_on is None or kind not in CONFIRMABLE:
        return None
    return profile(agency.profile).due(CONFIRM, checked_on, agency.domain)


def ripe(agency: Agency, today: date) -> dict[str, Due]:
    """Return the lists whose task of confirmation is to be opened, with its reckoning; 3 queries.

    A list of which nothing is shown any more waits for a new version instead.
    """
    days, open_now = checked_days(agency), open_confirmations(agency.pk)
    shown = set(published().filter(agency=agency).order_by().values_list("kind", flat=True))
    asked = {kind: confirm_due(agency, kind, days.get(kind)) for kind in shown - set(open_now)}
    return {kind: due for kind, due in asked.items() if due and due.due_on <= today + AHEAD}


def confirmations_of(agency: Agency, kind: str) -> QuerySet[ListConfirmation]:
    """Return who confirmed a list when, newest first."""
    found = ListConfirmation.objects.filter(list__agency=agency, list__kind=kind)
    return found.select_related("confirmed_by").annotate(version=F("list__version"))


def lists_to_check(actor: Actor) -> list[OpenList]:
    """Return the versions that another drew and this checker may publish; one query."""
    if Role.PUBLICATION_CHECKER not in actor.roles or actor.agency is None:
        return []
    drawn = OpenList.objects.filter(agency=actor.agency, state=ListState.DRAFTED)
    drawn = drawn.exclude(drafted_by=actor.officer).defer("content")
    return list(drawn.select_related("drafted_by").order_by("id"))


def owed_by(actor: Actor) -> list[Adjustment]:
    """Return what waits for this publisher, nearest first; one query.

    A checker has the lists to be confirmed alone: who drew them may not.
    """
    if actor.agency is None or not actor.roles & {Role.PUBLISHER, Role.PUBLICATION_CHECKER}:
        return []
    owed = open_tasks(actor.agency)
    if Role.PUBLISHER not in actor.roles:
        owed = owed.filter(ground=TaskGround.UNCONFIRMED)
    return list(owed.select_related("urge").order_by("due_on", "id"))


def owed_below(actor: Actor) -> QuerySet[Adjustment]:
    """Return the lists at and below the agency that are to be taken in hand, nearest first."""
    owed = Adjustment.objects.filter(
        agency__path__startswith=actor.agency_path, closed_on__isnull=True
    )
    return owed.select_related("agency", "urge").order_by("due_on", "id")


def unlike(kind: str, newest: OpenList | None, content: dict[str, Any]) -> bool:
    """Tell whether a list has to be brought up to date; the first version only where it is owed."""
    if newest is None:
        return kind in OWED and bool(content["rows"])
    return newest.sha256 != digest(content)


@dataclass(frozen=True, slots=True)
class ListNow:
    """A list as it is published and as the system would draw it today."""

    kind: ListKind
    newest: OpenList | None
    waiting: OpenList | None
    content: dict[str, Any]
    change: Difference
    adjustment: Adjustment | None
    standing: Standing
    checked_on: date | None = None
    confirm: Due | None = None

    @property
    def differs(self) -> bool:
        return self.newest is None or self.newest.sha256 != digest(self.content)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read before a list is drawn, by kind."""

    newest: Mapping[str, OpenList]
    waiting: Mapping[str, OpenList]
    owed: Mapping[str, Adjustment]
    days: Mapping[str, date]


def list_now(agency: Agency, kind: str, today: date) -> ListNow:
    """Return how one list of an agency stands today."""
    newest, waiting = newest_of(agency, kind), waiting_of(agency.pk, kind)
    known = _Known(
        {kind: newest} if newest else {},
        {kind: waiting} if waiting else {},
        open_adjustments(agency.pk),
        checked_days(agency),
    )
    return _now(agency, ListKind(kind), today, known)


def lists_now(agency: Agency, today: date) -> list[ListNow]:
    """Return how every list of an agency stands today, in the order of the kinds.

    Four queries, and what the drawers of the lists ask.
    """
    newest, waiting = newest_by_kind(agency), waiting_by_kind(agency)
    known = _Known(newest, waiting, open_adjustments(agency.pk), checked_days(agency))
    with reads.shared():
        return [_now(agency, kind, today, known) for kind in ListKind]


def _now(agency: Agency, kind: ListKind, today: date, known: _Known) -> ListNow:
    newest, waiting = known.newest.get(kind), known.waiting.get(kind)
    content = draw(kind, agency, today)
    change = difference(newest.content if newest else NOTHING, content)
    adjustment, checked_on = known.owed.get(kind), known.days.get(kind)
    confirm = confirm_due(agency, kind, checked_on)
    differs = newest is None or newest.sha256 != digest(content)
    standing = _standing(newest, waiting, adjustment, differs=differs, today=today)
    if standing == Standing.CURRENT and confirm and confirm.due_on < today:
        standing = Standing.STALE
    return ListNow(
        kind, newest, waiting, content, change, adjustment, standing, checked_on, confirm
    )


def _standing(
    newest: OpenList | None,
    waiting: OpenList | None,
    adjustment: Adjustment | None,
    *,
    differs: bool,
    today: date,
) -> Standing:
    if adjustment is not None and adjustment.due_on < today:
        return Standing.OVERDUE
    if waiting is not None:
        return Standing.WAITING
    if newest is None:
        return Standing.MISSING
    return Standing.CHANGED if differs else Standing.CURRENT
