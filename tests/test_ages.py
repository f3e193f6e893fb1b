"""No child is punished, and a minor more lightly, whatever the procedure (行政处罚法 第三十条)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision, Draft
from gongjian.cases.queries import case_of
from gongjian.cases.testing import PERSON, Cast
from gongjian.cases.testing_beside import guardian
from gongjian.common.errors import DomainError, InvalidInput
from gongjian.matters.models import Matter
from gongjian.parties.testing import make_citizen_number

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied, decision_for
from .test_doors_beside import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE = ({"kind": "fine", "amount_fen": 10_000},)
HARSH = "依裁量基准处罚。"
# The story begins on 2 March 2026.
THIRTEEN, FOURTEEN, ADULT = date(2012, 3, 2), date(2012, 2, 28), date(2008, 3, 1)


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def investigating(cast: Cast, born: date) -> Matter:
    party = PERSON | {"party_name": "小示例", "id_number": make_citizen_number(born)}
    return story.file_case(cast, story.open_case(cast, party))


def drafted(cast: Cast, matter: Matter, **values: Any) -> Draft:
    draft: Draft = story.propose(cast, matter, **({"items": FINE} | values))
    return draft


def test_no_door_punishes_a_child(cast: Cast) -> None:
    matter = investigating(cast, THIRTEEN)
    said: dict[str, Any] = {
        "facts": story.FACTS,
        "evidence_summary": "1．现场检查笔录",
        "violated": "第二十四条第一款",
        "basis": "第三十一条第一款",
        "discretion": "从轻处罚。",
        "items": FINE,
    }

    tried = Attempt(cast.people["handler"], "cases.draft_decision", as_json(said), matter)

    assert_shut(tried, 422)


def test_a_child_is_not_punished_on_the_ground_of_its_age(cast: Cast) -> None:
    matter = investigating(cast, THIRTEEN)

    draft = drafted(cast, matter, items=(), no_penalty_ground="under_14")

    assert (draft.age_at_act, draft.punishable_from) == (13, 14)


def test_a_minor_is_punished_more_lightly_and_the_reasons_say_how(cast: Cast) -> None:
    matter = investigating(cast, FOURTEEN)

    with pytest.raises(InvalidInput, match="从轻或者减轻"):
        drafted(cast, matter, discretion=HARSH)

    assert drafted(cast, matter, discretion="不满十八周岁，从轻处罚。").age_at_act == 14


def test_who_is_of_age_needs_no_such_reason(cast: Cast) -> None:
    matter = investigating(cast, ADULT)

    assert drafted(cast, matter, discretion=HARSH).age_at_act == 18


@pytest.mark.tampers
def test_the_database_takes_no_draft_that_punishes_a_child(cast: Cast) -> None:
    matter = investigating(cast, FOURTEEN)
    draft = drafted(cast, matter)

    assert "draft_punishes_no_child" in refused(copied(draft, version=9, age_at_act=13))
    assert refused(copied(draft, version=9)) == ""


def test_the_eighteenth_birthday_is_the_last_day_under_age(cast: Cast) -> None:
    matter = investigating(cast, date(2008, 3, 2))

    with pytest.raises(InvalidInput, match="从轻或者减轻"):
        drafted(cast, matter, discretion=HARSH)


def without_papers(cast: Cast, **values: Any) -> Matter:
    """Return a case on a person of whom no number is known."""
    party = PERSON | {"party_name": "小示例", "id_number": ""}
    return story.file_case(cast, story.open_case(cast, party, **values))


def taken(row: Any) -> bool:
    """Tell whether the database would take a row written past everything, and leave it out."""
    point = transaction.savepoint()
    told = refused(row)
    transaction.savepoint_rollback(point)
    return not told


def found_minor(cast: Cast, matter: Matter) -> None:
    found = dict.fromkeys(("limited", "language", "sign"), False)
    cast.do("handler", "cases.state_assistance", matter, minor=True, reason="户籍证明", **found)


@pytest.mark.tampers
def test_who_is_found_to_be_a_minor_without_papers_is_punished_more_lightly(cast: Cast) -> None:
    matter = without_papers(cast)
    found_minor(cast, matter)

    with pytest.raises(InvalidInput, match="从轻或者减轻"):
        drafted(cast, matter, discretion=HARSH)
    draft = drafted(cast, matter, discretion="从轻处罚。")

    assert refused(copied(draft, version=9)) == ""
    assert refused(copied(draft, version=10, discretion=HARSH))


@pytest.mark.tampers
def test_no_draft_of_before_decides_on_who_is_found_to_be_a_minor_afterwards(cast: Cast) -> None:
    like = Decision.objects.get(case__matter=story.decided_case(cast))
    matter = without_papers(cast)
    story.investigate(cast, matter, items=FINE, discretion=HARSH)
    story.inform(cast, matter)
    assert taken(decision_for(matter, like))
    found_minor(cast, matter)
    guardian(cast, matter)

    again = Attempt(cast.people["handler"], "cases.inform_party", {"contact": "李示例"}, matter)
    assert_shut(again, 409)
    story.let_time_run(cast, matter)
    on = Attempt(cast.people["unit_head"], "cases.go_to_decision", {"opinion": "同意。"}, matter)
    assert_shut(on, 409)
    assert refused(decision_for(matter, like))


@pytest.mark.tampers
def test_the_police_punish_a_minor_without_papers_more_lightly(cast: Cast) -> None:
    officers = police.police_cast(accounts=True)
    party = police.ADULT | {"party_name": "小示例", "id_number": ""}
    matter = police.file_case(officers, police.opened(officers, party))
    police.establish(officers, matter, born_on=date(2009, 6, 1), verified_by="户籍证明")

    with pytest.raises(InvalidInput, match="从轻或者减轻"):
        drafted(officers, matter, discretion=HARSH)
    draft = drafted(officers, matter, discretion="从轻处罚。")

    assert refused(copied(draft, version=9, discretion="减轻处罚。")) == ""
    assert refused(copied(draft, version=9, discretion=HARSH))


@pytest.mark.tampers
def test_a_minor_established_after_the_draft_is_not_punished_by_it(cast: Cast) -> None:
    officers = police.police_cast(accounts=True)
    party = police.ADULT | {"party_name": "小示例", "id_number": ""}
    matter = police.file_case(officers, police.opened(officers, party))
    police.establish(officers, matter, verified_by="自报")
    draft = drafted(officers, matter, discretion=HARSH)

    police.establish(officers, matter, born_on=date(2009, 6, 1), verified_by="户籍证明")

    with pytest.raises(DomainError, match="不满十八周岁"):
        officers.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    assert case_of(matter).pk == draft.case_id
    assert refused(copied(draft, version=9))


@pytest.mark.tampers
def test_who_came_of_age_while_the_act_went_on_is_punished_as_was_established(cast: Cast) -> None:
    officers = police.police_cast(accounts=True)
    party = police.ADULT | {"party_name": "小示例", "id_number": ""}
    going_on: dict[str, Any] = {"act_goes_on": True, "act_ended_on": None}
    matter = police.file_case(officers, police.opened(officers, party, **going_on))
    birthday = officers.today + timedelta(days=2)
    born = birthday.replace(year=birthday.year - 18)
    police.establish(officers, matter, born_on=born, verified_by="户籍证明")
    officers.wait(days=5)

    with pytest.raises(InvalidInput, match="从轻或者减轻"):
        drafted(officers, matter, discretion=HARSH)
    assert drafted(officers, matter, discretion="从轻处罚。").pk
