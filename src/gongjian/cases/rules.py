"""Pure rules of a penalty: comparing weights, the hash that binds notice, review and decision."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import rfc8785

from .choices import WITH_AMOUNT, PenaltyKind

SEVERITY = {kind: rank for rank, kind in enumerate(PenaltyKind.values)}


@dataclass(frozen=True, slots=True)
class Weight:
    """What a set of penalty items weighs: kinds imposed and the sum per kind in fen."""

    kinds: frozenset[str]
    sums: tuple[tuple[str, int], ...]

    def sum_of(self, kind: str) -> int:
        return dict(self.sums).get(kind, 0)


def weight_of(items: Iterable[Mapping[str, Any]]) -> Weight:
    """Return the weight of penalty items as stored (`kind`, `amount_fen`, `detail`)."""
    kinds: set[str] = set()
    sums: dict[str, int] = {}
    for item in items:
        kinds.add(item["kind"])
        sums[item["kind"]] = sums.get(item["kind"], 0) + (item.get("amount_fen") or 0)
    return Weight(frozenset(kinds), tuple(sorted(sums.items())))


def heavier(decided: Weight, noticed: Weight) -> bool:
    """Tell whether a decision weighs more than a notice: a kind not told of, or a larger sum.

    A kind lighter than every kind told of (a warning in place of a fine) is not heavier.

    Source: 行政处罚法 第四十五条第二款: 不得因当事人陈述、申辩而给予更重的处罚.
    """
    told = max((SEVERITY[k] for k in noticed.kinds), default=-1)
    lightest = min((SEVERITY[k] for k in noticed.kinds), default=len(SEVERITY))
    for kind in decided.kinds:
        if kind not in noticed.kinds and (SEVERITY[kind] >= lightest or told < 0):
            return True
        if kind in noticed.kinds and decided.sum_of(kind) > noticed.sum_of(kind):
            return True
    return False


def digest(parts: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of the canonical JSON of `parts`."""
    return hashlib.sha256(rfc8785.dumps(dict(parts))).hexdigest()


def facts_hash(*, party: str, name: str, facts: str, violated: str, basis: str) -> str:
    """Hash what a notice must have told: the party and its name, the facts and the articles."""
    told = {"party": party, "name": name, "facts": facts, "violated": violated, "basis": basis}
    return digest(told)


def draft_hash(
    facts: str,
    items: Sequence[Mapping[str, Any]],
    discretion: str,
    weighing: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """Hash the whole proposal: the facts' hash, penalty items, reasons and circumstances found."""
    return digest(
        {
            "facts": facts,
            "items": [dict(i) for i in items],
            "discretion": discretion,
            "weighing": dict(weighing),
        }
    )


def needs_amount(kind: str) -> bool:
    """Tell whether a kind of penalty is a sum of money."""
    return kind in WITH_AMOUNT
