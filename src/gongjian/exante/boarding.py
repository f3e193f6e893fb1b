"""The acts on hall boards: hung, taken down, and who is on duty in front of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import agency_for_update

from .boards import may_stand
from .choices import BoardKind
from .models import Board, Duty, Roster

# Nobody knows further ahead who will be there; a figure of ours.
LONGEST = timedelta(days=31)
NOTICE = "接警区写报警须知，服务窗口写办事须知；一行一条"


@dataclass(frozen=True)
class SetBoard:
    name: str = fields.line("公示屏名称", max_length=60, help="与现有公示屏同名的，更换其须知")
    kind: str = fields.choice("所在场所", BoardKind.choices)
    notice: str = fields.text("须知", max_length=600, help=NOTICE)


@act("exante.set_board", title="设置公示屏", about="board")
def set_board(*, act: Act, cmd: SetBoard) -> Board:
    """Hang a board, or give the board of this name another notice.

    Source: REQUIREMENTS P11; HN5; KM2.1.2(3); LF1.3(3); XM4.1.3.
    """
    agency = agency_for_update(act.agency)  # two boards hung at once have two addresses
    boards = Board.objects.filter(agency=agency)
    row = boards.filter(name=cmd.name, kind=cmd.kind, closed_on__isnull=True).first()
    if row is None:
        if boards.filter(name=cmd.name, closed_on__isnull=True).exists():
            raise InvalidInput({"kind": "这个名称的公示屏设在另一种场所，请换一个名称"})
        code = f"{agency.code}-{boards.count() + 1}"
        row = Board(agency=agency, code=code, name=cmd.name, kind=cmd.kind, opened_on=act.today)
    row.notice = cmd.notice
    act.write(row, stream=agency.stream)
    return row


@dataclass(frozen=True)
class CloseBoard:
    board: UUID = fields.ref("公示屏", of="exante.board")


@act("exante.close_board", title="撤除公示屏", about="board", final=True)
def close_board(*, act: Act, cmd: CloseBoard) -> Board:
    """Take a board down; its address answers no more."""
    row = _board(act, cmd.board)
    row.closed_on = act.today
    act.write(row, stream=row.agency.stream)
    return row


@dataclass(frozen=True)
class OnDuty:
    officer: UUID = fields.ref("值班人员", of="exante.may_stand")
    desk: str = fields.line("窗口或者岗位", max_length=60)
    duties: str = fields.line("岗位职责", max_length=200)


@dataclass(frozen=True)
class PlanDuty:
    board: UUID = fields.ref("公示屏", of="exante.board")
    from_on: date = fields.day("自", future=True)
    to_on: date = fields.day("至", future=True, help="最长 31 日；同一天排了几次的，以后排的为准")
    people: tuple[OnDuty, ...] = fields.rows("值班人员")


@act("exante.plan_duty", title="安排值班", about="board")
def plan_duty(*, act: Act, cmd: PlanDuty) -> Roster:
    """Say who is on duty at a board on which days.

    Raises:
        InvalidInput: days in the past or too many, a person twice, or one who may not stand there.

    Source: REQUIREMENTS P3, P11; HN5.
    """
    board = _board(act, cmd.board)
    known = {officer.uid: officer for officer in may_stand(board.agency, act.today)}
    if problems := _days(cmd, act.today) | _people(cmd, known):
        raise InvalidInput(problems)
    roster = Roster(
        board=board,
        from_on=cmd.from_on,
        to_on=cmd.to_on,
        planned_by_id=act.officer,
        planned_at=act.now,
    )
    stream = board.agency.stream
    act.write(roster, stream=stream)
    for one in cmd.people:
        row = Duty(roster=roster, officer=known[one.officer], desk=one.desk, duties=one.duties)
        act.write(row, stream=stream)
    return roster


def _days(cmd: PlanDuty, today: date) -> dict[str, str]:
    if cmd.to_on < cmd.from_on:
        return {"to_on": "不能早于开始的日期"}
    if cmd.to_on < today:
        return {"to_on": "不能早于今天：已经过去的日子不再安排"}
    if cmd.to_on - cmd.from_on >= LONGEST:
        return {"to_on": f"一次最多安排 {LONGEST.days} 日"}
    return {}


def _people(cmd: PlanDuty, able: Mapping[UUID, Officer]) -> dict[str, str]:
    problems, seen = {}, set()
    for number, one in enumerate(cmd.people):
        if one.officer not in able:
            told = "不是本机关可以在公示屏上值班的人员，请从列表中重新选择"
            problems[f"people.{number}.officer"] = told
        elif one.officer in seen:
            problems[f"people.{number}.officer"] = "同一人只能安排一次"
        seen.add(one.officer)
    return problems


def _board(act: Act, uid: UUID) -> Board:
    found = Board.objects.filter(uid=uid, agency=act.agency, closed_on__isnull=True)
    row = found.select_related("agency__stream").first()
    if row is None:
        raise NotFound("没有这个公示屏，或者已经撤除，请从列表中重新选择")
    return row
