"""That a woman is with child or nurses, found between the decision and the detention house."""

from dataclasses import dataclass

from gongjian.cases.public_order.choices import Sex
from gongjian.cases.public_order.models import DetentionOrder
from gongjian.cases.public_order.queries import (
    detention_of,
    execution_of,
    latest_offender,
    restated,
)
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter

NO_WOMAN = "被处罚人不是已查明的女性"


@dataclass(frozen=True, kw_only=True)
class NoteWithChild:
    found: str = fields.line(
        "怀孕或者哺乳的证明",
        help="写医疗机构的诊断、出生医学证明等，以及查明的日期",
        source="治安管理处罚法 第二十三条第一款第四项",
    )
    opinion: str = fields.text("不执行拘留的意见", max_length=1000)


@act("cases.note_with_child", title="怀孕、哺乳的不执行拘留", final=True)
def note_with_child(*, act: Act, cmd: NoteWithChild) -> DetentionOrder:
    """State that she is with child or nurses: the detention that was ordered is not executed.

    The decision stands; the family is told, as of every detention that is not executed.

    Raises:
        RuleBroken: no woman is detained by the decision, or she was taken in already.

    Source: 治安管理处罚法 第二十三条第一款第四项.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    decision, last = decision_of(case), latest_offender(case)
    order = detention_of(decision)
    if decision is None or order is None or last is None or last.sex != Sex.FEMALE:
        raise RuleBroken(NO_WOMAN)
    found = restated(last, act.now, pregnant_or_nursing=True)
    act.write(found)
    said = execution_of(matter, found, decision.draft, act.today)
    order.executable, order.rule, order.source = said.executed, said.rule, said.source
    act.write(order)
    return order


note_with_child.requires(no_handler)


@note_with_child.requires
def _a_woman(actor: Actor, matter: Matter, clock: Clock) -> str:
    last = latest_offender(case_of(matter))
    return "" if last is not None and last.sex == Sex.FEMALE else NO_WOMAN
