"""For which offices an agency asks for one-time codes at sign-in, and who must have them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongjian.accounts.models import User
from gongjian.accounts.services import end_sessions_without_factor
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken

from .choices import LENT, Role
from .models import Agency, Assignment, FactorDuty, Officer
from .queries import actor_for, agency_for_update, deputyships_on, held_on, officer_of


@dataclass(frozen=True)
class FactorDutyOf:
    role: str = fields.choice("职务权限", Role.choices)
    reason: str = fields.line("理由", max_length=200)


@act("orgs.require_factor", title="规定须用动态口令", about="agency", final=True)
def require_factor(*, act: Act, cmd: FactorDutyOf) -> FactorDuty:
    """Let nobody hold an office of the agency without one-time codes at sign-in.

    Who holds it without signs in anew, and then reaches nothing but the page that sets them up.

    Raises:
        RuleBroken: it is asked for already.
    """
    agency = agency_for_update(act.agency)
    if open_duties(agency.pk, cmd.role):
        raise RuleBroken(f"{Role(cmd.role).label}已经须用动态口令，无需重复规定")
    duty = FactorDuty(agency=agency, role=cmd.role, reason=cmd.reason, from_at=act.now)
    act.write(duty, stream=agency.stream)
    end_sessions_without_factor(_obliged(agency, cmd.role, act.today), act.now)
    return duty


def _obliged(agency: Agency, role: str, on: date) -> list[int]:
    """Return the accounts of who holds an office on a day, and of who stands in for him."""
    held = Assignment.objects.filter(held_on(on), role=role, officer__agency=agency)
    holders = held.values("officer")
    standing = deputyships_on(on).filter(absent__in=holders) if role in LENT else ()
    people = Officer.objects.filter(Q(pk__in=holders) | Q(deputyships__in=standing))
    return list(people.exclude(user=None).values_list("user", flat=True).distinct())


@act("orgs.end_factor_duty", title="不再规定动态口令", about="agency", final=True)
def end_factor_duty(*, act: Act, cmd: FactorDutyOf) -> FactorDuty:
    """Leave it to those who hold an office whether they use one-time codes.

    Raises:
        RuleBroken: it is not asked for.
    """
    agency = agency_for_update(act.agency)
    duty = FactorDuty.objects.filter(agency=agency, role=cmd.role, ended_at=None).first()
    if duty is None:
        raise RuleBroken(f"没有规定{Role(cmd.role).label}须用动态口令")
    duty.ended_at, duty.end_reason = act.now, cmd.reason
    act.write(duty, stream=agency.stream)
    return duty


def open_duties(agency: int, *roles: str) -> list[str]:
    """Return for which of these offices an agency asks for one-time codes."""
    asked = FactorDuty.objects.filter(agency=agency, role__in=roles, ended_at=None)
    return list(asked.order_by("id").values_list("role", flat=True))


def due_for(user: User) -> str:
    """Name the office, held or lent today, that obliges this person; "" without one."""
    today: date = clocks.current().today()
    officer = officer_of(user, today)
    if officer is None:
        return ""
    actor = actor_for(officer, "page", today)
    roles = actor.roles.union(*(absent.roles for absent in actor.stands_for))
    asked = open_duties(officer.agency_id, *roles)
    return Role(asked[0]).label if asked else ""
