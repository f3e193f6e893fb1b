"""A re-check found refusal: a case of its own imposes the fine for every day (按日连续处罚)."""

from dataclasses import dataclass

from gongjian.cases.choices import EvidenceKind
from gongjian.cases.daily import (
    as_counted,
    as_it_stands,
    base_refusal,
    daily_of,
    daily_source,
    days_counted,
    refused_recheck,
    standing_fine,
)
from gongjian.cases.models import Case, DailyPenalty, Evidence, Recheck
from gongjian.cases.queries import case_of, decision_of, latest_draft
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter

from .beside import carry_assistance
from .filing import ORDINARY
from .limitation import limitation
from .people import certified
from .running_anew import open_anew

NO_REFUSAL = "没有复查发现拒不改正，或者已经启动按日连续处罚"
OTHER_CAUSE = "本案的案由不在按日连续处罚的范围之内"
COUNTED_BEFORE = "原处罚决定的罚款数额已经变更，请退回承办人，按变更后的数额重新拟定、告知"
OF_ITSELF = "本案已是按日连续处罚案件，不能再以本案的罚款按日计算；再次复查在原案中办理"


@dataclass(frozen=True)
class OpenDaily:
    reason: str = fields.text(
        "实施按日连续处罚的理由",
        max_length=1000,
        help="法律规定的是“可以”：写明拒不改正的情况和为什么有必要",
        source="环境保护主管部门实施按日连续处罚办法 第五条",
    )


@act("cases.open_daily", title="启动按日连续处罚", step=False, final=True)
def open_daily(*, act: Act, cmd: OpenDaily) -> Matter:
    """Open a case of its own that imposes the original fine for each day of refusal.

    It is filed, investigated, told, reviewed and decided like any other; what it must impose is
    counted now, from the rows. The oldest re-check that found refusal comes first.

    Raises:
        RuleBroken: no re-check found refusal; the cause is not one of those; no fine that stands.

    Source: 环境保护法 第五十九条; 生态环境法典 第一千零六十条; 环境保护主管部门实施按日连续处罚办法
        第十五条、第十七条至第十九条.
    """
    old = case_of(act.matter)
    recheck, decision = refused_recheck(old), decision_of(old)
    if recheck is None or decision is None or (told := _refusal(old, recheck)):
        raise RuleBroken(NO_REFUSAL if recheck is None else told)
    last = recheck.checked_on
    first, days = days_counted(recheck.served_on, last)
    ends = limitation(old.matter, last, serious=False)
    case = open_anew(
        act,
        old,
        process=ORDINARY,
        since=last,
        title=f"按日连续处罚：{old.matter.title}",
        act_ended_on=last,
        act_goes_on=False,
        serious_harm=False,
        serious_ground="",
        limitation_until=ends.due_on,
        limitation_source=ends.clause,
    )
    fen = standing_fine(decision)
    assert fen is not None, "asked of the base"
    row = DailyPenalty(
        case=case,
        recheck=recheck,
        decision=decision,
        served_on=recheck.served_on,
        first_day=first,
        last_day=last,
        days=days,
        daily_fen=fen,
        total_fen=fen * days,
        source=daily_source(old, last),
        reason=cmd.reason,
    )
    act.write(row)
    act.write(_found(recheck, case))
    carry_assistance(act, old, case)
    return case.matter


def _found(recheck: Recheck, case: Case) -> Evidence:
    """Return the record of the re-check as evidence of the new case."""
    return Evidence(
        case=case,
        kind=EvidenceKind.ON_SITE_RECORD,
        name="责令改正复查记录",
        proves=f"{recheck.get_result_display()}：{recheck.findings}",
        obtained_on=recheck.checked_on,
        obtained_from="执法人员复查时现场制作",
    )


def _refusal(case: Case, recheck: Recheck | None) -> str:
    if daily_of(case) is not None:
        return OF_ITSELF
    if recheck is None:
        return NO_REFUSAL
    if not daily_source(case, recheck.checked_on):
        return OTHER_CAUSE
    return base_refusal(decision_of(case))


open_daily.requires(certified)


@open_daily.requires
def _refused_and_fined(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    return _refusal(case, refused_recheck(case)) if case.cause_code else OTHER_CAUSE


def rests_on_its_base(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask of a penalty by the day that it is signed as counted, on a fine that still stands.

    Source: 环境保护主管部门实施按日连续处罚办法 第十九条.
    """
    case = case_of(matter)
    daily, draft = daily_of(case), latest_draft(case)
    if daily is None:
        return ""
    if draft is not None and not as_counted(daily, draft):
        return "拟处罚决定与按日连续处罚的计算不一致，请重新拟定"
    if told := base_refusal(daily.decision):
        return told
    return COUNTED_BEFORE if standing_fine(daily.decision) != daily.daily_fen else ""


def recount(act: Act, case: Case) -> None:
    """Count the sum anew where the first fine was changed since; the days stay as they were.

    Source: 环境保护主管部门实施按日连续处罚办法 第十九条.
    """
    daily = daily_of(case)
    if daily is not None and as_it_stands(daily):
        act.write(daily)
