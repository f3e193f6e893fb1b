"""Pure rules of 治安 cases: ages, limits in hours, weights, whether detention is executed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongjian.cases.choices import PenaltyKind
from gongjian.jurisdiction.limits import due_at
from gongjian.jurisdiction.profiles import Profile
from gongjian.process import Table

from .choices import LIMIT_OF, QuestioningGround

# Acts that are never mediated, as causes call them.
NEVER = ("结伙斗殴", "寻衅滋事", "雇凶")
NEVER_CODES = ("group-brawl",)
# Cases that the police never settle on the spot, as causes call them.
VICES = ("卖淫", "嫖娼", "赌博", "毒品", "吸毒")
LIGHT = frozenset({PenaltyKind.WARNING.value, PenaltyKind.FINE.value})
STATION_DECIDES = "station"
# How the law against such acts is called, in any of its versions: what it punishes is sealed.
LAW_NAMES = ("治安管理处罚", "治安处罚法")
OF_ITS_OWN = (
    "本案不是治安案件，不能依照治安管理处罚法处罚；属于违反治安管理的行为的，"
    "移送公安机关，另立治安案件办理"
)


def beyond_mediation(cause: str, code: str, *, grave: bool) -> str:
    """Return why an act is beyond what may be mediated, or settled between the two; else "".

    Source: 治安管理处罚法 第九条第一款、第四款;
    公安机关办理行政案件程序规定 第一百七十九条第一项、第二项.
    """
    if code in NEVER_CODES or any(name in cause for name in NEVER):
        return (
            "雇凶伤害他人、结伙斗殴和寻衅滋事的案件不适用调解"
            "（公安机关办理行政案件程序规定第一百七十九条）"
        )
    if grave:
        return "已查明情节严重、影响恶劣，只有情节较轻的才可以调解（治安管理处罚法第九条第一款）"
    return ""


def of_public_order(*texts: str) -> bool:
    """Tell whether provisions that somebody cites are those of 治安管理处罚法.

    Source: 治安管理处罚法 第三条、第一百三十六条.
    """
    return any(name in text for name in LAW_NAMES for text in texts)


def never_on_spot(cause: str) -> str:
    """Return why the police do not settle a case on the spot; "" where they may.

    Source: 公安机关办理行政案件程序规定 第三十七条第二款.
    """
    if not any(name in cause for name in VICES):
        return ""
    return (
        "涉及卖淫、嫖娼、赌博、毒品的案件不适用当场处罚，应当适用普通程序"
        "（公安机关办理行政案件程序规定第三十七条第二款）"
    )


@dataclass(frozen=True, slots=True)
class HourLimit:
    """A limit in clock hours: until when, how long in words, and by which rule."""

    due_at: datetime
    length: str
    source: str


def questioning_limit(
    rules: Profile, domain: str, ground: QuestioningGround, arrived_at: datetime, on: date
) -> HourLimit:
    """Return until when a person who arrived at a moment may be questioned.

    Clock hours from the arrival: nights and holidays count.

    Source: 治安管理处罚法 第九十七条.
    """
    limit = rules.limit(LIMIT_OF[ground], domain, on)
    return HourLimit(due_at(arrived_at, limit), limit.length, limit.source)


@dataclass(frozen=True, slots=True)
class Execution:
    """Whether a detention is executed, and by which rule."""

    executed: bool
    rule: str
    source: str


def detention_executed(table: Table, **person: Any) -> Execution:
    """Ask the table whether a detention is executed.

    Source: 治安管理处罚法 第二十三条.
    """
    hit = table.decide(person)
    return Execution(bool(hit.value), hit.name, hit.source)


def detention_days(items: Iterable[Mapping[str, Any]]) -> int:
    """Return the days of detention in a set of penalty items."""
    return sum(item.get("days") or 0 for item in items)


def fine_of(items: Iterable[Mapping[str, Any]]) -> int:
    """Return the sum of the fines in fen."""
    fines = (i for i in items if i["kind"] == PenaltyKind.FINE)
    return sum(i.get("amount_fen") or 0 for i in fines)


def warning_or_fine_only(items: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether nothing but warnings and fines is imposed.

    Source: 治安管理处罚法 第一百零九条.
    """
    return all(item["kind"] in LIGHT for item in items)
