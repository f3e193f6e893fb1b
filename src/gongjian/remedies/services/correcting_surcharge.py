"""The agency revokes or lessens its own surcharge (主动撤销、变更加处罚款)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.common.money import yuan
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox
from gongjian.payments.models import SurchargeCorrection
from gongjian.payments.services import corrected
from gongjian.remedies.choices import OwnCorrection
from gongjian.remedies.queries import surcharge_stands, surcharges_in_force

from .respondents import by_the_leading_agency


@dataclass(frozen=True)
class CorrectSurcharge:
    surcharge: UUID = fields.ref("加处罚款决定书", of="remedies.surcharge")
    kind: str = fields.choice("处理", OwnCorrection.choices)
    reason: str = fields.text(
        "原决定的错误",
        max_length=2000,
        help="写计算的基数、日数、缴款日期或者程序错在哪里，以及怎样发现的，用句号结尾",
    )
    stands_fen: int | None = fields.only_for(
        "kind",
        (OwnCorrection.CHANGED,),
        fields.money(
            "变更后的加处罚款",
            required=False,
            min_fen=1,
            help="这份决定书变更以后的数额，应当少于现在的数额；撤销的不填",
        ),
    )


@act("remedies.correct_surcharge", title="主动撤销、变更加处罚款决定", step=False, final=True)
def correct_surcharge(*, act: Act, cmd: CorrectSurcharge) -> SurchargeCorrection:
    """Revoke or lessen the agency's own surcharge on its paper; less of it is owed at once.

    What was revoked is not imposed again; the days after it are. Where the court was asked before,
    it is to be told.

    Raises:
        NotFound: no surcharge of the matter that reached the party and stands.
        InvalidInput: changed to no less than stands of it, or a sum where it is revoked.

    Source: 行政处罚法 第七十五条第二款.
    """
    found = (one for one in surcharges_in_force(act.matter) if one.document.uid == cmd.surcharge)
    row = next(found, None)
    if row is None:
        raise NotFound("没有这份已经送达、仍然有效的加处罚款决定书，请从列表中选择")
    stood = surcharge_stands(row.document_id)
    revoked = cmd.kind == OwnCorrection.REVOKED
    if revoked and cmd.stands_fen is not None:
        raise InvalidInput({"stands_fen": "撤销的不填"})
    if not revoked and cmd.stands_fen is None:
        raise InvalidInput({"stands_fen": "请填写变更后的加处罚款"})
    if (cmd.stands_fen or 0) >= stood:
        raise InvalidInput({"stands_fen": f"应当少于现在的加处罚款{yuan(stood)}元"})
    made = corrected(act, row, stood, cmd.stands_fen or 0, cmd.reason)
    renew_inbox(act)
    return made


correct_surcharge.requires(no_handler)
correct_surcharge.requires(by_the_leading_agency)


@correct_surcharge.requires
def _one_stands(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if surcharges_in_force(matter) else "没有已经送达、可以撤销或者变更的加处罚款决定"


@correct_surcharge.prefilled
def _newest(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    rows = surcharges_in_force(matter)
    return {"surcharge": rows[-1].document.uid} if rows else {}
