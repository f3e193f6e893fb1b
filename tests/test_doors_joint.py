"""One decision for several parties, tried at every door before all may be decided on."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.joint import joint_hash
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

from .doors import Attempt, as_json, assert_shut, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def joined(cast: Cast) -> tuple[Matter, Matter]:
    matter = story.file_case(cast, story.open_case(cast))
    row = several.add_party(cast, matter)
    several.inspect(cast, matter)
    own = several.split(cast, matter, row)
    several.join(cast, matter, own)
    return matter, own


def issue(cast: Cast, matter: Matter) -> Attempt:
    matter = Matter.objects.get(pk=matter.pk)
    values = {"draft_hash": joint_hash(case_of(matter)), "opinion": "同意。"}
    officer = cast.people["agency_head"]
    return Attempt(officer, "cases.issue_decision", as_json(values), matter)


def one_not_told(cast: Cast) -> Attempt:
    matter, _ = joined(cast)
    return issue(cast, several.ready(cast, matter))


def time_of_one_still_runs(cast: Cast) -> Attempt:
    matter, own = joined(cast)
    several.ready(cast, matter)
    story.propose(cast, own)
    cast.do("handler", "cases.end_investigation", own, summary="事实清楚。")
    story.inform(cast, own)
    return issue(cast, matter)


def alone_in_a_joined_case(cast: Cast) -> Attempt:
    _, own = joined(cast)
    return issue(cast, several.ready(cast, own))


def joined_by_the_handler(cast: Cast) -> Attempt:
    matter = story.file_case(cast, story.open_case(cast))
    row = several.add_party(cast, matter)
    several.inspect(cast, matter)
    own = several.split(cast, matter, row)
    values = {"case": str(case_of(own).uid), "share": "次要作用。"}
    return Attempt(cast.people["handler"], "cases.join_decision", values, matter)


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "every party was told": (one_not_told, 409),
    "the time of every party is over": (time_of_one_still_runs, 409),
    "nobody decides alone on a joined party": (alone_in_a_joined_case, 409),
    "cases are joined by the head": (joined_by_the_handler, 403),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)
