"""The engine: where steps are possible, why not, and where they lead."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.process.definition import Marking, Process, StepDef
from gongjian.process.evaluating import compiled, last_times
from gongjian.process.testing import shipped

PROCESS = shipped()
OPEN = {
    "two_officers": True,
    "decides_here": True,
    "all_signed": True,
    "proposal": "penalty",
    "hearing_settled": True,
    "review_paused": False,
    "within_power": True,
    "discussion_required": False,
    "draft_is_discussed": False,
    "review_required": True,
    "statement_over": True,
    "draft_is_noticed": True,
    "draft_is_reviewed": True,
    "money_settled": True,
    "execution_settled": True,
    "execution_over": False,
    "ordered_remade": False,
    "may_refuse_again": False,
    "split_off": False,
    "parties_settled": True,
    "all_served": True,
    "measures_lifted": True,
    "on_record": True,
    "recordings_checked": True,
    "corrections_checked": True,
    "goods_registered": True,
    "fined_once": True,
    "recusals_decided": True,
}


def naive_possible(
    process: Process, marking: Marking, history: Sequence[str], facts: Mapping[str, Any]
) -> set[str]:
    found = set()
    for step in process.steps.values():
        if step.side:
            there = any(place in marking for place in step.in_)
        elif step.frm_any:
            there = any(place in marking for place in step.frm_any)
        else:
            there = all(place in marking for place in step.frm)
        if there and (not step.guard or compiled(step.guard)(facts, last_times(history))):
            found.add(step.code)
    return found


def held(process: Process, history: Sequence[str]) -> set[str]:
    return {kind for code in history for kind in process.steps[code].makes}


def walk(seed: int, steps: int = 80) -> list[tuple[Marking, list[str], dict[str, Any], StepDef]]:
    """Return a random run with facts that change at random: what stood before each step."""
    chance = random.Random(seed)
    marking, run = PROCESS.start(), []
    history: list[str] = []
    for _ in range(steps):
        facts = {code: chance.choice(fact.values) for code, fact in PROCESS.facts.items()}
        documents = held(PROCESS, history)
        offered = [
            step
            for step in PROCESS.possible(marking, history, facts)
            if not PROCESS.refusals(step, marking, history, facts, documents)
        ]
        if not offered:
            continue
        (step,) = chance.choices(offered, [likely(step) for step in offered])
        run.append((marking, list(history), facts, step))
        marking = PROCESS.move(marking, step)
        history.append(step.code)
    return run


def likely(step: StepDef) -> int:
    """Return the weight of a step: most go on, some stay, few return or leave the usual course."""
    if step.side:
        return 10
    rows = [PROCESS.places[place].row for place in (*step.frm, *step.frm_any)]
    returns = all(PROCESS.places[place].row < min(rows) for place in step.to)
    return 1 if returns or step.exceptional else 60


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_no_random_run_breaks_an_invariant(seed: int) -> None:
    for _, history, facts, step in walk(seed):
        for invariant in PROCESS.invariants:
            if step.code in invariant.on:
                assert compiled(invariant.guard)(facts, last_times(history)), invariant.name


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_engine_offers_what_a_naive_one_offers(seed: int) -> None:
    for marking, history, facts, _ in walk(seed, 40):
        offered = PROCESS.possible(marking, history, facts)
        codes = {step.code for step in offered}

        assert codes == naive_possible(PROCESS, marking, history, facts)
        assert [s.side for s in offered] == sorted(s.side for s in offered)
        everything = set(PROCESS.documents)
        for step in PROCESS.steps.values():
            refused = PROCESS.refusals(step, marking, history, facts, everything)
            assert bool(refused) == (step.code not in codes)


def test_random_runs_reach_several_ends() -> None:
    ends: set[str] = set()
    for seed in range(400):
        ends.add(walk(seed, 400)[-1][3].code)
        if {"close", "terminate", "refuse_filing"} <= ends:
            break

    assert {"close", "terminate", "refuse_filing"} <= ends


def test_refusals_name_place_condition_and_document() -> None:
    submit = PROCESS.steps["submit_for_review"]
    facts = OPEN | {"statement_over": False, "on_record": False}

    reasons = PROCESS.refusals(submit, frozenset({"concluded"}), [], facts, ["filing-approval"])

    assert reasons == [
        "须先到“听取陈述、申辩”，案件现在是“待告知”",
        "陈述、申辩期限未满，当事人也没有明确放弃",
        "还没有现场检查（勘验）笔录或者询问笔录，也没有审核过的监控记录",
        "缺少《行政处罚告知书》",
    ]


def test_after_a_return_the_reason_asks_for_a_new_review() -> None:
    issue = PROCESS.steps["issue_decision"]
    history = ["pass_review", "send_back", "deliver_notice"]

    reasons = PROCESS.refusals(issue, frozenset({"to_decide"}), history, OPEN, [])

    assert reasons == [
        "属于法制审核范围，且“审核通过”之后又发生了“退回承办人”，须重新完成“审核通过”，"
        "且尚未完成“集体讨论通过”"
    ]


def test_an_ended_matter_says_so() -> None:
    close = PROCESS.steps["close"]

    (reason,) = PROCESS.refusals(close, frozenset({"closed"}), [], OPEN, [])

    assert reason == "案件已经结束（“已结案”）"


def test_a_join_waits_for_both_branches() -> None:
    close = PROCESS.steps["close"]

    assert PROCESS.refusals(close, frozenset({"executed", "to_publish"}), [], OPEN, []) == [
        "须先到“公示已办结”，案件现在是“待公示”、“已履行”"
    ]
    assert PROCESS.refusals(close, frozenset({"executed", "public_done"}), [], OPEN, []) == []


def test_a_fork_opens_both_branches_and_leaves_the_rest() -> None:
    moved = PROCESS.move(frozenset({"to_deliver"}), PROCESS.steps["deliver"])

    assert moved == {"to_execute", "to_publish"}
    assert PROCESS.move(moved, PROCESS.steps["record_performance"]) == {"executed", "to_publish"}


def test_a_step_out_of_place_cannot_be_taken() -> None:
    with pytest.raises(ValueError, match="deliver is not possible"):
        PROCESS.move(frozenset({"to_decide"}), PROCESS.steps["deliver"])


def test_a_missing_fact_stops_the_engine_rather_than_opening_a_gate() -> None:
    with pytest.raises(ValueError, match="fact two_officers"):
        PROCESS.possible(frozenset({"filing_review"}), [], {})
