"""Who was harmed learns that nobody is punished, or it is known why he cannot be told.

Source: 治安管理处罚法 第一百一十六条第二款; 公安机关办理行政案件程序规定 第一百七十二条第三款.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.public_order.models import Unpunished, Victim, VictimCopy
from gongjian.cases.queries import case_number
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_deposit import takes
from .test_doors_public_order import decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
GONE = "电话停机，登记的地址已经无人居住。"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def spared(cast: Cast, *, served: bool = True) -> Matter:
    """Return the case of a child who harmed somebody and is not punished."""
    matter = filed(cast, police.CHILD)
    cast.do("handler", "cases.register_victim", matter, name="被示例", harm="轻微伤")
    police.investigated(cast, matter, ground="under_14")
    if served:
        police.not_punished(cast, matter)
        return matter
    draft = story.before_the_head(cast, matter)
    police.spare(cast, matter, draft_hash=draft.draft_hash)
    story.sign_papers(cast, matter)
    return matter


def give(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    victim = Victim.objects.get(case__matter=matter)
    known = {"victim": victim.uid, "given_on": cast.today, "receiver": "被示例"}
    code = "cases.give_victim_copy"
    return Attempt(cast.people["handler"], code, as_json(known | values), matter)


def given(cast: Cast, matter: Matter, **values: Any) -> VictimCopy:
    victim = Victim.objects.get(case__matter=matter)
    known = {"victim": victim.uid, "given_on": cast.today, "receiver": "被示例"}
    copy: VictimCopy = cast.do("handler", "cases.give_victim_copy", matter, **(known | values))
    return copy


def end(cast: Cast, matter: Matter) -> Attempt:
    opinion = as_json({"opinion": "同意办结。"})
    return Attempt(cast.people["agency_head"], "cases.end_unpunished", opinion, matter)


def twice(cast: Cast) -> Attempt:
    matter = spared(cast)
    attempt = give(cast, matter)
    given(cast, matter)
    return attempt


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "no end before the victim knows": (lambda cast: end(cast, spared(cast)), 409),
    "to nobody": (lambda cast: give(cast, spared(cast), receiver=""), 422),
    "received and out of reach": (lambda cast: give(cast, spared(cast), unreached=GONE), 422),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


def test_nobody_gets_it_twice(cast: Cast) -> None:
    """The page offers no such victim any more, and says so at the field."""
    assert_shut(twice(cast), 409, page=422)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_gives_the_decision_not_to_punish(cast: Cast, door: str) -> None:
    assert DOORS[door](give(cast, spared(cast))) == 200

    copy = VictimCopy.objects.get()
    assert (copy.unpunished, copy.decision, copy.late) == (Unpunished.objects.get(), None, False)


def test_it_has_two_days_and_is_not_taken_back_once_a_victim_has_it(cast: Cast) -> None:
    matter = spared(cast, served=False)
    limit = matter.deadlines.get(code="police.victim_copy")
    assert (limit.due_on - limit.starts_on).days == 2

    given(cast, matter)

    limit.refresh_from_db()
    assert limit.state == "met"
    with pytest.raises(RuleBroken):
        cast.do("agency_head", "cases.void_no_penalty", matter, reason="日期写错。")
    taken = Unpunished.objects.get()
    taken.void = True
    assert not takes(taken)


def test_one_taken_back_before_anybody_has_it_sets_no_limit_any_more(cast: Cast) -> None:
    matter = spared(cast, served=False)

    cast.do("agency_head", "cases.void_no_penalty", matter, reason="日期写错。")

    assert not matter.deadlines.filter(code="police.victim_copy", state="open").exists()


def test_a_case_ends_where_a_victim_cannot_be_reached(cast: Cast) -> None:
    matter = spared(cast)

    copy = given(cast, matter, receiver="", unreached=GONE)
    cast.do("agency_head", "cases.end_unpunished", matter, opinion="同意办结。")

    assert (copy.receiver, copy.unreached) == ("", GONE)
    assert matter.marking == ["not_punished"]


def test_the_database_ends_no_case_over_a_victim_and_takes_no_copy_of_another(cast: Cast) -> None:
    matter = spared(cast)
    last = copied(matter.steps.order_by("-seq").first(), code="end_unpunished", seq=matter.seq + 1)
    assert not takes(last)

    copy = given(cast, matter)

    last.seq = matter.seq + 1
    assert takes(last)
    other = filed(cast)
    second = cast.do("handler", "cases.register_victim", other, name="受示例", harm="轻微伤")
    decision = decided(cast, other)
    assert not takes(copied(copy, victim_id=second.pk))
    assert not takes(copied(copy, victim_id=second.pk, unpunished_id=None))
    assert not takes(copied(copy, victim_id=second.pk, receiver=""))
    assert decision.marking != matter.marking


def test_a_victim_reads_the_copy_at_the_desk_from_the_day_it_was_handed_over(cast: Cast) -> None:
    matter = spared(cast, served=False)
    victim = Victim.objects.get()
    code = cast.do("handler", "cases.issue_query_code", matter, holder="victim", victim=victim.uid)
    client, known = Client(), {"number": case_number(matter), "code": code.__dict__["plain"]}
    assert client.post("/my/enter", known).status_code == 302
    paper = f"/my/papers/{Unpunished.objects.get().document.uid}.pdf"
    assert client.get(paper).status_code == 404
    before = client.get("/my/").content.decode()

    given(cast, matter)
    page, day = client.get("/my/").content.decode(), cast.today
    cast.wait(days=70)
    later = client.get("/my/").content.decode()

    # Review and lawsuit are the victim's own, in terms that begin with the copy; his turn is told.
    assert "申请行政复议" not in before
    assert re.search(r'aria-current="step">\s*<strong>送您决定书副本', before)
    assert page.count("期限从您收到决定书副本的第二天起算。") == 2
    assert "申请行政复议" in page
    assert "第一百二十一条" in page
    assert "申请行政复议" not in later
    assert "提起行政诉讼" in later
    assert "/my/statement" not in page

    assert f"{day.month}月{day.day}日 送达" in page
    assert "不予治安管理处罚决定书" in page
    assert paper in page
