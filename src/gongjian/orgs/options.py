"""What one may choose of agencies, units, officers and certificates in forms."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from gongjian.accounts.models import User
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.jurisdiction.profiles import profiles
from gongjian.ui.options import Choices, options

from . import ports
from .models import Agency, Certificate, Officer, Unit
from .queries import serving_officers, valid_officers
from .reviewers import reviewers_of

M = TypeVar("M", bound=Model)
MOST = 500


@options("orgs.officer")
def officers(actor: Actor, matter: Any) -> Choices:
    """List the officers in service: of the person's agency, for a manager also of those below."""
    rows = _in_reach(actor, Officer.objects.filter(left_on=None), "agency__path")
    return [(str(o.uid), _label(o)) for o in rows.select_related("unit").order_by("id")[:MOST]]


@options("orgs.certified_officer")
def certified_officers(actor: Actor, matter: Any) -> Choices:
    """List who of the person's agency may enforce today, the person excepted."""
    if actor.agency is None or actor.person is None:
        return []
    rows = valid_officers(actor.agency, clocks.current().today()).exclude(uid=actor.person)
    return [(str(o.uid), _label(o)) for o in rows.select_related("unit")[:MOST]]


@options("orgs.colleague")
def colleagues(actor: Actor, matter: Any) -> Choices:
    """List the officers of the person's own agency, the person excepted."""
    if actor.agency is None or actor.person is None:
        return []
    rows = serving_officers(actor.agency, clocks.current().today()).exclude(uid=actor.person)
    return [(str(o.uid), _label(o)) for o in rows.select_related("unit")[:MOST]]


@options("orgs.reviewer")
def reviewers(actor: Actor, matter: Any) -> Choices:
    """List the reviewers on the register of the person's agency."""
    if actor.agency is None:
        return []
    rows = reviewers_of(actor.agency, clocks.current().today())[:MOST]
    return [(str(r.officer.uid), _label(r.officer)) for r in rows]


@options("orgs.agency")
def agencies(actor: Actor, matter: Any) -> Choices:
    """List the agencies within the person's reach."""
    return [(str(a.uid), a.name) for a in _in_reach(actor, Agency.objects.all(), "path")[:MOST]]


@options("orgs.profile")
def rules_of_places(actor: Actor, matter: Any) -> Choices:
    """List the rules of the nation and of each place that has its own."""
    return [(known.code, known.name) for known in profiles()]


@options("orgs.domain")
def domains(actor: Actor, matter: Any) -> Choices:
    """List the domains an agency may work in."""
    return list(ports.agency_domains().items())


@options("orgs.unit")
def units(actor: Actor, matter: Any) -> Choices:
    """List the units of the agencies within the person's reach."""
    rows = _in_reach(actor, Unit.objects.select_related("agency"), "agency__path")
    return [(str(u.uid), f"{u.agency.name} {u.name}") for u in rows[:MOST]]


@options("orgs.certificate")
def certificates(actor: Actor, matter: Any) -> Choices:
    """List the certificates of the officers within the person's reach."""
    rows = Certificate.objects.select_related("officer").filter(officer__left_on=None)
    found = _in_reach(actor, rows, "officer__agency__path")[:MOST]
    return [(str(c.uid), f"{c.officer.name} {c.get_kind_display()} {c.number}") for c in found]


@options("accounts.user")
def accounts(actor: Actor, matter: Any) -> Choices:
    """List the accounts, for administrators only."""
    if not actor.roles & {"admin_system", "admin_security"}:
        return []
    return [(str(u.uid), f"{u.name}（{u.username}）") for u in User.objects.order_by("id")[:MOST]]


def _label(officer: Officer) -> str:
    return f"{officer.name}（{officer.unit.name}，{officer.post}）"


def _in_reach(actor: Actor, rows: QuerySet[M], path: str) -> QuerySet[M]:
    if not actor.agency_path:
        return rows.none()
    return rows.filter(**{f"{path}__startswith": actor.agency_path})
