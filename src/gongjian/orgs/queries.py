"""Who a signed-in person is, whose certificate is valid, and what one may choose from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from gongjian.accounts.demo import DemoGroup, DemoPerson
from gongjian.accounts.models import User
from gongjian.common.acts import Actor
from gongjian.common.db.built import built_once
from gongjian.common.db.prepared import prepared, prepared_first

from .choices import LENT, Role
from .models import Agency, Assignment, Certificate, Deputyship, Officer
from .rules import certificate_in_force

# All that is asked of an officer at every request.
ACTING = ("uid", "name", "post", "user_id", "agency__path", "agency__name", "unit__name")


def agency_for_update(pk: int | None) -> Agency:
    """Return an agency, locked: what is numbered or named once in it is entered one by one."""
    locked = Agency.objects.select_related("stream").select_for_update(of=("self",))
    return locked.get(pk=pk or 0)


def held_on(on: date) -> Q:
    """Return the condition on an assignment that its office is held on a day."""
    return Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on))


def actor_of(user: User | AnonymousUser, door: str, today: date) -> Actor:
    """Return who this user is today: officer, agency and offices held; at most two queries.

    A user who is no officer, or whose service has ended, is an actor without any office.
    """
    return acting(user, officer_of(user, today), door, today)


def officer_of(user: User | AnonymousUser, today: date) -> Officer | None:
    """Return the officer a user is, in service today, with agency and unit by name; one query."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return None
    return _serving(user.pk, today)


@prepared_first
def _serving(user: int, today: date) -> QuerySet[Officer]:
    serving = Officer.objects.filter(Q(left_on=None) | Q(left_on__gt=today), user=user)
    return serving.select_related("agency", "unit").only(*ACTING)


def acting(user: User | AnonymousUser, officer: Officer | None, door: str, today: date) -> Actor:
    """Return a user as who acts, the officer he is being known; at most one query."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return Actor(name="", door=door)
    if officer is None:
        return Actor(name=user.name, user=user.pk, door=door)
    return actor_for(officer, door, today)


def actor_for(officer: Officer, door: str, today: date) -> Actor:
    """Return an officer as who acts, with the offices held or lent on a day; one query."""
    own: set[str] = set()
    absent: dict[int, Actor] = {}
    for role, pk, uid, name, unit in _offices(officer.pk, today):
        if pk == officer.pk:
            own.add(role)
        elif role in LENT:
            known = absent.get(pk) or Actor(
                name=name,
                officer=pk,
                person=uid,
                agency=officer.agency_id,
                agency_path=officer.agency.path,
                unit=unit,
                door=door,
            )
            absent[pk] = replace(known, roles=known.roles | {role})
    return Actor(
        name=officer.name,
        user=officer.user_id,
        officer=officer.pk,
        person=officer.uid,
        agency=officer.agency_id,
        agency_path=officer.agency.path,
        unit=officer.unit_id,
        roles=frozenset(own),
        door=door,
        stands_for=tuple(absent.values()),
    )


@prepared
def _offices(officer: int, today: date) -> QuerySet[Assignment, tuple[Any, ...]]:
    """Return offices held or lent on a day, and of whom, the officers one after the other."""
    lent = deputyships_on(today).filter(deputy=officer).values("absent")
    held = Assignment.objects.filter(held_on(today)).filter(
        Q(officer=officer) | Q(officer__in=lent)
    )
    named = ("role", "officer", "officer__uid", "officer__name", "officer__unit")
    return held.order_by("officer").values_list(*named)


@built_once
def deputyships_on(on: date) -> QuerySet[Deputyship]:
    """Return who stands for whom on a day; a right ends by itself with its last day."""
    running = Q(revoked_on=None) | Q(revoked_on__gt=on)
    serving = Q(absent__left_on=None) | Q(absent__left_on__gt=on)
    return Deputyship.objects.filter(running, serving, from_on__lte=on, to_on__gte=on)


@built_once
def certificates_in_force(on: date) -> QuerySet[Certificate]:
    """Return the certificates that may be shown on a day (first and last day included)."""
    unsuspended = Q(suspended_on=None) | Q(suspended_on__gt=on)
    return Certificate.objects.filter(unsuspended, valid_from__lte=on, valid_to__gte=on)


def certificate_valid(officer: Officer | int, on: date) -> Certificate | None:
    """Return a certificate this officer may show on a day, the longest one; None without any."""
    return _longest_certificate(officer if isinstance(officer, int) else officer.pk, on)


@prepared_first
def _longest_certificate(officer: int, on: date) -> QuerySet[Certificate]:
    return certificates_in_force(on).filter(officer=officer).order_by("-valid_to", "-id")


def certificate_problem(officer: Officer, on: date) -> str:
    """Return why this officer may not enforce on a day, or "".

    Source: 行政处罚法 第四十二条第一款、第五十五条第一款.
    """
    papers = list(officer.certificates.all())
    if any(_in_force(c, on) for c in papers):
        return ""
    if not papers:
        return f"{officer.name}没有登记执法证件，不能执法；请先登记，或改由持证人员办理"
    last = papers[-1]
    if last.suspended_on is not None and last.suspended_on <= on:
        return f"{officer.name}的执法证件{last.number}已于{last.suspended_on}暂扣，不能执法"
    if last.valid_to < on:
        return f"{officer.name}的执法证件{last.number}已于{last.valid_to}到期，不能执法"
    return f"{officer.name}的执法证件{last.number}自{last.valid_from}起才有效，现在不能执法"


def _in_force(certificate: Certificate, on: date) -> bool:
    return certificate_in_force(
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        suspended_on=certificate.suspended_on,
        on=on,
    )


def serving_officers(agency: Agency | int, on: date) -> QuerySet[Officer]:
    """Return the officers in the agency's service on a day, by id."""
    pk = agency if isinstance(agency, int) else agency.pk
    return Officer.objects.filter(Q(left_on=None) | Q(left_on__gt=on), agency=pk).order_by("id")


def valid_officers(agency: Agency | int, on: date) -> QuerySet[Officer]:
    """Return the agency's officers who may enforce on a day: in service, certificate in force."""
    holders = certificates_in_force(on).values("officer")
    return serving_officers(agency, on).filter(pk__in=holders)


def officers_with_role(agency: Agency | int, role: str, on: date) -> QuerySet[Officer]:
    """Return who holds an office in an agency on a day."""
    holders = Assignment.objects.filter(held_on(on), role=role).values("officer")
    return serving_officers(agency, on).filter(pk__in=holders)


def demo_people() -> Sequence[DemoGroup]:
    """Return every officer with an account, grouped by agency (for the demo's sign-in page)."""
    serving = Officer.objects.filter(user__is_active=True, left_on=None)
    rows = serving.select_related("agency", "unit", "user").prefetch_related("assignments")
    groups: dict[int, list[DemoPerson]] = {}
    agencies: dict[int, Agency] = {}
    for officer in rows.order_by("agency__path", "id"):
        if officer.user is None:
            continue
        roles = [Role(a.role).label for a in officer.assignments.all() if a.to_on is None]
        post = f"{officer.unit.name} · {officer.post}"
        agencies[officer.agency_id] = officer.agency
        groups.setdefault(officer.agency_id, []).append(
            DemoPerson(officer.user.username, officer.name, post, roles)
        )
    return [DemoGroup(agencies[pk].name, agencies[pk].domain, g) for pk, g in groups.items()]
