"""A case that the police took up is handed back to be punished by the agency (行刑反向衔接)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.choices import PoliceAnswer
from gongjian.cases.models import CrimeTransfer
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.intake.choices import ClueSource
from gongjian.matters.models import Matter

from .beside import carry_assistance
from .filing import ORDINARY
from .people import certified
from .prior_fines import carry_prior_fines, fined_by_court
from .running_anew import open_anew


@dataclass(frozen=True, kw_only=True)
class TakeBackFromJustice:
    back_on: date = fields.day("收到移送之日")
    back_from: str = fields.line("移送的司法机关", max_length=200)
    back_paper: str = fields.line(
        "文书名称和文号",
        max_length=200,
        help="如检察意见书、不起诉决定书、撤销案件决定书、免予刑事处罚的判决书",
    )
    back_reason: str = fields.text(
        "移送的意见", max_length=2000, help="为什么不追究刑事责任，建议给予什么处罚"
    )
    court_fine_fen: int | None = fields.money(
        "人民法院判处的罚金",
        required=False,
        min_fen=1,
        help="判处罚金的必填，不再给予罚款；没有判处的不填",
        source="行政处罚法 第三十五条第二款",
    )


@act("cases.take_back_from_justice", title="登记司法机关移送行政处理", step=False, final=True)
def take_back_from_justice(*, act: Act, cmd: TakeBackFromJustice) -> Matter:
    """Open a new case on the act, with its evidence, beside the one that ended with the transfer.

    It is filed, investigated, informed and decided like any other. Its limitation is met: the act
    was discovered within it, when the old case was filed. Where a court fined, the agency does not.

    Raises:
        InvalidInput: handed back before the police had taken the case up.

    Source: 行政处罚法 第二十七条第一款、第三十五条第二款、第三十六条.
    """
    old_matter: Matter = act.matter
    old = case_of(old_matter)
    transfer = CrimeTransfer.objects.get(case=old, answer=PoliceAnswer.ACCEPTED)
    if transfer.answered_on and cmd.back_on < transfer.answered_on:
        told = f"日期早于公安机关立案（{transfer.answered_on.isoformat()}），请核对"
        raise InvalidInput({"back_on": told})
    transfer.back_on, transfer.back_from = cmd.back_on, cmd.back_from
    transfer.back_paper, transfer.back_reason = cmd.back_paper, cmd.back_reason
    act.write(transfer)
    case = open_anew(
        act,
        old,
        process=ORDINARY,
        since=cmd.back_on,
        source=ClueSource.TRANSFER,
        returned_from=transfer,
    )
    carry_assistance(act, old, case)
    carry_prior_fines(act, old, case)
    if cmd.court_fine_fen:
        fined_by_court(act, case, transfer, cmd.court_fine_fen)
    return case.matter


take_back_from_justice.requires(certified)


@take_back_from_justice.requires
def _with_the_police(actor: Actor, matter: Matter, clock: Clock) -> str:
    taken = CrimeTransfer.objects.filter(case__matter=matter, answer=PoliceAnswer.ACCEPTED)
    transfer = taken.first()
    if transfer is None:
        return "公安机关没有对本案立案"
    return "已经登记司法机关移送，并建立了新的案件" if transfer.back_on else ""
