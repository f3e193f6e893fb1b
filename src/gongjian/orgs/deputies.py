"""Leave, and who stands in meanwhile (休假、代理)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gongjian.accounts.services import end_sessions_without_factor
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.ui.options import Choices, options

from .choices import LENT, Role
from .models import Absence, Deputyship, Officer
from .queries import held_on
from .rules import offices_conflict
from .second_factor import open_duties

MOST = 500


@dataclass(frozen=True)
class EnterLeave:
    officer: UUID = fields.ref("休假人员", of="orgs.leave_taker")
    from_on: date = fields.day("第一天", future=True)
    to_on: date = fields.day("最后一天", future=True, help="这一天仍在休假")
    reason: str = fields.line("事由", help="例如：年休假、出差、培训")


@act("orgs.enter_leave", title="登记休假", about="agency")
def enter_leave(*, act: Act, cmd: EnterLeave) -> Absence:
    """Note that an officer is away: oneself, or somebody whose head one is.

    Raises:
        InvalidInput: the days lie behind, are in the wrong order, or overlap another leave.
    """
    officer = _in_charge(act.actor, Officer.objects.filter(uid=cmd.officer), "pk").first()
    if officer is None:
        raise NotFound("没有这名人员，或者不在您的管理范围内，请从列表中重新选择")
    if cmd.to_on < cmd.from_on:
        raise InvalidInput({"to_on": "“最后一天”不能早于“第一天”"})
    if cmd.from_on < act.today:
        raise InvalidInput({"from_on": "“第一天”不能早于今天：代理的权限不能溯及以前"})
    known = standing(officer.absences.all(), act.today)
    if known.filter(from_on__lte=cmd.to_on, to_on__gte=cmd.from_on).exists():
        raise InvalidInput({"from_on": f"{officer.name}在这几天已经登记了休假"})
    absence = Absence(
        officer=officer,
        from_on=cmd.from_on,
        to_on=cmd.to_on,
        reason=cmd.reason,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(absence, stream=officer.agency.stream)
    return absence


@dataclass(frozen=True)
class AppointDeputy:
    absence: UUID = fields.ref("休假", of="orgs.absence_alone")
    deputy: UUID = fields.ref("代理人", of="orgs.colleague")
    reason: str = fields.line("说明", required=False)


@act("orgs.appoint_deputy", title="指定代理人", about="agency", final=True)
def appoint_deputy(*, act: Act, cmd: AppointDeputy) -> Deputyship:
    """Let somebody act for an absent officer on the days of the leave, and on no other day.

    Raises:
        RuleBroken: nothing to lend, a deputy stands already, or the two exclude each other.
    """
    absence = _absence(act, cmd.absence)
    absent = absence.officer
    if absence.deputyships.filter(revoked_on=None).exists():
        raise RuleBroken(f"{absent.name}这次休假已经指定了代理人，更换的请先撤销代理")
    deputy = Officer.objects.filter(uid=cmd.deputy, agency=absent.agency_id, left_on=None).first()
    if deputy is None:
        raise NotFound("本机关没有这名人员，请从列表中重新选择代理人")
    if problem := _unfit(act, absence, deputy):
        raise RuleBroken(problem)
    row = Deputyship(
        absence=absence,
        absent=absent,
        deputy=deputy,
        from_on=max(absence.from_on, act.today),
        to_on=absence.to_on,
        reason=cmd.reason,
        appointed_by_id=act.officer,
        appointed_at=act.now,
    )
    act.write(row, stream=absent.agency.stream)
    if row.from_on == act.today and deputy.user_id is not None:
        # A leave that begins later is asked for on its first day (accounts.middleware).
        lent = [role for role in _roles(absent, act.today) if role in LENT]
        if open_duties(absent.agency_id, *lent):
            end_sessions_without_factor([deputy.user_id], act.now)
    return row


def _unfit(act: Act, absence: Absence, deputy: Officer) -> str:
    """Return why somebody cannot stand for an absent one, or ""."""
    absent = absence.officer
    if deputy.pk == absent.pk:
        return "代理人不能是休假人员本人"
    if deputy.pk == act.officer:
        return "不能指定自己为代理人，请由另一名负责人指定"
    roles = {r for r in _roles(absent, act.today) if r in LENT}
    if not roles:
        return f"{absent.name}没有可以代理的职务；承办的案件请办理“变更承办人”或者“整体移交”"
    away = standing(deputy.absences.all(), act.today)
    if away.filter(from_on__lte=absence.to_on, to_on__gte=absence.from_on).exists():
        return f"{deputy.name}在这几天也登记了休假，请另选代理人"
    held = _roles(deputy, act.today)
    for role in sorted(roles):
        if why := offices_conflict(held, role):
            return f"{deputy.name}不能代理“{Role(role).label}”：{why}"
    return ""


def _roles(officer: Officer, on: date) -> set[str]:
    return set(officer.assignments.filter(held_on(on)).values_list("role", flat=True))


@dataclass(frozen=True)
class RevokeDeputy:
    deputyship: UUID = fields.ref("代理", of="orgs.deputyship")


@act("orgs.revoke_deputy", title="撤销代理", about="agency", final=True)
def revoke_deputy(*, act: Act, cmd: RevokeDeputy) -> Deputyship:
    """Take the deputy's rights back, from this moment's day on."""
    found = Deputyship.objects.select_related("absent__agency__stream")
    running = found.filter(uid=cmd.deputyship, revoked_on=None)
    row: Deputyship | None = _in_charge(act.actor, running, "absent").first()
    if row is None:
        raise NotFound("没有这项代理，或者不在您的管理范围内，请从列表中重新选择")
    row.revoked_on = act.today
    act.write(row, stream=row.absent.agency.stream)
    return row


@dataclass(frozen=True)
class EndLeave:
    absence: UUID = fields.ref("休假", of="orgs.absence")


@act("orgs.end_leave", title="销假", about="agency", final=True)
def end_leave(*, act: Act, cmd: EndLeave) -> Absence:
    """End a leave today; whoever stood in acts no more."""
    absence = _absence(act, cmd.absence)
    absence.ended_on = act.today
    rows = list(absence.deputyships.filter(revoked_on=None))
    for row in rows:
        row.revoked_on = act.today
    act.write(absence, *rows, stream=absence.officer.agency.stream)
    return absence


@enter_leave.requires
@appoint_deputy.requires
@revoke_deputy.requires
@end_leave.requires
def _in_person(actor: Actor, matter: Any, clock: Clock) -> str:
    """Ask that no deputy lends on what was lent to him."""
    return "" if actor.principal is None else "代理人不能代为办理休假和代理事项"


def standing(absences: QuerySet[Absence], today: date) -> QuerySet[Absence]:
    """Keep the leaves that run today or later."""
    return absences.filter(ended_on=None, to_on__gte=today)


def absences_in_charge(actor: Actor) -> QuerySet[Absence]:
    """Return the leaves of this person and of those whose head he is."""
    found: QuerySet[Absence] = _in_charge(actor, Absence.objects.all(), "officer")
    return found


def _absence(act: Act, uid: UUID) -> Absence:
    found = standing(Absence.objects.select_related("officer__agency__stream"), act.today)
    row: Absence | None = _in_charge(act.actor, found.filter(uid=uid), "officer").first()
    if row is None:
        raise NotFound("没有这次休假，或者不在您的管理范围内，请从列表中重新选择")
    return row


def _in_charge(actor: Actor, rows: Any, of: str) -> Any:
    """Keep the rows of this person, of his unit if he heads it, of the agency if he heads that."""
    if actor.officer is None:
        return rows.none()
    path = "" if of == "pk" else f"{of}__"
    mine = Q(**{of: actor.officer})
    if "unit_head" in actor.roles:
        mine |= Q(**{f"{path}unit": actor.unit})
    if "agency_head" in actor.roles:
        mine |= Q(**{f"{path}agency": actor.agency})
    return rows.filter(mine).filter(**{f"{path}left_on": None})


@options("orgs.leave_taker")
def leave_takers(actor: Actor, matter: Any) -> Choices:
    """List for whom this person may enter a leave, himself first."""
    found = _in_charge(actor, Officer.objects.select_related("unit"), "pk")
    people = sorted(found.order_by("id")[:MOST], key=lambda o: o.pk != actor.officer)
    return [(str(o.uid), f"{o.name}（{o.unit.name}，{o.post}）") for o in people]


def _told(absence: Absence) -> tuple[str, str]:
    days = f"{absence.from_on.isoformat()} 至 {absence.to_on.isoformat()}"
    return str(absence.uid), f"{absence.officer.name}（{days}）"


def _running(actor: Actor) -> QuerySet[Absence]:
    found = standing(absences_in_charge(actor), clocks.current().today())
    return found.select_related("officer").order_by("from_on", "id")


@options("orgs.absence")
def running_absences(actor: Actor, matter: Any) -> Choices:
    """List the leaves that run or will run."""
    return [_told(a) for a in _running(actor)[:MOST]]


@options("orgs.absence_alone")
def absences_alone(actor: Actor, matter: Any) -> Choices:
    """List the leaves for which nobody stands in yet."""
    alone = _running(actor).exclude(deputyships__in=Deputyship.objects.filter(revoked_on=None))
    return [_told(a) for a in alone[:MOST]]


@options("orgs.deputyship")
def running_deputyships(actor: Actor, matter: Any) -> Choices:
    """List who stands in for whom, now or later."""
    found = _in_charge(actor, Deputyship.objects.filter(revoked_on=None), "absent")
    rows = found.filter(absence__in=_running(actor)).select_related("absent", "deputy")
    return [(str(r.uid), f"{r.deputy.name} 代 {r.absent.name}") for r in rows[:MOST]]
