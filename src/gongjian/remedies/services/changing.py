"""How the items of a decision read after a change (变更): typed item by item, never heavier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongjian.cases.choices import WITH_AMOUNT, PenaltyKind
from gongjian.cases.models import Decision
from gongjian.cases.public_order.queries import detention_of
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.rules import GOODS, fined_instead, harsher, weight_of
from gongjian.cases.standing import Item, all_items, numbered, still, weight_now
from gongjian.common import fields
from gongjian.common.acts import Actor
from gongjian.common.errors import InvalidInput
from gongjian.common.money import yuan
from gongjian.matters.models import Matter
from gongjian.remedies import effects

MOST_DAYS = 99


@dataclass(frozen=True, kw_only=True)
class ChangedItem:
    """One penalty item of the decision as it reads after the change."""

    item: str = fields.hidden()
    fell: bool = fields.check("这一项不再执行", help="被撤销、免除的勾选，其他各栏不必改")
    kind: str = fields.choice("变更后的种类", PenaltyKind.choices)
    amount_fen: int | None = fields.only_for(
        "kind",
        WITH_AMOUNT,
        fields.money("变更后的金额", required=False, min_fen=1),
        needed="罚款、没收违法所得必填",
    )
    days: int | None = fields.only_for(
        "kind",
        (PenaltyKind.DETENTION,),
        fields.number("变更后的拘留天数", least=1, most=MOST_DAYS, unit="日", required=False),
        needed="行政拘留必填",
    )
    value_fen: int | None = fields.only_for(
        "kind",
        (GOODS,),
        fields.money("变更后没收财物的价值", required=False, min_fen=1),
    )
    detail: str = fields.line("变更后的内容", required=False, help="例如：暂扣的期限、没收的物品")


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision is changed to: all its items, whether they differ, and weigh more.

    `added`: a fine came instead of its detention.
    """

    items: tuple[Item, ...]
    differs: bool
    heavier: bool
    added: bool = False

    @property
    def owed_fen(self) -> int:
        return weight_of(still(self.items)).owed_fen


def change_of(
    decision: Decision, rows: Sequence[ChangedItem], *, opposed: bool, fined: bool = False
) -> Change:
    """Read how the items stand after a change; an item that is not told of stays as it is.

    `fined`: a fine may come instead of the whole detention of a decision that asks for no money.

    Raises:
        InvalidInput: an item that does not stand, an amount or days wanting, heavier than before
            unless `opposed`, or more money than before.

    Source: 行政复议法 第六十三条第二款; 行政诉讼法 第七十七条第二款.
    """
    before, told = all_items(decision), {row.item: (at, row) for at, row in enumerate(rows)}
    open_ = {str(number) for number, _ in numbered(decision)}
    problems = _faults(rows, open_)
    if detention_of(decision) is None:
        problems |= {
            f"items.{at}.kind": "原决定没有行政拘留，不能变更为行政拘留"
            for at, row in enumerate(rows)
            if row.kind == PenaltyKind.DETENTION and not row.fell
        }
    if problems:
        raise InvalidInput(problems)
    items = tuple(
        _changed(item, told[str(n)][1]) if str(n) in told else item for n, item in enumerate(before)
    )
    if not still(items):
        raise InvalidInput({"items": "各项都不再执行的，按“撤销”登记"})
    now, then = weight_of(still(items)), weight_now(decision)
    most = effects.standing_sum(decision)
    added = fined and not most and fined_instead(now, then)
    if now.owed_fen > most and not added:
        sums = f"变更后的罚没款共{yuan(now.owed_fen)}元，多于现在的{yuan(most)}元"
        word = f"{sums}，不得作出更为不利的变更"
        raise InvalidInput({"items": word})
    more = harsher(now, then)
    if more and not opposed:
        word = "比现在的处罚更重，不得作出更为不利的变更；第三人提出相反请求的除外"
        raise InvalidInput({"items": word})
    return Change(items, list(items) != before, more, added)


def _faults(rows: Sequence[ChangedItem], known: set[str]) -> dict[str, str]:
    problems: dict[str, str] = {}
    seen: set[str] = set()
    for at, row in enumerate(rows):
        if row.item not in known or row.item in seen:
            problems[f"items.{at}.kind"] = "决定中没有这一项，或者已经填写，请核对"
        seen.add(row.item)
        if row.fell:
            continue
        label = PenaltyKind(row.kind).label
        if (row.kind in WITH_AMOUNT) != (row.amount_fen is not None):
            word = "请填写金额" if row.kind in WITH_AMOUNT else "没有金额，请删去"
            problems[f"items.{at}.amount_fen"] = f"“{label}”{word}；不再执行的请勾选"
        if (row.kind == PenaltyKind.DETENTION) != (row.days is not None):
            word = "请填写天数" if row.days is None else "没有天数，请删去"
            problems[f"items.{at}.days"] = f"“{label}”{word}；不再执行的请勾选"
        if row.kind in (PenaltyKind.OTHER, GOODS) and not row.detail:
            problems[f"items.{at}.detail"] = f"“{label}”请写明内容"
    return problems


def _changed(item: Item, row: ChangedItem) -> Item:
    """Return an item as it reads now; what nobody typed (its act, the proof of a value) stays."""
    if row.fell:
        # Without a kind: the database counts the items that take goods by it.
        return {"fell": item["kind"], **{key: item[key] for key in item if key != "kind"}}
    if replace(row, item="") == replace(_typed(0, item), item=""):
        return item
    kept = {key: item[key] for key in ("act",) if key in item}
    now: dict[str, Any] = {"kind": row.kind, "amount_fen": row.amount_fen, "detail": row.detail}
    if row.kind == GOODS:
        now |= {"value_fen": row.value_fen, "value_basis": item.get("value_basis", "")}
    return now | kept | ({"days": row.days} if row.days else {})


def as_it_stands(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    """Return the items of the matter's decision for a form to begin with."""
    decision = decision_of(case_of(matter))
    rows = numbered(decision) if decision else ()
    return {"items": tuple(_typed(number, item) for number, item in rows)}


def _typed(number: int, item: Item) -> ChangedItem:
    return ChangedItem(
        item=str(number),
        kind=item["kind"],
        amount_fen=item.get("amount_fen"),
        days=item.get("days"),
        value_fen=item.get("value_fen"),
        detail=item.get("detail") or "",
    )
