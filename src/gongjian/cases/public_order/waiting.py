"""What waits on a punished person beside the procedure, and in whose inbox it stands (治安)."""

from collections.abc import Iterator
from datetime import date

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of
from gongjian.common.clock import current, local_date
from gongjian.matters.models import Matter
from gongjian.matters.queries import history_of

from .choices import SuspensionState
from .models import DetentionSuspension
from .queries import DepositStanding, deposit_standing, latest_offender, official_unsettled
from .serving import running_elsewhere

DECIDED = frozenset({"to_execute", "executed"})
ASKED = frozenset({"ask_suspension", "ask_leave"})
NO_LIMIT = date.max
Row = tuple[str, str, date]


def punished_waits(matter: Matter) -> Iterator[Row]:
    """Yield what a detention that waits, its guarantee and the report of an official ask for.

    No query before there is a decision to execute, nor for other procedures.

    Source: 治安管理处罚法 第一百二十六条至第一百三十条、第一百三十四条.
    """
    if DECIDED.isdisjoint(matter.marking):
        return
    case = case_of(matter)
    if not case.public_order:
        return
    offender = latest_offender(case)
    if offender is not None and official_unsettled(case, offender):
        yield "agency_head", "通报公职人员受处罚的情况", NO_LIMIT
    history = history_of(matter)
    if "to_execute" in matter.marking and "execute_detention" not in history:
        yield from _together(case)
    if not ASKED.isdisjoint(history):
        stands = deposit_standing(case)
        yield from _applications(stands)
        yield from _guarantees(stands)


def _together(case: Case) -> Iterator[Row]:
    """Yield that the person serves the detention of another case now: both are served together.

    One query where he does not. Source: 公安机关办理行政案件程序规定 第一百六十二条第二款.
    """
    running = running_elsewhere(case, current().today())
    if running is None:
        return
    stands = deposit_standing(case)
    waits = stands.open is not None or not stands.order or not stands.order.executable
    if stands.days and not waits:
        yield "handler", "与另案合并执行拘留", running.served.until_on


def _applications(stands: DepositStanding) -> Iterator[Row]:
    asked = stands.open
    if asked is None:
        return
    if asked.state == SuspensionState.GRANTED:
        if asked.leave:
            yield "handler", "登记回所", asked.back_by or NO_LIMIT
        return
    due_on = local_date(asked.answer_due_at)
    if stands.due:
        yield "finance", "收取保证金", due_on
    yield "agency_head", _answer(asked), due_on


def _answer(asked: DetentionSuspension) -> str:
    return "决定是否准予出所" if asked.leave else "决定是否暂缓执行拘留"


def _guarantees(stands: DepositStanding) -> Iterator[Row]:
    if stands.forfeitable is not None:
        yield "agency_head", "没收保证金", NO_LIMIT
    if stands.forfeited is not None:
        yield "finance", "没收的保证金上缴国库", NO_LIMIT
    if stands.returnable is not None:
        yield "finance", "退还保证金", NO_LIMIT
    if stands.liable is not None:
        yield "handler", "为不履行义务的担保人立案", NO_LIMIT
