"""Legal review on the pages: who is asked, why a draft cannot pass, what else is submitted."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, standing_evidence
from gongjian.cases.testing import Cast
from gongjian.cases.testing_widening import CLAUSE, DAY, drafted
from gongjian.exante.content import draw
from gongjian.matters.models import Matter
from gongjian.matters.queries import inbox
from gongjian.orgs.testing import make_officer, make_unit
from gongjian.review.testing import consulted, opine, resolved, submitted
from gongjian.workbench.models import Notification
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CATALOGUE = "/staff/review/catalogue/"
ELSEWHERE = "/staff/review/elsewhere/"


@pytest.fixture
def cast() -> Cast:
    return story.make_cast(accounts=True)


def waits(cast: Cast, who: str) -> list[str]:
    return [todo.step for todo in inbox(cast.actor(who))]


def told(cast: Cast, who: str) -> list[str]:
    found = Notification.objects.filter(officer=cast.people[who], read_at=None)
    return list(found.order_by("id").values_list("words", flat=True))


def page(cast: Cast, who: str, address: str) -> str:
    return signed_in_as(cast.people[who]).get(address).content.decode()


def case_page(cast: Cast, who: str, matter: Matter) -> str:
    return page(cast, who, f"/staff/matters/{matter.uid}/")


def propose_exclusion(cast: Cast, matter: Matter) -> None:
    evidence = standing_evidence(case_of(matter))[0]
    words: dict[str, Any] = {"evidence": evidence.uid, "opinion": "只有一名执法人员在场。"}
    cast.do("legal_reviewer", "cases.propose_exclusion", matter, **words)


# --- what the leader is asked for -----------------------------------------------------------------


@pytest.mark.requirement("V9")
def test_an_opinion_to_exclude_evidence_waits_in_the_inbox_of_the_leader(cast: Cast) -> None:
    matter = submitted(cast)
    assert waits(cast, "agency_head") == []

    propose_exclusion(cast, matter)

    assert waits(cast, "agency_head") == ["批准排除证据"]
    assert "批准排除证据" in told(cast, "agency_head")
    assert waits(cast, "legal_reviewer") == ["法制审核"]


@pytest.mark.requirement("V9")
@pytest.mark.parametrize("answer", ["approve_exclusion", "refuse_exclusion"])
def test_the_answer_leaves_the_inbox_and_reaches_the_reviewer(cast: Cast, answer: str) -> None:
    matter = submitted(cast)
    propose_exclusion(cast, matter)
    cast.do("legal_head", "review.assign_reviewer", matter, **reviewer(cast))

    cast.do("agency_head", f"cases.{answer}", matter, note="已核。")

    assert waits(cast, "agency_head") == []
    assert "批准排除证据" not in told(cast, "agency_head")
    words = {"approve_exclusion": "批准排除证据", "refuse_exclusion": "不予排除证据"}[answer]
    assert words in told(cast, "legal_reviewer")
    assert words in told(cast, "handler")


def reviewer(cast: Cast) -> dict[str, Any]:
    cast.people["legal_head"] = make_officer(cast.agency, roles=("legal_head",))
    return {"reviewer": cast.people["legal_reviewer"].uid}


@pytest.mark.requirement("V8")
def test_the_leader_is_asked_for_a_consultation_only_once_somebody_proposed_it(cast: Cast) -> None:
    matter = submitted(cast)
    opine(cast, matter, "return_for_supplement", facts="problem")
    assert waits(cast, "agency_head") == []
    assert told(cast, "agency_head").count("批准协商") == 0

    cast.do("handler", "review.propose_consultation", matter, reasons="对证据标准有分歧。")

    assert waits(cast, "agency_head") == ["批准协商"]
    assert told(cast, "agency_head").count("批准协商") == 1

    cast.do("agency_head", "review.refuse_consultation", matter, note="按审核意见补正。")
    assert waits(cast, "agency_head") == []
    assert "批准协商" not in told(cast, "agency_head")
    assert "不批准协商" in told(cast, "handler")


# --- what the pages say ---------------------------------------------------------------------------


@pytest.mark.requirement("V1")
def test_the_page_says_why_a_draft_cannot_pass_and_only_to_who_reviews_it(cast: Cast) -> None:
    matter = submitted(cast)
    assert "还不能“审核意见：同意”" not in case_page(cast, "legal_reviewer", matter)

    propose_exclusion(cast, matter)

    shown = case_page(cast, "legal_reviewer", matter)
    assert "还不能“审核意见：同意”" in shown
    assert "还在等待机关负责人批示" in shown
    assert "还不能“审核意见：同意”" not in case_page(cast, "handler", matter)


@pytest.mark.requirement("V1")
@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("pass_by_resolution", "通过，原审核意见保留"),
        ("resolve_to_mend", "未通过，由承办机构补正"),
    ],
)
def test_the_votes_stand_beside_the_round_they_resolved(cast: Cast, act: str, words: str) -> None:
    matter = submitted(cast)
    opine(cast, matter, "return_for_supplement", facts="problem")
    consulted(cast, matter)

    minutes = resolved(cast, matter, act)

    shown = page(cast, "agency_head", f"/staff/matters/{matter.uid}/?tab=proposal")
    assert words in shown
    assert f"实到 {minutes.present} 人，同意 {minutes.ayes} 人" in shown


# --- what is submitted beside the cases -----------------------------------------------------------


def submit_document(cast: Cast, who: str, title: str) -> Any:
    officer = cast.people[who]
    words: dict[str, Any] = {"title": title, "unit": officer.unit.uid, "basis": "依据某条。"}
    return cast.do(who, "review.submit_normative", **words)


@pytest.mark.requirement("V15")
def test_who_submits_a_document_reads_the_opinion_on_it_and_nothing_of_other_units(
    cast: Cast,
) -> None:
    other = make_officer(cast.agency, unit=make_unit(cast.agency, "另一支队"), account=True)
    cast.people["other"] = other
    submit_document(cast, "other", "另一份规定")
    row = submit_document(cast, "handler", "裁量基准规定")
    words: dict[str, Any] = {
        "document": row.uid,
        "outcome": "problem",
        "opinion": "第三条与上位法不一致。",
    }
    cast.do("legal_reviewer", "review.review_normative", **words)

    shown = page(cast, "handler", ELSEWHERE)

    assert "规范性文件送审" in shown
    assert "第三条与上位法不一致。" in shown
    assert "另一份规定" not in shown
    assert "法律顾问、公职律师" not in shown
    assert "另一份规定" in page(cast, "legal_reviewer", ELSEWHERE)


def test_who_neither_submits_nor_reviews_is_refused_and_the_menu_says_so(cast: Cast) -> None:
    publisher = signed_in_as(cast.people["publisher"])

    assert publisher.get(ELSEWHERE).status_code == 403
    assert "其他送审" not in publisher.get("/staff/").content.decode()
    assert "其他送审" in page(cast, "handler", "/staff/")
    assert signed_in_as(cast.people["handler"]).get("/staff/review/").status_code == 403


def test_the_page_of_what_was_submitted_costs_the_same_however_much_there_is(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = signed_in_as(cast.people["handler"])
    assert "还没有规范性文件" in client.get(ELSEWHERE).content.decode()
    with django_assert_max_num_queries(40) as first:
        client.get(ELSEWHERE)

    for number in range(4):
        submit_document(cast, "handler", f"规定{number}")

    with django_assert_max_num_queries(len(first)):
        assert "规定3" in client.get(ELSEWHERE).content.decode()


# --- the words of the place -----------------------------------------------------------------------


@pytest.mark.requirement("V7")
@pytest.mark.parametrize(
    ("profile", "names"),
    [
        ("dazhou", ("审核意见：同意", "审核意见：存在问题")),
        ("huainan", ("审核意见：同意", "审核意见：纠正", "审核意见：移送有权机关处理")),
        ("xiamen", ("审核通过", "退回补正", "不予核准")),
    ],
)
def test_a_reviewer_gives_his_opinion_in_the_words_of_the_place(
    profile: str, names: tuple[str, ...]
) -> None:
    cast = story.make_cast(profile, accounts=True)
    matter = submitted(cast)

    shown = case_page(cast, "legal_reviewer", matter)
    form = page(
        cast, "legal_reviewer", f"/staff/matters/{matter.uid}/acts/review.return_for_supplement/"
    )

    for name in names:
        assert f">{name}</a>" in shown
        assert f">{name}</button>" in form
    opine(cast, matter, "return_for_supplement", facts="problem")
    assert matter.steps.get(act="review.return_for_supplement").name == names[1]
    assert names[1] in told(cast, "handler")


@pytest.mark.requirement("V2")
@pytest.mark.parametrize(("profile", "offered"), [("dazhou", False), ("xiamen", True)])
def test_outside_nodes_are_submitted_only_where_the_place_lists_any(
    profile: str, offered: bool
) -> None:
    cast = story.make_cast(profile, accounts=True)

    assert ("登记系统外送审" in page(cast, "handler", ELSEWHERE)) is offered
    assert "规范性文件送审" in page(cast, "handler", ELSEWHERE)


# --- the agency widens what it has reviewed ------------------------------------------------------


@pytest.mark.requirement("V2")
def test_the_catalogue_shows_what_was_added_by_whom_and_the_public_list_follows(cast: Cast) -> None:
    rule = drafted(cast)
    asking = page(cast, "agency_head", CATALOGUE)
    own = page(cast, "legal_reviewer", CATALOGUE)
    before = draw("review", cast.agency, cast.today + DAY)["rows"]

    cast.do("agency_head", "cases.approve_scope_change", change=rule.uid)
    today = draw("review", cast.agency, cast.today)["rows"]
    later = draw("review", cast.agency, cast.today + DAY)["rows"]

    approve = f"cases.approve_scope_change/?change={rule.uid}"
    assert approve in asking
    assert approve not in own
    assert "待批准" in own
    assert len(later) == len(before) + 1 == len(today) + 1
    (added,) = (row["cells"] for row in later if row not in before)
    assert (added["part"], added["when"]) == ("本机关扩大的审核范围", "决定种类：罚款")
    assert added["source"] == CLAUSE
    assert "未备案" in page(cast, "legal_reviewer", CATALOGUE)


def test_no_opinion_is_put_forward_before_the_reviewer_chooses(cast: Cast) -> None:
    matter = submitted(cast)
    form = page(cast, "legal_reviewer", f"/staff/matters/{matter.uid}/acts/review.pass_review/")
    head = case_page(cast, "legal_reviewer", matter).partition('class="next"')[2]

    assert "<h1>出具法制审核意见</h1>" in form
    assert 'class="button primary"' not in form
    assert 'aria-hidden="true" disabled>' in form
    assert "primary" not in head.partition("</div>")[0]
