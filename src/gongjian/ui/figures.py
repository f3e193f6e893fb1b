"""Numbers turned into places on a drawing, since templates hold no arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    part: int = 0
    part_y: int = 0
    part_height: int = 0

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


def bars(months: Sequence[tuple[date, int]], parts: Sequence[int] = ()) -> Chart:
    """Return the bars of numbers per month, oldest first; `parts` of them stand at the foot."""
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
        part = parts[place] if parts else 0
        low = high * part // number if number else 0
        inner = part, HEIGHT - BOTTOM - low, low
        drawn.append(Bar(x, y, wide, high, x + wide // 2, label, month, number, *inner))
    return Chart(tuple(drawn))
