"""Agencies and officers for tests, made through the services."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from gongjian.accounts.models import User
from gongjian.accounts.services import OpenAccount, open_account
from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import Clock

from . import queries
from .choices import CertificateKind, ExamLevel, UnitKind
from .models import Agency, Officer, Reviewer, Unit
from .review_register import EnterReviewer, NameReviewBody, enter_reviewer, name_review_body
from .services import (
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

PASSWORD = "correct-horse-42"
_numbers = count(1)


def make_agency(
    name: str = "青川市生态环境局",
    *,
    code: str = "",
    profile: str = "dazhou",
    domain: str = "environment",
    parent: Agency | None = None,
    review_body: bool = True,
    clock: Clock | None = None,
) -> Agency:
    """Return a new agency with an enforcement unit (the first of `agency.units`).

    With `review_body` it has a legal unit as well, named to review.
    """
    agency = add_agency(
        actor=SYSTEM,
        clock=clock,
        cmd=AddAgency(
            code=code or f"agency-{next(_numbers)}",
            name=name,
            short_name="青环",
            profile=profile,
            domain=domain,
            address="青川市滨河路1号",
            phone="0818-2222222",
            bank_name="青川银行营业部",
            bank_account="6200 0000 0000 0001",
            government_name="青川市人民政府",
            court_name="青川市人民法院",
            review_address="青川市人民政府行政复议窗口（青川市人民路2号）",
            review_online="https://fy.qingchuan.example.gov.cn",
            parent=parent.uid if parent else None,
        ),
    )
    make_unit(agency, "综合行政执法支队", clock=clock)
    if review_body:
        legal = make_unit(agency, "法制审核科", UnitKind.LEGAL, clock=clock)
        cmd = NameReviewBody(unit=legal.uid, from_on=date(2020, 1, 1))
        name_review_body(actor=SYSTEM, clock=clock, cmd=cmd)
    return agency


def make_unit(
    agency: Agency,
    name: str,
    kind: str = UnitKind.ENFORCEMENT,
    *,
    clock: Clock | None = None,
) -> Unit:
    """Return a new unit of the agency."""
    cmd = AddUnit(agency=agency.uid, name=name, kind=kind)
    return add_unit(actor=SYSTEM, clock=clock, cmd=cmd)


def make_user(name: str = "示例", *, clock: Clock | None = None) -> User:
    """Return a new account with `PASSWORD` that need not be changed."""
    cmd = OpenAccount(username=f"user-{next(_numbers)}", name=name, new=PASSWORD)
    user = open_account(actor=SYSTEM, clock=clock, cmd=cmd)
    User.objects.filter(pk=user.pk).update(must_change=False)
    user.must_change = False
    return user


def make_officer(
    agency: Agency,
    roles: Iterable[str] = ("handler",),
    *,
    name: str = "",
    unit: Unit | None = None,
    certificate: bool = True,
    account: bool = False,
    legal_qualification: str = "",
    valid_from: date = date(2020, 1, 1),
    valid_to: date = date(2035, 12, 31),
    clock: Clock | None = None,
) -> Officer:
    """Return a new officer in the agency's first unit, with roles held since 2020."""
    number = next(_numbers)
    cmd = AddOfficer(
        unit=(unit or agency.units.order_by("id")[0]).uid,
        name=name or f"示例{number}",
        post="执法员",
        legal_qualification=legal_qualification,
        user=make_user(name or f"示例{number}", clock=clock).uid if account else None,
    )
    roles = tuple(roles)
    officer = add_officer(actor=SYSTEM, clock=clock, cmd=cmd)
    for role in roles:
        give = AssignRole(officer=officer.uid, role=role, from_on=date(2020, 1, 1))
        assign_role(actor=SYSTEM, clock=clock, cmd=give)
    if "legal_reviewer" in roles and legal_qualification:
        enter(officer, clock=clock)
    if certificate:
        issue_certificate(
            actor=SYSTEM,
            clock=clock,
            cmd=IssueCertificate(
                officer=officer.uid,
                number=f"23{number:06}",
                issuer="青川市人民政府",
                kind=CertificateKind.ENFORCEMENT,
                valid_from=valid_from,
                valid_to=valid_to,
            ),
        )
    return officer


def enter(
    officer: Officer,
    *,
    first_time: bool = True,
    exam_level: str = ExamLevel.INTERMEDIATE,
    clock: Clock | None = None,
) -> Reviewer:
    """Put an officer on the register of reviewers, since 2020."""
    number = "" if exam_level == ExamLevel.NONE else f"ZJ{officer.pk:06}"
    cmd = EnterReviewer(
        officer=officer.uid,
        from_on=date(2020, 1, 1),
        first_time=first_time,
        reviewed_since=None if first_time else date(2015, 1, 1),
        reviewed_at="" if first_time else "原单位法制科",
        exam_level=exam_level,
        exam_number=number,
    )
    return enter_reviewer(actor=SYSTEM, clock=clock, cmd=cmd)


def actor(officer: Officer, *, door: str = "test", on: date | None = None) -> Actor:
    """Return the officer as who acts, with the roles held on a day (default: today)."""
    return queries.actor_for(officer, door, on or Clock().today())
