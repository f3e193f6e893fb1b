"""Proofs about a cause: complete, inside the law, and graver never means milder."""

from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from math import prod

from gongjian.process import Problem, check_table

from .definitions import THOUSAND, Cause, LegalRange, Step
from .words import PENALTY_KINDS

# All combinations of circumstances are tried; a benchmark with more needs fewer circumstances.
MOST_CASES = 20_000


def check_cause(cause: Cause) -> tuple[Problem, ...]:
    """Return what is wrong with a cause: its table, ranges, steps, articles, evidence guide."""
    problems = [
        *check_table(cause.table),
        *_articles(cause),
        *_steps(cause),
        *_guide(cause),
    ]
    if not problems:
        problems += _monotone(cause)
    return tuple(problems)


def check_together(causes: Iterable[Cause]) -> Iterator[Problem]:
    """Yield causes of one code whose days overlap: on each day one version is in force."""
    last: dict[tuple[str, str], Cause] = {}
    for cause in sorted(causes, key=lambda c: (c.profile, c.code, c.effective_from)):
        key = (cause.profile, cause.code)
        before = last.get(key)
        if before and (before.effective_to is None or before.effective_to >= cause.effective_from):
            text = f"与 {before.origin} 的效力期间重叠，请给较早的一版写明 effective_to"
            yield Problem(text, origin=cause.origin)
        last[key] = cause


def _articles(cause: Cause) -> Iterator[Problem]:
    for role, name in (("violated", "违反的条款"), ("basis", "处罚依据")):
        if not any(a.role == role for a in cause.articles):
            yield Problem(f'没有写明{name}（role = "{role}"）', origin=cause.origin)
    for article in cause.articles:
        over = article.effective_to is not None and (
            cause.effective_to is None or article.effective_to < cause.effective_to
        )
        if article.effective_from > cause.effective_from or over:
            text = f"《{article.law}》的效力期间没有盖过案由的效力期间"
            yield Problem(text, article.line, cause.origin)


def _steps(cause: Cause) -> Iterator[Problem]:
    if not cause.circumstances:
        yield Problem("裁量基准没有任何情节 [[circumstance]]", origin=cause.origin)
    if not cause.ranges and not cause.penalties:
        yield Problem("没有任何法定的处罚种类和幅度", origin=cause.origin)
    used = {row.then for row in cause.table.rows}
    for step in cause.steps.values():
        if step.code not in used:
            yield Problem(f"没有一行得出“{step.name}”档", step.line, cause.origin)
        if step.range and step.range not in cause.ranges:
            yield Problem(f"幅度“{step.range}”没有定义", step.line, cause.origin)
    for legal in cause.ranges.values():
        steps = [s for s in cause.steps.values() if s.range == legal.code]
        yield from _cover(cause, legal, steps)


def _cover(cause: Cause, legal: LegalRange, steps: list[Step]) -> Iterator[Problem]:
    """Prove that the steps of a range lie end to end from its lower to its upper limit."""
    if not steps:
        yield Problem(f"没有一档使用幅度“{legal.name}”", legal.line, cause.origin)
        return
    fixed = {step.fixed for step in steps}
    if len(fixed) > 1 or (True in fixed and legal.base):
        yield Problem("同一幅度的各档要么都按比例，要么都写金额", legal.line, cause.origin)
        return
    first, last = (legal.low, legal.high) if True in fixed else (0, THOUSAND)
    if steps[0].low < first or steps[-1].high > last:
        yield Problem(f"裁量基准超出法定幅度“{legal.name}”", steps[0].line, cause.origin)
    elif steps[0].low > first or steps[-1].high < last:
        text = f"各档没有盖满法定幅度“{legal.name}”，两端有空缺"
        yield Problem(text, steps[0].line, cause.origin)
    for before, after in pairwise(steps):
        if before.high < after.low:
            text = f"“{before.name}”与“{after.name}”之间有空缺"
            yield Problem(text, after.line, cause.origin)
        elif before.high > after.low:
            text = f"“{before.name}”与“{after.name}”重叠，或者没有从轻到重排列"
            yield Problem(text, after.line, cause.origin)


def _guide(cause: Cause) -> Iterator[Problem]:
    if not any(element.required for element in cause.elements.values()):
        yield Problem("没有证据指引：至少写一个必须证明的要件 [[element]]", origin=cause.origin)
    for element in cause.elements.values():
        if not element.needs:
            yield Problem(f"要件“{element.name}”没有写明用什么证据证明", origin=cause.origin)
    for penalty in cause.penalties:
        if penalty.kind not in PENALTY_KINDS:
            yield Problem(f"处罚种类“{penalty.kind}”没有定义", origin=cause.origin)


def _monotone(cause: Cause) -> Iterator[Problem]:
    """Prove by trying all: where one circumstance gets graver, the step never gets milder."""
    codes = list(cause.circumstances)
    scales = [list(cause.circumstances[code].values) for code in codes]
    if prod(map(len, scales)) > MOST_CASES:
        yield Problem("情节的组合太多，无法逐一验证，请合并情节", origin=cause.origin)
        return
    rank = list(cause.steps).index
    answer = {
        case: rank(str(cause.table.decide(dict(zip(codes, case, strict=True))).value))
        for case in product(*scales)
    }
    for case, step in answer.items():
        for n, scale in enumerate(scales):
            at = scale.index(case[n])
            graver = (*case[:n], scale[at + 1], *case[n + 1 :]) if at + 1 < len(scale) else None
            if graver is not None and answer[graver] < step:
                what = cause.circumstances[codes[n]]
                text = (
                    f"“{what.label}”由“{what.values[case[n]]}”变为"
                    f"“{what.values[graver[n]]}”，档次反而变轻"
                )
                yield Problem(text, origin=cause.origin)
                return
