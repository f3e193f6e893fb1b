"""Pure rules of a penalty: comparing weights, the hash that binds notice, review and decision."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gongjian.ledger.canonical import canonical

from .choices import WITH_AMOUNT, LineKind, PenaltyKind, Proposal

SEVERITY = {kind: rank for rank, kind in enumerate(PenaltyKind.values)}
GOODS = PenaltyKind.CONFISCATE_GOODS
# What goods without a value count as: no amount of a table lies above it.
BEYOND_FEN = 10**15


@dataclass(frozen=True, slots=True)
class Weight:
    """What a set of penalty items weighs: kinds, the sum per kind in fen, days of detention.

    `sums` is money that is owed. Goods are not owed: `goods_fen` is what those with a stated value
    are worth, `unvalued` tells that others are of unknown value.
    """

    kinds: frozenset[str]
    sums: tuple[tuple[str, int], ...]
    days: int = 0
    goods_fen: int = 0
    unvalued: bool = False

    def sum_of(self, kind: str) -> int:
        return dict(self.sums).get(kind, 0)

    @property
    def owed_fen(self) -> int:
        """Money that is owed for all kinds together, in fen."""
        return sum(fen for _, fen in self.sums)

    @property
    def confiscated_fen(self) -> int:
        """What is confiscated: gain, and goods at their stated value; unknown goods are not in it.

        Source: 行政执法统计年报 T2 注: 没收的仅在数额确定时计入.
        """
        return self.sum_of(PenaltyKind.CONFISCATE_GAIN) + self.goods_fen

    def reaches(self, kind: str) -> int:
        """Return how far a kind reaches in the amounts of the tables; unknown goods reach all."""
        if kind != GOODS:
            return self.sum_of(kind)
        return BEYOND_FEN if self.unvalued else self.goods_fen


def weight_of(items: Iterable[Mapping[str, Any]]) -> Weight:
    """Return the weight of penalty items as stored (see `PenaltyItem`).

    Goods of drafts from before values were kept are of unknown value.
    """
    kinds: set[str] = set()
    sums: dict[str, int] = {}
    days = 0
    values: list[int | None] = []
    for item in items:
        kinds.add(item["kind"])
        sums[item["kind"]] = sums.get(item["kind"], 0) + (item.get("amount_fen") or 0)
        days += item.get("days") or 0
        if item["kind"] == GOODS:
            values.append(item.get("value_fen"))
    goods = sum(value or 0 for value in values)
    return Weight(frozenset(kinds), tuple(sorted(sums.items())), days, goods, None in values)


def by_kind(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what a table is asked of penalty items: each kind once, with all its money.

    A fine written as two is as large as their sum, goods written as two are worth both. Which sum
    a row counts its clause says: `amount_fen` the kind alone, `confiscated_fen` gain and goods
    (市场监督管理行政处罚听证办法 第五条: 总额), `total_fen` fine, gain and goods (涉案金额). Goods
    of unknown value are `unvalued` and reach every amount.

    Source: 行政处罚法 第五十八条、第六十三条; 国办发〔2018〕118号 四（十三）.
    """
    rows = list(items)
    weight = weight_of(rows)
    fine, confiscated = weight.sum_of(PenaltyKind.FINE), weight.confiscated_fen
    return [
        {
            "penalty_kind": kind,
            "amount_fen": weight.reaches(kind),
            "confiscated_fen": max(confiscated, weight.reaches(kind) if kind == GOODS else 0),
            "total_fen": max(fine + confiscated, weight.reaches(kind)),
            "unvalued": kind == GOODS and weight.unvalued,
        }
        for kind in dict.fromkeys(str(item["kind"]) for item in rows)
    ]


def heavier(decided: Weight, noticed: Weight) -> bool:
    """Tell whether a decision weighs more than a notice: a kind not told of, or a larger sum.

    A kind lighter than every kind told of (a warning in place of a fine) is not heavier. Goods
    weigh what they are worth; told of at an unknown value, none is more.

    Source: 行政处罚法 第四十五条第二款: 不得因当事人陈述、申辩而给予更重的处罚.
    """
    lightest = min((SEVERITY[kind] for kind in noticed.kinds), default=0)
    for kind in decided.kinds:
        if kind not in noticed.kinds and SEVERITY[kind] >= lightest:
            return True
        if kind in noticed.kinds and decided.reaches(kind) > noticed.reaches(kind):
            return True
    return decided.days > noticed.days


def harsher(now: Weight, then: Weight) -> bool:
    """Tell whether a change of a decision weighs more than what stood: item by item, not by kind.

    A kind may give way to a lighter one (吊销 to 暂扣) whatever else stands beside it; of a kind
    that stays there is no larger sum, no more days.

    Source: 行政复议法 第六十三条第二款; 行政诉讼法 第七十七条第二款.
    """
    if _bits(now.kinds - then.kinds) > _bits(then.kinds - now.kinds):
        return True
    both = now.kinds & then.kinds
    return now.days > then.days or any(now.reaches(kind) > then.reaches(kind) for kind in both)


def fined_instead(now: Weight, then: Weight) -> bool:
    """Tell whether a fine came instead of the whole detention, of what asked for no money before.

    A fine is the lighter of the two kinds; whether this sum is not heavier than those days, people
    judge.

    Source: 治安管理处罚法 第十条; 行政处罚法 第九条.
    """
    fined = now.sum_of(PenaltyKind.FINE)
    return bool(then.days) and not now.days and not then.owed_fen and 0 < fined == now.owed_fen


def _bits(kinds: Iterable[str]) -> int:
    return sum(1 << SEVERITY[kind] for kind in kinds)


def weight_columns(items: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the weight of items as the database compares it: sums in fen, days, a bit per kind.

    The heavier a kind, the higher its bit.
    """
    weight = weight_of(items)
    return {
        "kinds": _bits(weight.kinds),
        "fine_fen": weight.sum_of(PenaltyKind.FINE),
        "gain_fen": weight.sum_of(PenaltyKind.CONFISCATE_GAIN),
        "days": weight.days,
        "goods_fen": weight.goods_fen,
        "goods_unvalued": weight.unvalued,
    }


def digest(parts: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of the canonical JSON of `parts`."""
    return hashlib.sha256(canonical(dict(parts)).encode()).hexdigest()


def facts_hash(*, party: str, name: str, facts: str, violated: str, basis: str) -> str:
    """Hash what a notice must have told: the party and its name, the facts and the articles."""
    told = {"party": party, "name": name, "facts": facts, "violated": violated, "basis": basis}
    return digest(told)


def draft_hash(
    facts: str,
    items: Sequence[Mapping[str, Any]],
    discretion: str,
    weighing: Mapping[str, Any] = MappingProxyType({}),
    *,
    proposal: str = Proposal.PENALTY,
    ground: str = "",
) -> str:
    """Hash the whole proposal: facts, penalty items or the ground of none, reasons, weighing."""
    parts: dict[str, Any] = {
        "facts": facts,
        "items": [dict(i) for i in items],
        "discretion": discretion,
        "weighing": dict(weighing),
    }
    if proposal != Proposal.PENALTY:
        parts |= {"proposal": str(proposal), "ground": str(ground)}
    return digest(parts)


def needs_amount(kind: str) -> bool:
    """Tell whether a kind of penalty is a sum of money."""
    return kind in WITH_AMOUNT


@dataclass(frozen=True, slots=True)
class Balance:
    """The account of a decision in whole fen; `paid_fen` is less what was refunded.

    A fine that came instead of a detention was decided too, by who changed it.

    What was written off is no longer asked for, yet it was not paid.
    """

    decided_fen: int
    surcharged_fen: int
    reduced_fen: int
    relieved_fen: int
    written_off_fen: int
    paid_fen: int

    @property
    def owed_fen(self) -> int:
        return max(self._asked_fen, 0)

    @property
    def _asked_fen(self) -> int:
        surcharge = self.surcharged_fen - self.relieved_fen
        return self.decided_fen - self.reduced_fen + surcharge

    @property
    def outstanding_fen(self) -> int:
        return max(self.owed_fen - self.paid_fen - self.written_off_fen, 0)

    @property
    def overpaid_fen(self) -> int:
        return max(self.paid_fen - self.owed_fen, 0)

    @property
    def settled(self) -> bool:
        return self.paid_fen >= self.owed_fen


def balance(decided_fen: int, lines: Iterable[tuple[str, int]]) -> Balance:
    """Return the account of a decision from its lines (kind, fen)."""
    sums = dict.fromkeys(LineKind.values, 0)
    for kind, fen in lines:
        sums[kind] += fen
    return Balance(
        decided_fen=decided_fen + sums[LineKind.ADDED],
        surcharged_fen=sums[LineKind.SURCHARGED],
        reduced_fen=sums[LineKind.REDUCED],
        relieved_fen=sums[LineKind.RELIEVED],
        written_off_fen=sums[LineKind.WRITTEN_OFF],
        paid_fen=sums[LineKind.RECEIVED] + sums[LineKind.COLLECTED] - sums[LineKind.REFUNDED],
    )
