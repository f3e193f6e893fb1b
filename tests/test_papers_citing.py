"""A paper that seizes or orders cites law in force on its day, at every door."""

import dataclasses
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter

from .doors import Attempt, as_json, assert_shut, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ENDED = "《环境行政处罚办法》第四十一条"
UNKNOWN = "《青川市河道管理条例》第八条"


@pytest.fixture
def cast() -> Cast:
    return story.make_cast(accounts=True)


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


def typed(cast: Cast, kind: str, **values: Any) -> dict[str, Any]:
    return vars(typed_command(kind, cast.now)) | values


@pytest.mark.parametrize(
    ("kind", "who"), [("seizure-approval", "agency_head"), ("correction-order", "handler")]
)
def test_no_door_takes_a_paper_that_cites_law_out_of_force(
    cast: Cast, matter: Matter, kind: str, who: str
) -> None:
    values = as_json(dataclasses.asdict(typed_command(kind, cast.now)) | {"basis": ENDED})

    with told_by(cast):
        assert_shut(Attempt(cast.people[who], act_code(kind), values, matter), 422)


def test_the_refusal_names_the_law_and_what_the_catalogue_does_not_know_may_stand(
    cast: Cast, matter: Matter
) -> None:
    with pytest.raises(InvalidInput, match="不再施行"):
        cast.do(
            "handler",
            act_code("correction-order"),
            matter,
            **typed(cast, "correction-order", basis=ENDED),
        )

    values = typed(cast, "correction-order", basis=UNKNOWN)
    paper = cast.do("handler", act_code("correction-order"), matter, **values)

    assert paper.kind == "correction-order"
