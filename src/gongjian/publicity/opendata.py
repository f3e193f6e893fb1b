"""What is public as data: stable columns, one row per live item, and the schema that says so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, F, Q, Sum
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from gongjian.common.cells import harmless

from . import dictionary
from .choices import ItemState
from .models import PublicItem
from .queries import gone_items, public_json

BATCH = 500
# Columns are added at the end and never renamed: people's programs read them by name.
COLUMNS = (
    "token",
    "number",
    "agency",
    "domain",
    "party_kind",
    "party",
    "uscc",
    "cause",
    "violated",
    "basis",
    "kinds",
    "penalty",
    "fine_fen",
    "decided_on",
    "delivered_on",
    "due_on",
    "published_on",
    "procedure",
    "confiscated_fen",
    "first_published_on",
)


def batch(after: int) -> tuple[list[PublicItem], int]:
    """Return live items with a greater id, oldest first, and the id to go on from; one query."""
    shown = PublicItem.objects.filter(state=ItemState.LIVE, pk__gt=after).order_by("pk")
    items = list(shown[:BATCH])
    return items, items[-1].pk if items else after


def gone_batch(after: int) -> tuple[list[PublicItem], int]:
    """Return what was public and is no more with a greater id, oldest first; one query."""
    gone = list(gone_items().filter(pk__gt=after).order_by("pk")[:BATCH])
    return gone, gone[-1].pk if gone else after


def gone_json(item: PublicItem) -> dict[str, Any]:
    """Return what remains of an item that is no longer shown: no party, no content.

    `since`: the day it went. `successor`: token of the version shown in its place, "" without.
    """
    since = {
        ItemState.WITHDRAWN: item.withdrawn_on,
        ItemState.CORRECTED: item.corrected_on,
        ItemState.ENDED: item.ended_on,
        ItemState.SUSPENDED: item.suspended_on,
    }[ItemState(item.state)]
    return {
        "token": item.token,
        "number": item.number,
        "agency": item.agency_name,
        "state": item.state,
        "since": since,
        "reason": item.withdrawal_reason,
        "successor": item.__dict__["successor"] or "",
    }


def row_json(item: PublicItem) -> dict[str, Any]:
    """Return an item as one line of the JSON Lines file."""
    return {"kind": item.kind, **public_json(item)}


def row_csv(item: PublicItem) -> list[str]:
    """Return an item as one row of `COLUMNS`; no cell begins like a formula."""
    data, party = item.data, item.data["party"]
    values = {
        "token": item.token,
        "number": item.number,
        "agency": item.agency_name,
        "domain": data.get("domain", ""),
        "party_kind": party["kind"],
        "party": item.party_name,
        "uscc": party.get("uscc", ""),
        "cause": data["cause"],
        "violated": data["violated"],
        "basis": data["basis"],
        "kinds": ";".join(data.get("kinds", [])),
        "penalty": item.penalty,
        "fine_fen": data["fine_fen"],
        "decided_on": item.decided_on.isoformat(),
        "delivered_on": item.delivered_on.isoformat(),
        "due_on": item.due_on.isoformat(),
        "published_on": item.published_on.isoformat(),
        "first_published_on": item.first_published_on.isoformat(),
        "procedure": data.get("procedure", ""),
        "confiscated_fen": data.get("confiscated_fen", ""),
    }
    return [harmless(str(values[name])) for name in COLUMNS]


@dataclass(frozen=True, slots=True)
class Group:
    """Decisions of one agency with the same kinds of penalty: how many, late, and fined (fen)."""

    agency: str
    kinds: str
    items: int
    late: int
    fine_fen: int


def groups(year: int) -> list[Group]:
    """Return what was decided in a year, grouped; one query.

    Fines and kinds are read out of the rendition itself, hence the same as in the open data.
    """
    span = (date(year, 1, 1), date(year, 12, 31))
    fine = Cast(KeyTextTransform("fine_fen", "data"), BigIntegerField())
    made = PublicItem.objects.filter(state=ItemState.LIVE, decided_on__range=span).order_by()
    rows = made.annotate(kinds=KeyTextTransform("kinds", "data"), fine=fine)
    found = rows.values_list("agency_name", "kinds").annotate(
        items=Count("id"),
        late=Count("id", filter=Q(first_published_on__gt=F("due_on"))),
        fined=Sum("fine"),
    )
    return [Group(a, k or "[]", n, late, fined or 0) for a, k, n, late, fined in found]


def sitemap_tokens(after: int, most: int) -> tuple[list[tuple[str, date]], int]:
    """Return token and day of what search engines may list: nothing about a person.

    Source: LAW.md 11.3.
    """
    shown = PublicItem.objects.filter(state=ItemState.LIVE, pk__gt=after).order_by("pk")
    kind = KeyTextTransform("kind", KeyTransform("party", "data"))
    rows = list(
        shown.annotate(party_kind=kind).values_list("pk", "token", "published_on", "party_kind")[
            :most
        ]
    )
    open_ = [(t, day) for _, t, day, kind in rows if kind not in {"natural", "sole_trader"}]
    return open_, rows[-1][0] if len(rows) == most else 0


def schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of the JSON Lines file."""
    known = dictionary.fields()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "已公示的行政处罚决定",
        "type": "object",
        "properties": known,
        "required": [name for name in known if name not in dictionary.OPTIONAL],
    }
