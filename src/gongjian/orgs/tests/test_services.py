"""Acts on agencies, officers, certificates and offices."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import Clock, fixed
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.ledger.models import Entry
from gongjian.orgs import queries, services
from gongjian.orgs.models import Agency, Assignment, Certificate, Officer
from gongjian.orgs.testing import actor, make_agency, make_officer, make_unit, make_user

pytestmark = pytest.mark.django_db

NOW = fixed(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
TODAY = date(2026, 11, 24)


def admin(agency: Agency, role: str = "admin_system") -> Actor:
    return actor(make_officer(agency, [role], certificate=False))


def change_of(agency: Agency, **other: str) -> services.ChangeAgency:
    names = ("name", "short_name", "address", "phone", "government_name", "court_name")
    kept = {name: getattr(agency, name) for name in names}
    return services.ChangeAgency(agency=agency.uid, **(kept | other))


def test_each_act_writes_one_entry_into_the_agency_s_stream() -> None:
    agency = make_agency()
    before = Entry.objects.filter(stream=agency.stream).count()

    make_unit(agency, "法制科", "legal")

    assert Entry.objects.filter(stream=agency.stream).count() == before + 1


def test_an_agency_s_path_lists_its_superiors() -> None:
    city = make_agency(code="qc")

    bureau = make_agency("青川市公安局", code="QC-PSB", parent=city)

    assert bureau.path == "/qc/qc-psb/"


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("code", "a b", "小写字母"),
        ("code", "青川", "小写字母"),
        ("code", "a/b", "小写字母"),
        ("code", "taken", "已被使用"),
        ("uscc", "91530100MA0000015B", "校验不通过"),
        ("domain", "fishery", "市场监管 market"),
        ("domain", "public-order", "公安 public-security"),
        ("profile", "atlantis", "适用规则"),
        ("name", "", "机关名称"),
        ("name", "长" * 101, "最多100字"),
    ],
)
def test_a_wrong_agency_is_refused_with_its_field(field: str, value: str, why: str) -> None:
    make_agency(code="taken")
    good = services.AddAgency(
        code="new",
        name="青川市公安局",
        short_name="青公",
        profile="lufeng",
        domain="public-security",
        address="青川市",
        phone="110",
        government_name="青川市人民政府",
        court_name="青川市人民法院",
    )

    with pytest.raises(InvalidInput, match=why) as caught:
        services.add_agency(actor=SYSTEM, cmd=replace(good, **{field: value}))  # type: ignore[arg-type]  # texts all

    assert set(caught.value.fields) == {field}
    assert Agency.objects.count() == 1


def test_an_administrator_changes_the_own_agency_and_those_below_only() -> None:
    city, other = make_agency(code="qc"), make_agency(code="lw")
    bureau = make_agency(code="env", parent=city)
    chief = admin(city)

    services.change_agency(actor=chief, cmd=change_of(bureau, phone="0818-2000000"))

    with pytest.raises(NotFound):
        services.change_agency(actor=chief, cmd=change_of(other, phone="0818-2000000"))
    with pytest.raises(NotFound):
        services.change_agency(actor=admin(bureau), cmd=change_of(city, phone="0818-2000000"))
    bureau.refresh_from_db()
    assert bureau.phone == "0818-2000000"


def test_an_administrator_makes_no_agency_outside_the_own_tree() -> None:
    city = make_agency(code="qc")
    cmd = services.AddAgency(
        code="loose",
        name="游离局",
        short_name="游",
        profile="national",
        domain="market",
        address="某地",
        phone="110",
        government_name="某政府",
        court_name="某法院",
    )

    with pytest.raises(InvalidInput, match="上级机关"):
        services.add_agency(actor=admin(city), cmd=cmd)

    assert not Agency.objects.filter(code="loose").exists()


def test_a_unit_s_name_stands_once_in_an_agency() -> None:
    agency = make_agency()

    with pytest.raises(InvalidInput, match="已有名为"):
        make_unit(agency, "综合行政执法支队")


def test_an_account_belongs_to_one_officer() -> None:
    agency = make_agency()
    user = make_user()
    cmd = services.AddOfficer(
        unit=agency.units.order_by("id")[0].uid, name="示例甲", post="执法员", user=user.uid
    )
    services.add_officer(actor=SYSTEM, cmd=cmd)

    with pytest.raises(InvalidInput, match="一人一号"):
        services.add_officer(actor=SYSTEM, cmd=replace(cmd, name="示例乙"))
    with pytest.raises(InvalidInput, match="没有这个账号"):
        services.add_officer(actor=SYSTEM, cmd=replace(cmd, user=uuid4()))


def test_an_officer_moves_between_units_of_one_agency_only() -> None:
    agency, other = make_agency(), make_agency()
    officer, unit = make_officer(agency), make_unit(agency, "法制科", "legal")
    cmd = services.ChangeOfficer(
        officer=officer.uid, unit=unit.uid, name="示例新", post="科长", legal_qualification="A2020"
    )

    services.change_officer(actor=SYSTEM, cmd=cmd)

    officer.refresh_from_db()
    assert (officer.unit, officer.post) == (unit, "科长")
    with pytest.raises(InvalidInput, match="本机关的机构"):
        services.change_officer(
            actor=SYSTEM, cmd=replace(cmd, unit=other.units.order_by("id")[0].uid)
        )


def test_who_leaves_loses_account_and_offices_the_same_day() -> None:
    agency = make_agency()
    officer = make_officer(agency, ["handler", "publisher"], account=True)
    user = officer.user
    assert user is not None
    cmd = services.RemoveOfficer(officer=officer.uid, left_on=Clock().today())

    services.remove_officer(actor=admin(agency), cmd=cmd)

    officer.refresh_from_db()
    assert queries.actor_of(user, "page", Clock().today()).officer is None
    assert actor(officer).roles == frozenset()
    with pytest.raises(RuleBroken, match="已于"):
        services.remove_officer(actor=admin(agency), cmd=cmd)
    with pytest.raises(RuleBroken, match="离职"):
        services.assign_role(
            actor=SYSTEM,
            cmd=services.AssignRole(officer=officer.uid, role="archivist", from_on=TODAY),
        )


def test_a_certificate_is_valid_through_its_last_day() -> None:
    officer = make_officer(make_agency(), valid_from=date(2026, 1, 1), valid_to=TODAY)

    assert queries.certificate_valid(officer, date(2025, 12, 31)) is None
    assert queries.certificate_valid(officer, date(2026, 1, 1)) is not None
    assert queries.certificate_valid(officer, TODAY) is not None
    assert queries.certificate_valid(officer, TODAY + timedelta(1)) is None


def test_a_suspended_certificate_counts_no_more_at_once_and_again_when_restored() -> None:
    officer = make_officer(make_agency())
    certificate = Certificate.objects.get(officer=officer)
    suspend = services.SuspendCertificate(certificate=certificate.uid, reason="配合调查")

    services.suspend_certificate(actor=SYSTEM, clock=NOW, cmd=suspend)

    assert queries.certificate_valid(officer, TODAY) is None
    assert queries.certificate_valid(officer, TODAY - timedelta(1)) is not None
    assert officer not in queries.valid_officers(officer.agency, TODAY)
    with pytest.raises(RuleBroken, match="暂扣"):
        services.suspend_certificate(actor=SYSTEM, clock=NOW, cmd=suspend)
    services.restore_certificate(
        actor=admin(officer.agency),
        cmd=services.RestoreCertificate(certificate=certificate.uid),
    )
    assert queries.certificate_valid(officer, TODAY) is not None


@pytest.mark.parametrize(
    ("number", "until", "why"),
    [("23-1", "2019-12-31", "不能早于"), ("taken", "2030-12-31", "核对")],
)
def test_a_wrong_certificate_is_refused(number: str, until: str, why: str) -> None:
    officer = make_officer(make_agency(), certificate=False)
    good = services.IssueCertificate(
        officer=officer.uid,
        number="taken",
        issuer="青川市人民政府",
        kind="enforcement",
        valid_from=date(2020, 1, 1),
        valid_to=date(2030, 12, 31),
    )
    services.issue_certificate(actor=SYSTEM, cmd=good)

    with pytest.raises(InvalidInput, match=why):
        services.issue_certificate(
            actor=SYSTEM,
            cmd=replace(good, number=number, valid_to=date.fromisoformat(until)),
        )

    assert Certificate.objects.count() == 1


def test_the_security_administrator_gives_offices_and_the_system_administrator_does_not() -> None:
    agency = make_agency()
    officer = make_officer(agency, [])
    cmd = services.AssignRole(officer=officer.uid, role="handler", from_on=TODAY)

    with pytest.raises(NotAllowed):
        services.assign_role(actor=admin(agency), clock=NOW, cmd=cmd)
    services.assign_role(actor=admin(agency, "admin_security"), clock=NOW, cmd=cmd)

    assert actor(officer, on=TODAY).roles == {"handler"}


def test_nobody_gives_an_office_to_oneself() -> None:
    officer = make_officer(make_agency(), ["admin_security"])
    cmd = services.EndAssignment(officer=officer.uid, role="admin_security")

    with pytest.raises(RuleBroken, match="自己"):
        services.assign_role(
            actor=actor(officer),
            cmd=services.AssignRole(officer=officer.uid, role="supervisor", from_on=TODAY),
        )
    with pytest.raises(RuleBroken, match="自己"):
        services.end_assignment(actor=actor(officer), cmd=cmd)


def test_conflicting_and_doubled_offices_are_refused() -> None:
    officer = make_officer(make_agency(), ["handler"])

    for role, why in [("admin_audit", "管理员"), ("handler", "已经是")]:
        with pytest.raises(RuleBroken, match=why):
            services.assign_role(
                actor=SYSTEM,
                cmd=services.AssignRole(officer=officer.uid, role=role, from_on=TODAY),
            )

    assert Assignment.objects.filter(officer=officer).count() == 1


def test_an_office_taken_back_is_gone_the_same_day() -> None:
    agency = make_agency()
    officer = make_officer(agency, ["handler", "archivist"])
    cmd = services.EndAssignment(officer=officer.uid, role="handler")

    services.end_assignment(actor=admin(agency, "admin_security"), clock=NOW, cmd=cmd)

    assert actor(officer, on=TODAY).roles == {"archivist"}
    assert actor(officer, on=TODAY - timedelta(1)).roles == {"archivist", "handler"}
    with pytest.raises(RuleBroken, match="不是承办人"):
        services.end_assignment(actor=admin(agency, "admin_security"), clock=NOW, cmd=cmd)


def test_an_office_that_begins_tomorrow_gives_nothing_today() -> None:
    officer = make_officer(make_agency(), [])
    tomorrow = TODAY + timedelta(1)
    cmd = services.AssignRole(officer=officer.uid, role="handler", from_on=tomorrow)

    services.assign_role(actor=SYSTEM, clock=NOW, cmd=cmd)

    assert actor(officer, on=TODAY).roles == frozenset()
    assert actor(officer, on=tomorrow).roles == {"handler"}


def test_what_lies_outside_one_s_reach_is_not_found() -> None:
    mine, other = make_agency(), make_agency()
    stranger = make_officer(other)
    cmd = services.RemoveOfficer(officer=stranger.uid, left_on=TODAY)

    with pytest.raises(NotFound):
        services.remove_officer(actor=admin(mine), cmd=cmd)

    stranger.refresh_from_db()
    assert stranger.left_on is None


def test_the_database_itself_refuses_what_no_service_would_write() -> None:
    officer = make_officer(make_agency())
    broken = [
        Certificate(
            officer=officer,
            number="9",
            issuer="x",
            kind="enforcement",
            valid_from=TODAY,
            valid_to=TODAY - timedelta(1),
        ),
        Assignment(officer=officer, role="handler", from_on=TODAY),
        Assignment(officer=officer, role="archivist", from_on=TODAY, to_on=TODAY - timedelta(1)),
    ]

    for row in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    assert Officer.objects.get(pk=officer.pk).certificates.count() == 1
