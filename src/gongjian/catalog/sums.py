"""Which provisions of a cause threaten a kind of penalty, and within what sums and days."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from .definitions import Cause, LegalRange
from .rules import legal_sums, money, span
from .words import PENALTY_KINDS


class Proposed(Protocol):
    """What of a sanction its provisions bound."""

    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def fine_fen(self) -> int: ...
    @property
    def base_fen(self) -> int | None: ...
    @property
    def range(self) -> str: ...
    @property
    def mitigated(self) -> bool: ...
    @property
    def days(self) -> tuple[int, ...]: ...


def threats(
    cause: Cause, kinds: Iterable[str], legal_range: str
) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each kind, once, and the provisions in words that threaten it.

    Orders to mend (other) are no penalty of the catalogue and are left out.
    """
    for kind in dict.fromkeys(k for k in kinds if k in PENALTY_KINDS):
        if kind == "fine":
            ranges = _ranges(cause, legal_range)
            sources = [r.source for r in ranges]
        else:
            sources = [p.source for p in cause.penalties if p.kind == kind]
        yield PENALTY_KINDS[kind], sources


def sums_fault(cause: Cause, proposed: Proposed) -> str:
    """Say how a sum or days leave what the law allows; "" where they stay inside.

    Source: 行政处罚法 第四条、第十六条、第三十二条.
    """
    return _fine_fault(cause, proposed) or _days_fault(cause, proposed)


def _fine_fault(cause: Cause, proposed: Proposed) -> str:
    ranges = _ranges(cause, proposed.range)
    if "fine" not in proposed.kinds or not ranges:
        return ""
    if any(r.base for r in ranges) and proposed.base_fen is None:
        return ""
    spans = [legal_sums(r, proposed.base_fen) for r in ranges]
    fine = proposed.fine_fen
    if any(fine in sums for sums in spans):
        return ""
    if proposed.mitigated and fine < min(sums.low for sums in spans):
        return ""
    allowed = "或者".join(dict.fromkeys(map(span, spans)))
    return f"罚款{money(fine)}不在案由“{cause.name}”的法定幅度（{allowed}）之内"


def _days_fault(cause: Cause, proposed: Proposed) -> str:
    spans = [(p.min_days, p.max_days) for p in cause.penalties if p.max_days]
    for days in proposed.days if spans else ():
        below = days < min(least for least, _ in spans)
        if any(a <= days <= b for a, b in spans) or (below and proposed.mitigated):
            continue
        allowed = "或者".join(f"{a}日以上{b}日以下" for a, b in spans)
        return f"行政拘留{days}日不在案由“{cause.name}”的法定幅度（{allowed}）之内"
    return ""


def _ranges(cause: Cause, code: str) -> list[LegalRange]:
    """Return the range that was weighed, all where none was."""
    known = cause.ranges.get(code)
    return [known] if known else list(cause.ranges.values())
