"""The demo's agencies and people, entered by the installation itself."""

import secrets
from datetime import date

from gongjian.accounts.models import User
from gongjian.accounts.services import OpenAccount, open_account
from gongjian.common.acts import SYSTEM
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.choices import CertificateKind, ExamLevel, UnitKind
from gongjian.orgs.models import Agency, Officer, Unit
from gongjian.orgs.photos import SetPhoto, set_photo
from gongjian.orgs.review_register import (
    EnterReviewer,
    NameReviewBody,
    enter_reviewer,
    name_review_body,
)
from gongjian.orgs.reviewers import POLICE
from gongjian.orgs.services import (
    AddAgency,
    AddOfficer,
    AddUnit,
    AssignRole,
    IssueCertificate,
    add_agency,
    add_officer,
    add_unit,
    assign_role,
    issue_certificate,
)

from .data import DemoAgency, Person
from .portraits import placeholder

SINCE = date(2024, 1, 1)
UNTIL = date(2028, 12, 31)
FIELD_ROLES = {"handler", "unit_head"}


def enter_agency(known: DemoAgency, administrators: list[Person]) -> Agency:
    """Enter an agency, its three units and its people (administrators in the first agency only)."""
    names = {f: getattr(known, f) for f in AddAgency.__dataclass_fields__ if hasattr(known, f)}
    agency = add_agency(actor=SYSTEM, cmd=AddAgency(**names))
    units = {
        "enforcement": _unit(agency, known.enforcement, UnitKind.ENFORCEMENT),
        "legal": _unit(agency, "法制审核科", UnitKind.LEGAL),
        "office": _unit(agency, "办公室", UnitKind.GENERAL),
    }
    body = NameReviewBody(unit=units["legal"].uid, from_on=SINCE)
    name_review_body(actor=SYSTEM, cmd=body)
    for number, person in enumerate([*known.people, *administrators], start=1):
        officer = _officer(person, units[person.unit])
        if FIELD_ROLES & set(person.roles):
            _certificate(officer, known, number)
            photo = SetPhoto(officer=officer.uid, picture=placeholder(number))
            set_photo(actor=SYSTEM, cmd=photo)
    return agency


def _unit(agency: Agency, name: str, kind: str) -> Unit:
    return add_unit(actor=SYSTEM, cmd=AddUnit(agency=agency.uid, name=name, kind=kind))


def _officer(person: Person, unit: Unit) -> Officer:
    officer = add_officer(
        actor=SYSTEM,
        cmd=AddOfficer(
            unit=unit.uid,
            name=person.name,
            post=person.post,
            user=_account(person).uid,
            legal_qualification=person.legal_qualification,
        ),
    )
    if "legal_reviewer" in person.roles:
        _on_register(officer)
    for role in person.roles:
        give = AssignRole(officer=officer.uid, role=role, from_on=SINCE)
        assign_role(actor=SYSTEM, cmd=give)
    return officer


def _on_register(officer: Officer) -> None:
    asked = profile(officer.agency.profile).parameter("review.qualification", on=SINCE).items
    police = any(isinstance(item, dict) and item["code"] == POLICE for item in asked)
    level = ExamLevel.INTERMEDIATE if police else ExamLevel.NONE
    cmd = EnterReviewer(
        officer=officer.uid,
        from_on=SINCE,
        first_time=True,
        exam_level=level,
        exam_number=f"GA{officer.pk:06}" if level != ExamLevel.NONE else "",
    )
    enter_reviewer(actor=SYSTEM, cmd=cmd)


def _account(person: Person) -> User:
    """Open an account with a password that nobody knows: the demo signs in by a button."""
    secret = f"a1-{secrets.token_urlsafe(24)}"
    user = open_account(
        actor=SYSTEM, cmd=OpenAccount(username=person.username, name=person.name, new=secret)
    )
    User.objects.filter(pk=user.pk).update(must_change=False)
    return user


def _certificate(officer: Officer, known: DemoAgency, number: int) -> None:
    issue_certificate(
        actor=SYSTEM,
        cmd=IssueCertificate(
            officer=officer.uid,
            number=f"{known.serial}{number:06}",
            issuer=known.government_name,
            kind=CertificateKind(known.certificate),
            valid_from=SINCE,
            valid_to=UNTIL,
        ),
    )
