"""Discretion and proof beside a form: the proposal weighed as it stands, gaps, earlier cases."""

from dataclasses import dataclass
from typing import Any

from gongjian.cases.earlier import earlier_decisions
from gongjian.cases.queries import case_of
from gongjian.cases.weighing import Verdict, cause_of, sparing_grounds, verdict
from gongjian.catalog.bar import Part, range_svg
from gongjian.catalog.definitions import BASIS_POINTS, THOUSAND, Cause, LegalRange
from gongjian.catalog.rules import Sums, money, span, step_sums
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.ui.forms import ActForm


def drafting(actor: Actor, matter: Matter, form: ActForm | None) -> dict[str, Any]:
    """Return what the drafter looks at: the verdict on what is typed, grounds, earlier cases."""
    case, today = case_of(matter), clocks.current().today()
    cause = cause_of(case, today)
    told = verdict(case, form.peek(), today) if cause and form else None
    return {
        "cause": cause,
        "verdict": told,
        "bar": verdict_bar(told) if told else "",
        "spared": sparing_grounds(case, today),
        "earlier": earlier_decisions(actor, case),
    }


def verdict_bar(told: Verdict) -> str:
    """Draw a proposal on the whole benchmark of its range."""
    weighed, cause = told.weighed, told.cause
    legal = weighed.legal
    if legal is None or weighed.legal_range is None:
        return ""
    parts = [
        Part(s.name, sums.low, sums.high, here=s.code == weighed.step.code)
        for s in cause.steps.values()
        if s.range == weighed.legal_range.code
        for sums in [step_sums(s, legal)]
    ]
    return range_svg(
        legal.low,
        legal.high,
        parts,
        ends=(money(legal.low), money(legal.high)),
        label=told.headline,
        mark=weighed.fine_fen if weighed.fine_fen else None,
        mark_label=f"拟罚 {money(weighed.fine_fen)}",
    )


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
    parts, lines = [], []
    for step in (s for s in cause.steps.values() if s.range == legal.code):
        sums = step_sums(step, whole)
        parts.append(Part(step.name, sums.low, sums.high))
        told = f"{say(sums.low)}–{say(sums.high)}" if legal.base else span(sums)
        lines.append(StepLine(step.name, f"{legal.base}的 {told}" if legal.base else told))
    limits = f"{say(legal.low)}–{say(legal.high)}" if legal.base else span(whole)
    limits = f"{legal.base}的 {limits}" if legal.base else limits
    ends = (say(legal.low), say(legal.high))
    bar = range_svg(legal.low, legal.high, parts, ends=ends, label=f"{legal.name}：{limits}")
    return RangeShown(legal, limits, bar, lines)


def _percent(points: int) -> str:
    """Return ten-thousandths as per cent, for example 100 → 1%."""
    whole, rest = divmod(points * THOUSAND // BASIS_POINTS, 10)
    return f"{whole}.{rest}%" if rest else f"{whole}%"
