"""Buttons, record and charts call the outcomes of review as the place does, and no other step."""

import pytest

from gongjian.common.data import data_folder
from gongjian.process import Process, load_process
from gongjian.review.naming import ACTS, in_local_words, local_names
from gongjian.review.services import OUTCOME_ACTS


def ordinary() -> Process:
    path = data_folder("processes") / "penalty-ordinary.toml"
    return load_process(path.read_text(encoding="utf-8"))


@pytest.mark.requirement("V7")
@pytest.mark.parametrize(
    ("profile", "passed", "returned"),
    [
        ("dazhou", "审核意见：同意", "审核意见：存在问题"),
        ("huainan", "审核意见：同意", "审核意见：纠正"),
        ("xiamen", "审核通过", "退回补正"),
    ],
)
def test_a_chart_is_drawn_in_the_words_of_the_place(
    profile: str, passed: str, returned: str
) -> None:
    process = ordinary()

    drawn = in_local_words(process, profile)

    names = drawn.step_names
    assert (names["pass_review"], names["return_for_supplement"]) == (passed, returned)
    assert in_local_words(process, profile) is drawn
    changed = {code for code, name in names.items() if name != process.step_names[code]}
    assert {process.steps[code].act for code in changed} <= set(ACTS.values())
    assert list(drawn.steps) == list(process.steps)


def test_the_acts_that_are_named_are_those_of_the_outcomes() -> None:
    assert {outcome: service.code for outcome, service in OUTCOME_ACTS.items()} == ACTS
    assert local_names("xiamen") == {}
