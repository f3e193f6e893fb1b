"""What a supervisor of publication sees: per unit what is due, late, improper; what was urged.

Of the cases this person may see, never of those whose number alone would lead to somebody.
Source: HN8, HN10, HN11; REQUIREMENTS P18.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.matters.queries import may_see

from .choices import ItemState, NumberState, ObjectionOutcome, UrgeState
from .models import NumberStanding, Objection, PublicItem, Urge

UNIT = ("matter__agency__short_name", "matter__unit__name")
WITH_FAULT = [ObjectionOutcome.UPHELD, ObjectionOutcome.PARTLY]


@dataclass
class UnitNow:
    """One unit of one agency: how many of its decisions stand how today.

    `published`: those due this year, so that the figure does not grow with the age of the system.
    """

    agency: str
    unit: str
    pending: int = 0
    overdue: int = 0
    published: int = 0
    improper: int = 0
    urged: int = 0


def units_now(actor: Actor, today: date) -> list[UnitNow]:
    """Return the units with their figures, those with most overdue first; three queries."""
    lines: dict[tuple[str, str], UnitNow] = {}
    for name, found in _figures(actor, today).items():
        for *where, n in found:
            key = (str(where[0]), str(where[1]))
            line = lines.setdefault(key, UnitNow(*key))
            setattr(line, name, n)
    return sorted(lines.values(), key=lambda u: (-u.overdue, -u.improper, u.agency, u.unit))


def _figures(actor: Actor, today: date) -> Mapping[str, list[Any]]:
    late = Q(state__in=OPEN, due_on__lt=today)
    published = Q(state=NumberState.PUBLISHED, due_on__gte=date(today.year, 1, 1))
    counted = _standings(actor).filter(Q(state__in=OPEN) | published)
    rows = counted.values_list(*UNIT).order_by(*UNIT)
    rows = rows.annotate(
        pending=Count("pk", filter=Q(state__in=OPEN) & ~late),
        overdue=Count("pk", filter=late),
        published=Count("pk", filter=published),
    )
    stands = [(row[:2], row[2:]) for row in rows]
    case = [f"decision__case__{column}" for column in UNIT]
    return {
        **{
            name: [(*where, n[i]) for where, n in stands]
            for i, name in enumerate(("pending", "overdue", "published"))
        },
        "improper": list(improper(actor).order_by().values_list(*case).annotate(n=Count("pk"))),
        "urged": list(open_urges(actor).order_by().values_list(*case).annotate(n=Count("pk"))),
    }


OPEN = (NumberState.OVERDUE, NumberState.PENDING)


def overdue(actor: Actor, today: date) -> QuerySet[NumberStanding]:
    """Return the numbers past their limit and not public, each with whether it is urged."""
    urged = Urge.objects.filter(decision__document=OuterRef("document"), state=UrgeState.OPEN)
    late = _standings(actor).filter(state__in=OPEN, due_on__lt=today)
    related = ("document", "matter__unit", "matter__agency", "matter__lead")
    return late.select_related(*related).annotate(urged=Exists(urged))


def improper(actor: Actor) -> QuerySet[PublicItem]:
    """Return what is still shown as it was though an objection to it was upheld; and if urged."""
    upheld = Objection.objects.filter(item=OuterRef("pk"), outcome__in=WITH_FAULT)
    shown = PublicItem.objects.filter(Exists(upheld), state=ItemState.LIVE)
    below = Q(decision__case__matter__agency__path__startswith=actor.agency_path)
    seen = shown.filter(below, may_see(actor, "decision__case__matter"))
    related = ("decision__case__matter__unit", "decision__case__matter__agency")
    urged = Urge.objects.filter(decision=OuterRef("decision"), state=UrgeState.OPEN)
    told = seen.select_related(*related).defer("data", "searchable").annotate(urged=Exists(urged))
    return told.order_by("published_on", "id")


def urges(actor: Actor) -> QuerySet[Urge]:
    """Return everything that was urged in the cases this person may see."""
    below = Q(decision__case__matter__agency__path__startswith=actor.agency_path)
    seen = Urge.objects.filter(below, may_see(actor, "decision__case__matter"))
    related = ("decision__case__matter__unit", "decision__document", "urged_by", "answered_by")
    return seen.select_related(*related)


def urges_of(matter: Matter) -> list[Urge]:
    """Return what was urged in a visible matter, newest first; one query."""
    found = Urge.objects.filter(decision__case__matter=matter)
    return list(found.select_related("urged_by", "answered_by").order_by("-id"))


def open_urges(actor: Actor) -> QuerySet[Urge]:
    """Return what was urged and waits."""
    return urges(actor).filter(state=UrgeState.OPEN)


def _standings(actor: Actor) -> QuerySet[NumberStanding]:
    below = NumberStanding.objects.filter(agency__path__startswith=actor.agency_path, hidden=False)
    return below.filter(may_see(actor)).exclude(due_on=None)
