"""Earlier fines of the party: whether one was for the act of this case (一事不再罚款)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from gongjian.cases.choices import PriorFineKind, SameAct
from gongjian.cases.fined import asked_of, earlier_fines
from gongjian.cases.models import Case, CrimeTransfer, Decision, PriorFine
from gongjian.cases.public_order.separate import MOST_ACTS
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

from .people import certified

ELSEWHERE = ("imposed_by", "fine_number", "imposed_on", "fine_fen")
ASKED = "请填写；本机关的决定请从列表中选择"


@dataclass(frozen=True, kw_only=True)
class RecordPriorFine:
    known: tuple[UUID, ...] = fields.ref(
        "本机关的罚款决定",
        of="cases.fined_decision",
        many=True,
        required=False,
        help="都不是为了本案行为、理由也相同的，可以一并选择；"
        "其他机关的罚款、人民法院判处的罚金不选，在下面填写",
    )
    same: str = fields.choice(
        "此前的罚款是为了哪一行为", SameAct.choices, source="行政处罚法 第二十九条"
    )
    why: str = fields.text(
        "认定是不是同一违法行为的理由",
        max_length=1000,
        help="写明两个行为的时间、地点、方式和受到损害的权益；审核人员和机关负责人会看到",
    )
    prior_kind: str = fields.choice(
        "由谁作出", PriorFineKind.choices, source="行政处罚法 第三十五条第二款"
    )
    imposed_by: str = fields.line(
        "作出的机关或者法院", max_length=200, required=False, help="选了本机关决定的，以下不填"
    )
    fine_number: str = fields.line("决定书或者判决书文号", max_length=200, required=False)
    imposed_on: date | None = fields.day("作出的日期", required=False)
    fine_fen: int | None = fields.money("罚款、罚金数额", required=False, min_fen=1)
    concerns: int = fields.number(
        "本案的第几种违法行为",
        least=1,
        most=MOST_ACTS,
        help="本案只有一种违法行为的填1",
    )


@act("cases.record_prior_fine", title="登记此前的罚款")
def record_prior_fine(*, act: Act, cmd: RecordPriorFine) -> PriorFine:
    """Say of an earlier fine whether it was for the act of this case: then there is no second one.

    Several fines that were for other acts, for one reason, are answered together: a row for each.

    Raises:
        InvalidInput: neither a decision of this agency nor a fine of others is named; a fine of
            others that was for another act; several that were for this one.

    Source: 行政处罚法 第二十九条、第三十五条第二款.
    """
    case = case_of(act.matter)
    rows = _of_this_agency(act, case, cmd) if cmd.known else [_of_others(case, cmd)]
    for row in rows:
        row.same_act = cmd.same == SameAct.SAME
        row.act_number, row.reason = cmd.concerns, cmd.why
        row.recorded_by_id, row.recorded_at = act.officer, act.now
    act.write(*rows)
    return rows[0]


def _of_this_agency(act: Act, case: Case, cmd: RecordPriorFine) -> list[PriorFine]:
    chosen = set(cmd.known)
    decisions = list(earlier_fines(act.actor, case).filter(uid__in=chosen))
    if len(decisions) < len(chosen):
        told = "没有这件对当事人的罚款决定，或者您无权查看，请从列表中选择"
        raise InvalidInput({"known": told})
    if len(decisions) > 1 and cmd.same == SameAct.SAME:
        raise InvalidInput({"known": "为了同一违法行为的罚款请逐件登记"})
    return [known_fine(case, decision) for decision in decisions]


def _of_others(case: Case, cmd: RecordPriorFine) -> PriorFine:
    told = {name: ASKED for name in ELSEWHERE if not getattr(cmd, name)}
    if not told and cmd.same != SameAct.SAME:
        told["same"] = "其他机关、法院为了另一行为的罚款不需要登记"
    if told:
        raise InvalidInput(told)
    assert cmd.imposed_on is not None
    assert cmd.fine_fen is not None
    return PriorFine(
        case=case,
        kind=cmd.prior_kind,
        imposed_by=cmd.imposed_by,
        number=cmd.fine_number,
        imposed_on=cmd.imposed_on,
        amount_fen=cmd.fine_fen,
    )


def known_fine(case: Case, decision: Decision) -> PriorFine:
    """Return a row about a decision of this agency, without its answer."""
    return PriorFine(
        case=case,
        decision=decision,
        kind=PriorFineKind.FINE,
        imposed_by=case.matter.agency.name,
        number=decision.number,
        imposed_on=decision.decided_on,
        amount_fen=decision.draft.fine_fen,
    )


def of_other_acts(act: Act, case: Case, found: Iterable[Decision], why: str) -> None:
    """Write that fines found on the spot were for other acts."""
    rows = [known_fine(case, decision) for decision in found]
    for row in rows:
        row.same_act, row.reason = False, why
        row.recorded_by_id, row.recorded_at = act.officer, act.now
    act.write_new(rows)


def carry_prior_fines(act: Act, old: Case, new: Case) -> None:
    """Let what was said of earlier fines go on in a case about the same act, as it was said.

    What was imposed elsewhere for this act bars a fine here as well; of the answers on a decision
    the newest counts. The decision that is made anew fell, and is asked of by nobody.
    """
    rows = old.prior_fines.filter(fell_on__isnull=True).order_by("id")
    newest = {row.decision_id or -row.pk: row for row in rows}
    for row in newest.values():
        row.pk, row.case, row._state.adding = None, new, True
        row.uid = uuid4()
    act.write_new(newest.values())


def fined_by_court(act: Act, case: Case, back: CrimeTransfer, fine_fen: int) -> None:
    """Write that a court fined the act of a case that justice handed back."""
    assert back.back_on is not None
    row = PriorFine(
        case=case,
        kind=PriorFineKind.COURT,
        imposed_by=back.back_from,
        number=back.back_paper,
        imposed_on=back.back_on,
        amount_fen=fine_fen,
        same_act=True,
        reason="司法机关移送的就是本案的行为",
        recorded_by_id=act.officer,
        recorded_at=act.now,
    )
    act.write(row)


@dataclass(frozen=True, kw_only=True)
class NotePriorFineFell:
    fine: UUID = fields.ref("已登记的罚款、罚金", of="cases.prior_fine")
    fell_on: date = fields.day("失去效力的日期")
    fell_because: str = fields.text(
        "失去效力的情况", max_length=1000, help="写明撤销它的文书名称和文号，或者登记有误的情况"
    )


@act("cases.note_prior_fine_fell", title="登记此前的罚款失效", final=True)
def note_prior_fine_fell(*, act: Act, cmd: NotePriorFineFell) -> PriorFine:
    """Note that a fine imposed elsewhere stands no longer: it bars nothing from then on.

    Raises:
        InvalidInput: no such fine; it fell before it was imposed.

    Source: 行政处罚法 第二十九条.
    """
    row = elsewhere(case_of(act.matter)).get(cmd.fine)
    if row is None:
        raise InvalidInput({"fine": "本案没有登记这件罚款，或者已经登记失效，请从列表中选择"})
    if cmd.fell_on < row.imposed_on:
        told = f"早于作出的日期（{row.imposed_on.isoformat()}），请核对"
        raise InvalidInput({"fell_on": told})
    row.fell_on, row.fell_because = cmd.fell_on, cmd.fell_because
    act.write(row)
    return row


def elsewhere(case: Case) -> dict[UUID, PriorFine]:
    """Return the fines of other agencies and courts that are recorded and stand, by uid."""
    rows = PriorFine.objects.filter(case=case, decision__isnull=True, fell_on__isnull=True)
    return {row.uid: row for row in rows.order_by("id")}


record_prior_fine.requires(certified)
note_prior_fine_fell.requires(certified)


@record_prior_fine.prefilled
def _one_act(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    asked = asked_of(actor, case_of(matter))
    known = (asked[0].uid,) if len(asked) == 1 else ()
    return {"concerns": 1, "prior_kind": PriorFineKind.FINE, "known": known}


@note_prior_fine_fell.requires
def _anything_recorded(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if elsewhere(case_of(matter)) else "没有登记其他机关的罚款或者法院的罚金"
