"""A case is handled fast, and turns to ordinary handling where it no longer fits (快速办理)."""

from dataclasses import dataclass
from datetime import datetime

from gongjian.cases.papers import investigators, moment
from gongjian.cases.public_order.fast import DETENTION_FROM, LIMIT, excluded, fast_of, unfit
from gongjian.cases.public_order.fast_handling import FastHandling
from gongjian.cases.public_order.queries import latest_offender, parameter
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.jurisdiction.limits import due_at
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

RULES = "公安机关办理行政案件程序规定"


@dataclass(frozen=True, kw_only=True)
class StartFastHandling:
    arrived_at: datetime = fields.moment(
        "到案的时间", help="四十八小时从到案时起算", source=f"{RULES} 第四十七条"
    )
    admits: bool = fields.check(
        "自愿认错认罚，对违法事实和法律适用没有异议", source=f"{RULES} 第四十条"
    )
    none_excluded: bool = fields.check(
        "已核实没有不适用快速办理的情形",
        source=f"{RULES} 第四十一条",
        help="盲、聋、哑人，未成年人，疑似精神病人；应当听证的；可能拘留十日以上的；其他不宜的",
    )
    consented: bool = fields.check(
        "已书面告知快速办理的规定，本人同意",
        source=f"{RULES} 第四十二条",
        help="告知书由系统制作，本人当场在屏幕上签名，或者打印签名后扫描附卷",
    )


@act("cases.start_fast_handling", title="启用快速办理")
def start_fast_handling(*, act: Act, cmd: StartFastHandling) -> FastHandling:
    """Handle the case fast by the written consent of the person, within hours of the arrival.

    Raises:
        InvalidInput: the person does not admit, was not told or does not consent; the arrival lies
            ahead, or the hours are over.

    Source: 公安机关办理行政案件程序规定 第四十条至第四十二条、第四十七条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    limit = profile(matter.profile).limit(LIMIT, matter.domain, local_date(cmd.arrived_at))
    due = due_at(cmd.arrived_at, limit)
    if problems := _wrong(cmd, act.now, due, limit.length):
        raise InvalidInput(problems)
    told = {
        "party_name": case.party.name,
        "cause": case.cause,
        "arrived_at": moment(cmd.arrived_at),
        "due_at": moment(due),
        "officers": investigators(act),
    }
    fast = FastHandling(
        case=case,
        consent=make(act, "fast-handling-consent", told),
        arrived_at=cmd.arrived_at,
        started_at=act.now,
        due_at=due,
        due_on=local_date(due),
        source=limit.source,
        natural=case.party.natural,
        admits=cmd.admits,
        none_excluded=cmd.none_excluded,
        consented=cmd.consented,
        detention_from=int(parameter(matter, DETENTION_FROM, act.today)),
        started_by_id=act.officer,
    )
    act.write(fast)
    act.start_hours(LIMIT, cmd.arrived_at)
    return fast


def _wrong(cmd: StartFastHandling, now: datetime, due: datetime, length: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if cmd.arrived_at > now:
        problems["arrived_at"] = "到案的时间晚于现在，请核对"
    elif now > due:
        problems["arrived_at"] = f"自到案起已超过{length}，不能再快速办理，请按一般案件办理"
    if not cmd.admits:
        problems["admits"] = "不认错认罚，或者对事实、法律适用有异议的，按一般案件办理"
    if not cmd.none_excluded:
        problems["none_excluded"] = "请逐项核实后勾选；有其中一项的，按一般案件办理"
    if not cmd.consented:
        problems["consented"] = "快速办理前须书面告知并征得同意；本人不同意的，按一般案件办理"
    return problems


start_fast_handling.requires(certified)


@start_fast_handling.requires
def _not_excluded(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    return excluded(case, latest_offender(case), latest_draft(case), clock.now())


@dataclass(frozen=True, kw_only=True)
class EndFastHandling:
    reason: str = fields.text(
        "不适宜快速办理的情形",
        max_length=1000,
        help="写发现了什么；此前依法收集的证据仍可以作为定案的根据",
        source=f"{RULES} 第四十八条",
    )


@act("cases.end_fast_handling", title="转为一般案件办理")
def end_fast_handling(*, act: Act, cmd: EndFastHandling) -> FastHandling:
    """Turn a case that no longer fits to ordinary handling; what was collected stays evidence.

    Raises:
        RuleBroken: the case is not handled fast.

    Source: 公安机关办理行政案件程序规定 第四十八条.
    """
    fast = fast_of(act.matter, case_of(act.matter))
    if fast is None:
        raise RuleBroken("本案没有快速办理")
    fast.ended_at, fast.ended_by_id, fast.ended_because = act.now, act.officer, cmd.reason
    act.write(fast)
    return fast


end_fast_handling.requires(certified)


def still_fast(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Return why nothing may be told or decided before the case turns to ordinary handling.

    Source: 公安机关办理行政案件程序规定 第四十一条、第四十七条、第四十八条.
    """
    case = case_of(matter)
    fast = fast_of(matter, case)
    if fast is None:
        return ""
    why = unfit(fast, latest_offender(case), latest_draft(case), clock.now())
    return f"{why}。请先“转为一般案件办理”" if why else ""
