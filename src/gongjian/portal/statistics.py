"""Figures of a year, added up from what is public and nothing else."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from gongjian.cases.choices import PenaltyKind
from gongjian.publicity.opendata import Group, groups
from gongjian.publicity.queries import days_shown

from .counting import kept

SECONDS = 30
Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Decisions of a year: in all, late, fined in fen; by month, kind and agency."""

    items: int
    late: int
    fine_fen: int
    months: tuple[tuple[date, int], ...]
    kinds: tuple[Line, ...]
    agencies: tuple[Line, ...]


def year_figures(year: int) -> YearFigures:
    """Return the figures of a year, half a minute old at most where little is public."""
    return kept(f"portal-year-{year}", partial(_counted, year), seconds=SECONDS)


def _counted(year: int) -> YearFigures:
    """Ask two queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = {d: n for d, n in days_shown(first).items() if d <= last}
    return added_up(groups(year), days, year)


def added_up(found: Sequence[Group], days: dict[date, int], year: int) -> YearFigures:
    """Add groups up. A decision with two kinds of penalty counts in both."""
    kinds: Counter[str] = Counter()
    agencies: Counter[str] = Counter()
    months: Counter[int] = Counter()
    for group in found:
        agencies[group.agency] += group.items
        for kind in json.loads(group.kinds):
            kinds[dict(PenaltyKind.choices).get(kind, kind)] += group.items
    for day, items in days.items():
        months[day.month] += items
    return YearFigures(
        sum(g.items for g in found),
        sum(g.late for g in found),
        sum(g.fine_fen for g in found),
        tuple((date(year, month, 1), months[month]) for month in range(1, 13)),
        _sorted(kinds),
        _sorted(agencies),
    )


def _sorted(counts: Counter[str]) -> tuple[Line, ...]:
    return tuple(sorted(counts.items(), key=lambda line: (-line[1], line[0])))


@dataclass(frozen=True, slots=True)
class Beam:
    """One lying bar: label, number, and where they stand."""

    label: str
    number: int
    text_y: int
    y: int
    width: int
    number_x: int


STEP, THICK, BEAM_WIDTH = 42, 12, 300


@dataclass(frozen=True, slots=True)
class Beams:
    beams: tuple[Beam, ...]
    thick: int = THICK
    width: int = BEAM_WIDTH + 60

    @property
    def height(self) -> int:
        return max(len(self.beams), 1) * STEP


def beams(lines: Iterable[Line]) -> Beams:
    """Return lying bars, one below the other, each under its label."""
    known = list(lines)
    most = max((number for _, number in known), default=0) or 1
    drawn = []
    for place, (label, number) in enumerate(known):
        wide = max(BEAM_WIDTH * number // most, 2)
        top = place * STEP
        drawn.append(Beam(label, number, top + 14, top + 20, wide, wide + 8))
    return Beams(tuple(drawn))
