"""Reads of the series: for everyone, and for who looks after publication."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.matters.queries import may_see
from gongjian.publicity.choices import NumberState
from gongjian.publicity.models import NumberStanding, PublicNumber, PublicSeries

# Numbers on one page: by serial, so that a page keeps its address for good.
BLOCK = 300
OPEN = (NumberState.OVERDUE, NumberState.PENDING)


def all_series() -> QuerySet[PublicSeries]:
    """Return every series of every agency."""
    return PublicSeries.objects.all()


def series_of(uid: UUID) -> PublicSeries | None:
    """Return one series; one query."""
    return PublicSeries.objects.filter(uid=uid).first()


def blocks_of(series: PublicSeries) -> int:
    """Return how many pages the numbers of a series fill; at least one."""
    return max(-(-series.given // BLOCK), 1)


def block(series: PublicSeries, number: int) -> list[PublicNumber]:
    """Return the shown numbers of one page, the first page 1; one query."""
    first = (number - 1) * BLOCK + 1
    return list(series.numbers.filter(serial__range=(first, first + BLOCK - 1)))


def number_json(number: PublicNumber) -> dict[str, Any]:
    """Return one number as open data."""
    return {
        "number": number.number,
        "serial": number.serial,
        "state": number.state,
        "ground": number.ground,
        "due_on": number.due_on.isoformat() if number.due_on else None,
        "state_on": number.state_on.isoformat() if number.state_on else None,
        "token": number.token,
    }


def series_json(series: PublicSeries) -> dict[str, Any]:
    """Return the sums of a series as open data."""
    return {
        "agency": series.agency_name,
        "series": series.series,
        "year": series.year,
        "title": series.title,
        "given": series.given,
        "hidden": series.hidden,
        "counts": {state.value: getattr(series, state.value) for state in NumberState},
    }


def open_numbers(actor: Actor, states: Sequence[str] = OPEN) -> QuerySet[NumberStanding]:
    """Return the numbers at and below the agency in these states whose cases a person may see."""
    below = NumberStanding.objects.filter(agency__path__startswith=actor.agency_path)
    listed = below.filter(state__in=states, hidden=False)
    seen = listed.filter(may_see(actor))
    return seen.exclude(due_on=None).select_related("document", "matter__lead")
