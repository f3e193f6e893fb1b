"""The provisions of papers that a person types, held against the law in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.catalog.laws import wrong_laws
from gongjian.matters.models import Matter

from .queries import case_of

CITING = ("violated", "basis")
# A measure is taken by the law of its own day, whenever the act was; of an act its own law speaks.
MEASURES = frozenset({"seizure-approval", "seizure-decision", "urgent-seizure-decision"})


def law_out_of_force(
    matter: Matter, paper: str, given: Mapping[str, Any], on: date
) -> dict[str, str]:
    """Return, by field, each cited law that does not govern: of a measure by the law of the day.

    Source: 行政强制法 第四条、第十条、第十八条; 行政处罚法 第三十七条.
    """
    texts = {code: given[code] for code in CITING if isinstance(given.get(code), str)}
    if not texts:
        return {}
    ended = None if paper in MEASURES else case_of(matter).act_ended_on
    days = (on,) if ended is None else (ended, on)
    told = {code: "；".join(wrong_laws(text, days, on)) for code, text in texts.items()}
    return {code: why for code, why in told.items() if why}
