"""What a decision in force takes for good, item by item, and whether it is on the register.

The register belongs to a higher app, which tells at start-up what it accounts for.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from gongjian.documents.choices import DocumentState
from gongjian.matters.models import Matter

from .choices import GoodsFate, PenaltyKind
from .models import Case, Decision, GoodsDisposal, Overturn
from .queries import case_of, decision_of

# The place from which a case is closed: before it nobody has to ask.
LAST = "executed"
Accounted = Callable[[Decision], Collection[str]]


def _nothing(decision: Decision) -> Collection[str]:
    return frozenset()


_accounted: Accounted = _nothing


def keep_register(accounted: Accounted) -> None:
    """Let a higher app tell which takings of a decision it accounts for, by their codes."""
    global _accounted
    _accounted = accounted


@dataclass(frozen=True, slots=True)
class Taking:
    """One item of confiscated goods, or one thing on the police's list of what they collected."""

    code: str
    label: str
    number: int | None = None
    collected: GoodsDisposal | None = None


def takings_of(matter: Matter) -> Mapping[str, Taking]:
    """Return what of goods the decision in force takes, by code; two queries where it takes any.

    Nothing of a decision in the common name of several agencies: the leading one takes the goods.

    Source: 行政处罚法 第九条第二项、第七十四条; 治安管理处罚法 第十一条.
    """
    case = case_of(matter)
    decision = decision_of(case) if matter.decided_on is not None else None
    if decision is None or decision.common_with_id is not None:
        return {}
    found = [*_items(decision), *_collected(case)]
    if found and Overturn.objects.filter(decision=decision).exists():
        return {}
    return {one.code: one for one in found}


def _items(decision: Decision) -> list[Taking]:
    return [
        Taking(f"item-{number}", str(item["detail"]), number=number)
        for number, item in enumerate(decision.draft.items)
        if item["kind"] == PenaltyKind.CONFISCATE_GOODS
    ]


def _collected(case: Case) -> list[Taking]:
    if not case.public_order:
        return []
    rows = GoodsDisposal.objects.filter(case=case, way=GoodsFate.COLLECT)
    rows = rows.exclude(document__state=DocumentState.VOID)
    return [Taking(str(row.uid), row.name, collected=row) for row in rows]


def unregistered(matter: Matter) -> list[Taking]:
    """Return what is taken for good and neither registered nor said to be out of reach."""
    takings = takings_of(matter)
    decision = decision_of(case_of(matter)) if takings else None
    if decision is None:
        return []
    known = _accounted(decision)
    return [one for code, one in takings.items() if code not in known]


def goods_registered(matter: Matter) -> bool:
    """Tell the guard of the close that all confiscated goods are on the register."""
    return LAST not in matter.marking or not unregistered(matter)
