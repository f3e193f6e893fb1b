"""Discretion and proof beside a form: the proposal weighed as it stands, gaps, earlier cases."""

from typing import Any

from gongjian.cases.apart import parts, verdicts
from gongjian.cases.daily import as_it_stands, daily_of, words
from gongjian.cases.earlier import earlier_decisions
from gongjian.cases.fined import fines_before
from gongjian.cases.queries import case_of
from gongjian.cases.weighing import Verdict, cause_of, sparing_grounds
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
    cmd = form.peek() if form else None
    told = verdicts(case, cmd, today) if cmd else []
    each = parts(case, cmd, today) if cmd else []
    causes = [c for c in (cause_of(part.case, today) for part in each) if c is not None]
    if not each and (own := cause_of(case, today)):
        causes = [own]
    done = {part.number for part, _ in told}
    return {
        "causes": causes,
        "daily": words(daily) if daily else "",
        "weighed": [(part.name, found, verdict_bar(found)) for part, found in told],
        "waiting": [p.name for p in each if p.number not in done and cause_of(p.case, today)],
        "spared": sparing_grounds(case, today),
        "earlier": earlier_decisions(actor, case),
        "fined": fines_before(case),
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
