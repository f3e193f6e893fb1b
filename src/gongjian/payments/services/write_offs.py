"""What is no longer asked for, on a ground the law lists (核销)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.choices import LineKind
from gongjian.cases.services import enter_line
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.payments.choices import WriteOffGround
from gongjian.payments.models import WriteOff

from .conditions import overdue, owing, the_notice


@dataclass(frozen=True)
class WriteOffDebt:
    ground: str = fields.choice("核销的法定情形", WriteOffGround.choices)
    evidence: str = fields.text("证明材料", max_length=2000)
    suspended_on: date | None = fields.only_for(
        "ground",
        (WriteOffGround.NO_ABILITY,),
        fields.day("中止执行日期", required=False, help="须已满三年"),
        needed="以无履行能力为由的必填",
    )


@act("payments.write_off", title="核销欠款", step=False, final=True)
def write_off(*, act: Act, cmd: WriteOffDebt) -> WriteOff:
    """Give up what is still owed, on a ground the law lists and nothing else.

    Raises:
        InvalidInput: the suspension has not lasted as long as the law asks.

    Source: 行政强制法 第三十九条、第四十条.
    """
    notice = the_notice(act)
    if cmd.ground == WriteOffGround.NO_ABILITY:
        if cmd.suspended_on is None:
            raise InvalidInput({"suspended_on": "请填写中止执行的日期"})
        rules = profile(act.matter.profile)
        over = rules.due("coercion.end_after_suspension", cmd.suspended_on, act.matter.domain)
        if over.due_on >= act.today or cmd.suspended_on < notice.served_on:
            told = f"中止执行满三年（{over.due_on.isoformat()}）以后才能核销"
            raise InvalidInput({"suspended_on": told})
    row = WriteOff(
        notice=notice,
        ground=cmd.ground,
        suspended_on=cmd.suspended_on,
        evidence=cmd.evidence,
        amount_fen=notice.outstanding_fen,
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    act.write(row)
    enter_line(act, notice.decision, LineKind.WRITTEN_OFF, row.amount_fen, act.today, "核销")
    return row


for _condition in (no_handler, owing, overdue):
    write_off.requires(_condition)


@write_off.requires
def _not_yet(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "已经核销" if WriteOff.objects.filter(notice__matter=matter).exists() else ""
