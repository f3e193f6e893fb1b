"""What the pages of either case show of a decision in the common name, and to whom."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.workbench.models import Notification

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


def test_the_agencies_have_a_card_of_their_own_that_names_who_handles(agencies: Pair) -> None:
    cast, other = agencies
    matter, own = common.joined(cast, other)

    for here, there, case in ((cast, other, matter), (other, cast, own)):
        text = page(here, "handler", case)[1]
        card = text.split('aria-labelledby="agencies"')[1].split("</section>")[0]
        assert f"承办：{names(here)}" in card
        assert f"承办：{names(there)}" in card
        assert HEADING not in text.split('aria-labelledby="party"')[1]


def names(cast: Cast) -> str:
    return "、".join(cast.people[seat].name for seat in ("handler", "second"))


def told(cast: Cast, matter: Matter, office: str = "handler") -> list[str]:
    rows = Notification.objects.filter(officer=cast.people[office], kind="common", matter=matter)
    return list(rows.order_by("id").values_list("words", flat=True))


def test_each_agency_is_told_of_who_handles_and_what_stops_at_the_other(agencies: Pair) -> None:
    cast, other = agencies
    matter, own = common.joined(cast, other)
    new = make_officer(cast.agency)
    change = {"officer": cast.people["second"].uid, "successor": new.uid, "reason": "调离。"}

    cast.do("agency_head", "cases.change_handler", matter, **change)
    cast.do("agency_head", "cases.suspend_case", matter, reason="须等待鉴定结论。")
    common.together(cast, other)
    other.do("agency_head", "cases.leave_common", own, reason="宜分别处理。")

    lead, invited = cast.agency.name, other.agency.name
    said = [f"{lead}：协办人变更为{new.name}", f"{lead}：中止调查"]
    assert told(other, own) == told(other, own, "second") == said
    assert told(cast, matter) == [f"{invited}：同意共同作出决定", f"{invited}：不再共同作出决定"]
    seen = signed_in(other.people["handler"]).get(reverse("workbench:notices")).content.decode()
    assert f"{lead}：中止调查" in seen
    assert reverse("workbench:matter", args=[own.uid]) in seen
    assert str(matter.uid) not in seen


def test_a_case_alone_tells_nobody(agencies: Pair) -> None:
    cast, _ = agencies
    matter = story.file_case(cast, story.open_case(cast))
    cast.do("agency_head", "cases.suspend_case", matter, reason="须等待鉴定结论。")

    assert not Notification.objects.filter(kind="common").exists()


def test_nobody_opens_the_case_of_the_other_agency(agencies: Pair) -> None:
    cast, other = agencies
    matter, own = common.joined(cast, other)

    for office in ("handler", "agency_head", "legal_reviewer"):
        assert page(cast, office, own)[0] == 404
        assert page(other, office, matter)[0] == 404
