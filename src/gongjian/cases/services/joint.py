"""One decision for several parties: cases that are joined, one act for all (一并决定)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.joint import joinable, joint_of, joint_parties, leads, led_elsewhere
from gongjian.cases.models import Case, JointParty
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, Service, act
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared_any
from gongjian.common.errors import NotFound
from gongjian.common.events import publish
from gongjian.matters.events import ActDone
from gongjian.matters.models import Matter
from gongjian.matters.queries import refusals, visible_matters
from gongjian.matters.services import take_step

from .common_name import apart
from .people import no_handler

OTHER_MATTERS = "所涉案件转入涉密办理，不再一并决定"


@dataclass(frozen=True)
class JoinDecision:
    case: UUID = fields.ref("一并决定的案件", of="cases.joinable_case")
    share: str = fields.text(
        "该当事人在违法行为中的作用和责任", max_length=1000, help="写入决定书；各人的处罚仍分别拟定"
    )
    own_share: str = fields.text("本案当事人的作用和责任", max_length=1000, required=False)


@act("cases.join_decision", title="一并作出决定")
def join_decision(*, act: Act, cmd: JoinDecision) -> JointParty:
    """Decide on the party of a case that was split off together with that of this one.

    Every party is told, heard and reviewed in its own case; the one decision is made here, for all
    of them or for none.

    Raises:
        NotFound: no such undecided case was split from this one.

    Source: 行政处罚法 第五条、第四十四条、第四十五条、第五十九条.
    """
    case = case_of(act.matter)
    other = joinable(case).filter(uid=cmd.case).first()
    if other is None:
        raise NotFound("没有这个可以一并决定的案件，请从列表中选择")
    if not leads(case) or cmd.own_share:
        _join(act, case, case, cmd.own_share)
    return _join(act, case, other, cmd.share)


def _join(act: Act, lead: Case, case: Case, share: str) -> JointParty:
    row: JointParty = getattr(case, "joint", None) or JointParty(case=case)
    row.lead, row.share = lead, share
    row.joined_at, row.joined_by_id = act.now, act.officer
    row.left_on, row.left_by, row.left_reason = None, None, ""
    act.write(row)
    return row


join_decision.requires(no_handler)
join_decision.requires(apart)


@join_decision.requires
def _something_to_join(actor: Actor, matter: Matter, clock: Clock) -> str:
    if why := led_elsewhere(matter):
        return why
    case = case_of(matter)
    # Hardly any case was ever split: that is asked first, in a far shorter statement.
    if _split_off(case) and joinable(case).exists():
        return ""
    return "没有从本案分出、还没有决定的案件"


@prepared_any
def _split_off(first: Case) -> QuerySet[Case]:
    return Case.objects.filter(split_from=first)


@dataclass(frozen=True)
class LeaveJoint:
    party: UUID = fields.ref("另行决定的当事人", of="cases.joint_party")
    reason: str = fields.text("另行决定的理由", max_length=1000)


@act("cases.leave_joint", title="不再一并决定")
def leave_joint(*, act: Act, cmd: LeaveJoint) -> JointParty:
    """Let a party be decided on by itself again, in its own case.

    Raises:
        NotFound: it is none of the parties joined to this case.
    """
    others = others_joined(case_of(act.matter))
    row = next((one for one in others if one.uid == cmd.party), None)
    if row is None:
        raise NotFound("这名当事人没有与本案一并决定，请从列表中选择")
    _leave(act, row, cmd.reason)
    if len(others) == 1:
        own = case_of(act.matter).joint
        _leave(act, own, cmd.reason)
    return row


def _leave(act: Act, row: JointParty, reason: str) -> None:
    row.left_on, row.left_by_id, row.left_reason = act.today, act.officer, reason
    act.write(row, stream=row.lead.matter.stream)


leave_joint.requires(no_handler)


@leave_joint.requires
def _somebody_joined(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if others_joined(case_of(matter)) else "没有与本案一并决定的其他当事人"


def others_joined(case: Case) -> list[JointParty]:
    """Return who is decided on together with the party of this leading case; [] elsewhere."""
    return [one for one in joint_parties(case) if one.case_id != case.pk] if leads(case) else []


def leave_for_secrecy(act: Act, case: Case) -> None:
    """Separate a case that becomes a state secret from those it was joined to.

    Source: 保守国家秘密法 第三十一条.
    """
    rows = joint_parties(case)
    gone = rows if leads(case) or len(rows) == 2 else [r for r in rows if r.case_id == case.pk]
    for row in gone:
        _leave(act, row, OTHER_MATTERS)


def stands_alone(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that a case which ends in another way is not joined to others for one decision."""
    if joint_of(case_of(matter)) is None:
        return apart(actor, matter, clock)
    return "本案与其他当事人的案件一并作出决定，请先在主案办理“不再一并决定”"


def of_all_parties(service: Service[Any]) -> None:
    """Let an act on a decision be done in the leading case, once every party's case allows it."""

    def in_the_leading_case(actor: Actor, matter: Matter, clock: Clock) -> str:
        return led_elsewhere(matter)

    def every_party_ready(actor: Actor, matter: Matter, clock: Clock) -> str:
        others = others_joined(case_of(matter))
        if not others:
            return ""
        own = (in_the_leading_case, every_party_ready)
        asked = [test for test in service.requirements if test not in own]
        running = [one.case.matter_id for one in others]
        seen = {m.pk: m for m in visible_matters(actor).filter(pk__in=running)}
        told = []
        for one in others:
            reached = seen.get(one.case.matter_id)
            why = refusals(service, reached, clock) if reached else ["您不能查看该案"]
            if reached and not why:
                why = [w for w in (test(actor, reached, clock) for test in asked) if w]
            if why:
                told.append(f"一并决定的{one.case.party.name}：{'、'.join(why)}")
        return "；".join(told)

    service.requires(in_the_leading_case)
    service.requires(every_party_ready)


def matters_of_all(act: Act) -> list[Matter]:
    """Return the running act's matter and, locked, those whose party is decided on with it."""
    own: Matter = act.matter
    others = [one.case.matter_id for one in others_joined(case_of(own))]
    if not others:
        return [own]
    rows = Matter.objects.select_related("stream", "agency").filter(pk__in=others)
    return [own, *rows.select_for_update(of=("self",)).order_by("pk")]


@contextmanager
def turned_to(act: Act, matter: Matter, step: str) -> Iterator[Case]:
    """Let the running act write about another matter, and take the step there in the end."""
    own: Matter = act.matter
    act.matter = matter
    try:
        yield case_of(matter)
        if matter is not own:
            take_step(act, step)
            publish(act, ActDone(matter, moved=True))
    finally:
        act.matter = own
