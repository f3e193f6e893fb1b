"""The legal range as a bar: its steps, the one that applies, and where the proposal lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDE, _HIGH = 480, 84
_LEFT, _RIGHT = 36, 36
_TOP, _THICK = 32, 18
_NEAR = 46


@dataclass(frozen=True, slots=True)
class Part:
    """One step on the bar, in any unit; `here` marks the one that applies."""

    name: str
    low: int
    high: int
    here: bool = False


def range_svg(
    low: int,
    high: int,
    parts: Sequence[Part],
    *,
    ends: tuple[str, str],
    label: str,
    mark: int | None = None,
    mark_label: str = "",
) -> str:
    """Return the bar as SVG with classes only; `ends` are the limits in words.

    A mark outside the range is drawn beyond its end, so that it is seen to be outside.
    """
    width = _WIDE - _LEFT - _RIGHT

    def at(value: int) -> float:
        if value < low:
            return _LEFT / 2
        if value > high:
            return _WIDE - _RIGHT / 2
        return _LEFT + width * (value - low) / max(high - low, 1)

    drawn = [f'<rect class="all" x="{_LEFT}" y="{_TOP}" width="{width}" height="{_THICK}"></rect>']
    for part in parts:
        left, right = at(max(part.low, low)), at(min(part.high, high))
        state = "part here" if part.here else "part"
        drawn.append(
            f'<rect class="{state}" x="{left:.1f}" y="{_TOP}" width="{max(right - left, 1):.1f}" '
            f'height="{_THICK}"></rect>'
        )
        if right - left >= _NEAR:
            drawn.append(_text((left + right) / 2, _TOP + 13, part.name, state))
    drawn.append(_text(_LEFT, _TOP + _THICK + 18, ends[0], "end", "start"))
    drawn.append(_text(_WIDE - _RIGHT, _TOP + _THICK + 18, ends[1], "end", "end"))
    if mark is not None:
        x = at(mark)
        drawn.append(
            f'<path class="mark" d="M{x:.1f} {_TOP - 3}l-6 -9h12zM{x:.1f} {_TOP}v{_THICK}"></path>'
        )
        anchor = "start" if x < _WIDE * 0.2 else "end" if x > _WIDE * 0.8 else "middle"
        where = {"start": max(x - 8, 2), "end": min(x + 8, _WIDE - 2), "middle": x}[anchor]
        drawn.append(_text(where, _TOP - 16, mark_label, "said", anchor))
    title = escape(label)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="range-bar" role="img" lang="zh-Hans" '
        f'width="{_WIDE}" height="{_HIGH}" viewBox="0 0 {_WIDE} {_HIGH}">'
        f"<title>{title}</title>{''.join(drawn)}</svg>"
    )


def _text(x: float, y: float, words: str, kind: str, anchor: str = "middle") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
