"""The acts of a draw and of its checks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.clock import local_date
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import valid_officers

from .choices import CheckResult
from .drawing import ranked, secret_of, seed_of, to_draw
from .models import CheckDraw, CheckPlan, CheckSeat, CheckTarget
from .queries import (
    drawable,
    next_turn,
    published_plan,
    seats_open,
    standing_draws,
    targets_of,
)

NO_PAPER = "抽取时没有有效的执法证件"
WORDS_HELP = "由见证人当场说出或者写下，几个字或者数字都可以；办理人不得代说"


@dataclass(frozen=True)
class DrawCheck:
    plan: UUID = fields.ref("抽查计划", of="exante.drawable")
    witness: str = fields.line("见证人姓名", max_length=60, help="不参加这次检查的人；姓名不公布")
    witness_from: str = fields.line(
        "见证人身份", max_length=100, help="公布的是身份，如：市司法局执法监督科、人大代表、市民"
    )
    words: str = fields.line("见证人说出的词", max_length=60, help=WORDS_HELP)


@act("exante.draw_check", title="抽取检查对象和人员", about="list", final=True)
def draw_check(*, act: Act, cmd: DrawCheck) -> CheckDraw:
    """Draw objects and officers from the seed that secret, pool and witness's words give.

    Raises:
        RuleBroken: the plan with its pool and the hash of the secret is not public yet.

    Source: REQUIREMENTS X3, I12; LAW 7.2.
    """
    found = drawable(act.agency, act.today).filter(uid=cmd.plan)
    plan = found.select_for_update(of=("self",)).select_related("agency__stream").first()
    if plan is None:
        raise NotFound("没有可以抽取的这个计划：已经抽取，或者检查期已过。请从列表中重新选择")
    if not published_plan(plan):
        raise RuleBroken(
            f"“{plan.name}”的名录和第 {next_turn(plan)} 次抽取的承诺值还没有公布。"
            "请先公布“随机抽查计划”清单的新版本，再抽取"
        )
    draw = _draw(act, plan, cmd)
    act.write(draw, stream=plan.agency.stream)
    _seat_all(act, draw)
    return draw


@dataclass(frozen=True)
class VoidDraw:
    draw: UUID = fields.ref("抽取", of="exante.standing_draw")
    reason: str = fields.line("作废理由", max_length=200, help="理由随抽取记录一并公布")


@act("exante.void_draw", title="作废抽取结果", about="list", final=True)
def void_draw(*, act: Act, cmd: VoidDraw) -> CheckDraw:
    """Make a draw void before anything of it was checked; it stays, and is published.

    Source: REQUIREMENTS X3.
    """
    found = standing_draws(act.agency).filter(uid=cmd.draw)
    row = found.select_for_update(of=("self",)).select_related("plan__agency__stream").first()
    if row is None:
        raise NotFound("没有可以作废的这次抽取：已经作废，或者已有检查结果。请从列表中重新选择")
    row.voided_on, row.void_reason, row.voided_by_id = act.today, cmd.reason, act.officer
    act.write(row, stream=row.plan.agency.stream)
    return row


@dataclass(frozen=True)
class StepDown:
    seat: UUID = fields.ref("检查人员和对象", of="exante.seat")
    reason: str = fields.line("回避理由", max_length=200, help="只在内部留存，不公布")


@act("exante.step_down", title="检查人员回避并递补", about="list", final=True)
def step_down(*, act: Act, cmd: StepDown) -> CheckSeat:
    """Let an officer step down for an object; whom the draw ranked next takes the seat.

    Raises:
        RuleBroken: the pool holds nobody else who may check.

    Source: LAW 7.2.
    """
    found = seats_open(act.agency).filter(uid=cmd.seat).select_for_update(of=("self",))
    seat = found.select_related("target__draw__plan__agency__stream").first()
    if seat is None:
        raise NotFound("没有这名检查人员，或者已有检查结果。请从列表中重新选择")
    target = seat.target
    taken = list(CheckSeat.objects.filter(target=target).values_list("officer__uid", flat=True))
    able = _able(act, target.draw.plan)
    order = ranked(target.draw.seed, target.draw.plan.officers_pool, target.code)
    left = [uid for uid in order if uid not in map(str, taken) and uid in able]
    if not left:
        raise RuleBroken("名录里没有可以递补的人员。请作废这次抽取，另行制定计划")
    seat.left_on, seat.left_reason = act.today, cmd.reason
    stream = target.draw.plan.agency.stream
    act.write(seat, stream=stream)
    row = CheckSeat(target=target, officer=able[left[0]], rank=order.index(left[0]) + 1)
    act.write(row, stream=stream)
    return row


@dataclass(frozen=True)
class RecordCheck:
    target: UUID = fields.ref("检查对象", of="exante.my_check")
    checked_on: date = fields.day("检查完成日期")
    result: str = fields.choice("检查结果", CheckResult.choices)
    note: str = fields.text(
        "情况和处理", max_length=2000, required=False, help="不公布；发现违法的，写明线索编号"
    )


@act("exante.record_check", title="登记抽查结果", about="list")
def record_check(*, act: Act, cmd: RecordCheck) -> CheckTarget:
    """Record what a check found, by one of those drawn for it; again, it replaces what was said.

    Raises:
        NotFound: the actor was not drawn for this object, or stepped down.
        InvalidInput: a day before the draw or outside the plan.

    Source: LAW 7.2, 7.4.
    """
    found = targets_of(act.officer).filter(uid=cmd.target).select_for_update(of=("self",))
    row = found.select_related("draw__plan__agency__stream").first()
    if row is None:
        raise NotFound("您没有被抽中检查这个对象，或者已经回避。请从列表中重新选择")
    plan = row.draw.plan
    first = max(plan.from_on, local_date(row.draw.drawn_at))
    if not first <= cmd.checked_on <= plan.to_on:
        raise InvalidInput({"checked_on": f"应在 {first} 至 {plan.to_on} 之间"})
    row.result, row.checked_on, row.note = cmd.result, cmd.checked_on, cmd.note
    row.recorded_by_id, row.recorded_at = act.officer, act.now
    act.write(row, stream=plan.agency.stream)
    return row


def _draw(act: Act, plan: CheckPlan, cmd: DrawCheck) -> CheckDraw:
    turn = next_turn(plan)
    secret = secret_of(plan.uid.bytes, turn)
    return CheckDraw(
        plan=plan,
        turn=turn,
        words=cmd.words,
        witness=cmd.witness,
        witness_from=cmd.witness_from,
        secret=secret,
        seed=seed_of(secret, plan.pool, cmd.words),
        drawn_by_id=act.officer,
        drawn_at=act.now,
    )


def _seat_all(act: Act, draw: CheckDraw) -> None:
    """Write the objects drawn and, for each, the officers in the order of the draw."""
    plan = draw.plan
    names = dict(line.split(" ", 1) for line in plan.objects_pool)
    able, known = _able(act, plan), _known(plan)
    drawn = ranked(draw.seed, names)[: to_draw(len(names), plan.percent)]
    stream = plan.agency.stream
    for rank, code in enumerate(drawn, start=1):
        target = CheckTarget(draw=draw, rank=rank, code=code, name=names[code])
        act.write(target, stream=stream)
        act.write(*_seats(act, target, plan, known, able), stream=stream)


def _seats(
    act: Act,
    target: CheckTarget,
    plan: CheckPlan,
    known: dict[str, Officer],
    able: dict[str, Officer],
) -> list[CheckSeat]:
    """Return the seats of an object; who has no certificate any more leaves at once."""
    seats, sitting = [], 0
    for rank, uid in enumerate(ranked(target.draw.seed, plan.officers_pool, target.code), start=1):
        if sitting == plan.each:
            break
        seat = CheckSeat(target=target, officer=known[uid], rank=rank)
        if uid in able:
            sitting += 1
        else:
            seat.left_on, seat.left_reason = act.today, NO_PAPER
        seats.append(seat)
    if sitting < plan.each:
        raise RuleBroken("名录里持有效执法证件的人员不够。请另行制定计划")
    return seats


def _able(act: Act, plan: CheckPlan) -> dict[str, Officer]:
    found = valid_officers(plan.agency, act.today).filter(uid__in=plan.officers_pool)
    return {str(officer.uid): officer for officer in found}


def _known(plan: CheckPlan) -> dict[str, Officer]:
    found = Officer.objects.filter(uid__in=plan.officers_pool)
    return {str(officer.uid): officer for officer in found}
