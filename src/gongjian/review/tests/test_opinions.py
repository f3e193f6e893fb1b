"""The written opinion: every item found on, four outcomes by profile, each where it leads."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, latest_review
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.queries import documents_of
from gongjian.jurisdiction.profiles import profiles
from gongjian.ledger.models import Entry
from gongjian.review.checks import check_items
from gongjian.review.models import Opinion, SentBack
from gongjian.review.queries import latest_opinion, open_request, rounds_of
from gongjian.review.testing import heard, opine, submitted, told_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SEVEN = ("legality", "truth", "relevance", "capacity", "weight", "object", "standard")


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


def refused(cast: Cast, error: type[Exception], match: str, *words: Any, **values: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error, match=match):
        cast.do(*words, **values)
    assert Entry.objects.count() == before


# --- the checklist ------------------------------------------------------------------------------


@pytest.mark.requirement("V6")
def test_each_profile_asks_the_national_items_and_its_own_each_with_its_clause() -> None:
    on = story.START.date()
    asked = {p.code: {i.code: i for i in check_items(p.code, on)} for p in profiles()}

    assert all(set(asked["national"]) <= set(items) for items in asked.values())
    assert all(i.source for items in asked.values() for i in items.values())
    assert {f"evidence_{one}" for one in SEVEN} <= set(asked["xiamen"])
    assert {"reasonable_doubt", "measures", "formalities", "file"} <= set(asked["xiamen"])
    assert "第4.3.3项" in asked["xiamen"]["jurisdiction"].source
    assert "abuse" in asked["kunming"]
    assert "abuse" in asked["lufeng"]


@pytest.mark.requirement("V6")
def test_an_item_without_a_finding_blocks_the_opinion(cast: Cast) -> None:
    matter = submitted(cast)
    short = {"findings": story.findings()["findings"][:-1], "reasons": "同意。"}
    twice = {"findings": (*story.findings()["findings"],) * 2, "reasons": "同意。"}

    act = ("legal_reviewer", "review.pass_review", matter)
    refused(cast, InvalidInput, "未超过追究时效", *act, **short)
    refused(cast, InvalidInput, "重复", *act, **twice)


@pytest.mark.requirement("V6")
@pytest.mark.parametrize("finding", ["na", "problem"])
def test_each_problem_and_each_not_applicable_needs_a_reason_of_its_own(
    cast: Cast, finding: str
) -> None:
    matter = submitted(cast)
    rows = [dict(row) for row in story.findings(facts="problem", crime=finding)["findings"]]
    for row in rows:
        row["remark"] = "" if row["item"] == "crime" else row["remark"]

    refused(
        cast,
        InvalidInput,
        "请写明理由",
        "legal_reviewer",
        "review.return_for_supplement",
        matter,
        findings=tuple(rows),
        reasons="补正。",
    )


@pytest.mark.requirement("V6")
def test_an_opinion_keeps_every_item_with_its_words_and_its_rule(cast: Cast) -> None:
    matter = submitted(cast)

    opinion = opine(cast, matter, "return_for_supplement", facts="problem", crime="na")

    kept = {found["item"]: found for found in opinion.findings}
    assert list(kept) == [i.code for i in check_items("dazhou", cast.today)]
    assert kept["facts"]["finding"] == "problem"
    assert kept["crime"]["remark"] == "本案不涉及。"
    assert kept["law"]["label"] == "适用法律准确，裁量适当"
    assert opinion.problems == 1


@pytest.mark.requirement("V6")
def test_each_item_cites_its_own_rule_and_that_of_the_place() -> None:
    cited = {item.code: item.source for item in check_items("xiamen", date(2026, 6, 1))}

    assert cited["procedure"] == "国办发〔2018〕118号 （十三）"
    assert cited["limitation"].startswith("行政处罚法 第三十六条")
    assert cited["jurisdiction"].startswith("行政处罚法 第二十二条至第二十五条；")
    assert "第4.3.3项" in cited["jurisdiction"]


# --- outcomes -----------------------------------------------------------------------------------


@pytest.mark.requirement("V7")
def test_in_every_shipped_profile_approval_alone_opens_the_decision() -> None:
    for known in profiles():
        opening = {o.code for o in known.outcomes if o.opens}
        assert opening == {"approve"}, known.code


@pytest.mark.requirement("V7")
@pytest.mark.parametrize(
    ("profile", "labels"),
    [
        ("dazhou", {"pass_review": "同意", "return_for_supplement": "存在问题"}),
        ("huainan", {"return_for_supplement": "纠正", "transfer": "移送有权机关处理"}),
        ("xiamen", {"return_for_supplement": "退回补正", "reject": "不予核准"}),
    ],
)
def test_outcomes_carry_the_words_of_the_place(profile: str, labels: dict[str, str]) -> None:
    for act, label in labels.items():
        cast = story.make_cast(profile)
        matter = submitted(cast)
        problems = {} if act == "pass_review" else {"law": "problem"}
        extra = {"refer_to": "青川市公安局"} if act == "transfer" else {}

        opinion = opine(cast, matter, act, values=extra, **problems)

        assert opinion.label == label
        assert matter.marking == (["to_decide"] if act == "pass_review" else ["review_returned"])


@pytest.mark.requirement("V7")
@pytest.mark.parametrize(
    ("profile", "act"), [("dazhou", "reject"), ("dazhou", "transfer"), ("xiamen", "transfer")]
)
def test_an_outcome_that_the_place_does_not_have_is_refused(profile: str, act: str) -> None:
    cast = story.make_cast(profile)
    matter = submitted(cast)
    values = {"reasons": "x", **story.findings(profile, law="problem")}
    values |= {"refer_to": "公安局"} if act == "transfer" else {}

    refused(
        cast,
        RuleBroken,
        "本地区的审核结论中没有",
        "legal_reviewer",
        f"review.{act}",
        matter,
        **values,
    )


@pytest.mark.requirement("V7")
def test_what_was_rejected_cannot_be_submitted_again_unchanged() -> None:
    cast = story.make_cast("xiamen")
    matter = submitted(cast)
    opine(cast, matter, "reject", law="problem")

    told_again(cast, matter)
    refused(cast, RuleBroken, "原样", "handler", "review.resubmit", matter, summary="请再审。")

    story.propose(cast, matter, items=({"kind": "fine", "amount_fen": 4_000_000},))
    cast.do("handler", "review.resubmit", matter, summary="已重新拟定。")
    assert matter.marking == ["under_review"]


@pytest.mark.requirement("V7")
def test_the_database_refuses_an_approval_that_names_problems(cast: Cast) -> None:
    matter = submitted(cast)
    request = open_request(case_of(matter))
    assert request is not None
    forged = Opinion(
        request=request,
        submitted_by=request.submitted_by,
        reviewer=cast.people["legal_reviewer"],
        outcome="passed",
        label="同意",
        findings=[],
        problems=1,
        reasons="x",
        draft_hash="x",
        document=documents_of(matter)[0],
        given_at=cast.now,
    )

    check = r"opinion_passes_without_problem|CHECK"
    with pytest.raises(DatabaseError, match=check), transaction.atomic():
        forged.save()


# --- materials ----------------------------------------------------------------------------------


@pytest.mark.requirement("V5")
def test_an_incomplete_submission_is_refused_by_the_names_of_what_is_missing(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))

    refused(
        cast,
        RuleBroken,
        "缺少：证据材料、调查终结报告或者报告摘要、拟作出的决定及裁量理由、行政处罚告知书、告知书送达回证",
        "handler",
        "review.submit",
        matter,
        summary="请审。",
    )


@pytest.mark.requirement("V5")
def test_in_xiamen_a_paper_not_yet_made_into_a_file_keeps_the_case_from_review() -> None:
    cast = story.make_cast("xiamen")
    matter = heard(cast)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")

    refused(
        cast, RuleBroken, "已全部录入系统", "handler", "review.submit", matter, summary="请审。"
    )


@pytest.mark.requirement("V5")
def test_a_case_not_submitted_by_the_rules_is_sent_back_unreviewed(cast: Cast) -> None:
    matter = submitted(cast)

    cast.do(
        "legal_reviewer",
        "review.send_back_incomplete",
        matter,
        missing="告知书送达回证没有见证人签名。",
    )

    case = case_of(matter)
    assert matter.marking == ["informed"]
    assert latest_review(case) is None
    assert latest_opinion(case) is None
    assert SentBack.objects.get().missing.startswith("告知书送达回证")
    cast.do("handler", "review.submit", matter, summary="已补办。")
    assert [r.round for r in rounds_of(case)] == [1, 2]
    opine(cast, matter, "pass_review")
    assert matter.marking == ["to_decide"]
