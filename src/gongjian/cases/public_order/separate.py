"""Several acts of one person in one case: decided apart, executed together (合并执行)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.common.text import numeral

MOST_ACTS = 6


def numbers() -> list[tuple[str, str]]:
    """Return the acts that an item may speak of, as code and label."""
    return [(str(n), f"第{numeral(n)}种违法行为") for n in range(1, MOST_ACTS + 1)]


@dataclass(frozen=True, slots=True)
class Days:
    """Days of detention: of the act that has most, of all together, and of what is executed."""

    heaviest: int
    decided: int
    executed: int


def act_of(item: Mapping[str, Any]) -> int:
    """Return the number of the act that an item punishes; 1 where there is but one."""
    return int(item.get("act") or 1)


def of_act(items: Iterable[Mapping[str, Any]], number: int) -> list[Mapping[str, Any]]:
    """Return the items that punish one act, in their order."""
    return [item for item in items if act_of(item) == number]


def days_of(items: Sequence[Mapping[str, Any]], most: int | None) -> Days:
    """Return the days of detention: each act has its own, at most so many are executed.

    `most` None: a draft of before it was kept, which was held to the most as a whole.

    Source: 治安管理处罚法 第十六条.
    """
    by_act: dict[int, int] = {}
    for item in items:
        by_act[act_of(item)] = by_act.get(act_of(item), 0) + (item.get("days") or 0)
    decided = sum(by_act.values())
    executed = decided if most is None else min(decided, most)
    return Days(max(by_act.values(), default=0), decided, executed)


def faults(
    acts: Sequence[tuple[str, str]],
    items: Sequence[Mapping[str, Any]],
    *,
    basis: str,
    most_of_one: int,
    own: Sequence[str] | None = None,
) -> dict[str, str]:
    """Return, by field, what is wrong with acts (name, basis) and the items that punish them.

    `own`: the bases as typed. One that the cause says is held against its articles elsewhere.

    Source: 治安管理处罚法 第十六条; 公安机关办理行政案件程序规定 第一百六十一条.
    """
    told = _of_acts(acts, [one for _, one in acts] if own is None else own, basis)
    numbered = [item.get("act") for item in items]
    for at, number in enumerate(numbered):
        if not acts and number:
            told[f"items.{at}.conduct"] = "只有一种违法行为，请不要选择；有两种以上的，先逐种填写"
        elif acts and not (number and number <= len(acts)):
            told[f"items.{at}.conduct"] = "请选择这项处罚针对哪一种违法行为，分别决定"
    for n, (name, _) in enumerate(acts, 1):
        fines = [at for at, i in enumerate(items) if i.get("act") == n and i["kind"] == "fine"]
        for at in fines[1:]:
            told[f"items.{at}.kind"] = f"“{name}”的罚款请合为一项"
        if n not in numbered:
            told.setdefault("items", f"“{name}”还没有处罚内容；每种违法行为都应当分别决定")
    for n in range(1, max(len(acts), 1) + 1):
        mine = [at for at, item in enumerate(items) if act_of(item) == n and item.get("days")]
        days = sum(items[at]["days"] for at in mine)
        if days > most_of_one:
            told[f"items.{mine[-1]}.days"] = (
                f"一种违法行为的行政拘留最长{most_of_one}日，现为{days}日，请核减；"
                "有两种以上违法行为的，逐种填写，分别决定"
            )
    return told


def _of_acts(acts: Sequence[tuple[str, str]], typed: Sequence[str], basis: str) -> dict[str, str]:
    told: dict[str, str] = {}
    if len(acts) == 1:
        told["acts"] = "只有一种违法行为的不填；有两种以上的，逐种填写"
    if len(acts) > MOST_ACTS:
        told["acts"] = f"一份决定最多{numeral(MOST_ACTS)}种违法行为，请分案办理"
    names = [name for name, _ in acts]
    for at, (name, _) in enumerate(acts):
        if name in names[:at]:
            told[f"acts.{at}.name"] = "与前面一种相同，请合为一种"
        if typed[at] not in basis:
            told[f"acts.{at}.own_basis"] = "“处罚依据”中没有这一条款，请照写"
    return told


def merged(days: Days) -> str:
    """Say how the penalties of several acts are executed together; fines are summed elsewhere.

    Source: 治安管理处罚法 第十六条.
    """
    executed = f"：行政拘留{numeral(days.executed)}日" if days.decided else ""
    if days.decided > days.executed:
        most = numeral(days.executed)
        executed += f"（合计{numeral(days.decided)}日，合并执行最长不超过{most}日）"
    return f"依照《中华人民共和国治安管理处罚法》第十六条的规定，以上处罚合并执行{executed}。"
