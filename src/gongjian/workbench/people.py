"""Who serves in an agency, with offices and certificates; what an administrator may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from gongjian.accounts.queries import first_password_ended
from gongjian.common import acts
from gongjian.common.acts import Actor, Service
from gongjian.orgs.choices import Role
from gongjian.orgs.models import Agency, Certificate, Officer
from gongjian.orgs.rules import certificate_in_force

GROUPS = (
    ("机关和机构", ("orgs.add_agency", "orgs.change_agency", "orgs.add_unit")),
    ("人员", ("orgs.add_officer", "orgs.change_officer", "orgs.remove_officer")),
    (
        "执法证件",
        ("orgs.issue_certificate", "orgs.suspend_certificate", "orgs.restore_certificate"),
    ),
    ("职务权限", ("orgs.assign_role", "orgs.end_assignment")),
    ("动态口令", ("orgs.require_factor", "orgs.end_factor_duty", "accounts.reset_factor")),
    (
        "账号",
        (
            "accounts.open_account",
            "accounts.unlock_account",
            "accounts.reset_password",
            "accounts.disable_account",
            "accounts.enable_account",
        ),
    ),
    (
        "法制审核",
        (
            "orgs.name_review_body",
            "orgs.enter_reviewer",
            "orgs.strike_reviewer",
            "orgs.record_training",
        ),
    ),
    ("程序", ("matters.activate_process",)),
)
READERS = frozenset({Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY, Role.ADMIN_AUDIT, Role.SUPERVISOR})


def may_read(actor: Actor) -> bool:
    """Tell whether this person looks after people: administrators and supervisors."""
    return bool(actor.roles & READERS) and bool(actor.agency_path)


def offered(actor: Actor) -> list[tuple[str, list[Service[object]]]]:
    """Return what this person may do on agencies, people and accounts, group by group."""
    known = acts.services()
    groups = []
    for title, codes in GROUPS:
        services = [known[c] for c in codes if c in known and acts.may(actor, known[c])]
        if services:
            groups.append((title, services))
    return groups


def agencies_in_reach(actor: Actor) -> QuerySet[Agency]:
    """Return the person's agency and those below it, from the top down."""
    if not may_read(actor):
        return Agency.objects.none()
    return Agency.objects.filter(path__startswith=actor.agency_path)


def officers_in_reach(actor: Actor) -> QuerySet[Officer]:
    """Return the officers of the person's agency and those below it."""
    if not may_read(actor):
        return Officer.objects.none()
    found = Officer.objects.filter(agency__path__startswith=actor.agency_path)
    return found.select_related("agency", "unit", "user").prefetch_related(
        "assignments", "certificates", "photos"
    )


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the list: offices held today, and the certificate that lasts longest.

    `password_ended`: who never replaced the first password in time, and needs a new one.
    """

    officer: Officer
    offices: Sequence[str]
    certificate: Certificate | None
    in_force: bool
    photo: bool = False
    password_ended: bool = False


def person_rows(officers: Sequence[Officer], today: date, now: datetime) -> list[PersonRow]:
    """Return the lines of a page of officers; no query beyond those of the list."""
    rows = []
    for officer in officers:
        held = [a.role for a in officer.assignments.all() if _held(a.from_on, a.to_on, today)]
        papers = sorted(officer.certificates.all(), key=lambda c: c.valid_to)
        last = papers[-1] if papers else None
        valid = last is not None and certificate_in_force(
            valid_from=last.valid_from,
            valid_to=last.valid_to,
            suspended_on=last.suspended_on,
            on=today,
        )
        photo = any(one.ended_on is None for one in officer.photos.all())
        ended = officer.user is not None and first_password_ended(officer.user, now)
        offices = [Role(role).label for role in held]
        rows.append(PersonRow(officer, offices, last, valid, photo, ended))
    return rows


def _held(from_on: date, to_on: date | None, today: date) -> bool:
    return from_on <= today and (to_on is None or to_on > today)
