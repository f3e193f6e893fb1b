"""Rule tables: the right row, its clause, and nothing by chance."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.common.data import data_folder
from gongjian.process import DefinitionError, Table, check_table, load_table
from gongjian.process.tables import Span, covers

HEAD = """
[table]
code = "t"
name = "试表"
profile = "national"
version = "1"
hit = "{hit}"
output = "answer"
answers = {{ none = "无", some = "有", all = "全" }}
source = "测试"

[[input]]
code = "flag"
label = "勾选"
kind = "bool"

[[input]]
code = "kind"
label = "种类"
kind = "choice"
values = {{ x = "子", y = "丑", z = "寅" }}

[[input]]
code = "amount"
label = "金额"
kind = "interval"
unit = "分"
"""


def made(rows: list[tuple[dict[str, str], str]], hit: str = "first") -> Table:
    text = HEAD.format(hit=hit)
    for when, then in rows:
        cells = ", ".join(f"{key} = {value}" for key, value in when.items())
        text += f'\n[[row]]\nwhen = {{ {cells} }}\nthen = "{then}"\nname = "行"\nsource = "条"\n'
    return load_table(text, "t.toml")


def shipped(code: str, profile: str = "national") -> Table:
    path = data_folder("tables") / code / f"{profile}.toml"
    return load_table(path.read_text(encoding="utf-8"), path.name)


def files() -> list[Path]:
    return sorted(data_folder("tables").rglob("*.toml"))


bounds = st.tuples(st.integers(0, 6), st.integers(1, 5), st.booleans())
rows = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {},
            optional={
                "flag": st.sampled_from(["true", "false"]),
                "kind": st.sets(st.sampled_from("xyz"), min_size=1).map(
                    lambda codes: '"' + "|".join(sorted(codes)) + '"'
                ),
                "amount": bounds.map(
                    lambda b: f'"[{b[0]}..)"' if b[2] else f'"[{b[0]}..{b[0] + b[1]})"'
                ),
            },
        ),
        st.sampled_from(["none", "some", "all"]),
    ),
    min_size=1,
    max_size=7,
)
GRID = [
    {"flag": flag, "kind": kind, "amount": amount}
    for flag in (True, False)
    for kind in "xyz"
    for amount in range(14)
]


def naive_hits(written: list[tuple[dict[str, str], str]], inputs: dict[str, Any]) -> list[int]:
    def admits(code: str, cell: str) -> bool:
        value = inputs[code]
        if code == "flag":
            return (cell == "true") is bool(value)
        if code == "kind":
            return value in cell.strip('"').split("|")
        low, high = cell.strip('"[)').split("..")
        return int(low) <= value and (not high or value < int(high))

    return [
        n
        for n, (when, _) in enumerate(written, 1)
        if all(admits(code, cell) for code, cell in when.items())
    ]


@given(rows)
@settings(max_examples=150, deadline=None)
def test_a_table_decides_as_a_naive_reader_does(written: list[tuple[dict[str, str], str]]) -> None:
    table = made(written)

    for inputs in GRID:
        hits = naive_hits(written, inputs)
        if hits:
            assert table.decide(inputs).row == hits[0]
        else:
            with pytest.raises(ValueError, match="没有适用的行"):
                table.decide(inputs)


@given(rows)
@settings(max_examples=150, deadline=None)
def test_gaps_overlaps_and_dead_rows_are_found_exactly(
    written: list[tuple[dict[str, str], str]],
) -> None:
    every = [naive_hits(written, inputs) for inputs in GRID]
    alive = {hits[0] for hits in every if hits}

    first = [p.text for p in check_table(made(written))]
    unique = [p.text for p in check_table(made(written, "unique"))]

    assert any("没有一行适用于" in told for told in first) == any(not hits for hits in every)
    dead = {n for n in range(1, len(written) + 1) if n not in alive}
    assert {int(t.split()[1]) for t in first if "永远不会适用" in t} == dead
    assert any("同时适用于" in told for told in unique) == any(len(hits) > 1 for hits in every)


def test_a_gap_is_told_by_an_example_that_no_row_matches() -> None:
    table = made([({"flag": "true"}, "all"), ({"amount": '"[100..)"'}, "some")])

    (problem,) = check_table(table)

    assert str(problem) == ("t.toml: 没有一行适用于：不是“勾选”，种类为“子”，金额为 0 分")


def test_an_overlap_names_both_rows_and_the_line() -> None:
    table = made([({"flag": "true"}, "all"), ({}, "some")], "unique")

    (problem,) = check_table(table)

    assert problem.text.startswith("第 1 行和第 2 行同时适用于：是“勾选”")
    assert problem.line == table.rows[1].line


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ('"[5..9)"', 5, 9),
        ('"(5..9]"', 6, 10),
        ('"[5..5]"', 5, 6),
        ('"[1_000..)"', 1000, None),
        ('"(0..)"', 1, None),
    ],
)
def test_both_kinds_of_interval_ends_are_read(written: str, low: int, high: int | None) -> None:
    table = made([({"amount": written}, "all"), ({}, "none")])

    assert table.rows[0].when["amount"] == Span(low, high)


@pytest.mark.parametrize(
    "cell",
    ['"[9..5)"', '"[5..5)"', '"5"', '"[a..b)"', '"[-1..5)"', "5", '""', '"[1.5..2)"', "true"],
)
def test_a_wrong_interval_is_refused(cell: str) -> None:
    with pytest.raises(DefinitionError, match="写法有误"):
        made([({"amount": cell}, "all")])


@pytest.mark.parametrize(
    ("when", "then", "reason"),
    [
        ({"flag": '"yes"'}, "all", "写法有误"),
        ({"kind": '"w"'}, "all", "写法有误"),
        ({"kind": '"x|x"'}, "all", "写法有误"),
        ({"kind": '"x|w"'}, "all", "写法有误"),
        ({"other": "true"}, "all", "输入“other”没有定义"),
        ({}, "most", "不在“answers”之中"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(when: dict[str, str], then: str, reason: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        made([({}, "none"), (when, then)])

    (problem,) = caught.value.problems
    assert reason in problem.text
    assert problem.line > made([({}, "none")]).rows[0].line


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"flag": True, "kind": "x"},
        {"flag": 1, "kind": "x", "amount": 1},
        {"flag": None, "kind": "x", "amount": 1},
        {"flag": True, "kind": "w", "amount": 1},
        {"flag": True, "kind": ["x"], "amount": 1},
        {"flag": True, "kind": "x", "amount": -1},
        {"flag": True, "kind": "x", "amount": True},
        {"flag": True, "kind": "x", "amount": 1.5},
        {"flag": True, "kind": "x", "amount": "1"},
    ],
)
def test_impossible_inputs_are_refused_even_where_a_row_asks_nothing(
    inputs: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match="规则表“试表”"):
        made([({}, "none")]).decide(inputs)


def test_where_one_row_at_most_may_apply_two_are_refused_and_one_is_the_answer() -> None:
    table = made([({"flag": "true"}, "all"), ({"kind": '"x"'}, "some")], "unique")

    assert table.decide({"flag": True, "kind": "y", "amount": 0}).row == 1
    assert table.decide({"flag": False, "kind": "x", "amount": 0}).value == "some"
    with pytest.raises(ValueError, match="第 1 行和第 2 行同时适用"):
        table.decide({"flag": True, "kind": "x", "amount": 0})


def test_a_span_admits_whole_numbers_only() -> None:
    assert [covers(Span(2, 4), n) for n in (1, 2, 3, 4)] == [False, True, True, False]
    assert not covers(Span(2, 4), "3")
    assert covers(frozenset({"3"}), "3")


def test_a_gap_names_the_first_value_of_each_input_that_is_left() -> None:
    rows = [({"amount": '"[0..5)"'}, "all"), ({"flag": "true"}, "all"), ({"kind": '"x"'}, "some")]

    (problem,) = check_table(made(rows))

    assert problem.text == "没有一行适用于：不是“勾选”，种类为“丑”，金额为 5 分"


def test_the_strictest_of_several_counts() -> None:
    table = made([({"kind": '"x"'}, "some"), ({"kind": '"y"'}, "all"), ({}, "none")])

    hit = table.strictest({"flag": False, "kind": kind, "amount": 0} for kind in "zxyx")

    assert (hit.value, hit.row) == ("all", 2)


def test_the_bounds_of_an_input_are_where_its_rows_begin_and_end() -> None:
    table = made(
        [({"amount": '"[5..9)"'}, "all"), ({"amount": '"[9..)"'}, "some"), ({}, "none")],
    )

    assert table.bounds("amount") == [0, 5, 9]
    assert table.bounds("flag") == [0]
    assert made([({"flag": "true"}, "all"), ({}, "none")]).bounds("flag") == [0]


@pytest.mark.parametrize("path", files(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_shipped_table_is_proven_and_sourced(path: Path) -> None:
    table = load_table(path.read_text(encoding="utf-8"), str(path))

    assert check_table(table) == ()
    assert (table.code, table.profile) == (path.parent.name, path.stem)
    assert all(row.source and row.name for row in table.rows)


PENALTY = {
    "summary_procedure": False,
    "public_interest": False,
    "social_risk": False,
    "major_rights": False,
    "hearing_held": False,
    "complex": False,
    "penalty_kind": "fine",
    "party_kind": "legal",
    "total_fen": 100,
    "unvalued": False,
}


@pytest.mark.requirement("V2")
@pytest.mark.parametrize(
    ("profile", "changes", "required"),
    [
        ("national", {}, False),
        ("national", {"total_fen": 9_999_999}, False),
        ("national", {"total_fen": 10_000_000}, True),
        ("national", {"party_kind": "natural", "total_fen": 999_999}, False),
        ("national", {"party_kind": "natural", "total_fen": 1_000_000}, True),
        ("national", {"party_kind": "sole_trader", "total_fen": 999_999}, False),
        ("national", {"party_kind": "sole_trader", "total_fen": 1_000_000}, True),
        ("national", {"penalty_kind": "confiscate_goods", "unvalued": True}, True),
        ("national", {"penalty_kind": "revoke_licence", "total_fen": 0}, True),
        ("national", {"penalty_kind": "warning", "total_fen": 0}, False),
        ("dazhou", {"public_interest": True}, True),
        ("dazhou", {"social_risk": True}, True),
        ("dazhou", {"major_rights": True}, True),
        ("dazhou", {"hearing_held": True}, True),
        ("dazhou", {"complex": True}, True),
        ("dazhou", {"complex": True, "summary_procedure": True}, False),
        ("kunming", {"total_fen": 5_000_000}, True),
        ("huainan", {"total_fen": 1_000_000}, True),
        ("huainan", {"total_fen": 999_999}, False),
        ("xiamen", {}, True),
        ("xiamen", {"penalty_kind": "warning", "total_fen": 0}, True),
        ("xiamen", {"summary_procedure": True}, False),
        ("lufeng", {}, True),
        ("lufeng", {"summary_procedure": True}, False),
    ],
)
def test_review_scope(profile: str, changes: dict[str, Any], required: bool) -> None:
    assert shipped("review-scope", profile).decide(PENALTY | changes).value is required


@pytest.mark.parametrize(
    ("domain", "party", "kind", "fen", "told"),
    [
        ("market", "natural", "fine", 999_999, False),
        ("market", "natural", "fine", 1_000_000, True),
        ("market", "legal", "fine", 9_999_999, False),
        ("market", "legal", "fine", 10_000_000, True),
        ("public-security", "natural", "fine", 200_000, True),
        ("public-security", "natural", "fine", 199_999, False),
        ("public-security", "legal", "fine", 1_000_000, True),
        ("public-order", "natural", "fine", 399_999, False),
        ("public-order", "natural", "fine", 400_000, True),
        ("environment", "legal", "revoke_licence", 0, True),
        ("environment", "legal", "suspend_business", 0, True),
        ("environment", "legal", "suspend_licence", 0, True),
        ("market", "legal", "suspend_licence", 0, False),
        ("environment", "legal", "warning", 0, False),
        ("other", "legal", "confiscate_goods", 9_999_999, False),
        ("other", "legal", "confiscate_goods", 10_000_000, True),
        ("environment", "sole_trader", "confiscate_goods", 500_000, True),
    ],
)
def test_hearing_threshold(domain: str, party: str, kind: str, fen: int, told: bool) -> None:
    inputs: dict[str, Any] = {"domain": domain, "party_kind": party, "penalty_kind": kind}
    sums = {"amount_fen": fen, "confiscated_fen": fen, "unvalued": False}

    assert shipped("hearing-threshold").decide(inputs | sums).value is told


@pytest.mark.parametrize(
    ("kind", "alone", "confiscated", "told"),
    [
        ("fine", 9_999_999, 20_000_000, False),
        ("confiscate_gain", 1, 10_000_000, True),
        ("confiscate_goods", 1, 10_000_000, True),
        ("confiscate_goods", 1, 9_999_999, False),
    ],
)
def test_gain_and_goods_add_up_for_a_hearing_and_a_fine_stands_alone(
    kind: str, alone: int, confiscated: int, told: bool
) -> None:
    asked = {"domain": "market", "party_kind": "legal", "penalty_kind": kind, "unvalued": False}
    sums = {"amount_fen": alone, "confiscated_fen": confiscated}

    assert shipped("hearing-threshold").decide(asked | sums).value is told


GATE = {
    "act_kind": "penalty-decision",
    "public_order": False,
    "minor": False,
    "state_secret": False,
    "endangers": False,
    "trade_secret": "none",
    "privacy": "none",
    "only_warning": False,
    "domain": "environment",
    "party_kind": "legal",
}


@pytest.mark.requirement("P13")
@pytest.mark.parametrize(
    ("changes", "answer", "clause"),
    [
        ({}, "publish", "行政处罚法 第四十八条"),
        ({"public_order": True}, "withhold", "治安管理处罚法 第一百三十六条"),
        ({"domain": "public-order"}, "withhold", "治安管理处罚法 第一百三十六条"),
        ({"minor": True}, "withhold", "未成年人保护法 第一百零三条"),
        ({"state_secret": True}, "withhold", "政府信息公开条例 第十四条"),
        ({"endangers": True}, "withhold", "政府信息公开条例 第十四条"),
        ({"trade_secret": "main"}, "withhold", "政府信息公开条例 第十五条"),
        ({"trade_secret": "part"}, "redact", "行政处罚法 第五十条"),
        ({"privacy": "main"}, "withhold", "政府信息公开条例 第十五条"),
        ({"privacy": "part"}, "redact", "行政处罚法 第五十条"),
        ({"only_warning": True}, "publish", "行政处罚法 第四十八条"),
        ({"only_warning": True, "domain": "market"}, "withhold", "总局令第45号"),
        ({"party_kind": "natural"}, "redact", "个人信息保护法"),
        ({"party_kind": "natural", "minor": True}, "withhold", "未成年人保护法"),
        ({"public_order": True, "trade_secret": "part"}, "withhold", "第一百三十六条"),
    ],
)
def test_publication_gate(changes: dict[str, Any], answer: str, clause: str) -> None:
    hit = shipped("publication-gate").decide(GATE | changes)

    assert hit.value == answer
    assert clause in hit.source


def test_the_gate_ranks_its_answers_from_mild_to_strict() -> None:
    assert list(shipped("publication-gate").answers) == ["publish", "redact", "withhold"]


GOOD = (
    HEAD.format(hit="first") + '\n[[row]]\nwhen = {}\nthen = "none"\nname = "行"\nsource = "条"\n'
)


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ("[[colum]]\nx = 1\n[[input]]", "[[input]]", "colum"),
        ('name = "试表"\nnaem = "x"', 'name = "试表"', "naem"),
        ('label = "勾选"\nlabl = "x"', 'label = "勾选"', "labl"),
        ("when = {}\nwhn = 1", "when = {}", "whn"),
        ("when = 1", "when = {}", "“when”应写成"),
        ('code = "flag"', 'code = "kind"', "“flag”重复定义"),
        ('values = { x = "子" }', 'values = { x = "子", y = "丑", z = "寅" }', "至少有两个取值"),
        ("values = 1", 'values = { x = "子", y = "丑", z = "寅" }', "“values”应写成"),
        ("values = { x = 1, y = 2 }", 'values = { x = "子", y = "丑", z = "寅" }', "应写成"),
        ('values = { x = 1, y = "丑" }', 'values = { x = "子", y = "丑", z = "寅" }', "应写成"),
        ('answers = { none = "无" }', 'answers = { none = "无", some = "有", all = "全" }', "两个"),
        ("then = true", 'then = "none"', "不在“answers”之中"),
        (
            'answers = { false = "否", true = "是" }',
            'answers = { none = "无", some = "有", all = "全" }',
            "不在“answers”之中",
        ),
    ],
)
def test_a_wrong_table_is_refused_by_what_is_wrong(wrong: str, right: str, reason: str) -> None:
    assert right in GOOD
    load_table(GOOD)

    with pytest.raises(DefinitionError) as caught:
        load_table(GOOD.replace(right, wrong, 1))

    assert any(reason in problem.text for problem in caught.value.problems)


def test_a_table_without_rows_is_refused_and_one_of_yes_and_no_is_read() -> None:
    with pytest.raises(DefinitionError, match="没有任何一行"):
        load_table(HEAD.format(hit="first"))

    answers = 'answers = { none = "无", some = "有", all = "全" }'
    yes = GOOD.replace(answers, 'answers = { false = "否", true = "是" }')
    table = load_table(yes.replace('then = "none"', "then = true"))

    assert table.answers == {False: "否", True: "是"}
    assert table.rows[0].then is True
    two = GOOD.replace(answers, 'answers = { none = "无", some = "有" }')
    assert list(load_table(two).answers) == ["none", "some"]


def told(table: Table) -> list[str]:
    return [problem.text for problem in check_table(table)]


def test_a_row_inside_another_overlaps_where_one_row_at_most_may_apply() -> None:
    rows = [({}, "none"), ({"flag": "true"}, "all")]

    assert told(made(rows)) == ["第 2 行（行）永远不会适用：前面的行已经包括了它"]
    assert told(made(rows, "unique")) == [
        "第 1 行和第 2 行同时适用于：是“勾选”，种类为“子”，金额为 0 分"
    ]


def test_an_overlap_is_told_by_the_first_case_in_common() -> None:
    rows = [
        ({"kind": '"y|z"', "amount": '"[5..)"'}, "some"),
        ({"kind": '"x|z"', "amount": '"[2..7)"'}, "all"),
    ]

    found = [text for text in told(made(rows, "unique")) if "同时" in text]

    assert found == ["第 1 行和第 2 行同时适用于：不是“勾选”，种类为“寅”，金额为 5 分"]


def test_a_table_that_falls_into_too_many_pieces_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What is left of all cases is in three pieces after the first row, one for each input.
    table = made([({"flag": "true", "kind": '"x"', "amount": '"[3..)"'}, "all"), ({}, "none")])

    monkeypatch.setattr("gongjian.process.table_checker.MAX_BOXES", 3)
    assert told(table) == []
    monkeypatch.setattr("gongjian.process.table_checker.MAX_BOXES", 2)
    assert [*map(str, check_table(table))] == ["t.toml: 规则表太复杂，无法验证，请拆分"]


def test_what_is_left_after_a_row_is_cut_into_pieces_that_do_not_overlap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        ({"flag": "true", "kind": '"x"'}, "all"),
        ({"flag": "true", "amount": '"[3..)"'}, "some"),
    ]

    monkeypatch.setattr("gongjian.process.table_checker.MAX_BOXES", 2)

    assert told(made([*rows, ({}, "none")])) == []


def test_a_number_without_a_unit_stands_alone() -> None:
    text = HEAD.replace('unit = "分"\n', "").format(hit="first")
    text += (
        '\n[[row]]\nwhen = { amount = "[1_000..)" }\nthen = "none"\nname = "行"\nsource = "条"\n'
    )

    (gap,) = told(load_table(text))

    assert gap == "没有一行适用于：不是“勾选”，种类为“子”，金额为 0"


def test_answers_yes_and_no_are_truth_values_and_no_numbers() -> None:
    named = 'answers = { none = "无", some = "有", all = "全" }'
    text = GOOD.replace(named, 'answers = { false = "否", true = "是" }')

    assert load_table(text.replace('then = "none"', "then = true")).answers == {
        False: "否",
        True: "是",
    }
    with pytest.raises(DefinitionError, match="答案 1 不在"):
        load_table(text.replace('then = "none"', "then = 1"))
