"""What equipment recorded, and whether a case stands on a record, as the reads tell it."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Evidence
from gongjian.cases.monitoring import (
    CHECK,
    TELL,
    recordings_checked,
    recordings_of,
    recordings_ready,
    recordings_wait,
    unanswered,
    unchecked,
    untold,
    whether_recorded,
)
from gongjian.cases.on_record import on_record
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_monitoring import checked, enter, told
from gongjian.common.fields import spec_of
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAPER: dict[str, Any] = {
    "kind": "documentary",
    "name": "生产台账",
    "proves": "使用的原材料",
    "obtained_from": "当事人提供",
    "self_recorded": "no",
}


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    filed = story.file_case(cast, story.open_case(cast))
    cast.do("handler", "cases.add_evidence", filed, **PAPER, obtained_on=cast.today)
    return filed


@pytest.fixture
def record(cast: Cast, matter: Matter) -> Evidence:
    return enter(cast, matter)


@pytest.fixture
def sound(cast: Cast, record: Evidence) -> Evidence:
    return checked(cast, record)


@pytest.fixture
def surveyed(cast: Cast, matter: Matter) -> Matter:
    said = vars(typed_command("scene-survey-record", cast.now))
    cast.do("handler", act_code("scene-survey-record"), matter, **said)
    return fresh(matter)


def fresh(matter: Matter, *marking: str) -> Matter:
    found = Matter.objects.select_related("agency", "lead", "second", "unit").get(pk=matter.pk)
    found.marking = list(marking) or found.marking
    return found


def ready(cast: Cast, matter: Matter) -> str:
    return recordings_ready(cast.actor("handler"), fresh(matter), cast.clock)


def test_of_ordinary_evidence_nothing_is_asked(cast: Cast, matter: Matter) -> None:
    case, now = case_of(matter), fresh(matter)

    assert recordings_of(case) == unchecked(case) == untold(case) == []
    assert recordings_checked(now, case)
    assert ready(cast, matter) == ""
    assert list(recordings_wait(now)) == []
    assert not on_record(now, case)


def test_a_record_waits_for_who_did_not_enter_it(
    cast: Cast, matter: Matter, record: Evidence
) -> None:
    case, now = case_of(matter), fresh(matter)
    mine, other = cast.people["handler"].pk, cast.people["second"].pk

    assert recordings_of(case) == unchecked(case) == unchecked(case, other) == [record]
    assert unchecked(case, mine) == untold(case) == []
    assert not recordings_checked(now, case)
    assert record.name in ready(cast, matter)
    assert "未经审核" in ready(cast, matter)
    assert list(recordings_wait(now)) == [("handler", CHECK, now.due_on)]
    now.due_on = None
    assert list(recordings_wait(now)) == [("handler", CHECK, date.max)]
    assert not on_record(now, case)


def test_what_was_checked_is_told_and_stands_as_a_record(
    cast: Cast, matter: Matter, sound: Evidence
) -> None:
    case, now = case_of(matter), fresh(matter)

    assert unchecked(case) == []
    assert untold(case) == [sound]
    assert not recordings_checked(now, case)
    assert "还没有告知" in ready(cast, matter)
    assert list(recordings_wait(now)) == [("handler", TELL, now.due_on)]
    assert on_record(now, case)

    told(cast, sound)
    assert untold(case) == []
    assert recordings_checked(fresh(matter), case)
    assert ready(cast, matter) == ""
    assert list(recordings_wait(fresh(matter))) == []


@pytest.mark.parametrize("place", ["registered", "closed"])
def test_elsewhere_nobody_asks(matter: Matter, record: Evidence, place: str) -> None:
    case, there = case_of(matter), fresh(matter, place)

    assert recordings_checked(there, case)
    assert on_record(there, case)
    assert list(recordings_wait(there)) == []


def test_a_record_of_the_scene_is_enough(surveyed: Matter) -> None:
    assert on_record(surveyed, case_of(surveyed))


@pytest.mark.parametrize(
    ("kind", "answer", "asked"),
    [("electronic", "", True), ("electronic", "no", False), ("physical", "", False)],
)
def test_the_question_is_open_where_a_device_may_have_recorded(
    kind: str, answer: str, asked: bool
) -> None:
    assert unanswered(kind, answer) is asked


def test_the_question_may_stay_open_on_a_page() -> None:
    asked = dataclasses.make_dataclass("Asked", [("answer", str, whether_recorded())])
    (field,) = dataclasses.fields(asked)

    assert not spec_of(field).required


def test_one_checked_record_of_several_is_enough(
    cast: Cast, matter: Matter, sound: Evidence
) -> None:
    enter(cast, matter, name="另一条抓拍记录")

    assert on_record(fresh(matter), case_of(matter))


@pytest.mark.tampers
def test_a_record_that_was_excluded_is_none(matter: Matter, sound: Evidence) -> None:
    Evidence.objects.filter(pk=sound.pk).update(excluded_on=sound.obtained_on)

    assert not on_record(fresh(matter), case_of(matter))
