"""Another officer goes on with a case, or with everything on a desk (变更承办人、整体移交)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.models import DiscussionVote, Hearing, Review
from gongjian.common import acts, fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.matters.choices import Ground, Seat
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter, Recusal, Step, Succession
from gongjian.matters.queries import visible_matters
from gongjian.matters.succession import Pairs, desk_of, pass_on, unfit
from gongjian.orgs.models import Assignment, Officer
from gongjian.orgs.queries import certificates_in_force, held_on, serving_officers, valid_officers

from .people import no_handler

HANDLER = "handler"
NOT_TO_YOURSELF = "不能移交给批准人本人，请另选接办人"


@dataclass(frozen=True)
class ChangeHandler:
    officer: UUID = fields.ref("移交的承办人", of="cases.handler")
    successor: UUID = fields.ref(
        "接办的承办人", of="cases.successor", help="须持有有效执法证件，未回避、审核、审批过本案"
    )
    reason: str = fields.text("移交的理由", max_length=1000)


@act("cases.change_handler", title="变更承办人", step=False, final=True)
def change_handler(*, act: Act, cmd: ChangeHandler) -> Succession:
    """Let another qualified officer go on in the place of a handler; the head's act approves it.

    Both stay on record for their time; what waits for the handler waits for the new one.

    Raises:
        NotFound: no such handler or officer.
        RuleBroken: the new one may not handle this case, and why.

    Source: 行政处罚法 第四十二条、第四十三条.
    """
    matter: Matter = act.matter
    leaving = Officer.objects.filter(uid=cmd.officer).first()
    if leaving is None or leaving.pk not in {matter.lead_id, matter.second_id}:
        raise NotFound("所选人员不是本案承办人，请从列表中选择")
    seat = Seat.LEAD if leaving.pk == matter.lead_id else Seat.SECOND
    successor = _colleague(act, cmd.successor)
    if successor.pk == act.officer:
        raise RuleBroken(NOT_TO_YOURSELF)
    if why := unfit([matter], seat, [successor], act.today).get((matter.pk, successor.pk)):
        raise RuleBroken(why)
    return pass_on(act, matter, seat, successor, cmd.reason, Ground.HANDOVER)


change_handler.requires(no_handler)


@change_handler.requires
def _goes_on(actor: Actor, matter: Matter, clock: Clock) -> str:
    if matter.closed_at is not None:
        return "案件已经办结，不能再变更承办人"
    if free_successors(actor, matter, clock.today()):
        return ""
    return "本机关没有可以接办本案的持证人员"


def free_successors(actor: Actor, matter: Matter, on: date) -> list[Officer]:
    """Return who may take a case over, whoever approves it excepted; some six queries."""
    possible = valid_officers(matter.agency_id, on).exclude(pk=actor.officer or 0)
    people = list(possible.select_related("unit"))
    barred = handler_unfit([matter], people, on)
    return [officer for officer in people if (matter.pk, officer.pk) not in barred]


@dataclass(frozen=True)
class TakenBy:
    matter: UUID = fields.ref("案件", of="cases.desk_matter")
    successor: UUID = fields.ref("接办人", of="orgs.colleague")


@dataclass(frozen=True)
class TransferDesk:
    leaving: UUID = fields.ref("移交人", of="cases.desk_owner")
    successor: UUID = fields.ref("接办人", of="orgs.colleague")
    reason: str = fields.text("移交的理由", max_length=1000, help="例如：调离、退休、长期休假")
    others: tuple[TakenBy, ...] = fields.rows("由别人接办的案件", required=False)


@act("cases.transfer_desk", title="整体移交", about="agency", final=True)
def transfer_desk(*, act: Act, cmd: TransferDesk) -> Succession:
    """Move every open case and review of an officer to others in one act: all of them or none.

    Raises:
        NotFound: no such officer within reach.
        RuleBroken: names each case that cannot be passed on, and why.
    """
    leaving = _colleague(act, cmd.leaving)
    lines = planned(
        act.actor,
        leaving,
        _colleague(act, cmd.successor),
        {o.matter: _colleague(act, o.successor) for o in cmd.others},
        act.today,
        locked=True,
    )
    wrong = [f"{line.name}：{line.problem}" for line in lines if line.problem]
    if wrong:
        raise RuleBroken("；".join(wrong), reasons=tuple(wrong))
    if not lines:
        raise RuleBroken(f"{leaving.name}没有在办的案件，无需移交")
    done = [
        pass_on(act, line.matter, line.seat, line.successor, cmd.reason, Ground.DESK)
        for line in lines
    ]
    return done[0]


@dataclass(frozen=True, slots=True)
class Line:
    """One case on a desk: in which seat, who would go on, and why that cannot be."""

    matter: Matter
    seat: Seat
    successor: Officer
    problem: str
    visible: bool

    @property
    def name(self) -> str:
        """How the case is named to whoever approves; nothing of one out of sight."""
        return f"“{self.matter}”" if self.visible else "一件您无权查看的案件"


def planned(
    actor: Actor,
    leaving: Officer,
    successor: Officer,
    others: dict[UUID, Officer],
    on: date,
    *,
    locked: bool = False,
) -> list[Line]:
    """Return what passing a desk on would do, line by line; a few queries for any number."""
    desk = desk_of(leaving)
    pks = [matter.pk for matter, _ in desk]
    if locked:
        list(Matter.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        desk = desk_of(leaving)
    seen = set(visible_matters(actor).filter(pk__in=pks).values_list("pk", flat=True))
    handled = once_handled(pks, actor.officer or 0)
    barred = _barred(desk, {successor, *others.values()}, on)
    lines = []
    for matter, seat in desk:
        to = others.get(matter.uid, successor)
        why = _not_yours(actor, matter, to, seen)
        if matter.pk in handled:
            why = why or "您曾经承办本案或者已经回避，请由其他负责人办理"
        why = why or barred.get((seat, matter.pk, to.pk), "")
        lines.append(Line(matter, seat, to, why, matter.pk in seen))
    return lines


def _barred(
    desk: Sequence[tuple[Matter, Seat]], people: set[Officer], on: date
) -> dict[tuple[Seat, int, int], str]:
    told = {}
    for seat in {seat for _, seat in desk}:
        matters = [matter for matter, its in desk if its == seat]
        for pair, why in unfit(matters, seat, list(people), on).items():
            told[seat, *pair] = why
    return told


def _not_yours(actor: Actor, matter: Matter, to: Officer, seen: set[int]) -> str:
    """Return why this person may not approve that a case is passed on."""
    if matter.pk not in seen or not acts.may(actor, change_handler, matter):
        return "不在您的审批范围内，请由机关负责人办理"
    if actor.officer in {matter.lead_id, matter.second_id, matter.reviewer_id}:
        return "您是本案的承办人或者审核人，请由其他负责人办理"
    return NOT_TO_YOURSELF if to.pk == actor.officer else ""


def once_handled(matters: Sequence[int], officer: int) -> set[int]:
    """Return of which matters an officer was a handler once, or keeps away; two queries.

    Source: 行政处罚法 第四十三条、第五十七条.
    """
    passed = Succession.objects.filter(matter__in=matters, leaving=officer)
    kept = Recusal.objects.filter(matter__in=matters, officer=officer)
    known = passed.exclude(seat=Seat.REVIEWER).values_list("matter", flat=True)
    return {*known, *kept.values_list("matter", flat=True)}


def _colleague(act: Act, uid: UUID) -> Officer:
    found = Officer.objects.select_related("agency", "unit").filter(uid=uid, agency_id=act.agency)
    officer = found.first()
    if officer is None:
        raise NotFound("本机关没有这名人员，请从列表中选择")
    return officer


def handler_unfit(matters: Sequence[Matter], officers: Sequence[Officer], on: date) -> Pairs:
    """Return why officers may not handle cases, by (matter, officer); seven queries for any number.

    Source: 行政处罚法 第四十二条、第四十三条、第五十七条、第五十八条、第六十四条第四项.
    """
    pks = [officer.pk for officer in officers]
    certified = set(certificates_in_force(on).filter(officer__in=pks).values_list("officer"))
    named = Assignment.objects.filter(held_on(on), role=HANDLER, officer__in=pks)
    office = set(named.values_list("officer"))
    agencies = {matter.agency_id for matter in matters}
    serving = {o for a in agencies for o in serving_officers(a, on).filter(pk__in=pks)}
    bars = _bars(matters, pks)
    told: Pairs = {}
    for officer in officers:
        own = ""
        if officer not in serving:
            own = f"{officer.name}不是本机关在职人员，不能接办"
        elif (officer.pk,) not in certified:
            own = f"{officer.name}没有有效的执法证件，不能接办"
        elif (officer.pk,) not in office:
            own = f"{officer.name}不是承办人员，不能接办；请先授予承办人权限"
        for matter in matters:
            pair = (matter.pk, officer.pk)
            why = own or bars.get(pair, "")
            if officer.pk in {matter.lead_id, matter.second_id}:
                why = f"{officer.name}已经是本案承办人。办案人员不得少于两人，请另选"
            if why:
                told[pair] = f"{why}"
    return told


def stand_ins(matter: Matter, on: date) -> list[Officer]:
    """Return who may go on in the place of a handler who must keep away; some six queries."""
    handling = [pk for pk in (matter.lead_id, matter.second_id) if pk is not None]
    possible = valid_officers(matter.agency_id, on).exclude(pk__in=handling)
    people = list(possible.select_related("unit"))
    barred = _bars([matter], [officer.pk for officer in people])
    return [officer for officer in people if (matter.pk, officer.pk) not in barred]


def barred_from(matter: Matter, officer: int) -> str:
    """Return what an officer did in a case that keeps him from handling it; "" if nothing."""
    return _bars([matter], [officer]).get((matter.pk, officer), "")


def _bars(matters: Sequence[Matter], officers: Sequence[int]) -> Pairs:
    """Return what somebody did in a case that keeps him from handling it."""
    within = {"case__matter__in": matters}
    recused = Recusal.objects.filter(matter__in=matters, officer__in=officers)
    reviewed = Review.objects.filter(**within, reviewer__in=officers)
    hosted = Hearing.objects.filter(**within, host__in=officers)
    voted = DiscussionVote.objects.filter(
        discussion__case__matter__in=matters, officer__in=officers
    ).values_list("discussion__case__matter", "officer")
    told: Pairs = dict.fromkeys(voted, "参加过本案集体讨论，不能再承办，请另选")
    told |= dict.fromkeys(_approved(matters, officers), "审批过本案，不能再承办，请另选")
    told |= dict.fromkeys(hosted.values_list("case__matter", "host"), "主持过本案听证，不能再承办")
    told |= dict.fromkeys(
        reviewed.values_list("case__matter", "reviewer"), "审核过本案，不能再承办，请另选"
    )
    told |= {(m.pk, m.reviewer_id): "是本案审核人，不能承办" for m in matters if m.reviewer_id}
    told |= dict.fromkeys(recused.values_list("matter", "officer"), "已回避本案，请另选")
    return told


def _approved(matters: Sequence[Matter], officers: Sequence[int]) -> set[tuple[int, int]]:
    """Return who took a step of a case that is not the handlers'."""
    by_pk = {matter.pk: matter for matter in matters}
    steps = Step.objects.filter(matter__in=matters, officer__in=officers, seq__gt=0)
    found = set()
    for pk, officer, code in steps.values_list("matter", "officer", "code").distinct():
        known = process_of(by_pk[pk]).steps.get(code)
        if known is not None and known.by != HANDLER:
            found.add((pk, officer))
    return found
