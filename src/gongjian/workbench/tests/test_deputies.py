"""Somebody stands in for an absent one: on those days, saying so, never in his own cases."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases.testing import Cast, make_cast, open_case
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter, Step
from gongjian.matters.queries import inbox, next_acts, visible_matters
from gongjian.orgs.models import Absence, Deputyship, Officer
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
APPROVE = "cases.approve_filing"


def proposed(cast: Cast) -> Matter:
    matter = open_case(cast)
    cast.do("handler", "cases.propose_filing", matter, facts="x", basis="x", opinion="立案。")
    return matter


def leave(cast: Cast, officer: Officer, days: int = 3, by: str = "agency_head") -> Absence:
    last = cast.today + timedelta(days)
    days_of = {"from_on": cast.today, "to_on": last, "reason": "年休假"}
    made: Absence = cast.do(by, "orgs.enter_leave", None, None, officer=officer.uid, **days_of)
    return made


def appoint(cast: Cast, absence: Absence, deputy: Officer, by: str = "agency_head") -> Deputyship:
    made: Deputyship = cast.do(
        by, "orgs.appoint_deputy", None, None, absence=absence.uid, deputy=deputy.uid
    )
    return made


def today(cast: Cast, officer: Officer) -> Actor:
    return actor_for(Officer.objects.select_related("agency").get(pk=officer.pk), "t", cast.today)


def offered(cast: Cast, actor: Actor, matter: Matter) -> set[str]:
    return {o.code for o in next_acts(actor, Matter.objects.get(pk=matter.pk), cast.clock)}


def acts_as(cast: Cast, name: str, officer: Officer) -> None:
    cast.people[name] = officer
    cast.actors[name] = today(cast, officer)


def test_a_deputy_acts_for_the_absent_on_those_days_and_the_record_says_so() -> None:
    cast = make_cast(accounts=True)
    head, deputy = cast.people["agency_head"], make_officer(cast.agency, ("unit_head",))
    matter, second = proposed(cast), proposed(cast)
    acts_as(cast, "deputy", deputy)
    assert APPROVE not in offered(cast, today(cast, deputy), matter)

    row = appoint(cast, leave(cast, head), deputy)

    acts_as(cast, "deputy", deputy)
    assert inbox(cast.actor("deputy")).filter(role="agency_head").count() == 2
    assert APPROVE in offered(cast, today(cast, deputy), matter)
    cast.do("deputy", APPROVE, matter, opinion="同意。")
    step = Step.objects.get(matter=matter, act=APPROVE)
    said = f"{deputy.name} 代 {head.name}"
    assert (step.by_name, step.officer_id) == (said, deputy.pk)
    entry = Entry.objects.filter(stream=matter.stream).latest("seq")
    first = json.loads(entry.payload.split("\n")[0])
    assert (first["by"], first["actor"]) == (said, str(deputy.uid))
    assert (row.from_on, row.to_on) == (cast.today, cast.today + timedelta(3))

    cast.wait(days=4)
    acts_as(cast, "deputy", deputy)
    assert today(cast, deputy).stands_for == ()
    assert inbox(cast.actor("deputy")).filter(role="agency_head").count() == 0
    with pytest.raises(NotAllowed):
        cast.do("deputy", APPROVE, second, opinion="同意。")


def test_a_deputy_never_approves_what_he_or_the_absent_handles() -> None:
    cast = make_cast(accounts=True)
    head = make_officer(cast.agency, ("agency_head", "handler"))
    mine = proposed(cast)
    boss = cast.people["handler"]
    acts_as(cast, "handler", head)
    his = proposed(cast)
    acts_as(cast, "handler", boss)
    appoint(cast, leave(cast, head), boss)

    acts_as(cast, "handler", boss)

    assert APPROVE not in offered(cast, today(cast, boss), mine) | offered(
        cast, today(cast, boss), his
    )
    with pytest.raises(NotAllowed):
        cast.do("handler", APPROVE, mine, opinion="同意。")
    with pytest.raises(RuleBroken, match=f"{head.name}本人不能办理：您是本案承办人"):
        cast.do("handler", APPROVE, his, opinion="同意。")
    assert not inbox(cast.actor("handler")).filter(role="agency_head", matter=mine).exists()


def test_a_deputy_is_kept_out_where_either_of_them_is_recused() -> None:
    cast = make_cast(accounts=True)
    head, deputy = cast.people["agency_head"], cast.people["finance"]
    boss = cast.people["second"] = make_officer(cast.agency, ("handler", "agency_head"))
    matter, away = proposed(cast), make_officer(cast.agency)
    cast.do("agency_head", APPROVE, matter, opinion="同意。")
    for leaving, successor in ((boss, away), (away, make_officer(cast.agency))):
        cast.do(
            "agency_head",
            "cases.recuse_officer",
            matter,
            officer=leaving.uid,
            reason="近亲属。",
            successor=successor.uid,
            decision="负责人集体决定。",
        )
    appoint(cast, leave(cast, head), away)
    appoint(cast, leave(cast, boss), deputy)

    assert not visible_matters(today(cast, away)).exists()
    assert not visible_matters(today(cast, deputy)).exists()
    assert not inbox(today(cast, deputy)).exists()


def test_who_may_not_stand_in_is_not_appointed() -> None:
    cast = make_cast(accounts=True)
    head, handler = cast.people["agency_head"], cast.people["handler"]
    absence = leave(cast, head)
    security = make_officer(cast.agency, ("admin_security",))
    with pytest.raises(RuleBroken, match="管理员"):
        appoint(cast, absence, security)
    with pytest.raises(RuleBroken, match="休假人员本人"):
        appoint(cast, absence, head)
    with pytest.raises(RuleBroken, match="变更承办人"):
        appoint(cast, leave(cast, handler), cast.people["second"])
    with pytest.raises(RuleBroken, match="也登记了休假"):
        appoint(cast, absence, handler)
    with pytest.raises(NotAllowed):
        appoint(cast, absence, cast.people["finance"], by="second")
    with pytest.raises(NotFound):
        appoint(cast, Absence(), cast.people["finance"])
    with pytest.raises(InvalidInput, match="已经登记了休假"):
        leave(cast, head)
    with pytest.raises(NotFound):
        leave(cast, head, by="finance")


def test_back_early_or_revoked_the_deputy_acts_no_more_and_lends_nothing_on() -> None:
    cast = make_cast(accounts=True)
    head, deputy = cast.people["agency_head"], cast.people["finance"]
    absence = leave(cast, head)
    row = appoint(cast, absence, deputy)
    acts_as(cast, "finance", deputy)
    unit = leave(cast, cast.people["unit_head"], by="unit_head")
    with pytest.raises(RuleBroken, match="代理人不能代为办理"):
        appoint(cast, unit, cast.people["publisher"], by="finance")

    cast.do("agency_head", "orgs.revoke_deputy", deputyship=row.uid)
    assert today(cast, deputy).stands_for == ()
    appoint(cast, absence, cast.people["publisher"])
    cast.do("agency_head", "orgs.end_leave", absence=absence.uid)
    assert today(cast, cast.people["publisher"]).stands_for == ()


def test_the_database_wants_a_deputy_who_is_another_and_did_not_appoint_himself() -> None:
    cast = make_cast(accounts=True)
    head, other = cast.people["agency_head"], cast.people["finance"]
    absence = leave(cast, head)
    good = {"deputy": other, "appointed_by": head, "from_on": cast.today, "to_on": cast.today}
    for wrong in ({"deputy": head}, {"appointed_by": other}, {"to_on": cast.today - timedelta(1)}):
        row = Deputyship(absence=absence, absent=head, appointed_at=cast.now, **(good | wrong))
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_page_shows_leave_and_the_frame_says_for_whom_one_stands() -> None:
    cast = make_cast(accounts=True)
    head, deputy = cast.people["agency_head"], cast.people["finance"]
    cast.now = Clock().now()
    appoint(cast, leave(cast, head), deputy)
    for who in (head, deputy):
        page = signed_in_as(who).get("/staff/leave/").content.decode()
        assert ("年休假" in page) == (who is head)
        assert (f"代{head.name}" in page) == (who is deputy)


def test_only_a_running_leave_can_be_ended_on_the_page() -> None:
    cast = make_cast(accounts=True)
    cast.now = Clock().now()
    client = signed_in_as(cast.people["handler"])
    before = client.get("/staff/leave/").content.decode()
    leave(cast, cast.people["handler"], by="handler")

    after = client.get("/staff/leave/").content.decode()

    assert "orgs.end_leave" not in before
    assert "orgs.end_leave" in after
