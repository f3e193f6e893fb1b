"""Penalties by the day: for which causes, on which rows they rest, how they are counted."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet, Sum

from gongjian.common.db.prepared import prepared_first
from gongjian.common.errors import InvalidInput
from gongjian.common.money import yuan
from gongjian.documents.paper.values import day_zh
from gongjian.jurisdiction.profiles import profile

from .choices import REFUSING, LineKind, PenaltyKind
from .models import AccountLine, Case, DailyPenalty, Decision, Draft, Overturn, Recheck
from .rules import weight_columns
from .standing import was_changed, weight_now

CAUSES = "daily.causes"
COUNTING = "环境保护主管部门实施按日连续处罚办法 第十七条、第十九条"
NOT_WEIGHED = "按日连续处罚按原处罚数额和日数计算，不适用裁量基准，请删去"


class Proposed(Protocol):
    """What of a draft is compared with the days."""

    @property
    def items(self) -> tuple[Any, ...]: ...
    @property
    def discretion(self) -> str: ...


def daily_of(case: Case) -> DailyPenalty | None:
    """Return what a case of a penalty by the day must impose; None for every other case."""
    found: DailyPenalty | None = getattr(case, "daily", None)
    return found


def daily_source(case: Case, on: date) -> str:
    """Return the law by which the cause of a case is penalized by the day; "" where it is not.

    Source: 环境保护主管部门实施按日连续处罚办法 第五条; daily.causes of the profile.
    """
    rule = profile(case.matter.profile).parameter(CAUSES, case.matter.domain, on=on)
    codes = {item["code"] for item in rule.items if isinstance(item, dict)}
    return rule.citation if case.cause_code in codes else ""


@prepared_first
def refused_recheck(case: Case) -> QuerySet[Recheck]:
    """Return the oldest re-check that found refusal and has led to no penalty by the day."""
    found = Recheck.objects.filter(case=case, result__in=REFUSING, daily__isnull=True)
    return found.order_by("id")


def base_refusal(decision: Decision | None) -> str:
    """Tell why a decision is no base of a penalty by the day; "" where it is.

    Source: 环境保护主管部门实施按日连续处罚办法 第七条第二款、第十九条.
    """
    if decision is None:
        return "还没有作出原处罚决定，按日连续处罚在原处罚决定之后作出"
    if not decision.draft.fine_fen:
        return "原处罚决定没有罚款，不能按日连续处罚"
    if decision.common_with_id is not None:
        return "原处罚决定由主办机关以共同名义作出，请由主办机关办理"
    if Overturn.objects.filter(decision=decision).exists():
        return "原处罚决定已经失效，不能按日连续处罚"
    fine = standing_fine(decision)
    if fine is None:
        return "原处罚决定变更的是罚款和没收的总额，罚款现为多少无从得出，不能按日连续处罚"
    return "" if fine > 0 else "原处罚决定变更以后没有罚款，不能按日连续处罚"


def standing_fine(decision: Decision) -> int | None:
    """Return the fine of a decision in fen as review, court or the agency left it; two queries.

    None where a sum alone was taken off a fine and something else together: nobody says off which.
    Execution and what follows go on while a remedy runs.

    Source: 行政复议法 第六十三条; 行政诉讼法 第七十七条;
    行政处罚法 第七十三条第一款、第七十五条第二款.
    """
    if was_changed(decision):
        return weight_now(decision).sum_of(PenaltyKind.FINE)
    off = AccountLine.objects.filter(decision=decision, kind=LineKind.REDUCED)
    reduced = off.aggregate(sum=Sum("amount_fen"))["sum"] or 0
    if reduced and decision.draft.gain_fen:
        return None
    return decision.draft.fine_fen - reduced


def as_it_stands(daily: DailyPenalty) -> bool:
    """Count the sum anew on the fine as it stands, in the row at hand; tell whether it changed."""
    fine = standing_fine(daily.decision)
    if not fine or fine < 0 or fine == daily.daily_fen:
        return False
    daily.daily_fen, daily.total_fen = fine, fine * daily.days
    return True


def days_counted(served_on: date, checked_on: date) -> tuple[date, int]:
    """Return the first day that is penalized and how many there are, the last one included.

    Source: 环境保护主管部门实施按日连续处罚办法 第十七条.
    """
    return served_on + timedelta(1), (checked_on - served_on).days


def words(daily: DailyPenalty) -> str:
    """Return the reckoning so that the party can do it again."""
    later = "经变更后" if daily.daily_fen != daily.decision.draft.fine_fen else ""
    return (
        f"按日连续处罚的计算：原处罚决定（{daily.decision.number}）{later}的罚款数额"
        f"{yuan(daily.daily_fen)}元，为每日的罚款数额；责令改正于{day_zh(daily.served_on)}送达，"
        f"自次日{day_zh(daily.first_day)}起，至复查发现拒不改正之日"
        f"{day_zh(daily.last_day)}止，首尾两日都计算在内，共{daily.days}日；"
        f"{yuan(daily.daily_fen)}元×{daily.days}日＝{yuan(daily.total_fen)}元。"
        f"依据：{daily.source}；{COUNTING}。"
    )


def counted(daily: DailyPenalty, cmd: Proposed) -> dict[str, Any]:
    """Return what a draft keeps instead of a weighing: the law leaves nothing to weigh.

    Raises:
        InvalidInput: other than one fine of exactly this sum; something to weigh was filled in.

    Source: 环境保护主管部门实施按日连续处罚办法 第十九条.
    """
    weighed = ("circumstances", "base_fen", "grounds", "grounds_proof", "deviation_reason")
    problems = {name: NOT_WEIGHED for name in weighed if getattr(cmd, name)}
    sums = [(item.kind, item.amount_fen) for item in cmd.items]
    if sums != [(PenaltyKind.FINE, daily.total_fen)]:
        told = f"只能是一项罚款，数额为{yuan(daily.total_fen)}元"
        problems["items"] = f"按日连续处罚{told}。{words(daily)}"
    if problems:
        raise InvalidInput(problems)
    return {"cause_code": daily.case.cause_code, "discretion": _reasons(daily, cmd.discretion)}


def _reasons(daily: DailyPenalty, typed: str) -> str:
    told = words(daily)
    return typed if told in typed else f"{told}\n{typed}".strip()


def as_counted(daily: DailyPenalty, draft: Draft) -> bool:
    """Tell whether a draft imposes the fine that was counted, and nothing else."""
    fine = weight_columns([{"kind": PenaltyKind.FINE, "amount_fen": daily.total_fen}])
    return weight_columns(draft.items) == fine


def prefilled(daily: DailyPenalty, basis: str) -> Mapping[str, Any]:
    """Return what the draft of such a case says before anybody typed."""
    as_it_stands(daily)
    return {
        "items": [{"kind": PenaltyKind.FINE, "amount_fen": daily.total_fen}],
        "discretion": words(daily),
        "basis": "；".join(filter(None, (basis, daily.source))),
    }
