"""What the pages of either case show of a decision in the common name, and to whom."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

from .doors import signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
Pair = tuple[Cast, Cast]
HEADING = "以共同名义作出决定的机关"


@pytest.fixture
def agencies() -> Iterator[Pair]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made, common.make_other(made, accounts=True)


def page(cast: Cast, office: str, matter: Matter, code: str = "") -> tuple[int, str]:
    place = (
        ("workbench:matter_act", [matter.uid, code]) if code else ("workbench:matter", [matter.uid])
    )
    answer = signed_in(cast.people[office]).get(reverse(place[0], args=place[1]))
    return answer.status_code, answer.content.decode()


def test_each_agency_reads_who_signed_and_the_text_handed_over_on_its_own_case(
    agencies: Pair,
) -> None:
    cast, other = agencies
    matter, own = common.joined(cast, other)
    common.ready(cast, matter)
    cast.do("handler", "cases.hand_over_text", matter)
    common.together(cast, other)

    _, drafting = page(other, "handler", own, "cases.draft_decision")
    _, before = page(cast, "agency_head", matter)
    common.ready(other, own)
    common.together(cast, other)
    status, signing = page(other, "agency_head", own, "cases.sign_common")
    common.sign(other, own)
    common.together(cast, other)
    _, after = page(cast, "agency_head", matter, "cases.issue_decision")

    assert story.FACTS in drafting
    assert "当事人积极改正" in drafting
    assert HEADING in before
    assert "已经同意，尚未签署" in before
    assert (status, "主办机关送交的文本" in signing) == (200, True)
    assert "已经签署" in after
    assert "本机关于" in after


def test_a_case_of_one_agency_says_nothing_of_others(agencies: Pair) -> None:
    cast, _ = agencies
    matter = story.file_case(cast, story.open_case(cast))

    assert HEADING not in page(cast, "agency_head", matter)[1]


def test_nobody_opens_the_case_of_the_other_agency(agencies: Pair) -> None:
    cast, other = agencies
    matter, own = common.joined(cast, other)

    for office in ("handler", "agency_head", "legal_reviewer"):
        assert page(cast, office, own)[0] == 404
        assert page(other, office, matter)[0] == 404
