"""The court that was asked learns that less is owed since (告知法院执行款项减少)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox
from gongjian.payments.asked import untold
from gongjian.payments.models import CourtMessage
from gongjian.payments.queries import notice_of

NOTHING = "没有申请以后减少、尚未告知法院的款项"


@dataclass(frozen=True)
class TellCourt:
    told_on: date = fields.day("告知法院的日期")
    how: str = fields.line(
        "方式和凭证", max_length=200, help="如书面函件的文号和签收人，网上提交的回执编号"
    )
    because: str = fields.text(
        "减少的原因和依据", max_length=1000, help="写撤销、变更的文书及文号；数额由系统计算"
    )


@act("payments.tell_court", title="告知法院执行款项减少", step=False, final=True)
def tell_court(*, act: Act, cmd: TellCourt) -> CourtMessage:
    """Enter that the court knows what is still asked for, as less is owed since it was asked.

    Raises:
        RuleBroken: the court was not asked, or knows.
        InvalidInput: told before it was asked.

    Source: 行政强制法 第五十五条; 行政复议法 第七十七条; 行政处罚法 第七十五条第二款.
    """
    notice = notice_of(act.matter)
    waits = untold(notice) if notice else None
    if waits is None:
        raise RuleBroken(NOTHING)
    if cmd.told_on < waits.application.applied_on:
        raise InvalidInput({"told_on": "日期早于申请法院强制执行之日，请核对"})
    row = CourtMessage(
        application=waits.application,
        told_on=cmd.told_on,
        how=cmd.how,
        because=cmd.because,
        asked_fen=waits.now_fen,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    renew_inbox(act)
    return row


tell_court.requires(certified)


@tell_court.requires
def _less_is_owed(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = notice_of(matter)
    return "" if notice is not None and untold(notice) is not None else NOTHING
