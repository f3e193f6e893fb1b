"""Numbers turned into places on a drawing, since templates hold no arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.process import Process

WIDTH, HEIGHT, TOP, BOTTOM = 360, 180, 22, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, its label below and its number above."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    label: str
    month: date
    number: int

    @property
    def number_y(self) -> int:
        return self.y - 6


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM

    @property
    def label_y(self) -> int:
        return self.base + 17

    @property
    def empty(self) -> bool:
        return not any(bar.number for bar in self.bars)


def bars(months: Sequence[tuple[date, int]]) -> Chart:
    """Return the bar chart of numbers per month, oldest first."""
    most = max((number for _, number in months), default=0) or 1
    step = WIDTH // max(len(months), 1)
    wide = step * 3 // 5
    room = HEIGHT - TOP - BOTTOM
    drawn = []
    for place, (month, number) in enumerate(months):
        high = max(room * number // most, 2) if number else 0
        x = place * step + (step - wide) // 2
        y = HEIGHT - BOTTOM - high
        label = f"{month.month}月"
        drawn.append(Bar(x, y, wide, high, x + wide // 2, label, month, number))
    return Chart(tuple(drawn))


def main_line(process: Process) -> list[str]:
    """Return the names of the steps on the straight way from the beginning to the last end.

    Of several ways on, the one drawn nearest to the middle column is taken.
    """
    ways = [step for step in process.steps.values() if not step.side]
    place, names, seen = process.starts_in[0], [], set()
    while place not in seen:
        seen.add(place)
        onward = [s for s in ways if place in (s.frm or s.frm_any) and not set(s.to) & seen]
        if not onward:
            break
        column = process.places[place].col
        step = min(onward, key=lambda s: (abs(s.col - column), s.row))
        names.append(step.name)
        place = min(step.to, key=lambda p: (abs(process.places[p].col - 2), process.places[p].row))
    return names
