"""What guards may ask of a case: each fact turns true, and false again, where the law says so."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_beside as helped
from gongjian.cases import testing_several as several
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of

pytestmark = pytest.mark.django_db
COMPLEX: dict[str, Any] = {"complex": True, "findings_reason": "涉及多个法律关系"}
# Nothing stands in the way of a new case by these.
OPEN = {
    "guardian_ready",
    "interpreter_ready",
    "within_limitation",
    "within_power",
    "parties_settled",
    "all_served",
    "corrections_checked",
    "execution_settled",
    "goods_registered",
    "on_record",
    "recordings_checked",
    "seizure_confirmed",
    "seizure_allowed",
    "seizures_on_record",
    "measures_lifted",
    "police_received",
    "entry_settled",
    "two_officers",
    "hearing_settled",
    "decides_here",
    "all_signed",
    "fined_once",
    "recusals_decided",
    "guardian_named",
}
IN_REVIEW = {"has_draft", "discussion_required", "review_required", "draft_is_noticed"}
# What differs from a new case, by what happened.
EXPECTED: dict[str, set[str]] = {
    "new": set(),
    "marked": {"entry_settled", "on_record"},
    "beside": {"parties_settled", "on_record"},
    "first": set(),
    "split": {"split_off"},
    "drafted": {"has_draft"},
    "made": {"has_draft"},
    "told": {"has_draft", "draft_is_noticed", "hearing_settled"},
    "returned": {*IN_REVIEW, "statement_over", "review_paused"},
    "passed": {*IN_REVIEW, "statement_over", "draft_is_reviewed"},
    "heavier": {"has_draft", "statement_over"},
    "lighter": {"has_draft", "statement_over", "draft_is_noticed"},
    "another": {"has_draft", "statement_over"},
}
REDRAFTED: dict[str, dict[str, Any]] = {
    "heavier": {"items": ({"kind": "fine", "amount_fen": 5_212_100},)},
    "lighter": {"items": ({"kind": "fine", "amount_fen": 5_211_900},)},
    "another": {"facts": "另一事实。"},
}


@pytest.fixture
def told(home: object) -> tuple[Cast, dict[str, Matter]]:
    """Return cases to which different things happened, by what it was."""
    cast = story.make_cast()
    names = (
        "marked",
        "beside",
        "first",
        "made",
        "drafted",
        "told",
        "returned",
        "passed",
        *REDRAFTED,
    )
    cases = {name: story.file_case(cast, story.open_case(cast)) for name in names}
    story.investigate(cast, cases["drafted"])
    for name in ("returned", "passed"):
        story.inform(cast, story.investigate(cast, cases[name], **COMPLEX))
    for name in REDRAFTED:
        story.inform(cast, story.investigate(cast, cases[name]))
    story.let_time_run(cast, cases["another"])
    for name, draft in REDRAFTED.items():
        cast.do("unit_head", "cases.go_to_decision", cases[name], opinion="报请决定。")
        cast.do("agency_head", "cases.send_back", cases[name], reason="重新核定。")
        story.propose(cast, cases[name], **draft)
    answer(cast, cases["passed"], "review.pass_review", story.CHECKED)
    problem = story.findings(facts="problem")
    answer(cast, cases["returned"], "review.return_for_supplement", problem)
    several.add_party(cast, cases["beside"])
    story.inspect(cast, cases["first"])
    row = several.add_party(cast, cases["first"])
    cases["split"] = several.split(cast, cases["first"], row)
    cast.do("handler", "cases.inform_party", story.investigate(cast, cases["made"]), contact="李")
    cases["new"] = story.open_case(cast)
    cast.do("unit_head", "cases.mark_major", cases["marked"], reason="社会关注度高。")
    story.inform(cast, story.investigate(cast, cases["told"]))
    return cast, cases


def answer(cast: Cast, matter: Matter, act: str, found: dict[str, Any]) -> None:
    story.sign_papers(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    cast.do("legal_reviewer", act, matter, **found, reasons="见逐项意见。")


def true_in(cast: Cast, matter: Matter, **changed: Any) -> set[str]:
    fresh = Matter.objects.get(pk=matter.pk)
    for name, value in changed.items():
        setattr(fresh, name, value)
    return {name for name, value in facts_of(fresh, cast.clock).items() if value is True}


def test_what_happened_to_a_case_says_what_may_happen_next(
    told: tuple[Cast, dict[str, Matter]],
) -> None:
    cast, cases = told
    passed = cases["passed"]

    found = {name: true_in(cast, cases[name]) ^ OPEN for name in EXPECTED}
    alone = [true_in(cast, passed, second_id=who) for who in (None, passed.lead_id)]
    sent = true_in(cast, passed, marking=["at_police"])

    assert found == EXPECTED
    assert not [facts for facts in alone if "two_officers" in facts]
    assert "police_received" not in sent


def test_a_fact_turns_with_what_is_done_next(told: tuple[Cast, dict[str, Matter]]) -> None:
    cast, cases = told
    marked, passed, noticed = (cases[name] for name in ("marked", "passed", "told"))

    cast.do("legal_reviewer", "review.give_entry_opinion", marked, opinion="可以立案调查。")
    assert "entry_settled" in true_in(cast, marked)

    story.discuss(cast, passed)
    assert "draft_is_discussed" in true_in(cast, passed)
    # What review passed was that draft and no other; so was what the leaders discussed.
    cast.do("agency_head", "cases.send_back", passed, reason="重新核定。")
    story.propose(cast, passed, **REDRAFTED["lighter"], **COMPLEX)
    assert not true_in(cast, passed) & {"draft_is_reviewed", "draft_is_discussed"}

    # A hearing pauses the time to decide, not that of review.
    story.ask_hearing(cast, noticed)
    assert "review_paused" not in true_in(cast, noticed)
    # Who could not follow what it was told is told anew.
    helped.state_needs(cast, noticed, language=True)
    assert "draft_is_noticed" not in true_in(cast, noticed)

    # Telling a heavier penalty once more makes it no lighter than what was told first.
    heavier = cases["heavier"]
    cast.do("handler", "cases.end_investigation", heavier, summary="事实清楚，证据充分。")
    story.inform(cast, heavier)
    assert "draft_is_noticed" not in true_in(cast, heavier)
