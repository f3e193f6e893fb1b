"""Who acts for the party, who reported it, who was harmed, and who may let a case run longer."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.agents import agent_behind, agents_on, forget_agents, lines_of
from gongjian.cases.informants import informant_of, told_of
from gongjian.cases.models import Agent, Case
from gongjian.cases.public_order.extending import approved_by_itself
from gongjian.cases.public_order.mediating import left_out, nobody_to_mediate_with
from gongjian.cases.public_order.models import Victim
from gongjian.cases.queries import case_of
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import COMPANY, Cast
from gongjian.cases.testing_beside import agent
from gongjian.common.acts import SYSTEM
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home"), pytest.mark.tampers]


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast(domain="market")


@pytest.fixture
def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


def case(matter: Matter) -> Case:
    return case_of(Matter.objects.get(pk=matter.pk))


# --- agents --------------------------------------------------------------------------------------


def test_agents_of_the_day_are_read_once_until_they_are_forgotten(
    cast: Cast, filed: Matter, django_assert_num_queries: Any
) -> None:
    today, own = cast.today, case(filed)
    assert agents_on(own, today) == []
    first = agent(cast, filed, valid_to=today)
    assert agents_on(own, today) == []  # as it was read
    forget_agents(own)
    with django_assert_num_queries(1):
        assert agents_on(own, today) == [first]
        assert agents_on(own, today + timedelta(1)) == agents_on(own, today - timedelta(1)) == []
    forget_agents(own)
    forget_agents(own)
    other = story.open_case(cast)
    assert agents_on(case(other), today) == []


def test_who_came_by_a_code_of_his_own_is_an_agent(cast: Cast, filed: Matter) -> None:
    lawyer = agent(cast, filed)
    codes = [
        cast.do("handler", "cases.issue_query_code", filed, **values)
        for values in ({"holder": "agent", "agent": lawyer.uid}, {"holder": "party"})
    ]

    assert [agent_behind(holder_of(code)) for code in codes] == [lawyer, None]
    assert agent_behind(SYSTEM) is None


def test_a_paper_names_an_agent_with_what_he_may() -> None:
    people = [
        Agent(name="郑示例", unit="某律师事务所", authority="special"),
        Agent(name="冯示例", authority="general"),
    ]

    assert lines_of(people) == [
        {"label": "委托代理人", "text": "郑示例，某律师事务所，特别授权"},
        {"label": "委托代理人", "text": "冯示例，一般授权"},
    ]


# --- who reported it -----------------------------------------------------------------------------


def reported(cast: Cast, source: str = "complaint", who: str = "董示例") -> Matter:
    named: dict[str, Any] = {"informant": who, "informant_contact": "13900000077"} if who else {}
    said: dict[str, Any] = {"source": source, "subject": "举报某厂", "content": "举报。"}
    clue = cast.do("handler", "intake.register_clue", **said, **named, found_on=cast.today)
    known: dict[str, Any] = {"cause": "涉嫌虚假宣传", "second": cast.people["second"].uid}
    known |= {"act_ended_on": cast.today, "clue": clue.uid} | COMPANY
    matter: Matter = cast.do("handler", "cases.open_case", **known)
    return matter


def test_who_reported_a_case_by_name_is_known_but_not_in_a_police_case(cast: Cast) -> None:
    named, unnamed, found = reported(cast), reported(cast, who=""), story.open_case(cast)

    clue = informant_of(named)
    assert clue is not None
    assert clue.matter == named
    assert informant_of(unnamed) is informant_of(found) is None
    known = Matter.objects.get(pk=named.pk)
    case_of(known).public_order = True
    assert informant_of(known) is None
    known = Matter.objects.get(pk=named.pk)
    case_of(known).source = "transfer"
    assert informant_of(known) is None


def test_that_the_informant_was_told_is_known_by_the_case(cast: Cast) -> None:
    matter, other = reported(cast), reported(cast)
    story.file_case(cast, matter)
    before = told_of(matter)
    told = {"told_on": cast.today, "way": "phone", "content": "决定立案。"}
    row = cast.do("handler", "cases.tell_informant", matter, None, **told)

    assert before is None
    assert told_of(matter) == row
    assert told_of(other) is None


# --- 治安 ----------------------------------------------------------------------------------------


def test_a_mediation_names_everybody_who_was_harmed(filed: Matter) -> None:
    side = {"party_name": filed.party_name}
    before = nobody_to_mediate_with(filed), left_out(filed, side | {"victim": ""})
    for name in ("王示例", "丁示例"):
        Victim.objects.create(case=case(filed), name=name, harm="轻微伤")

    assert "还没有登记被侵害人" in before[0]
    assert before[1] == {}
    assert nobody_to_mediate_with(filed) == ""
    assert left_out(filed, side | {"victim": "王示例、丁示例"}) == {}
    assert "被侵害人丁示例不在协议中" in left_out(filed, side | {"victim": "王示例"})["victim"]
    assert "王示例、丁示例不在" in left_out(filed, side | {"victim": "无"})["victim"]
    other = left_out(filed, {"party_name": "无", "victim": "王示例、丁示例"})
    assert list(other) == ["party_name"]


@pytest.mark.parametrize(
    ("kind", "body", "refused"),
    [
        ("enforcement", "青川市公安局", True),
        ("enforcement", " 市局 ", True),
        ("enforcement", "达州市公安局", False),
        ("station", "青川市公安局", False),  # the authority above the station
    ],
)
def test_a_longer_term_is_approved_above_whoever_handles_it(
    kind: str, body: str, refused: bool
) -> None:
    agency = Agency(name="青川市公安局", short_name="市局")
    matter = Matter(agency=agency, unit=Unit(kind=kind), filed_on=date(2026, 3, 2))

    assert list(approved_by_itself(matter, {"approving_body": body})) == (
        ["approving_body"] if refused else []
    )
