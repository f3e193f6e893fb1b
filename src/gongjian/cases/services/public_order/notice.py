"""Telling the person who acted, and the guardian of a minor (告知)."""

from dataclasses import dataclass

from gongjian.cases.beside import latest_guardian
from gongjian.cases.models import Notice
from gongjian.cases.public_order import papers
from gongjian.cases.public_order.queries import (
    execution_of,
    known_minor,
    latest_offender,
)
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.notice import hearing_right
from gongjian.cases.services.people import certified
from gongjian.cases.services.public_order.fast import still_fast
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
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
inform_offender.requires(still_fast)
