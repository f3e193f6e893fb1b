"""No child is punished, and a minor more lightly, whatever the procedure (行政处罚法 第三十条)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Draft
from gongjian.cases.testing import PERSON, Cast
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.parties.testing import make_citizen_number

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
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
