"""The review desk: what was sent back and what is disputed, until it comes back or is resolved."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.review.models import Opinion
from gongjian.review.testing import answer, consulted, opine, resolved, submitted, told_again
from gongjian.ui.pager import Page
from gongjian.workbench.sent_back import sent_back_page, sent_back_rows
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
DESK = "/staff/review/"
CONSULT: dict[str, Any] = {"reasons": "对证据标准有分歧。"}


@pytest.fixture
def cast() -> Cast:
    made = story.make_cast(accounts=True)
    made.people["legal_head"] = make_officer(made.agency, roles=("legal_head",), account=True)
    return made


def returned(cast: Cast, **values: Any) -> Matter:
    matter = submitted(cast, **values)
    opine(cast, matter, "return_for_supplement", facts="problem")
    return matter


def listed(
    cast: Cast, state: str = "", who: str = "legal_reviewer", mine: bool = False
) -> list[int]:
    shown = sent_back_page(cast.actor(who), state=state, mine=mine, after="")
    return [row.pk for row in shown.rows]


def stands(cast: Cast) -> list[str]:
    shown = sent_back_page(cast.actor("legal_head"), state="", mine=False, after="")
    return [row.stands for row in sent_back_rows(shown.rows)]


def test_a_returned_case_is_listed_until_it_is_submitted_anew(cast: Cast) -> None:
    matter = submitted(cast)
    assert listed(cast) == []

    opine(cast, matter, "return_for_supplement", facts="problem")
    assert listed(cast) == listed(cast, "returned") == listed(cast, who="legal_head") == [matter.pk]
    assert listed(cast, "disputed") == []
    assert stands(cast) == ["等待承办机构反馈采纳情况"]
    told_again(cast, matter)
    assert stands(cast) == ["补正中，尚未再次送审"]

    cast.do("handler", "review.resubmit", matter, summary="已补正。")
    assert listed(cast) == []


def test_what_was_not_reviewed_at_all_is_listed_too(cast: Cast) -> None:
    matter = submitted(cast)

    cast.do("legal_reviewer", "review.send_back_incomplete", matter, missing="没有集体讨论记录。")

    (row,) = sent_back_rows(
        sent_back_page(cast.actor("legal_reviewer"), state="returned", mine=True, after="").rows
    )
    assert (row.said, row.matter) == ("不予审核，退回补办", matter)


def test_a_dispute_is_one_from_the_proposal_until_the_leaders_resolve_it(cast: Cast) -> None:
    matter = returned(cast)
    cast.do("handler", "review.propose_consultation", matter, **CONSULT)
    assert (listed(cast, "disputed"), listed(cast, "returned")) == ([matter.pk], [])
    assert stands(cast) == ["等待机关负责人批准协商"]
    cast.do("agency_head", "review.refuse_consultation", matter, note="先行补正。")
    assert (listed(cast, "disputed"), listed(cast, "returned")) == ([], [matter.pk])

    consulted(cast, matter)
    assert listed(cast, "disputed") == [matter.pk]
    assert stands(cast) == ["等待机关负责人集体讨论"]
    cast.wait(hours=1)

    resolved(cast, matter)
    assert listed(cast) == []


def test_leaders_who_do_not_agree_leave_it_returned(cast: Cast) -> None:
    matter = returned(cast)
    consulted(cast, matter)
    cast.wait(hours=1)

    resolved(cast, matter, "resolve_to_mend")

    assert (listed(cast, "disputed"), listed(cast, "returned")) == ([], [matter.pk])


def test_a_reviewer_may_ask_for_his_own(cast: Cast) -> None:
    matter = returned(cast)
    roles = ("legal_reviewer",)
    cast.people["other"] = make_officer(cast.agency, roles=roles, account=True)

    assert listed(cast, mine=True) == [matter.pk]
    assert (listed(cast, who="other"), listed(cast, who="other", mine=True)) == ([matter.pk], [])


def test_the_desk_shows_them_and_costs_the_same_however_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = signed_in_as(cast.people["legal_head"])
    assert "没有退回或者有分歧的案件" in client.get(DESK).content.decode()
    first = returned(cast)
    answer(cast, first)
    shown = client.get(DESK + "?state=returned").content.decode()
    assert Opinion.objects.get().label in shown
    assert "补正中，尚未再次送审" in shown
    with django_assert_max_num_queries(60) as asked:
        client.get(DESK)
    for number in range(3):
        returned(cast, cause=f"案由{number}")

    with django_assert_max_num_queries(len(asked)):
        assert "案由2" in client.get(DESK).content.decode()


def test_it_is_turned_page_by_page(cast: Cast) -> None:
    matters = [returned(cast, cause=f"案由{number}").pk for number in range(3)]
    actor = cast.actor("legal_reviewer")

    def turned(after: str) -> Page[Matter]:
        return sent_back_page(actor, state="", mine=False, after=after, size=2)

    first = turned("")
    second = turned(first.next)

    assert [row.pk for row in [*first.rows, *second.rows]] == matters[::-1]
    assert (second.next, turned(second.previous).rows) == ("", first.rows)
