"""The matrix of rights: read strictly, applied by role and relation."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.common import acts
from gongjian.common.acts import SYSTEM, Actor, Service
from gongjian.common.errors import NotAllowed
from gongjian.orgs import authority
from gongjian.orgs.authority import BadRights, may, mismatches, parse_rights, rights
from gongjian.orgs.choices import ADMINISTRATORS, Role
from gongjian.orgs.services import AddUnit, add_unit


@dataclass
class FakeMatter:
    """Stands in for a matter of a higher floor: six ids."""

    pk: int = 1
    agency_id: int = 1
    unit_id: int = 10
    lead_id: int = 100
    second_id: int | None = 101
    reviewer_id: int | None = None


@dataclass(frozen=True)
class Nothing:
    """An empty command."""


def service(code: str) -> Service[Any]:
    def run(*, act: Any, cmd: Nothing) -> None: ...

    run.__annotations__["cmd"] = Nothing
    return Service(code, run, title="签发决定书", about="matter", final=False, step=True)


def officer(*roles: str, officer: int = 7, agency: int = 1, unit: int = 10) -> Actor:
    return Actor(
        name="示例", user=1, officer=officer, agency=agency, unit=unit, roles=frozenset(roles)
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('["a.b"]', "nobody"),
        ('["a.b"]\nwho = []', "nobody"),
        ('["a.b"]\nsystem = false', "nobody"),
        ('["a.b"]\nsystem = 1', "nobody"),
        ('["a.b"]\nsystem = true\nwhom = []', "only"),
        ('["a.b"]\nwho = [{ role = "king", relation = "any" }]', "unknown"),
        ('["a.b"]\nwho = [{ role = "handler", relation = "cousin" }]', "unknown"),
        ('["a.b"]\nwho = [{ role = "handler" }]', "a role and a relation"),
        ('["a.b"]\nwho = ["handler"]', "a role and a relation"),
    ],
)
def test_a_malformed_matrix_is_refused_and_the_act_named(text: str, why: str) -> None:
    with pytest.raises(BadRights, match=why) as caught:
        parse_rights(text)

    assert str(caught.value).startswith("a.b")


def test_acts_without_a_row_and_rows_without_an_act_are_both_told() -> None:
    known = parse_rights('["a.old"]\nsystem = true\n["a.both"]\nsystem = true')

    assert mismatches(known, {"a.both", "a.new"}) == [
        "rights.toml has no row for the act a.new",
        "rights.toml names a.old, which is no act",
    ]


def test_an_act_without_a_row_is_open_to_nobody() -> None:
    everything = officer(*Role.values)

    assert not may(everything, service("nowhere.act"), FakeMatter())
    assert not may(SYSTEM, service("nowhere.act"), FakeMatter())


@pytest.mark.parametrize(
    ("code", "actor", "allowed"),
    [
        ("cases.add_evidence", officer("handler", officer=100), True),
        ("cases.add_evidence", officer("handler", officer=101), True),
        ("cases.add_evidence", officer("handler", officer=102), False),
        ("cases.add_evidence", officer("agency_head", officer=100), False),
        ("cases.issue_decision", officer("agency_head"), True),
        ("cases.issue_decision", officer("agency_head", agency=2), False),
        ("cases.issue_decision", officer("handler", officer=100), False),
        ("cases.go_to_decision", officer("unit_head"), True),
        ("cases.go_to_decision", officer("unit_head", unit=11), False),
        ("review.pass_review", officer("legal_reviewer"), True),
        ("review.pass_review", officer("legal_reviewer", officer=100), False),
        ("review.pass_review", officer("legal_reviewer", officer=101), False),
        ("review.pass_review", officer("legal_reviewer", agency=2), False),
    ],
)
def test_a_right_needs_the_role_and_the_relation(code: str, actor: Actor, allowed: bool) -> None:
    assert may(actor, service(code), FakeMatter()) is allowed


def test_an_assigned_review_belongs_to_the_reviewer_alone() -> None:
    assigned = FakeMatter(reviewer_id=7)

    assert may(officer("legal_reviewer", officer=7), service("review.pass_review"), assigned)
    assert not may(officer("legal_reviewer", officer=8), service("review.pass_review"), assigned)


def test_the_system_does_only_what_is_marked_for_it() -> None:
    assert may(SYSTEM, service("documents.record_issue"), FakeMatter())
    assert not may(SYSTEM, service("cases.issue_decision"), FakeMatter())


def test_no_person_gets_in_by_a_role_called_system() -> None:
    assert "system" not in Role.values


@given(st.sampled_from(sorted(rights())), st.sampled_from([*Role]))
def test_nobody_without_an_office_or_account_may_do_anything(code: str, role: Role) -> None:
    assert not may(Actor(name="访客"), service(code), FakeMatter())
    if any(grant.role == role for grant in rights()[code].who):
        assert role.value in {grant.role for grant in rights()[code].who}


@pytest.mark.parametrize("code", sorted(rights()))
def test_administrators_have_no_rights_in_matters(code: str) -> None:
    business = code.split(".")[0] in {"intake", "cases", "review", "publicity", "parties"}
    granted = {grant.role for grant in rights()[code].who}

    assert not (business and granted & ADMINISTRATORS)


@pytest.mark.parametrize("code", sorted(rights()))
def test_the_two_sides_of_a_check_are_different_offices(code: str) -> None:
    """Who drafts a release does not publish it; who proposes does not approve."""
    checks = {
        "publicity.publish_decision": "publisher",
        "cases.approve_filing": "handler",
        "cases.issue_decision": "handler",
        "review.pass_review": "handler",
        "accounts.reset_password": "admin_system",
        "accounts.reset_factor": "admin_security",
        "orgs.assign_role": "admin_system",
    }
    granted = {grant.role for grant in rights()[code].who}

    assert checks.get(code) not in granted


def test_the_refusal_says_who_may_and_what_one_is() -> None:
    said = authority.refusal(officer("handler"), service("cases.issue_decision"))

    assert said == (
        "“签发决定书”须由机关负责人（限本机关的案件）办理。"
        "您现在的职务权限：承办人。如有需要，请联系本机关管理员。"
    )


def test_an_act_for_the_system_says_so() -> None:
    assert "只能由系统办理" in authority.refusal(officer(), service("documents.record_issue"))


@pytest.mark.django_db
def test_a_service_refuses_before_it_reads_anything() -> None:
    import uuid

    cmd = AddUnit(agency=uuid.uuid4(), name="示例队", kind="enforcement")

    with pytest.raises(NotAllowed, match="系统管理员"):
        add_unit(actor=officer("handler"), cmd=cmd)


def test_the_own_acts_all_have_rows() -> None:
    ours = {c for c in acts.services() if c.split(".")[0] in {"accounts", "orgs", "parties"}}
    rows = {c for c in rights() if c.split(".")[0] in {"accounts", "orgs", "parties"}}

    assert ours == rows
