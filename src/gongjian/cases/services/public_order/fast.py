"""A case is handled fast, reviewed, and turns to ordinary handling where it no longer fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongjian.cases.choices import Proposal
from gongjian.cases.papers import investigators, moment
from gongjian.cases.public_order.choices import Answer, FastReviewer
from gongjian.cases.public_order.fast import DETENTION_FROM, LIMIT, excluded, fast_of, unfit
from gongjian.cases.public_order.fast_handling import FastHandling, FastReview
from gongjian.cases.public_order.queries import latest_offender, parameter
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.party import all_heard
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.jurisdiction.limits import due_at
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.reviewers import reviewer_problem

RULES = "公安机关办理行政案件程序规定"


@dataclass(frozen=True, kw_only=True)
class StartFastHandling:
    arrived_at: datetime = fields.moment(
        "到案的时间", help="四十八小时从到案时起算", source=f"{RULES} 第四十七条"
    )
    admits: bool = fields.check(
        "自愿认错认罚，对违法事实和法律适用没有异议", source=f"{RULES} 第四十条"
    )
    impaired: str = fields.choice(
        "违法嫌疑人是盲人、聋人或者哑人",
        Answer.choices,
        help="当面询问并核对；是未成年人、不认错认罚的，由系统按查明的情况核对",
        source=f"{RULES} 第四十一条第一项",
    )
    ill: str = fields.choice(
        "疑似精神病人",
        Answer.choices,
        help="言行异常、有病史或者家属陈述的，即为疑似",
        source=f"{RULES} 第四十一条第一项",
    )
    unsuited: str = fields.choice(
        "属于可能拘留十日以上、依法应当听证或者其他不宜快速办理的情形",
        Answer.choices,
        help="拟定的处罚超出的，系统也不让告知和决定",
        source=f"{RULES} 第四十一条第二项至第四项",
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
        none_excluded=True,
        consented=cmd.consented,
        detention_from=int(parameter(matter, DETENTION_FROM, act.today)),
        started_by_id=act.officer,
    )
    act.write(fast)
    # A lawyer of the police may review it within its hours, so it is open to them from here.
    matter.review_opened_at = matter.review_opened_at or act.now
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
    for name in ("impaired", "ill", "unsuited"):
        if getattr(cmd, name) != Answer.NO:
            problems[name] = f"有这种情形的，不适用快速办理（{RULES} 第四十一条），请按一般案件办理"
    if not cmd.consented:
        problems["consented"] = "快速办理前须书面告知并征得同意；本人不同意的，按一般案件办理"
    return problems


start_fast_handling.requires(certified)


@start_fast_handling.requires
def _not_excluded(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    offender = latest_offender(case)
    if case.party.natural and offender is None:
        return "还没有查明违法行为人的年龄、是否认错认罚，请先办理“查明违法行为人”"
    return excluded(case, offender, latest_draft(case), clock.now())


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


@dataclass(frozen=True, kw_only=True)
class ReviewFast:
    draft_hash: str = fields.hidden()
    opinion: str = fields.text(
        "审核意见",
        max_length=1000,
        help="写明审查违法嫌疑人的基本情况、事实和证据、定性、适用的法律、办案程序和拟作出的处理决定的结论；"
        "不同意的不办理本项，由承办人补充调查或者转为一般案件",
        source=f"{RULES} 第四十四条、第一百七十条",
    )


@act("cases.review_fast", title="审核快速办理的案件")
def review_fast(*, act: Act, cmd: ReviewFast) -> FastReview:
    """Review a fast case outside the scope of legal review, and pass it on to who decides.

    The head of the handling unit, or a lawyer of the police who is on the register of reviewers.

    Raises:
        RuleBroken: the case is not handled fast, or the draft shown is not the latest.

    Source: 公安机关办理行政案件程序规定 第四十四条、第一百七十条、第一百七十一条.
    """
    case = case_of(act.matter)
    fast, draft = fast_of(act.matter, case), latest_draft(case)
    if fast is None or draft is None or draft.draft_hash != cmd.draft_hash:
        raise RuleBroken("拟处理决定在您打开页面之后已被修改，或者不再快速办理，请刷新页面核对")
    row = FastReview(
        fast=fast,
        draft=draft,
        draft_hash=draft.draft_hash,
        capacity=_capacity(act.actor, act.matter),
        opinion=cmd.opinion,
        reviewed_by_id=act.officer,
        reviewed_at=act.now,
    )
    act.write(row)
    return row


def _capacity(actor: Actor, matter: Matter) -> FastReviewer:
    heads = "unit_head" in actor.roles and actor.unit == matter.unit_id
    return FastReviewer.UNIT_HEAD if heads else FastReviewer.LAWYER


@review_fast.requires
def _may_review(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that a lawyer stands on the register; the head of the unit reviews by his office."""
    if _capacity(actor, matter) == FastReviewer.UNIT_HEAD:
        return ""
    officer = Officer.objects.filter(pk=actor.officer or 0).select_related("agency").first()
    return reviewer_problem(officer, clock.today())


@review_fast.requires
def _told(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that a penalty is told anew after the case went back to its investigation."""
    draft = latest_draft(case_of(matter))
    penal = draft is not None and draft.proposal == Proposal.PENALTY
    return "还没有告知拟作出的处罚" if penal and "informed" not in matter.marking else ""


@review_fast.prefilled
def _shown(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    draft = latest_draft(case_of(matter))
    return {"draft_hash": draft.draft_hash if draft else ""}


def not_fast_reviewer(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that whoever decides a fast case did not review it; the article names two hands.

    Source: 公安机关办理行政案件程序规定 第四十四条.
    """
    fast = fast_of(matter, case_of(matter))
    if fast is not None and fast.reviews.filter(reviewed_by=actor.officer).exists():
        return "您已审核本案，不能再作出决定"
    return ""


for _test in (no_handler, all_heard, still_fast):
    review_fast.requires(_test)
