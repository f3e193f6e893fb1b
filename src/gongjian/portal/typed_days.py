"""Days as people type them: 2026-11-18, 2026年11月18日, 2026.11, 2026年11月. Pure."""

import calendar
import re
from datetime import date

_TYPED = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?(?![0-9])"
)
Days = tuple[date, date]


def days_in(text: str) -> tuple[Days, str] | None:
    """Return the first day or month in a text as its first and last day, and the other words.

    None where there is none.
    """
    for found in _TYPED.finditer(text):
        if days := _days(*(int(part) if part else 0 for part in found.groups())):
            return days, " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    return None


def _days(year: int, month: int, day: int) -> Days | None:
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        return None
