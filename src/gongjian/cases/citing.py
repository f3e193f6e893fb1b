"""The provisions a case cites, held against its cause and the law that governs the act."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gongjian.catalog.citing import cited
from gongjian.catalog.definitions import Cause, Ground
from gongjian.catalog.holding import Fault, Governing, Sanction, hold
from gongjian.catalog.laws import wrong_laws
from gongjian.catalog.queries import cause_on
from gongjian.common.errors import InvalidInput

from .apart import acts_of, under
from .choices import PenaltyKind, Proposal
from .daily import daily_of
from .models import ActPosition, Case, Draft
from .public_order.separate import of_act
from .weighing import cause_of, grounds_of_case, law_day

UNREASONED = "请按上述核对条款，确需这样引用的，在这里写明理由；审核人员和机关负责人会看到"


def governing(case: Case, grounds: Collection[str], on: date) -> Governing:
    """Return the law that governs an act, with what the grounds chosen may cite beside it.

    Source: 行政处罚法 第三十七条.
    """
    day, ended = law_day(case, on), case.act_ended_on
    days = [day] if ended is None or ended >= day else [day, ended]
    causes = [cause_of(case, on)]
    if case.newer_law and case.cause_code:
        causes += [cause_on(case.cause_code, ended or on, case.matter.profile)]
    chosen = [g for g in grounds_of_case(case, on) if g.code in grounds] if grounds else []
    daily = daily_of(case)
    return Governing(
        tuple(dict.fromkeys(c for c in causes if c is not None)),
        tuple(days),
        on,
        tuple(_sources(chosen, daily.source if daily else "")),
    )


def _sources(grounds: Iterable[Ground], *others: str) -> Iterable[str]:
    return [text for text in (*(g.source for g in grounds), *others) if text]


def laws_of(draft: Draft, on: date) -> list[tuple[Governing, Sanction | None]]:
    """Return, act by act, the law that governs it and what is proposed under it.

    One text cites the provisions of all acts: those of the others may stand beside its own.
    """
    acts = acts_of(draft)
    cases = [draft.case if n == 0 else under(draft.case, a.cause_code) for n, a in enumerate(acts)]
    laws = [governing(case, one.grounds, on) for case, one in zip(cases, acts, strict=True)]
    if len(acts) == 1:
        return [(laws[0], sanction_of(draft, on))]
    said = [_said(law, one.basis) for law, one in zip(laws, acts, strict=True)]
    return [
        (
            dataclasses.replace(law, allowed=law.allowed + _others(said, n)),
            _sanction(case, one, of_act(draft.items, n + 1), on),
        )
        for n, (law, case, one) in enumerate(zip(laws, cases, acts, strict=True))
    ]


def _said(law: Governing, basis: str) -> tuple[str, ...]:
    return (*(cited(cause.articles) for cause in law.causes), basis)


def _others(said: list[tuple[str, ...]], at: int) -> tuple[str, ...]:
    return tuple(text for n, texts in enumerate(said) if n != at for text in texts if text)


def faults_of(draft: Draft, on: date) -> list[Fault]:
    """Return every fault of the provisions a draft cites, by the law of a day."""
    found = (
        fault
        for law, sanction in laws_of(draft, on)
        for fault in hold(law, draft.violated, draft.basis, sanction)
    )
    return list(dict.fromkeys(found))


def sanction_of(draft: Draft, on: date) -> Sanction | None:
    """Return what a draft of one act proposes, as far as its provisions bound it; None: nothing."""
    if draft.proposal == Proposal.NO_PENALTY:
        return None
    # Drafts of before positions were kept may name several acts: the cause was that of the first.
    return _sanction(draft.case, draft, of_act(draft.items, 1), on)


def _sanction(
    case: Case, one: Draft | ActPosition, rows: Sequence[Mapping[str, Any]], on: date
) -> Sanction:
    found = [g for g in grounds_of_case(case, on) if g.code in one.grounds]
    return Sanction(
        kinds=tuple(row["kind"] for row in rows),
        fine_fen=sum(r.get("amount_fen") or 0 for r in rows if r["kind"] == PenaltyKind.FINE),
        base_fen=one.base_fen,
        range=_range(cause_of(case, on), one.benchmark),
        mitigated=one.mitigated or any(g.allows("mitigate") for g in found),
        counted=daily_of(case) is not None,
        days=tuple(row["days"] for row in rows if row.get("days")),
    )


def _range(cause: Cause | None, benchmark: Mapping[str, Any]) -> str:
    """Return the legal range that the weighing came to, "" where nothing was weighed."""
    step = cause.steps.get(benchmark.get("step", "")) if cause else None
    return step.range if step else ""


def by_governing_law(case: Case, draft: Draft) -> bool:
    """Tell whether a draft was made under the law that governs the act as it is known now.

    The database asks the same of a notice and of a decision (`locks_law`).

    Source: 行政处罚法 第三十七条.
    """
    if draft.newer_law is None:  # of before it was kept
        return True
    same_day = case.newer_law or case.act_ended_on in {None, draft.law_on}
    return draft.newer_law == case.newer_law and same_day


def of_the_law(case: Case, on: date) -> dict[str, Any]:
    """Return what a draft keeps of the law it is made under."""
    return {
        "law_on": law_day(case, on),
        "newer_law": case.newer_law,
        "newer_law_reason": case.newer_law_reason,
    }


def bound_law(case: Case, reason: str) -> dict[str, Any]:
    """Return what of the choice of law the hash of a draft binds."""
    bound: dict[str, Any] = {"newer_law": True} if case.newer_law else {}
    return bound | ({"citation_reason": reason} if reason else {})


def reasoned(faults: Iterable[Fault], reason: str) -> bool:
    """Tell whether provisions depart from the cause's, with a reason; refuse what cannot stand.

    Raises:
        InvalidInput: a provision is surely wrong; a doubtful one has no reason, or a reason stands
            where nothing is doubtful.

    Source: 行政处罚法 第三十七条、第三十八条、第五十九条第一款第三项.
    """
    found = list(faults)
    wrong: dict[str, str] = {}
    for fault in (f for f in found if f.grave):
        wrong[fault.field] = "；".join(filter(None, (wrong.get(fault.field), str(fault))))
    if wrong:
        raise InvalidInput(wrong)
    doubts = [str(f) for f in found]
    if doubts and not reason:
        raise InvalidInput({"citation_reason": f"{'；'.join(doubts)}。{UNREASONED}"})
    if reason and not doubts:
        text = "引用的条款与案由目录一致，请删去引用其他条款的理由"
        raise InvalidInput({"citation_reason": text})
    return bool(doubts)


def only_law_in_force(on: date, act_day: date | None = None, **texts: str) -> None:
    """Refuse a field that cites a law which does not govern: by the day of the act, else `on`.

    Raises:
        InvalidInput: names the law and what to cite instead.

    Source: 行政处罚法 第三十七条; 立法法 第一百零四条.
    """
    days = (act_day or on,)
    wrong = {name: "；".join(wrong_laws(text, days, on)) for name, text in texts.items()}
    if found := {name: told for name, told in wrong.items() if told}:
        raise InvalidInput(found)
