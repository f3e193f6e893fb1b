"""What the head of the unit says goes to the head of the agency and onto the papers."""

import json
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.common.errors import NotAllowed, RuleBroken
from gongjian.documents.catalogue import definition
from gongjian.documents.models import Document
from gongjian.documents.typed import known
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FILING, INVESTIGATION = "cases.opine_on_filing", "cases.opine_on_investigation"
AGREED: dict[str, Any] = {"opinion": "同意承办人的意见。"}


def proposed(cast: story.Cast) -> Matter:
    matter = story.open_case(cast)
    cast.do(
        "handler",
        "cases.propose_filing",
        matter,
        facts="现场检查发现工艺变更。",
        basis=story.provisions(matter, cast.today)["violated"],
        opinion="建议立案调查。",
    )
    return matter


def approval(matter: Matter) -> dict[str, Any]:
    paper = Document.objects.get(matter=matter, kind="filing-approval")
    said: dict[str, Any] = json.loads(paper.data)["fields"]
    return said


def test_the_opinion_on_a_filing_stands_on_its_form() -> None:
    cast = story.make_cast()
    matter = proposed(cast)
    with pytest.raises(NotAllowed):
        cast.do("handler", FILING, matter, **AGREED)
    cast.do("unit_head", FILING, matter, **AGREED)
    with pytest.raises(RuleBroken):
        cast.do("unit_head", FILING, matter, **AGREED)
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意立案。")

    said = approval(matter)
    assert said["unit_opinion"] == AGREED["opinion"]
    assert said["unit_head"] == cast.people["unit_head"].name
    assert said["unit_on"] == cast.today.isoformat()


def test_a_filing_does_not_wait_for_an_opinion_that_no_law_asks_for() -> None:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))

    assert approval(matter)["unit_opinion"] is None


def test_the_opinion_on_an_investigation_is_offered_to_the_form_that_approves_the_penalty() -> None:
    cast = story.make_cast()
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    form, head = definition("penalty-approval"), cast.actor("agency_head")
    assert "unit_opinion" not in known(form, head, matter)

    cast.do("unit_head", INVESTIGATION, matter, **AGREED)
    assert known(form, head, matter)["unit_opinion"] == AGREED["opinion"]

    cast.do("handler", "cases.supplement_investigation", matter, reason="还有事实没有查清。")
    cast.do("handler", "cases.end_investigation", matter, summary="已查清。")
    assert "unit_opinion" not in known(form, head, matter)
    cast.do("unit_head", INVESTIGATION, matter, opinion="补充查清，同意。")
    assert known(form, head, matter)["unit_opinion"] == "补充查清，同意。"
