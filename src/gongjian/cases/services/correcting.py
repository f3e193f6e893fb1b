"""An order to correct reaches the party, and its time begins (送达责令改正)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.choices import CorrectionState
from gongjian.cases.correcting import (
    CORRECT,
    RECHECK,
    must_be_unannounced,
    open_order,
    recheck_due,
    requirement_of,
    told_decision,
    unserved_order,
)
from gongjian.cases.models import CorrectionOrder, Delivery, PaperChange
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.matters.services import start_beside, start_until

from .delivering import Delivered, delivery_of, unsigned
from .failing import handing
from .people import certified

NO_ORDER = "没有等待送达的《责令改正通知书》，请先办理“责令改正”"
NO_DECISION = "没有已经送达而尚未登记责令改正的决定书"
BY_DAY = "写文书中的最后一日；责令立即改正的，写送达日期"


@dataclass(frozen=True, kw_only=True)
class DeliverCorrection(Delivered):
    correct_by: date = fields.day("改正期限的最后一日", future=True, help=BY_DAY)


@act("cases.deliver_correction", title="送达责令改正通知书")
def deliver_correction(*, act: Act, cmd: DeliverCorrection) -> CorrectionOrder:
    """Record that an order to correct reached the party: its time and that of the re-check run.

    Raises:
        InvalidInput: see `delivery_of`; time given that ends before the service.

    Source: 行政处罚法 第二十八条第一款、第六十一条; 实施按日连续处罚办法 第八条至第十条.
    """
    paper = unserved_order(act.matter)
    if paper is None:
        raise RuleBroken(NO_ORDER)
    _not_before_service(cmd.correct_by, cmd.served_on)
    delivery = delivery_of(act, case_of(act.matter), paper, cmd, local_date(paper.made_at))
    return _ordered(act, delivery, requirement_of(paper), cmd.correct_by)


@dataclass(frozen=True)
class NoteCorrection:
    requirement: str = fields.text("责令改正的内容", max_length=2000, help="照决定书写，一行一项")
    correct_by: date = fields.day("决定书规定的改正期限（最后一日）", future=True, help=BY_DAY)


@act("cases.note_correction", title="登记决定书中的责令改正")
def note_correction(*, act: Act, cmd: NoteCorrection) -> CorrectionOrder:
    """Record what a served decision orders the party to correct, and until when.

    Source: 行政处罚法 第二十八条第一款.
    """
    delivery = told_decision(case_of(act.matter))
    if delivery is None:
        raise RuleBroken(NO_DECISION)
    _not_before_service(cmd.correct_by, delivery.served_on)
    return _ordered(act, delivery, cmd.requirement, cmd.correct_by)


def _not_before_service(correct_by: date, served_on: date) -> None:
    if correct_by < served_on:
        told = f"改正期限早于送达日期（{served_on.isoformat()}），请核对"
        raise InvalidInput({"correct_by": told})


def ordered_on_spot(
    act: Act, delivery: Delivery, requirement: str, correct_by: date, *, corrected: bool
) -> CorrectionOrder:
    """Record what a decision on the spot orders; `corrected`: the officers saw it done.

    Source: 行政处罚法 第二十八条第一款.
    """
    if not corrected:
        return _ordered(act, delivery, requirement, correct_by)
    order, _ = _order(act, delivery, requirement, correct_by)
    order.state, order.ended_on = CorrectionState.AT_ONCE, delivery.served_on
    act.write(order)
    return order


def _order(
    act: Act, delivery: Delivery, requirement: str, correct_by: date
) -> tuple[CorrectionOrder, date]:
    """Return the row, not written yet, and the day from which the time to re-check runs."""
    matter: Matter = act.matter
    begins, due = recheck_due(matter, delivery.served_on, correct_by)
    order = CorrectionOrder(
        case=delivery.case,
        delivery=delivery,
        requirement=requirement,
        served_on=delivery.served_on,
        correct_by=correct_by,
        recheck_by=due.due_on,
        unannounced=must_be_unannounced(matter, delivery.served_on),
        recorded_by_id=act.officer,
    )
    return order, begins


def _ordered(act: Act, delivery: Delivery, requirement: str, correct_by: date) -> CorrectionOrder:
    order, begins = _order(act, delivery, requirement, correct_by)
    act.write(order)
    paper = delivery.document
    said = f"《{paper.title}》{paper.number}"
    told = (
        f"{delivery.served_on.isoformat()}送达{said}",
        f"文书写明的改正期限至{correct_by.isoformat()}",
    )
    _time_to_correct(act, order, told, said)
    start_beside(act, RECHECK, begins)
    return order


def correction_changed(act: Act, change: PaperChange) -> None:
    """Let an order to correct ask for what a result left of it, inside an act of a higher app.

    What was not looked at again yet is corrected, and looked at, in the new time: where the law
    counts it from service, from when the result binds.

    Source: 行政复议法 第六十三条; 行政诉讼法 第七十七条.
    """
    assert change.correct_by is not None  # the database holds it
    matter: Matter = act.matter
    order = CorrectionOrder.objects.select_related("delivery__document").get(
        delivery__document=change.document_id
    )
    begins, due = recheck_due(matter, change.effective_on, change.correct_by)
    order.requirement, order.correct_by = change.requirement, change.correct_by
    if order.state == CorrectionState.OPEN:
        order.recheck_by = due.due_on
    act.write(order)
    if order.state == CorrectionState.OPEN:
        said = f"《{order.delivery.document.title}》{order.delivery.document.number}"
        told = (
            f"{said}自{change.effective_on.isoformat()}起变更（{change.paper}）",
            f"变更后的改正期限至{change.correct_by.isoformat()}",
        )
        _time_to_correct(act, order, told, said)
        start_beside(act, RECHECK, begins)


def _time_to_correct(act: Act, order: CorrectionOrder, told: tuple[str, ...], source: str) -> None:
    begins, until = order.served_on, order.correct_by
    start_until(act, CORRECT, "改正的期限", begins, until, told=told, source=source)


def _one_at_a_time(actor: Actor, matter: Matter, clock: Clock) -> str:
    waits = open_order(case_of(matter))
    return "上一次责令改正还没有复查，请先复查" if waits is not None else ""


deliver_correction.requires(certified)
deliver_correction.requires(_one_at_a_time)
note_correction.requires(certified)
note_correction.requires(_one_at_a_time)


@deliver_correction.requires
def _order_signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    paper = unserved_order(matter)
    return NO_ORDER if paper is None else unsigned(paper)


@note_correction.requires
def _decision_served(actor: Actor, matter: Matter, clock: Clock) -> str:
    return NO_DECISION if told_decision(case_of(matter)) is None else ""


@deliver_correction.prefilled
def _where(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return handing(case_of(matter), unserved_order(matter))
