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
from .standing import numbered

# The places from which a case is closed, without a penalty too: before them nobody has to ask.
LAST = frozenset({"executed", "mediating", "unpunished_told"})
# Where a 治安 case stands that ends in mediation or without a penalty: its list alone takes goods.
SPARED = frozenset(
    {"mediating", "to_deliver_unpunished", "unpunished_told", "mediated", "not_punished"}
)
Accounted = Callable[[Case, Decision | None], Collection[str]]


def _nothing(case: Case, decision: Decision | None) -> Collection[str]:
    return frozenset()


_accounted: Accounted = _nothing


def keep_register(accounted: Accounted) -> None:
    """Let a higher app tell which takings of a case or decision it accounts for, by code."""
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

    Where a 治安 case ends without a penalty, what the police collected by their list: that needs no
    penalty. Nothing of a decision in the common name of several agencies: the leading one takes
    the goods.

    Source: 行政处罚法 第九条第二项、第七十四条; 治安管理处罚法 第十一条.
    """
    case = case_of(matter)
    decision = decision_of(case) if matter.decided_on is not None else None
    if decision is None and not SPARED.isdisjoint(matter.marking):
        return {one.code: one for one in _collected(case)}
    if decision is None or decision.common_with_id is not None:
        return {}
    found = [*_items(decision), *_collected(case)]
    if found and Overturn.objects.filter(decision=decision).exists():
        return {}
    return {one.code: one for one in found}


def _items(decision: Decision) -> list[Taking]:
    return [
        Taking(f"item-{number}", str(item["detail"]), number=number)
        for number, item in numbered(decision)
        if item["kind"] == PenaltyKind.CONFISCATE_GOODS
    ]


def _collected(case: Case) -> list[Taking]:
    if not case.public_order:
        return []
    rows = GoodsDisposal.objects.filter(case=case, way=GoodsFate.COLLECT)
    rows = rows.exclude(document__state=DocumentState.VOID).filter(document__overturn=None)
    return [Taking(str(row.uid), row.name, collected=row) for row in rows]


def unregistered(matter: Matter) -> list[Taking]:
    """Return what is taken for good and neither registered nor said to be out of reach."""
    takings = takings_of(matter)
    if not takings:
        return []
    case = case_of(matter)
    known = _accounted(case, decision_of(case))
    return [one for code, one in takings.items() if code not in known]


def goods_registered(matter: Matter) -> bool:
    """Tell the guard of the close that all confiscated and collected goods are on the register."""
    return LAST.isdisjoint(matter.marking) or not unregistered(matter)
