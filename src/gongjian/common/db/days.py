"""Days between two dates in SQL that SQLite and PostgreSQL read alike, for conditions of triggers.

SQLite keeps a date as text and PostgreSQL as a date, and they share no subtraction. Both show it as
2026-03-10 and both divide whole numbers towards zero; so the day is numbered as astronomers do.
"""


def day_number(date: str) -> str:
    """Return SQL for the Julian day number of a column, from the year 1 on."""
    year, month, day = (_part(date, *span) for span in ((1, 4), (6, 2), (9, 2)))
    # March begins the year, so that the leap day ends it.
    late = f"((14 - {month}) / 12)"
    years, months = f"({year} + 4800 - {late})", f"({month} + 12 * {late} - 3)"
    leaps = f"{years} / 4 - {years} / 100 + {years} / 400"
    return f"({day} + (153 * {months} + 2) / 5 + 365 * {years} + {leaps} - 32045)"


def days_between(earlier: str, later: str) -> str:
    """Return SQL for how many days one column lies after another."""
    return f"({day_number(later)} - {day_number(earlier)})"


def _part(date: str, start: int, length: int) -> str:
    return f"CAST(substr(CAST({date} AS text), {start}, {length}) AS integer)"
