"""The party asks for its goods back, and is answered (解除查封、扣押，退还财物)."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.cases.choices import AgentTask, FilingKind
from gongjian.cases.goods import goods_of
from gongjian.cases.models import PartyFiling
from gongjian.cases.queries import waiting_filings
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox

from .party import answered, covered, receipt_for
from .people import certified


@dataclass(frozen=True)
class ClaimGoods:
    content: str = fields.text(
        "要求和理由",
        max_length=2000,
        help="写明要求退还哪些物品；与案件无关、期限已满或者另有理由的，写明理由",
    )


@act("cases.claim_goods", title="要求解除、退还财物", step=False)
def claim_goods(*, act: Act, cmd: ClaimGoods) -> PartyFiling:
    """Take the party's demand that what is held be released; the handlers answer.

    Source: 行政强制法 第八条、第二十八条; 行政处罚法 第五十六条.
    """
    filing = receipt_for(act, FilingKind.GOODS, cmd.content)
    renew_inbox(act)
    return filing


@claim_goods.requires
def _something_is_held(actor: Actor, matter: Matter, clock: Clock) -> str:
    if not any(one.held for one in goods_of(matter)):
        return "本案现在没有查封、扣押或者登记保存的您的财物"
    if goods_claims(matter):
        return "您的上一次要求还没有答复，请等待答复"
    return covered(actor, AgentTask.STATE, clock)


@dataclass(frozen=True)
class AnswerGoodsClaim:
    filing: UUID = fields.ref("退还财物的要求", of="cases.goods_claim")
    answer: str = fields.text(
        "答复", max_length=1000, help="当事人会看到；不同意的，写明理由和依据"
    )
    granted: bool = fields.check(
        "已经解除、退还", help="请先办理“解除查封、扣押”或者“处理登记保存的证据”，再勾选"
    )


@act("cases.answer_goods_claim", title="答复退还财物的要求", step=False)
def answer_goods_claim(*, act: Act, cmd: AnswerGoodsClaim) -> PartyFiling:
    """Answer the demand; it is granted by the release itself, never by words alone.

    Raises:
        NotFound: no such demand waits.
        InvalidInput: granted, while nothing was released since it was made.

    Source: 行政强制法 第二十八条.
    """
    filing = next((f for f in goods_claims(act.matter) if f.uid == cmd.filing), None)
    if filing is None:
        raise NotFound("没有这份等待答复的要求，请从列表中选择")
    released = (one.end for one in goods_of(act.matter) if one.end is not None)
    if cmd.granted and not any(paper.made_at >= filing.given_at for paper in released):
        raise InvalidInput({"granted": "收到要求以后还没有解除或者处理过，请先办理，再勾选"})
    answered(act, filing, cmd.answer, granted=cmd.granted)
    renew_inbox(act)
    return filing


answer_goods_claim.requires(certified)


@answer_goods_claim.requires
def _asked_for(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if goods_claims(matter) else "当事人没有等待答复的退还财物的要求"


def goods_claims(matter: Matter) -> list[PartyFiling]:
    """Return the demands for goods that nobody has answered yet, oldest first."""
    return list(waiting_filings(matter).filter(kind=FilingKind.GOODS))
