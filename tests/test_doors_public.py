"""What follows a publication, and who stands in for another, tried at every door."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.publicity import testing as publishing
from gongjian.publicity.models import Objection, PublicItem

from .doors import Attempt, as_json, assert_shut, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
OBJECTION = {"ground": "inaccurate", "content": "数额有误。", "name": "李", "contact": "0818"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def test_corrections_objections_and_the_end_of_display_are_shut_to_who_may_not(cast: Cast) -> None:
    matter = story.decided_case(cast)
    early = {"item": "00000000-0000-4000-8000-000000000000", **OBJECTION}
    before = attempt(cast, "publisher", "publicity.file_objection", matter, **early)
    assert_shut(before, 409, page=422)  # the page does not even list it

    item: PublicItem = publishing.publish(cast, matter)
    cast.do("publisher", "publicity.file_objection", matter, item=item.uid, **OBJECTION)
    objection = Objection.objects.get(item=item)
    answer = {"objection": objection.uid, "outcome": "rejected", "answer": "数额无误。"}
    checked = {"release": item.release.uid, "compared": True}

    for office, code, values, status in (
        ("publisher", "publicity.answer_objection", answer, 403),
        ("publisher", "publicity.correct_publication", checked, 403),
        ("publication_checker", "publicity.correct_publication", checked, 409),
    ):
        assert_shut(attempt(cast, office, code, matter, **values), status)
    # Only the house itself ends a display, on its day: neither API nor page even offers it.
    ended = attempt(cast, "publication_checker", "publicity.end_display", matter, item=item.uid)
    assert_shut(ended, 403, api=404, page=404)


def test_a_deputy_approves_no_case_that_he_handles_himself(cast: Cast) -> None:
    matter = story.open_case(cast)
    said = {"facts": "工艺变更。", "basis": "环境影响评价法 第二十四条", "opinion": "立案。"}
    cast.do("handler", "cases.propose_filing", matter, None, **said)
    head, second = cast.people["agency_head"], cast.people["second"]
    days = {"from_on": cast.today, "to_on": cast.today + timedelta(days=5)}
    leave = cast.do(
        "agency_head", "orgs.enter_leave", None, None, officer=head.uid, reason="年休假", **days
    )
    cast.do("agency_head", "orgs.appoint_deputy", None, None, absence=leave.uid, deputy=second.uid)

    assert_shut(attempt(cast, "second", "cases.approve_filing", matter, opinion="同意。"), 403)
