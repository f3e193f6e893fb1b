"""No condition of a shipped procedure can be taken away unseen."""

import pytest

from .mutation.procedures import caught, conditions, left_to_others, shipped

PROCESSES = shipped()


@pytest.mark.parametrize("code", PROCESSES)
def test_what_the_checker_would_not_miss_stands_in_the_definition(code: str) -> None:
    there = {what for what, _, _ in conditions(PROCESSES[code])}

    assert left_to_others()[code] <= there


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (
            "penalty-ordinary",
            "extend_seizure: 有查封、扣押的财物还没有解除、处理",
        ),
        ("penalty-ordinary", "issue_no_penalty: 已有两名不同的执法人员承办"),
        ("public-order", "end_suspension: 行政拘留正在暂缓执行"),
    ],
)
def test_what_the_checker_would_miss_is_caught(code: str, what: str) -> None:
    process = PROCESSES[code]
    ((step, weaker),) = [(s, w) for told, s, w in conditions(process) if told == what]

    assert caught(process, step, weaker)
