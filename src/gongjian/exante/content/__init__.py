"""What each list says, drawn from the rows and definitions that the house works by.

One drawer per kind; every list has the same form: columns, rows with a stable key, notes.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gongjian.exante.choices import ListKind
from gongjian.orgs.models import Agency

from . import (
    bodies,
    catalogue,
    checks,
    flowcharts,
    officers,
    recording,
    remedies,
    reverified,
    reviewing,
    stated,
)
from .form import Drawn, as_content

__all__ = ["draw"]
DRAWERS: Mapping[str, Callable[[Agency, date], Drawn]] = {
    ListKind.BODIES: bodies.draw,
    ListKind.BODY_REVIEW: reverified.draw,
    ListKind.OFFICERS: officers.draw,
    ListKind.POWERS: catalogue.powers,
    ListKind.FLOWCHARTS: flowcharts.draw,
    ListKind.GUIDES: stated.guides,
    ListKind.SPOT_CHECKS: stated.spot_checks,
    ListKind.CHECK_PLANS: checks.plans,
    ListKind.CHECK_DRAWS: checks.draws,
    ListKind.CHECK_RESULTS: checks.results,
    ListKind.REVIEW: reviewing.draw,
    ListKind.RECORDING: recording.draw,
    ListKind.DISCRETION: catalogue.benchmarks,
    ListKind.REMEDIES: remedies.draw,
}


def draw(kind: str, agency: Agency, on: date) -> dict[str, Any]:
    """Return what a list of an agency would say on a day, as it would be published.

    The content carries no date of its own: as long as nothing changed, it is the same every day.
    """
    return as_content(kind, agency, DRAWERS[kind](agency, on))
