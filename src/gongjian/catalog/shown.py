"""A cause as pages and public lists show it: ranges with their steps, conditions in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongjian.process.tables import Cell, covers

from .bar import Part, range_svg
from .definitions import BASIS_POINTS, THOUSAND, Article, Cause, LegalRange, Step
from .rules import Sums, money, span, step_sums


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a benchmark as the catalogue shows it."""

    name: str
    sums: str


@dataclass(frozen=True, slots=True)
class RangeShown:
    """One legal range with its bar and its steps."""

    legal: LegalRange
    limits: str
    bar: str
    steps: list[StepLine]


def ranges_shown(cause: Cause) -> list[RangeShown]:
    """Return the legal ranges of a cause as pages show them."""
    return [_range_shown(cause, legal) for legal in cause.ranges.values()]


def _range_shown(cause: Cause, legal: LegalRange) -> RangeShown:
    whole = Sums(legal.low, legal.high)
    say = _percent if legal.base else money
    steps = [s for s in cause.steps.values() if s.range == legal.code]
    found = [(step, step_sums(step, whole)) for step in steps]
    parts = [Part(step.name, sums.low, sums.high) for step, sums in found]
    lines = [StepLine(step.name, step_limits(cause, step)) for step in steps]
    limits = range_limits(legal)
    ends = (say(legal.low), say(legal.high))
    bar = range_svg(legal.low, legal.high, parts, ends=ends, label=f"{legal.name}：{limits}")
    return RangeShown(legal, limits, bar, lines)


def range_limits(legal: LegalRange) -> str:
    """Return what the law lets a fine be: 10万元–100万元, or 货值金额的 10%–30%."""
    return _limits(legal, Sums(legal.low, legal.high))


def step_limits(cause: Cause, step: Step) -> str:
    """Return what a step of the benchmark lets a fine be; "不罚款" where it forbids one."""
    if not step.range:
        return "不罚款"
    legal = cause.ranges[step.range]
    return _limits(legal, step_sums(step, Sums(legal.low, legal.high)))


def _limits(legal: LegalRange, sums: Sums) -> str:
    if not legal.base:
        return span(sums)
    return f"{legal.base}的 {_percent(sums.low)}–{_percent(sums.high)}"


def _percent(points: int) -> str:
    """Return ten-thousandths as per cent, for example 100 → 1%."""
    whole, rest = divmod(points * THOUSAND // BASIS_POINTS, 10)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


def articles_of(cause: Cause, role: str) -> list[Article]:
    """Return the provisions of a cause that are its duty ("violated") or its "basis"."""
    return [article for article in cause.articles if article.role == role]


def conditions(cause: Cause, when: Mapping[str, Cell]) -> list[str]:
    """Return the conditions of a row of the benchmark in words."""
    told = []
    for code, cell in when.items():
        circumstance = cause.circumstances[code]
        values = [label for value, label in circumstance.values.items() if covers(cell, value)]
        told.append(f"{circumstance.label}：{'或者'.join(values)}")
    return told
