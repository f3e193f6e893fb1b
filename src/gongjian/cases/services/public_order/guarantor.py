"""A guarantor who did not do his duty: a case of his own (对担保人的罚款)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.public_order.choices import Guarantee
from gongjian.cases.public_order.guarantee import GuarantorBreach
from gongjian.cases.public_order.queries import deposit_standing, parameter
from gongjian.cases.queries import case_of
from gongjian.cases.services.filing import OpenCase, case_from_clue
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
from gongjian.intake.choices import ClueSource
from gongjian.intake.services import RegisterClue, enter_clue
from gongjian.matters.models import Matter
from gongjian.parties.choices import PartyKind

MOST = "detention.guarantor_fine_max_fen"


@dataclass(frozen=True, kw_only=True)
class OpenGuarantorCase:
    breach: str = fields.text(
        "担保人不履行担保义务的事实",
        max_length=1000,
        help="写担保人怎样没有履行担保义务、被担保人因此怎样逃避了执行；只写已有材料证明的",
        source="治安管理处罚法 第一百二十八条第二款",
    )
    breached_on: date = fields.day("担保人不履行担保义务的日期")
    id_number: str = fields.line("担保人的公民身份号码", max_length=18, required=False, secret=True)
    address: str = fields.line("担保人的住址", required=False, secret=True)
    phone: str = fields.line("担保人的联系电话", max_length=30, required=False, secret=True)


@act("cases.open_guarantor_case", title="为不履行义务的担保人立案", final=True)
def open_guarantor_case(*, act: Act, cmd: OpenGuarantorCase) -> Matter:
    """Open a case against a guarantor: filed, told, heard, decided and paid like any other.

    Its fine is at most what the article allows; nothing else may be imposed.

    Raises:
        RuleBroken: nobody evaded a detention under a guarantor, or the case was opened already.

    Source: 治安管理处罚法 第一百二十八条第二款.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    suspension = deposit_standing(case).liable
    if suspension is None:
        raise RuleBroken("没有担保人不履行义务、致使被担保人逃避执行的情形，或者已经另案办理")
    if matter.second is None:
        raise RuleBroken("办案的人民警察不得少于两人")
    name = suspension.guarantor
    clue = enter_clue(
        act,
        RegisterClue(
            source=ClueSource.OTHER,
            subject=f"{name}不履行担保义务"[:200],
            content=cmd.breach,
            found_on=act.today,
        ),
    )
    opened = case_from_clue(
        act,
        clue,
        OpenCase(
            clue=clue.uid,
            cause="涉嫌不履行担保义务",
            party_kind=PartyKind.NATURAL,
            party_name=name,
            second=matter.second.uid,
            id_number=cmd.id_number,
            address=cmd.address,
            phone=cmd.phone,
            act_ended_on=cmd.breached_on,
            public_order=True,
        ),
    )
    act.matter = matter
    act.write(
        GuarantorBreach(
            suspension=suspension,
            case=case_of(opened),
            guarantee=Guarantee.GUARANTOR,
            breach=cmd.breach,
            most_fen=int(parameter(matter, MOST, act.today)),
            opened_by_id=act.officer,
            opened_at=act.now,
        )
    )
    return opened


open_guarantor_case.requires(certified)
