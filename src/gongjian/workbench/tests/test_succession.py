"""A case, or a whole desk, goes to somebody else: qualified, approved, on record, whole or not."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases.known import penalty_values
from gongjian.cases.queries import case_of
from gongjian.cases.services.succession import free_successors
from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common.errors import NotAllowed, NotFound, RuleBroken
from gongjian.matters.models import Matter, Succession
from gongjian.matters.queries import inbox, next_acts, visible_matters
from gongjian.matters.succession import handled_once, spans_of
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import make_officer, make_unit
from gongjian.review.liability import liability_of
from gongjian.workbench.models import Notification
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MOVED = "调离本机构。"


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("lead", "second", "agency").get(pk=matter.pk)


def change(cast: Cast, matter: Matter, leaving: Officer, to: Officer, by: str = "unit_head") -> Any:
    values = {"officer": leaving.uid, "successor": to.uid, "reason": MOVED}
    return cast.do(by, "cases.change_handler", matter, None, **values)


def transfer(
    cast: Cast, leaving: Officer, to: Officer, by: str = "agency_head", **more: Any
) -> Any:
    values: dict[str, Any] = {"leaving": leaving.uid, "successor": to.uid, "reason": MOVED}
    return cast.do(by, "cases.transfer_desk", **values, **more)


def evidence(cast: Cast, matter: Matter, by: str) -> None:
    said = {"kind": "on_site_record", "name": "笔录", "proves": "事实", "obtained_from": "现场"}
    cast.do(by, "cases.add_evidence", matter, None, obtained_on=cast.today, **said)


def test_another_goes_on_and_both_stay_on_record_for_their_time() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    old, second, new = cast.people["handler"], cast.people["second"], make_officer(cast.agency)
    cast.people["new"] = new
    assert inbox(cast.actor("handler")).count() == 1

    change(cast, matter, old, new)

    assert (matter.lead_id, matter.second_id) == (new.pk, second.pk)
    told = Notification.objects.get(officer=new, matter=matter)
    assert old.name in told.words
    assert not visible_matters(cast.actor("handler")).exists()
    assert (inbox(cast.actor("handler")).count(), inbox(cast.actor("new")).count()) == (0, 1)
    spans = spans_of(fresh(matter))
    assert [(s.officer, s.seat, s.until is None) for s in spans] == [
        (old, "lead", False),
        (new, "lead", True),
        (second, "second", True),
    ]
    assert spans[0].until == spans[1].since == Succession.objects.get().at
    said = penalty_values(fresh(matter))
    assert said["handlers"] == [new.name, second.name]
    assert f"主办人由{old.name}变更为{new.name}" in said["handler_changes"]
    known = fresh(matter)
    who = [row.who for row in liability_of(known, case_of(known), cast.today)]
    assert who[:3] == [old.name, new.name, second.name]
    evidence(cast, matter, "new")


def test_whoever_may_not_handle_it_cannot_take_it_over() -> None:
    cast = make_cast()
    approver = make_officer(cast.agency, ("handler", "agency_head"))
    cast.people["agency_head"] = approver
    matter = file_case(cast, open_case(cast))
    kept_away, lead = cast.people["second"], cast.people["handler"]
    cast.people["now_second"] = now_second = make_officer(cast.agency)
    values = {"officer": kept_away.uid, "successor": now_second.uid, "reason": "近亲属。"}
    cast.do("agency_head", "cases.recuse_officer", matter, None, **values)
    people = {
        "已经是本案承办人": now_second,
        "没有有效的执法证件": make_officer(cast.agency, certificate=False),
        "不是承办人员": make_officer(cast.agency, ("finance",)),
        "审批过本案": approver,
        "已回避本案": kept_away,
    }
    fit = make_officer(cast.agency, unit=make_unit(cast.agency, "另一支队"))

    for why, officer in people.items():
        with pytest.raises(RuleBroken, match=why):
            change(cast, matter, lead, officer)
    with pytest.raises(NotFound):
        change(cast, matter, fit, now_second)
    with pytest.raises(NotAllowed):
        change(cast, matter, lead, fit, by="now_second")
    cast.people["both"] = both = make_officer(cast.agency, ("handler", "unit_head"))
    with pytest.raises(RuleBroken, match="不能移交给批准人本人"):
        change(cast, matter, lead, both, by="both")
    free = {o.pk for o in free_successors(cast.actor("unit_head"), fresh(matter), cast.today)}
    assert fit.pk in free
    assert not free & {officer.pk for officer in people.values()}
    assert [s.ground for s in Succession.objects.all()] == ["recusal"]


def test_who_handled_a_case_once_never_approves_in_it() -> None:
    cast = make_cast()
    head = make_officer(cast.agency, ("handler", "unit_head", "agency_head"))
    cast.people["both"] = head
    cast.people["handler"], lead = head, cast.people["handler"]
    matter = open_case(cast)
    cast.do("handler", "cases.propose_filing", matter, facts="x", basis="x", opinion="立案。")

    change(cast, matter, head, lead)

    assert handled_once(fresh(matter), head.pk)
    offered = {o.code for o in next_acts(cast.actor("both"), fresh(matter), cast.clock)}
    assert not offered & {"cases.approve_filing", "cases.refuse_filing"}
    with pytest.raises(RuleBroken, match="曾经承办"):
        cast.do("both", "cases.approve_filing", matter, opinion="同意。")
    with pytest.raises(RuleBroken, match="曾经承办"):
        change(cast, matter, lead, make_officer(cast.agency), by="both")


def test_the_database_wants_another_person_a_reason_and_a_third_who_approves() -> None:
    cast = make_cast()
    matter = open_case(cast)
    a, b, c = (cast.people[name].pk for name in ("handler", "second", "unit_head"))
    good = {"leaving_id": a, "successor_id": b, "approved_by_id": c, "reason": "x"}
    for wrong in (
        {"successor_id": a},
        {"reason": ""},
        {"approved_by_id": a},
        {"approved_by_id": b},
    ):
        row = Succession(
            matter=matter, seat="lead", ground="handover", at=cast.now, **(good | wrong)
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_whole_desk_moves_in_one_act_or_not_at_all() -> None:
    cast = make_cast()
    leaving, second = cast.people["handler"], cast.people["second"]
    new, third = make_officer(cast.agency), make_officer(cast.agency)
    one, two = open_case(cast), open_case(cast)
    change(cast, two, second, new)
    with pytest.raises(RuleBroken, match="还有2件在办案件"):
        go(cast, leaving)

    with pytest.raises(RuleBroken, match="已经是本案承办人") as refused:
        transfer(cast, leaving, new)
    assert len(refused.value.reasons) == 1
    assert {fresh(m).lead_id for m in (one, two)} == {leaving.pk}
    with pytest.raises(RuleBroken, match="批准人本人"):
        transfer(cast, leaving, cast.people["agency_head"])

    transfer(cast, leaving, new, others=({"matter": two.uid, "successor": third.uid},))

    assert [fresh(m).lead_id for m in (one, two)] == [new.pk, third.pk]
    assert not visible_matters(cast.actor("handler")).exists()
    with pytest.raises(RuleBroken, match="没有在办的案件"):
        transfer(cast, leaving, new)
    go(cast, leaving)


def go(cast: Cast, officer: Officer) -> None:
    cast.people["admin"] = make_officer(cast.agency, ("admin_system",))
    cast.do("admin", "orgs.remove_officer", officer=officer.uid, left_on=cast.today)


def test_a_head_passes_on_only_what_he_approves() -> None:
    cast = make_cast()
    other = make_officer(cast.agency, ("unit_head",), unit=make_unit(cast.agency, "另一支队"))
    cast.people["other_head"] = other
    matter = open_case(cast)

    with pytest.raises(RuleBroken, match="不在您的审批范围") as refused:
        transfer(cast, cast.people["handler"], make_officer(cast.agency), by="other_head")

    assert matter.title not in str(refused.value)
    assert fresh(matter).lead_id == cast.people["handler"].pk


def test_who_handled_a_case_once_passes_no_desk_on_that_holds_it() -> None:
    cast = make_cast()
    once = make_officer(cast.agency, ("handler", "agency_head"))
    cast.people["both"] = cast.people["second"] = once
    matter = open_case(cast)
    leaving, third = cast.people["handler"], make_officer(cast.agency)
    row = change(cast, matter, once, make_officer(cast.agency))

    with pytest.raises(RuleBroken, match="曾经承办"):
        transfer(cast, leaving, third, by="both")

    known = {"matter": matter, "seat": "lead", "leaving": leaving, "successor": third}
    for ground in ("desk", "handover"):
        forged = Succession(ground=ground, reason=MOVED, approved_by=once, at=row.at, **known)
        with pytest.raises(IntegrityError), transaction.atomic():
            forged.save()
    transfer(cast, leaving, third)


def test_the_page_shows_the_list_first_and_then_moves_it() -> None:
    cast = make_cast(accounts=True)
    matter, new = open_case(cast), make_officer(cast.agency)
    page = "/staff/handover/"
    client = signed_in_as(cast.people["unit_head"])
    typed = {"leaving": str(cast.people["handler"].uid), "successor": str(new.uid)}

    shown = client.get(page, typed).content.decode()
    assert matter.title in shown
    assert fresh(matter).lead_id == cast.people["handler"].pk
    assert client.post(page, typed | {"confirmed": "yes", "reason": ""}).status_code == 422
    answer = client.post(page, typed | {"confirmed": "yes", "reason": MOVED})

    assert answer.status_code == 302
    assert fresh(matter).lead_id == new.pk
    told = client.get(f"/staff/matters/{matter.uid}/").content.decode()
    assert "变更主办人" in told
    assert MOVED in told
    client = signed_in_as(cast.people["handler"])
    assert client.get(page).status_code == 403
