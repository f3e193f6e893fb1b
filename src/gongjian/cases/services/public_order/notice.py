"""Telling the person who acted, and the guardian of a minor (告知)."""

from dataclasses import dataclass
from datetime import datetime

from gongjian.cases.beside import latest_guardian
from gongjian.cases.models import Notice, Statement
from gongjian.cases.public_order import papers
from gongjian.cases.public_order.fast import fast_of
from gongjian.cases.public_order.queries import (
    execution_of,
    known_minor,
    latest_offender,
)
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.naming import drafted_as_old
from gongjian.cases.services.notice import hearing_right
from gongjian.cases.services.people import certified
from gongjian.cases.services.public_order.fast import still_fast
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.clock import local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class InformOffender:
    contact: str = fields.line("联系人和联系方式", help="当事人提出陈述申辩时联系谁")


@act("cases.inform_offender", title="制作告知笔录")
def inform_offender(*, act: Act, cmd: InformOffender) -> Notice:
    """Make the prior notice; for a minor it names the guardian, who is told as well.

    A minor whose detention would really be executed may ask for a hearing, which is not public.

    Source: 治安管理处罚法 第一百一十二条、第一百一十七条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    draft, offender = latest_draft(case), latest_offender(case)
    if draft is None:
        raise RuleBroken("还没有拟定处罚决定，不能告知")
    execution = execution_of(matter, offender, draft, act.today)
    minor = case.party.natural and known_minor(case, offender, act.today)
    guardian = latest_guardian(case) if minor else None
    hearing = hearing_right(matter, case, draft) or (minor and execution.executed)
    told = papers.notice(act, case, draft, hearing, guardian, execution, cmd)
    notice = Notice(
        case=case,
        draft=draft,
        document=make(act, "public-order-notice", told),
        facts_hash=draft.facts_hash,
        hearing_right=hearing,
        made_at=act.now,
    )
    act.write(notice)
    return notice


inform_offender.requires(certified)
inform_offender.requires(drafted_as_old)
inform_offender.requires(still_fast)


@dataclass(frozen=True, kw_only=True)
class InformOrally:
    told_at: datetime = fields.moment("口头告知的时间")
    answer: str = fields.text(
        "本人的回答",
        max_length=1000,
        help="照录本人听取告知以后的话；提出陈述、申辩的，随后办理“记录陈述、申辩”复核",
        source="治安管理处罚法 第一百一十二条第二款",
    )
    waives: bool = fields.check(
        "本人明确表示不陈述、不申辩", help="没有明确表示的不勾选，陈述、申辩的期限照算"
    )
    signed: bool = fields.check(
        "被告知人已在口头告知记录上签名确认",
        help="记录由系统制作，本人当场在屏幕上签名，或者打印签名后扫描附卷；拒绝签名的，请制作告知笔录",
        source="公安机关办理行政案件程序规定 第四十六条第二款",
    )


@act("cases.inform_orally", title="口头告知（快速办理）")
def inform_orally(*, act: Act, cmd: InformOrally) -> Notice:
    """Tell by word of mouth what is proposed in a fast case; the person signs that he was told.

    Raises:
        RuleBroken: the case is not handled fast, or nothing is proposed.
        InvalidInput: told before the draft was made, or ahead; not signed.

    Source: 治安管理处罚法 第一百一十二条; 公安机关办理行政案件程序规定 第四十六条第二款.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    draft, offender = latest_draft(case), latest_offender(case)
    if draft is None or fast_of(matter, case) is None:
        raise RuleBroken("只有快速办理的案件可以口头告知，请制作告知笔录")
    problems: dict[str, str] = {}
    if not draft.drafted_at <= cmd.told_at <= act.now:
        problems["told_at"] = "口头告知的时间应当在拟定处罚决定之后，不晚于现在，请核对"
    if not cmd.signed:
        problems["signed"] = "口头告知须由被告知人签名确认；拒绝签名的，请制作告知笔录并送达"
    if problems:
        raise InvalidInput(problems)
    execution = execution_of(matter, offender, draft, act.today)
    told = papers.oral_notice(act, case, draft, execution, cmd)
    served = local_date(cmd.told_at)
    notice = Notice(
        case=case,
        draft=draft,
        oral=True,
        document=make(act, "oral-notice-record", told),
        facts_hash=draft.facts_hash,
        hearing_right=False,
        made_at=act.now,
        served_on=served,
    )
    act.write(notice)
    if cmd.waives:
        row = Statement(case=case, notice=notice, waived=True, given_on=served, content=cmd.answer)
        act.write(row)
    act.start_limit("statement-limit", served)
    return notice


inform_orally.requires(certified)
inform_orally.requires(still_fast)
