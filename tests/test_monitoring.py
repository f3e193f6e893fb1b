"""Technical monitoring equipment: its record is checked by another and told, or is no evidence."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, Evidence
from gongjian.cases.monitoring import CHECK, TELL, unchecked, untold
from gongjian.cases.queries import case_of, standing_evidence
from gongjian.cases.services.running_anew import evidence_from
from gongjian.cases.testing import Cast
from gongjian.cases.testing_monitoring import checked, enter, monitored, recording, told
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import position_of
from gongjian.workbench.models import Notification
from gongjian.workbench.testing import signed_in_as

from .doors import Attempt, as_json, assert_shut
from .test_doors import (
    copied,
    decision_for,
    informed,
    refused_by_the_database,
    taken_and_undone,
)
from .test_doors_beside import refused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("home"),
    pytest.mark.requirement("Q6"),
]
END: dict[str, Any] = {"summary": "事实清楚。"}


@pytest.fixture
def cast() -> Cast:
    return story.make_cast(accounts=True)


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


def ended(cast: Cast, matter: Matter) -> None:
    cast.do("handler", "cases.end_investigation", matter, **END)


def prepared(cast: Cast, matter: Matter) -> Matter:
    """Inspect and propose, but do not end the investigation."""
    story.inspect(cast, matter)
    story.propose(cast, matter)
    return matter


# --- the record is checked ------------------------------------------------------------------------


def test_nothing_goes_on_before_the_record_is_checked_and_the_party_told(
    cast: Cast, matter: Matter
) -> None:
    prepared(cast, matter)
    row = enter(cast, matter)
    with pytest.raises(RuleBroken, match="未经审核不得作为"):
        ended(cast, matter)

    checked(cast, row)
    with pytest.raises(RuleBroken, match="还没有告知当事人"):
        ended(cast, matter)

    told(cast, row)
    ended(cast, matter)
    assert row in standing_evidence(case_of(matter))


def test_who_entered_a_record_does_not_check_it(cast: Cast, matter: Matter) -> None:
    row = enter(cast, matter)

    with pytest.raises(RuleBroken, match="登记人不能审核"):
        checked(cast, row, by="handler")

    assert checked(cast, row, by="unit_head").checked_by == cast.people["unit_head"]


def test_a_record_that_fails_is_no_evidence_and_stays_on_record(cast: Cast, matter: Matter) -> None:
    prepared(cast, matter)
    row = checked(cast, enter(cast, matter), sound=False)

    assert row.excluded_on == cast.today
    assert row not in standing_evidence(case_of(matter))
    with pytest.raises(InvalidInput, match="不得作为认定案件事实的根据"):
        story.propose(cast, matter, evidence_summary=f"{row.name}：证明违法行为")
    story.propose(cast, matter)
    ended(cast, matter)
    assert Evidence.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "found",
    [
        {"result": "sound", "device_sound": False, "record_sound": True},
        {"result": "sound", "device_sound": True, "record_sound": False},
        {"result": "wanting", "device_sound": True, "record_sound": True},
    ],
)
def test_the_result_is_what_was_found(cast: Cast, matter: Matter, found: dict[str, Any]) -> None:
    values = {"evidence": enter(cast, matter).uid, "words": "已核对。"} | found

    with pytest.raises(InvalidInput, match="都符合要求"):
        cast.do("second", "cases.check_monitored", matter, None, **values)


def test_a_record_is_checked_and_told_once(cast: Cast, matter: Matter) -> None:
    row = monitored(cast, matter)
    assert (unchecked(case_of(matter)), untold(case_of(matter))) == ([], [])
    enter(cast, matter, name="另一条记录")

    with pytest.raises(NotFound):
        checked(cast, row)
    with pytest.raises(RuleBroken, match="没有审核以后等待告知"):
        told(cast, row)


def test_days_before_the_record_are_refused(cast: Cast, matter: Matter) -> None:
    early = cast.today - timedelta(3)
    with pytest.raises(InvalidInput, match="取得日期"):
        enter(cast, matter, obtained_on=early)
    row = checked(cast, enter(cast, matter))
    values = {"evidence": row.uid, "told_on": early, "told_how": "短信"}
    with pytest.raises(InvalidInput, match="告知日期"):
        cast.do("handler", "cases.tell_monitored", matter, None, **values)


def test_nothing_is_entered_after_the_investigation(cast: Cast, matter: Matter) -> None:
    ended(cast, prepared(cast, matter))

    with pytest.raises(RuleBroken, match="只有调查期间"):
        enter(cast, matter)


def test_what_one_party_was_told_another_was_not(cast: Cast, matter: Matter) -> None:
    row = monitored(cast, matter)
    other = case_of(story.open_case(cast, party=story.PERSON))

    again, elsewhere = evidence_from(row, row.case), evidence_from(row, other)

    assert (again.device, again.checked_on, again.told_on) == (row.device, cast.today, cast.today)
    assert (elsewhere.checked_on, elsewhere.told_on) == (cast.today, None)


# --- no other door --------------------------------------------------------------------------------


def test_every_door_refuses_the_end_of_an_investigation_on_an_unchecked_record(
    cast: Cast, matter: Matter
) -> None:
    prepared(cast, matter)
    enter(cast, matter)

    assert_shut(
        Attempt(cast.people["handler"], "cases.end_investigation", as_json(END), matter), 409
    )


def test_every_door_refuses_who_does_not_handle_the_case(cast: Cast, matter: Matter) -> None:
    values = as_json(recording(cast))

    for office in ("legal_reviewer", "agency_head"):
        tried = Attempt(cast.people[office], "cases.add_monitored", values, matter)
        assert_shut(tried, 404 if office == "legal_reviewer" else 403)


@pytest.mark.tampers
def test_the_database_takes_no_decision_on_an_unchecked_or_untold_record() -> None:
    cast = story.make_cast()
    story.decided_case(cast)
    genuine, matter = Decision.objects.get(), informed(cast)
    case = case_of(matter)
    known = recording(cast) | {"obtained_from": "设备", "registered_by": cast.people["handler"]}
    Evidence.objects.bulk_create([Evidence(case=case, **known)])
    forged = decision_for(matter, genuine)
    insert = partial(taken_and_undone, forged)
    found = Evidence.objects.filter(case=case, device=known["device"])
    assert refused_by_the_database(insert)

    found.update(
        checked_by=cast.people["second"], checked_on=cast.today, check_words="与现场一致。"
    )
    assert refused_by_the_database(insert)

    found.update(told_on=cast.today, told_how="短信告知")
    assert not refused_by_the_database(insert)


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"device_site": ""}, "names_it"),
        ({"device_published": ""}, "names_it"),
        ({"device_reviewed": ""}, "names_it"),
        ({"device_basis": ""}, "names_it"),
        ({"kind": "testimony"}, "names_it"),
        ({"device": "", "not_by_device": True}, "names_it"),
        ({"told_on": None}, "told_how"),
        ({"check_words": ""}, "checked_by_another"),
    ],
)
def test_the_database_takes_no_half_record(
    cast: Cast, matter: Matter, changed: dict[str, Any], constraint: str
) -> None:
    row = monitored(cast, matter)

    assert constraint in refused(copied(row, **changed))


@pytest.mark.tampers
def test_the_database_takes_no_check_by_who_entered_it(cast: Cast, matter: Matter) -> None:
    row = monitored(cast, matter)

    with pytest.raises(IntegrityError, match="checked_by_another"), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(checked_by=row.registered_by_id)


# --- pages ----------------------------------------------------------------------------------------


def tab(cast: Cast, who: str, matter: Matter) -> str:
    address = f"/staff/matters/{matter.uid}/?tab=evidence"
    return signed_in_as(cast.people[who]).get(address).content.decode()


def test_the_tab_offers_each_what_he_may_do_and_shows_what_was_done(
    cast: Cast, matter: Matter
) -> None:
    assert "登记监控证据" in tab(cast, "handler", matter)
    assert "cases.check_monitored" not in tab(cast, "handler", matter)
    row = enter(cast, matter)
    assert "cases.check_monitored" not in tab(cast, "handler", matter)
    assert "未经审核，不得作为证据" in tab(cast, "handler", matter)
    assert "cases.check_monitored" in tab(cast, "second", matter)
    assert "cases.tell_monitored" not in tab(cast, "handler", matter)

    checked(cast, row)
    assert "登记监控事实的告知" in tab(cast, "handler", matter)
    told(cast, row)

    shown = tab(cast, "unit_head", matter)
    for words in (row.device, row.device_site, "逐帧核对，与现场一致。", "短信告知"):
        assert words in shown
    assert "登记监控事实的告知" not in tab(cast, "handler", matter)


def test_who_checks_has_the_device_beside_the_form_and_comes_back_to_the_evidence(
    cast: Cast, matter: Matter
) -> None:
    row = enter(cast, matter)
    client = signed_in_as(cast.people["second"])
    address = f"/staff/matters/{matter.uid}/acts/cases.check_monitored/"
    form = client.get(address).content.decode()
    assert row.device_reviewed in form
    assert row.device_published in form

    typed = {"evidence": str(row.uid), "result": "sound", "words": "与现场一致。"}
    typed |= {"device_sound": "on", "record_sound": "on", "confirmed": "yes"}
    done = client.post(address, typed | {"expect_seq": str(matter.seq)})

    assert done.status_code == 302
    assert done["Location"].endswith("?tab=evidence")


def test_the_tab_costs_the_same_however_many_records_there_are(
    cast: Cast, matter: Matter, django_assert_max_num_queries: Any
) -> None:
    monitored(cast, matter)
    client = signed_in_as(cast.people["unit_head"])
    address = f"/staff/matters/{matter.uid}/?tab=evidence"
    client.get(address)
    with django_assert_max_num_queries(60) as first:
        client.get(address)
    for number in range(3):
        monitored_again(cast, matter, number)

    with django_assert_max_num_queries(len(first)):
        client.get(address)


def monitored_again(cast: Cast, matter: Matter, number: int) -> None:
    told(cast, checked(cast, enter(cast, matter, name=f"记录{number}")))


# --- ordinary evidence says that no device recorded it ------------------------------------------

PIECE: dict[str, Any] = {
    "kind": "electronic",
    "name": "数据",
    "proves": "经过",
    "obtained_from": "现场",
}


def piece(cast: Cast, **values: Any) -> dict[str, Any]:
    return PIECE | {"obtained_on": cast.today} | values


@pytest.mark.parametrize("kind", ["audiovisual", "electronic", "documentary"])
def test_what_a_device_can_record_is_entered_with_an_answer_only(
    cast: Cast, matter: Matter, kind: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        cast.do("handler", "cases.add_evidence", matter, None, **piece(cast, kind=kind))
    assert "是否由电子技术监控设备自动记录" in error.value.fields["self_recorded"]

    said = piece(cast, kind=kind, self_recorded="no")
    row: Evidence = cast.do("handler", "cases.add_evidence", matter, None, **said)

    assert (row.not_by_device, row.registered_by) == (True, cast.people["handler"])
    assert matter.steps.get(code="add_evidence").data["self_recorded"] == "no"
    assert "说明：不由电子技术监控设备自动记录" in tab(cast, "handler", matter)


def test_a_statement_of_a_witness_is_not_asked_for_a_device(cast: Cast, matter: Matter) -> None:
    row: Evidence = cast.do(
        "handler", "cases.add_evidence", matter, None, **piece(cast, kind="testimony")
    )

    assert not row.not_by_device


@pytest.mark.parametrize("answer", ["", "yes"])
def test_every_door_refuses_ordinary_evidence_of_a_device(
    cast: Cast, matter: Matter, answer: str
) -> None:
    values = as_json(piece(cast, self_recorded=answer))

    assert_shut(Attempt(cast.people["handler"], "cases.add_evidence", values, matter), 422)


def test_yes_leads_to_the_act_for_monitored_evidence(cast: Cast, matter: Matter) -> None:
    client = signed_in_as(cast.people["handler"])
    address = f"/staff/matters/{matter.uid}/acts/cases.add_evidence/"
    typed = {**PIECE, "obtained_on": cast.today.isoformat(), "self_recorded": "yes"}

    answer = client.post(address, typed | {"expect_seq": str(matter.seq)})

    assert answer.status_code == 422
    assert "登记监控证据" in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("answer", "told"), [("", "视听资料"), ("yes", "适用普通程序")])
def test_no_penalty_on_the_spot_rests_on_a_device(answer: str, told: str) -> None:
    cast = story.make_scene_cast()

    with pytest.raises((InvalidInput, RuleBroken)) as error:
        story.penalize(cast, self_recorded=answer)

    fields = getattr(error.value, "fields", {})
    assert told in (fields.get("self_recorded") or str(error.value))
    assert not Evidence.objects.exists()


@pytest.mark.tampers
def test_the_database_takes_no_evidence_without_the_answer(cast: Cast, matter: Matter) -> None:
    said = piece(cast, self_recorded="no")
    row: Evidence = cast.do("handler", "cases.add_evidence", matter, None, **said)

    assert refused(copied(row, not_by_device=False))
    assert "said_by_somebody" in refused(copied(row, registered_by_id=None))
    assert not refused(copied(row))


def test_the_procedure_itself_stops_before_an_unchecked_record(cast: Cast, matter: Matter) -> None:
    prepared(cast, matter)
    row = enter(cast, matter)
    process, marking = process_of(matter), frozenset(matter.marking)
    step = process.acts()["cases.end_investigation"]

    def refusals() -> list[str]:
        at = position_of(matter, cast.clock)
        return list(process.refusals(step, marking, at.history, at.facts, at.held))

    assert refusals() == ["电子技术监控设备记录的证据还没有审核，或者还没有告知当事人"]
    told(cast, checked(cast, row))
    assert refusals() == []


# --- who is to check is told --------------------------------------------------------------------


def told_of(cast: Cast, who: str, matter: Matter) -> list[str]:
    unread = Notification.objects.filter(officer=cast.people[who], matter=matter, read_at=None)
    return list(unread.filter(words__in=(CHECK, TELL)).values_list("words", flat=True))


def waits(matter: Matter) -> str:
    return matter.todos.get(role="handler").step


def test_the_other_handler_is_told_of_a_record_that_waits_for_his_check(
    cast: Cast, matter: Matter
) -> None:
    row = enter(cast, prepared(cast, matter))

    assert told_of(cast, "second", matter) == ["审核监控证据"]
    assert told_of(cast, "handler", matter) == []
    assert waits(matter) == "审核监控证据"
    home = signed_in_as(cast.people["second"]).get("/staff/").content.decode()
    assert "审核监控证据" in home

    checked(cast, row)
    assert told_of(cast, "second", matter) == []
    assert told_of(cast, "handler", matter) == ["登记监控事实的告知"]
    assert waits(matter) == "登记监控事实的告知"

    told(cast, row)
    assert told_of(cast, "handler", matter) == []
    assert waits(matter) == "调查终结"


def test_the_notice_stays_while_another_record_waits(cast: Cast, matter: Matter) -> None:
    row = enter(cast, matter)
    enter(cast, matter, name="另一条记录")

    checked(cast, row)

    assert told_of(cast, "second", matter) == ["审核监控证据"]
    assert waits(matter) == "审核监控证据"


def test_what_the_second_handler_enters_waits_for_the_first(cast: Cast, matter: Matter) -> None:
    cast.do("second", "cases.add_monitored", matter, None, **recording(cast))

    assert told_of(cast, "handler", matter) == ["审核监控证据"]
    assert told_of(cast, "second", matter) == []


def test_a_record_that_fails_lets_the_investigation_go_on(cast: Cast, matter: Matter) -> None:
    checked(cast, enter(cast, prepared(cast, matter)), sound=False)

    assert waits(matter) == "调查终结"
    assert told_of(cast, "second", matter) == []
