"""Which cases are decided on together, and whether the decision has reached every party."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.joint import (
    everybody_served,
    joinable,
    joint_hash,
    joint_of,
    joint_parties,
    leads,
    led_elsewhere,
)
from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.rules import digest
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
SECOND: dict[str, Any] = {"party_name": "季示例", "id_number": "11010519491231002X"}


@pytest.fixture
def told(home: object) -> tuple[Cast, Matter, Matter, Matter]:
    """Return a company's case, its manager's joined to it, and another's that was only split."""
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))
    rows = [several.add_party(cast, matter), several.add_party(cast, matter, **SECOND)]
    several.inspect(cast, matter)
    own, alone = (several.split(cast, matter, row) for row in rows)
    several.join(cast, matter, own)
    for one in (matter, own):
        several.ready(cast, one)
    return cast, matter, own, alone


def case(matter: Matter) -> Case:
    return case_of(Matter.objects.get(pk=matter.pk))


def test_one_case_leads_and_only_what_was_split_from_it_can_join_it(
    told: tuple[Cast, Matter, Matter, Matter],
) -> None:
    cast, matter, own, alone = told
    lead, joined, free = case(matter), case(own), case(alone)

    assert [leads(one) for one in (lead, joined, free)] == [True, False, False]
    assert [one.case for one in joint_parties(joined)] == [lead, joined]
    assert (joint_of(free), joint_parties(free), everybody_served(free)) == (None, [], True)
    assert list(joinable(lead)) == [free]
    assert [led_elsewhere(one.matter) for one in (lead, free)] == ["", ""]
    assert "恒远新材料有限公司一案一并作出决定" in led_elsewhere(joined.matter)
    together = {str(one.uid): drafted(one) for one in (lead, joined)}
    assert joint_hash(lead) == digest(together)
    assert (joint_hash(joined), joint_hash(free)) == (drafted(joined), "")

    row = joint_parties(lead)[1]
    cast.do("agency_head", "cases.leave_joint", matter, party=row.uid, reason="补充调查。")

    assert [joint_of(case(one)) for one in (matter, own)] == [None, None]
    assert list(joinable(case(matter))) == [joined, free]


def test_a_joint_decision_is_served_once_it_has_reached_every_party(
    told: tuple[Cast, Matter, Matter, Matter],
) -> None:
    cast, matter, own, _ = told
    several.issue_together(cast, matter)
    before = everybody_served(case(matter))

    story.deliver(cast, matter)
    one_served = everybody_served(case(matter))
    story.deliver(cast, Matter.objects.get(pk=own.pk))

    assert (before, one_served) == (False, False)
    assert everybody_served(case(matter))
    assert everybody_served(case(own))


def drafted(one: Case) -> str:
    draft = latest_draft(one)
    return draft.draft_hash if draft else ""
