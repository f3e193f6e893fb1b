"""What waits on a punished person beside the procedure, and in whose inbox it stands (治安)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, decision_of
from gongjian.common.clock import current, local_date
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import history_of
from gongjian.process import Process, StepDef

from .choices import SuspensionState
from .permitting import unreported
from .queries import (
    DepositStanding,
    deposit_standing,
    detention_of,
    family_untold,
    foreigner_report_due,
    foreigner_unreported,
    latest_offender,
    official_unsettled,
)
from .rules import detention_days
from .serving import running_elsewhere

DECIDED = frozenset({"to_deliver", "to_execute", "executed"})
ASKED = frozenset({"ask_suspension", "ask_leave"})
# Who is asked to choose is asked so: one fact lets the same office take either of two steps.
ASKS = {"suspension_asked": "决定是否暂缓执行拘留", "leave_asked": "决定是否准予出所"}
NO_LIMIT = date.max
Row = tuple[str, str, date]


def punished_waits(matter: Matter) -> Iterator[Row]:
    """Yield what a detention that waits, its guarantee, an official, a deputy, a foreigner ask for.

    No query before there is a decision to execute, nor for other procedures. Office and words are
    those of the step that the fact alone makes possible.

    Source: 治安管理处罚法 第一百二十六条至第一百三十条、第一百三十四条;
    公安机关办理行政案件程序规定 第一百七十四条第二款、第二百五十四条.
    """
    if DECIDED.isdisjoint(matter.marking) or not case_of(matter).public_order:
        return
    answers = answering(process_of(matter))
    for fact, on in _open(matter):
        # A case runs on by the version it began with, which may not know what was added since.
        if (step := answers.get(fact)) is not None:
            yield step.by, ASKS.get(fact, step.name), on
    if "to_execute" in matter.marking and "execute_detention" not in history_of(matter):
        yield from _together(case_of(matter))


@lru_cache(maxsize=16)
def answering(process: Process) -> Mapping[str, StepDef]:
    """Return the side steps that ask for one fact and nothing else, by that fact."""
    return {step.when: step for step in process.steps.values() if step.side and step.when}


def _open(matter: Matter) -> Iterator[tuple[str, date]]:
    """Yield the facts of the procedure that ask somebody to act, each with its day."""
    case = case_of(matter)
    decision = decision_of(case)
    if decision is not None and unreported(case, decision):
        yield "deputy_unreported", decision.decided_on  # 立即
    offender = latest_offender(case)
    if foreigner_unreported(case, offender):
        yield "foreigner_unreported", local_date(foreigner_report_due(matter))
    if "to_deliver" in matter.marking:
        return
    detains = decision is not None and detention_days(decision.draft.items) > 0
    if decision is not None and detains and family_untold(detention_of(decision)):
        yield "family_untold", decision.decided_on  # 及时
    if offender is not None and official_unsettled(case, offender):
        yield "official_unsettled", NO_LIMIT
    if not ASKED.isdisjoint(history_of(matter)):
        stands = deposit_standing(case)
        yield from _application(stands)
        yield from _guarantee(stands)


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


def _application(stands: DepositStanding) -> Iterator[tuple[str, date]]:
    asked = stands.open
    if asked is None:
        return
    if asked.state == SuspensionState.GRANTED:
        if asked.leave:
            yield "on_leave", asked.back_by or NO_LIMIT
        return
    due_on = local_date(asked.answer_due_at)
    if stands.due:
        yield "deposit_due", due_on
    yield ("leave_asked" if asked.leave else "suspension_asked"), due_on


def _guarantee(stands: DepositStanding) -> Iterator[tuple[str, date]]:
    open_now = {
        "deposit_forfeitable": stands.forfeitable,
        "deposit_forfeited": stands.forfeited,
        "deposit_returnable": stands.returnable,
        "guarantor_liable": stands.liable,
    }
    yield from ((fact, NO_LIMIT) for fact, row in open_now.items() if row is not None)
