"""Reads of what is public, and of what waits to become so."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery

from gongjian.matters.models import Matter

from .choices import ItemState, ObjectionState
from .models import Objection, PublicAttachment, PublicFile, PublicItem, Release

# What a list shows; the rendition itself stays in the database.
LISTED = (
    "token",
    "kind",
    "agency_name",
    "agency_uid",
    "number",
    "title",
    "party_name",
    "penalty",
    "summary",
    "decided_on",
    "published_on",
    "first_published_on",
    "due_on",
)


# What of a published row may change, as its page depends on it.
_MOVING = ("uid", "version", *sorted(PublicItem.MUTABLE))


def live_items(
    *,
    agency: UUID | None = None,
    year: int | None = None,
    words: str = "",
    days: tuple[date | None, date | None] = (None, None),
) -> QuerySet[PublicItem]:
    """Return what the public may list, newest decision first; only the columns a list shows.

    Every word must appear somewhere in the public text; `days`: first and last of the decision.
    """
    shown = PublicItem.objects.filter(state=ItemState.LIVE).only(*LISTED)
    if agency is not None:
        shown = shown.filter(agency_uid=agency)
    if year is not None:
        shown = shown.filter(decided_on__range=(date(year, 1, 1), date(year, 12, 31)))
    for name, day in zip(("decided_on__gte", "decided_on__lte"), days, strict=True):
        if day is not None:
            shown = shown.filter(**{name: day})
    for word in words.split()[:5]:
        shown = shown.filter(searchable__icontains=word)
    return shown.order_by("-decided_on", "-id")


def item(token: str) -> PublicItem | None:
    """Return a live item with its rendition; None when absent or withdrawn. One query."""
    return PublicItem.objects.filter(token=token, state=ItemState.LIVE).first()


@dataclass(frozen=True, slots=True)
class Asides:
    """What the page of an item needs besides: the hash of its file, whether anyone objected."""

    sha256: str
    objected: bool


def item_with_asides(token: str) -> tuple[PublicItem, Asides] | None:
    """Return a live item and what its page needs besides; one statement, built once.

    Building it anew would cost more than running it, and this is the page most often asked for.
    """
    sql, params = _statement()
    values = [token if value == _ASKED else value for value in params]
    for found in PublicItem.objects.raw(sql, values):
        told = vars(found)  # the statement's own columns are no fields of the model
        return found, Asides(told["file_sha256"] or "", bool(told["objected"]))
    return None


def items_with_asides(tokens: Collection[str]) -> Iterator[tuple[PublicItem, Asides]]:
    """Yield the live items among these tokens with what their pages need besides; one query."""
    for found in _with_asides(PublicItem.objects.filter(token__in=tokens)):
        told = vars(found)
        yield found, Asides(told["file_sha256"] or "", bool(told["objected"]))


# Stands for the token in the statement; no token is like it.
_ASKED = "\N{REPLACEMENT CHARACTER}"


@cache
def _statement(*columns: str) -> tuple[str, tuple[Any, ...]]:
    asked = _with_asides(PublicItem.objects.filter(token=_ASKED))
    if columns:
        asked = asked.values_list(*columns, "file_sha256", "objected")
    return asked.query.sql_with_params()


# Rows as the database holds them, from texts written once: what tells whether a page drawn before
# still stands must cost less than drawing it, and making objects of rows costs most of that.


def moving_row(token: str) -> tuple[Any, ...] | None:
    """Return what the page of a live item depends on; None where it depends on other rows too."""
    sql, params = _statement(*_MOVING)
    found = _rows(sql, [token if value == _ASKED else value for value in params])
    if not found:
        return None
    _, version, *_, objected = found[0]
    return found[0] if version == 1 and not objected else None


def listed_rows(tokens: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return what a list shows of the live items among these tokens, in no order."""
    if not tokens:
        return []
    marks = ", ".join(["%s"] * len(tokens))
    return _rows(f"{_shown()} AND token IN ({marks})", [ItemState.LIVE, *tokens])


def latest_rows(most: int) -> list[tuple[Any, ...]]:
    """Return what a list shows of the newest live items."""
    order = f"ORDER BY decided_on DESC, id DESC LIMIT {most:d}"
    return _rows(f"{_shown()} {order}", [ItemState.LIVE])


@cache
def _shown() -> str:
    columns = ", ".join(f'"{column}"' for column in ("id", *LISTED))
    return f'SELECT {columns} FROM "{PublicItem._meta.db_table}" WHERE state = %s'  # noqa: S608


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _with_asides(asked: QuerySet[PublicItem]) -> QuerySet[PublicItem]:
    files = PublicFile.objects.filter(item=OuterRef("pk")).order_by("id").values("sha256")
    objections = Objection.objects.filter(item__decision=OuterRef("decision_id"))
    shown = asked.filter(state=ItemState.LIVE).order_by()
    return shown.annotate(file_sha256=Subquery(files[:1]), objected=Exists(objections))


def tombstone(token: str) -> PublicItem | None:
    """Return what remains visible of a withdrawn item: number, agency, reason, dates."""
    return _tombstones().filter(token=token).first()


def past_their_period(today: date) -> QuerySet[PublicItem]:
    """Return what is still shown though its last day has passed, oldest first."""
    over = PublicItem.objects.filter(state=ItemState.LIVE, display_until__lt=today)
    return over.order_by("display_until", "pk")


def ended(token: str) -> PublicItem | None:
    """Return what remains visible of an item whose period has ended: number, agency, dates."""
    over = PublicItem.objects.filter(state=ItemState.ENDED, token=token)
    return over.only(*TOMBSTONE).first()


def suspended(token: str) -> PublicItem | None:
    """Return what remains visible of an item that is being checked: number, agency, dates."""
    doubted = PublicItem.objects.filter(state=ItemState.SUSPENDED, token=token)
    return doubted.only(*TOMBSTONE).first()


def successor(token: str) -> tuple[PublicItem, PublicItem | None] | None:
    """Return a corrected item and the version now shown in its place, if there is one."""
    old = PublicItem.objects.filter(token=token, state=ItemState.CORRECTED).first()
    if old is None:
        return None
    later = PublicItem.objects.filter(decision=old.decision_id, version__gt=old.version)
    return old, later.only(*TOMBSTONE).order_by("-version").first()


def corrected_before(shown: PublicItem) -> list[PublicItem]:
    """Return the versions that an item took the place of, newest first; at most one query."""
    if shown.version == 1:
        return []
    versions = PublicItem.objects.filter(
        decision=shown.decision_id, state=ItemState.CORRECTED, version__lt=shown.version
    )
    return list(versions.only(*CORRECTED).order_by("-version"))


def item_of_document(token: str) -> PublicItem | None:
    """Return the newest item, live or withdrawn, of the document with this QR token.

    Unknown documents, documents not yet public and closed ones give the same answer: None.
    """
    shown = PublicItem.objects.filter(document_token=token)
    return shown.only(*TOMBSTONE).order_by("-version").first()


TOMBSTONE = (
    "token",
    "number",
    "agency_name",
    "decided_on",
    "published_on",
    "state",
    "withdrawn_on",
    "withdrawal_ground",
    "withdrawal_reason",
    "effective_on",
    "withdrawal_due_on",
    "corrected_on",
    "display_until",
    "ended_on",
    "suspended_on",
)
CORRECTED = ("token", "version", "published_on", "corrected_on", "correction_reason", "state")


def gone_items() -> QuerySet[PublicItem]:
    """Return what was public and is no more, with the token of what is shown in its place."""
    later = PublicItem.objects.filter(
        decision=OuterRef("decision"), version__gt=OuterRef("version"), state=ItemState.LIVE
    ).order_by("-version")
    gone = PublicItem.objects.exclude(state=ItemState.LIVE).only(*TOMBSTONE)
    return gone.annotate(successor=Subquery(later.values("token")[:1]))


def _tombstones() -> QuerySet[PublicItem]:
    return PublicItem.objects.filter(state=ItemState.WITHDRAWN).only(*TOMBSTONE)


def file_of(shown: PublicItem) -> PublicFile | None:
    """Return the published file of an item; one query."""
    return shown.files.order_by("id").first()


def attachment_to(shown: PublicItem, number: int) -> PublicAttachment | None:
    """Return one attachment of an item with its bytes, if they are here; one query."""
    return shown.attachments.filter(number=number).select_related("copy").first()


def agencies_shown() -> dict[UUID, int]:
    """Return how many live items each agency has; one query over an index."""
    rows = _live().values_list("agency_uid").annotate(items=Count("id"))
    return dict(rows)


def days_shown(since: date) -> dict[date, int]:
    """Return how many live decisions were made on each day from `since` on; one query.

    By day and not by month: truncating dates on SQLite calls back into Python for every row.
    """
    made = _live().filter(decided_on__gte=since)
    return dict(made.values_list("decided_on").annotate(items=Count("id")))


@dataclass(frozen=True, slots=True)
class Figures:
    """How many items are live, were published late, were withdrawn; the oldest decision's day."""

    live: int
    late: int
    withdrawn: int
    oldest: date | None


def figures() -> Figures:
    """Return the figures of what is public; four queries, each over its own index."""
    return Figures(
        live=_live().count(),
        late=_live().filter(first_published_on__gt=F("due_on")).count(),
        withdrawn=PublicItem.objects.filter(state=ItemState.WITHDRAWN).count(),
        oldest=_live().aggregate(oldest=Min("decided_on"))["oldest"],
    )


def _live() -> QuerySet[PublicItem]:
    return PublicItem.objects.filter(state=ItemState.LIVE).order_by()


def releases_of(matter: Matter) -> list[Release]:
    """Return every round of a visible matter, newest first; for the workbench."""
    related = ("drafted_by", "checked_by")
    rounds = Release.objects.filter(decision__case__matter=matter).select_related(*related)
    return list(rounds.order_by("-round"))


def items_of(matter: Matter) -> list[PublicItem]:
    """Return the public items of a visible matter, newest first; for the workbench."""
    return list(PublicItem.objects.filter(decision__case__matter=matter).order_by("-version"))


def public_json(shown: PublicItem) -> dict[str, Any]:
    """Return a live item as open data: the rendition with its dates."""
    return {
        **shown.data,
        "token": shown.token,
        "title": shown.title,
        "summary": shown.summary,
        "delivered_on": shown.delivered_on.isoformat(),
        "due_on": shown.due_on.isoformat(),
        "published_on": shown.published_on.isoformat(),
        "first_published_on": shown.first_published_on.isoformat(),
    }


def file_by_hash(sha256: str) -> PublicFile | None:
    """Return the published file with this hash, with its item and the matter behind it."""
    related = "item__decision__case__matter"
    return PublicFile.objects.filter(sha256=sha256).select_related(related).first()


def public_attachment_by_hash(sha256: str) -> PublicAttachment | None:
    """Return the published attachment with this hash, with its item and the matter behind it."""
    related = "item__decision__case__matter"
    return PublicAttachment.objects.filter(sha256=sha256).select_related(related).first()


def stream_of(shown: PublicItem) -> int:
    """Return the id of the stream in which a public item was written; one query."""
    return PublicItem.objects.values_list("decision__case__matter__stream", flat=True).get(
        pk=shown.pk
    )


def open_objections(matter: Matter) -> QuerySet[Objection]:
    """Return the objections of a matter that wait for an answer, oldest first."""
    waiting = Objection.objects.filter(
        item__decision__case__matter=matter, state=ObjectionState.OPEN
    )
    return waiting.order_by("id")


def objections_of(matter: Matter) -> list[Objection]:
    """Return every objection of a visible matter with who made it, newest first; one query."""
    found = Objection.objects.filter(item__decision__case__matter=matter)
    return list(found.select_related("objector", "answered_by", "item").order_by("-id"))


def objections_to(shown: PublicItem) -> list[Objection]:
    """Return the public side of the objections to any version of an item, newest first."""
    return list(Objection.objects.filter(item__decision=shown.decision_id).order_by("-id"))


def matter_behind(shown: PublicItem) -> UUID:
    """Return the uid of the matter of a public item, which the portal never shows."""
    matters = PublicItem.objects.values_list("decision__case__matter__uid", flat=True)
    return matters.get(pk=shown.pk)
