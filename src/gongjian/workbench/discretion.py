"""Discretion and proof beside a form: the proposal weighed as it stands, gaps, earlier cases."""

from typing import Any

from gongjian.cases.daily import as_it_stands, daily_of, words
from gongjian.cases.earlier import earlier_decisions
from gongjian.cases.queries import case_of
from gongjian.cases.weighing import Verdict, cause_of, sparing_grounds, verdict
from gongjian.catalog.bar import Part, range_svg
from gongjian.catalog.rules import money, step_sums
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.ui.forms import ActForm


def drafting(actor: Actor, matter: Matter, form: ActForm | None) -> dict[str, Any]:
    """Return what the drafter looks at: the verdict on what is typed, grounds, earlier cases."""
    case, today = case_of(matter), clocks.current().today()
    daily = daily_of(case)
    if daily is not None:
        as_it_stands(daily)
    cause = cause_of(case, today)
    told = verdict(case, form.peek(), today) if cause and form else None
    return {
        "cause": cause,
        "daily": words(daily) if daily else "",
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
