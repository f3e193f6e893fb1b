"""The live check of a certificate: whoever scans the code is told how it stands now."""

from datetime import date

import pytest

from gongjian.common.acts import SYSTEM
from gongjian.orgs.choices import CertificateKind
from gongjian.orgs.passes import PassState, pass_of, token_of
from gongjian.orgs.services import (
    IssueCertificate,
    RemoveOfficer,
    SuspendCertificate,
    issue_certificate,
    remove_officer,
    suspend_certificate,
)
from gongjian.orgs.testing import actor, make_agency, make_officer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def state(token: str, on: date = TODAY) -> PassState | None:
    found = pass_of(token, on)
    return found.state if found else None


def test_a_certificate_is_told_as_it_stands_and_its_token_goes_with_it() -> None:
    agency = make_agency()
    officer = make_officer(agency, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))
    old = officer.certificates.get()
    token = token_of(old)

    assert state(token) == PassState.VALID
    assert state(token, date(2025, 12, 31)) == PassState.NOT_YET
    assert state(token, date(2026, 7, 1)) == PassState.EXPIRED

    suspend_certificate(actor=SYSTEM, cmd=SuspendCertificate(certificate=old.uid, reason="待查"))
    old.refresh_from_db()
    assert old.suspended_on is not None
    assert state(token, old.suspended_on) in {PassState.SUSPENDED, PassState.EXPIRED}

    new = issue_certificate(
        actor=SYSTEM,
        cmd=IssueCertificate(
            officer=officer.uid,
            number="23999999",
            issuer="青川市人民政府",
            kind=CertificateKind.ENFORCEMENT,
            valid_from=date(2026, 2, 1),
            valid_to=date(2030, 1, 1),
        ),
    )
    assert state(token) == PassState.REPLACED
    assert state(token_of(new)) == PassState.VALID
    assert token_of(new) != token

    admin = actor(make_officer(agency, roles=("admin_system",)))
    remove_officer(actor=admin, cmd=RemoveOfficer(officer=officer.uid, left_on=TODAY))
    assert state(token_of(new)) == PassState.LEFT


def test_nobody_guesses_a_token() -> None:
    officer = make_officer(make_agency())
    other = make_officer(officer.agency)
    token, foreign = (token_of(o.certificates.get()) for o in (officer, other))
    number, _, proof = token.partition("-")

    assert len(proof) == 20
    for wrong in (
        number,
        f"{number}-",
        f"{number}-{proof[:-1]}",
        f"{number}-{foreign.partition('-')[2]}",
        f"{foreign.partition('-')[0]}-{proof}",
        f"{'9' * 30}-{proof}",
        f"-{proof}",
        "unknown",
        "１-" + proof,
        f"{number}-一",
    ):
        assert pass_of(wrong, TODAY) is None, wrong
