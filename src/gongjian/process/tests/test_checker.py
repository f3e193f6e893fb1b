"""The checker proves the shipped process, and names the fault of every mutant with a way to it."""

import re

import pytest

from gongjian.process import check_process, load_process
from gongjian.process.guards import Since
from gongjian.process.states import Space
from gongjian.process.testing import SMALL, edited, shipped, shipped_text

PENAL = (
    "since('deliver_notice', 'answer_review', 'send_back', 'supplement', 'submit_no_penalty',"
    " 'resubmit_no_penalty')"
)
ISSUE = f"two_officers and statement_over and draft_is_noticed and {PENAL}"
BACK = "'return_for_supplement', 'reject_review', 'transfer_review', 'send_back'"
REVIEWED = (
    f"draft_is_reviewed and (since('pass_review', {BACK}) or since('pass_by_resolution', {BACK}))"
)

ON_RECORD = "没有检查、询问笔录或者审核过的监控记录的，不得调查终结、告知和送审"
UNCHECKED = "监控设备记录的证据未经审核、告知的，不得调查终结、送审和处罚"


def problems(text: str) -> list[str]:
    return [str(p) for p in check_process(load_process(text, "p.toml")).problems]


def test_the_shipped_process_is_proven() -> None:
    report = check_process(shipped())

    assert report.problems == ()
    assert report.states > 20
    assert 1 < report.milliseconds < 60_000


# (invariant, edits: (block, key, value), last two steps of the way to the fault)
MUTANTS = [
    (
        "同一违法行为已经罚款、此前的罚款没有写明是不是同一行为的，不得再作出罚款决定",
        [("issue_decision", "when", f'"{ISSUE} and {REVIEWED}"')],
        "审核通过 → 签发决定书",
    ),
    (
        "回避申请没有决定的，不得举行听证和作出决定",
        [("hold_hearing", "when", '"guardian_ready and interpreter_ready"')],
        "送达听证通知书 → 举行听证并制作笔录",
    ),
    (
        "因年龄、辨认能力不予处罚的，没有登记监护人不得决定",
        [("propose_no_penalty", "when", "\"proposal == 'no_penalty' and hearing_settled\"")],
        "调查终结 → 报请不予处罚",
    ),
    (
        "超过追责时效的不得立案",
        [("approve_filing", "when", '"two_officers"')],
        "呈请立案 → 批准立案",
    ),
    (
        "未经立案不得调查和告知",
        [("record_inspection", "in", '["investigating", "filing_review"]')],
        "呈请立案 → 制作现场检查笔录",
    ),
    ("执法人员不得少于两人", [("approve_filing", "when", None)], "呈请立案 → 批准立案"),
    (
        "执法人员不得少于两人",
        [("issue_decision", "when", f'"{ISSUE[17:]} and (not review_required or ({REVIEWED}))"')],
        "报请决定 → 签发决定书",
    ),
    (
        ON_RECORD,
        [("end_investigation", "when", "\"two_officers and happened('draft_decision')\"")],
        "拟定处罚决定 → 调查终结",
    ),
    (
        ON_RECORD,
        [("inform_party", "when", "\"proposal == 'penalty' and guardian_ready\"")],
        "调查终结 → 制作告知书",
    ),
    (
        ON_RECORD,
        [("submit_for_review", "when", '"review_required and draft_is_noticed"')],
        "送达告知书 → 送法制审核",
    ),
    (
        ON_RECORD,
        [("resubmit_review", "when", '"review_required and review_paused"')],
        "送达告知书 → 再次送审",
    ),
    (
        ON_RECORD,
        [("submit_no_penalty", "when", "\"proposal == 'no_penalty' and not review_paused\"")],
        "调查终结 → 不予处罚送法制审核",
    ),
    (
        ON_RECORD,
        [("resubmit_no_penalty", "when", "\"proposal == 'no_penalty' and review_paused\"")],
        "调查终结 → 不予处罚再次送审",
    ),
    (
        "没有拟定的处罚决定，不得告知",
        [("end_investigation", "when", '"two_officers and on_record"')],
        "调查终结 → 制作告知书",
    ),
    (
        "退回之后未反馈采纳情况的，不得再次送审",
        [("return_for_supplement", "to", '["informed"]')],
        "退回补正 → 不予处罚送法制审核",
    ),
    (
        "未告知不得作出处罚决定，退回之后须重新告知",
        [
            ("answer_review", "to", '["informed"]'),
            ("issue_decision", "when", f'"{ISSUE.replace(f" and {PENAL}", "")} and {REVIEWED}"'),
        ],
        "审核通过 → 签发决定书",
    ),
    (
        "陈述、申辩期限未满且未放弃的，不得送审和决定",
        [("submit_for_review", "when", '"review_required and draft_is_noticed"')],
        "送达告知书 → 送法制审核",
    ),
    (
        "陈述、申辩期限未满且未放弃的，不得送审和决定",
        [("go_to_decision", "when", '"not review_required and draft_is_noticed"')],
        "送达告知书 → 报请决定",
    ),
    (
        UNCHECKED,
        [
            (
                "end_investigation",
                "when",
                "\"two_officers and parties_settled and happened('draft_decision')\"",
            )
        ],
        "拟定处罚决定 → 调查终结",
    ),
    (
        UNCHECKED,
        [("submit_for_review", "when", '"review_required and draft_is_noticed"')],
        "送达告知书 → 送法制审核",
    ),
    (
        UNCHECKED,
        [
            (
                "submit_no_penalty",
                "when",
                "\"review_required and proposal == 'no_penalty' and not review_paused\"",
            )
        ],
        "调查终结 → 不予处罚送法制审核",
    ),
    (
        UNCHECKED,
        [("go_to_decision", "when", '"not review_required and draft_is_noticed"')],
        "送达告知书 → 报请决定",
    ),
    (
        UNCHECKED,
        [("issue_decision", "when", f'"{ISSUE} and (not review_required or ({REVIEWED}))"')],
        "报请决定 → 签发决定书",
    ),
    (
        "作出的处罚须与告知的一致",
        [
            (
                "issue_decision",
                "when",
                f'"two_officers and statement_over and {PENAL} and'
                f' (not review_required or ({REVIEWED}))"',
            )
        ],
        "报请决定 → 签发决定书",
    ),
    (
        "属于审核范围的决定，未经审核通过不得作出",
        [
            (
                "issue_decision",
                "when",
                f'"{ISSUE} and (not review_required or draft_is_reviewed)"',
            )
        ],
        "报请决定 → 签发决定书",
    ),
    (
        "属于审核范围的决定，未经审核通过不得作出",
        [("issue_no_penalty", "when", "\"two_officers and proposal == 'no_penalty'\"")],
        "报请不予处罚 → 签发不予处罚决定书",
    ),
    (
        "作出的决定须是审核通过的那一版",
        [
            (
                "issue_no_penalty",
                "when",
                f"\"two_officers and proposal == 'no_penalty' and {REVIEWED[22:]}\"",
            )
        ],
        "审核通过 → 签发不予处罚决定书",
    ),
    (
        "退回之后未反馈采纳情况的，不得再次送审",
        [("return_for_supplement", "to", '["concluded"]')],
        "退回补正 → 不予处罚送法制审核",
    ),
    (
        "未告知不得作出处罚决定，退回之后须重新告知",
        [("issue_decision", "when", f'"{ISSUE.replace(f" and {PENAL}", "")} and {REVIEWED}"')],
        "审核通过 → 签发决定书",
    ),
    (
        "作出的决定须是审核通过的那一版",
        [
            (
                "issue_decision",
                "when",
                f'"{ISSUE} and (not review_required or {REVIEWED[22:]})"',
            )
        ],
        "审核通过 → 签发决定书",
    ),
    (
        "未作出决定不得送达",
        [("pass_review", "to", '["to_deliver"]'), ("deliver", "needs", None)],
        "审核通过 → 送达决定书",
    ),
    (
        "未作出决定不得送达",
        [("void_decision", "to", '["to_deliver"]')],
        "作废决定书 → 送达决定书",
    ),
    (
        "作废的告知书不得送达，须重新制作",
        [("void_notice", "to", '["informing"]')],
        "作废告知书 → 送达告知书",
    ),
    (
        "送达之前不得公示",
        [
            ("issue_decision", "to", '["to_deliver", "to_publish"]'),
            ("deliver", "to", '["to_execute"]'),
        ],
        "签发决定书 → 拟定公示内容",
    ),
    (
        "公示须一人拟定、另一人复核",
        [("publish", "from_any", '["to_publish", "release_drafted"]'), ("publish", "from", None)],
        "送达决定书 → 复核并公示",
    ),
    (
        "公示须一人拟定、另一人复核",
        [("return_publication", "to", '["release_drafted"]')],
        "退回重拟 → 复核并公示",
    ),
    (
        "履行和公示办结之前不得结案",
        [("close", "from", '["public_done"]'), ("deliver", "to", '["to_publish"]')],
        "→ 批准结案",
    ),
    (
        "履行和公示办结之前不得结案",
        [("deliver", "to", '["to_execute", "public_done"]')],
        "→ 批准结案",
    ),
    (
        "罚没款未全部到账，不得登记已经履行",
        [("record_performance", "when", None)],
        "→ 登记履行情况",
    ),
    (
        "决定有效且没有核销的，不得终结执行",
        [("end_execution", "when", None)],
        "→ 终结执行",
    ),
    (
        "没有罚款、已经缴款或者已经收缴的，不得当场收缴",
        [("collect", "when", "\"not happened('collect')\"")],
        "→ 当场收缴罚款",
    ),
    (
        "当场收缴的罚款须先交机关、再缴付银行",
        [("bank", "when", None)],
        "→ 将罚款缴付银行",
    ),
    (
        "当场收缴的罚款未缴付银行的，不得登记已经履行、终结执行和结案",
        [("record_performance", "when", '"money_settled"')],
        "→ 登记履行情况",
    ),
    (
        "当场收缴的罚款未缴付银行的，不得登记已经履行、终结执行和结案",
        [("end_execution", "when", '"execution_over"')],
        "→ 终结执行",
    ),
    (
        "不是被责令重新作出决定的案件，未经立案不得调查",
        [("reopen", "when", '"two_officers"')],
        "开始重新调查",
    ),
    (
        "没有被责令重新处理的，不得再次不予立案",
        [("refuse_again", "when", None)],
        "重新处理后仍不予立案",
    ),
]


@pytest.mark.parametrize(("name", "edits", "way"), MUTANTS)
def test_a_mutant_is_refused_by_the_invariant_it_breaks(
    name: str, edits: list[tuple[str, str, str | None]], way: str
) -> None:
    text = shipped_text()
    for edit in edits:
        text = edited(text, *edit)

    found = [told for told in problems(text) if f"违反“{name}”" in told]

    assert len(found) == 1
    assert way in found[0]
    assert found[0].startswith("p.toml:")


def test_the_way_told_can_be_walked() -> None:
    text = edited(shipped_text(), "end_investigation", "when", '"two_officers and on_record"')
    process = load_process(text)
    codes = {step.name: step.code for step in process.steps.values()}

    problem = next(p for p in check_process(process).problems if "没有拟定的处罚决定" in p.text)
    marking = process.start()
    for name in problem.path:
        step = process.steps[codes[name]]
        assert step.preset_in(marking) is not None
        marking = process.move(marking, step)
    assert problem.path[-1] == "制作告知书"
    assert "拟定处罚决定" not in problem.path


def test_a_dead_end_is_told_with_the_facts_that_lead_there() -> None:
    text = edited(shipped_text(), "close", "when", '"not review_required"')

    found = problems(text)

    assert any(re.search("再也到不了终点（当.*属于法制审核范围.*时）", told) for told in found)


def test_a_step_that_never_happens_is_told() -> None:
    text = edited(SMALL, "note", "when", "\"happened('finish')\"")

    assert any("步骤“记录”永远不会发生" in told for told in problems(text))


ASIDE = """
[[side_step]]
code = "{code}"
act = "test.{code}"
name = "{code}"
in = ["begun"]
by = "handler"
when = "happened('{asked}')"
source = "测试"
"""


def test_what_only_side_steps_ask_of_each_other_multiplies_no_states() -> None:
    text = SMALL + ASIDE.format(code="one", asked="note") + ASIDE.format(code="two", asked="one")

    report = check_process(load_process(text))

    assert report.problems == ()
    assert report.states == check_process(load_process(SMALL)).states


def test_side_steps_that_wait_for_each_other_never_happen() -> None:
    text = SMALL + ASIDE.format(code="one", asked="two") + ASIDE.format(code="two", asked="one")

    found = problems(text)

    assert {step for step in ("one", "two") if any(f"“{step}”永远不会" in f for f in found)} == {
        "one",
        "two",
    }


def test_a_place_nobody_reaches_is_told() -> None:
    text = SMALL + '\n[[place]]\ncode = "island"\nname = "孤岛"\nrow = 9\ncol = 1\n'

    assert any("环节“孤岛”永远到不了" in told for told in problems(text))


def test_a_place_entered_twice_is_told() -> None:
    text = edited(shipped_text(), "record_performance", "to", '["executed", "to_publish"]')

    assert any("使案件重复进入“待公示”" in told for told in problems(text))


def test_an_end_that_leaves_something_open_is_told() -> None:
    text = edited(shipped_text(), "close", "from", '["executed"]')

    assert any("但仍停在" in told for told in problems(text))


def test_a_fact_that_nobody_brings_about_must_not_hold_up_the_end() -> None:
    waiting = edited(SMALL, "finish", "when", "\"ready and size == 'large'\"")

    assert problems(waiting) == ["p.toml: 停在“开始”，再也到不了终点（当规模为“小”时）"]


def test_a_fact_may_change_between_two_steps_unless_fixed() -> None:
    invariant = """
[[invariant]]
name = "记录时是大的，办结时也是"
on = ["finish"]
require = "not happened('note') or size == 'large'"
source = "测试"
"""
    text = edited(SMALL, "note", "when", "\"size == 'large'\"") + invariant
    fixed = edited(text, "size", "fixed", "true")

    assert any("记录时是大的" in told for told in problems(text))
    assert problems(fixed) == []


def test_a_reset_is_followed() -> None:
    invariant = """
[[invariant]]
name = "记录没有作废"
on = ["finish"]
require = "since('note', 'strike')"
source = "测试"
"""
    loose = edited(SMALL, "finish", "when", "\"ready and happened('note')\"") + invariant
    strict = edited(SMALL, "finish", "when", "\"ready and since('note', 'strike')\"") + invariant

    assert "路径：记录 → 作废 → 办结" in problems(loose)[0]
    assert problems(strict) == []


def test_too_many_states_are_refused_and_not_searched_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sides = [f"side{n}" for n in range(18)]
    text = SMALL + "".join(
        f'\n[[side_step]]\ncode = "{code}"\nname = "{code}"\nin = ["begun"]\n'
        'by = "handler"\nsource = "测试"\n'
        for code in sides
    )
    all_of_them = " and ".join(f"happened('{code}')" for code in sides)
    text = edited(text, "finish", "when", f'"ready and {all_of_them}"')
    monkeypatch.setattr("gongjian.process.states.MAX_STATES", 5000)

    assert any("状态超过 5,000 个" in told for told in problems(text))


def test_an_invariant_is_proven_on_a_slice_of_the_state_space() -> None:
    process = shipped()

    assert len(Space(process, {}, frozenset()).states) < len(Space(process, {}).states)


def test_a_search_for_some_steps_ends_once_they_are_taken() -> None:
    middle = '\n[[place]]\ncode = "middle"\nname = "中间"\nrow = 5\ncol = 1\n'
    last = edited(SMALL, "finish", "to", '["middle"]') + middle
    last += '\n[[step]]\ncode = "end"\nname = "了结"\nfrom = ["middle"]\nto = ["over"]\n'
    process = load_process(last + 'by = "handler"\nsource = "测试"\nrow = 6\ncol = 1\n')

    assert len(Space(process, {}).states) == 3
    assert len(Space(process, {}, until={"finish", "note", "strike"}).states) == 2
    assert len(Space(process, {}, until={"finish", "end"}).states) == 3
    assert Space(process, {}, until={"note"}).taken == {"finish", "note", "strike"}


def test_as_many_states_as_the_cap_are_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongjian.process.states.MAX_STATES", 2)
    assert problems(SMALL) == []

    monkeypatch.setattr("gongjian.process.states.MAX_STATES", 1)
    assert any("状态超过 1 个" in told for told in problems(SMALL))
    assert check_process(load_process(SMALL)).states == 0


def test_what_happened_stays_so_until_a_step_that_resets_it() -> None:
    process = load_process(SMALL)

    assert len(Space(process, {}, frozenset({Since("note")})).states) == 4
    # Struck out in the place where it was noted; after the end nothing is struck out any more.
    tracked = frozenset({Since("note", ("strike",))})
    assert Space(process, {}, tracked).path((frozenset({"over"}), 1)) == ["note", "finish"]
    assert len(Space(process, {}, tracked).states) == 4


def test_what_goes_on_after_an_end_is_told() -> None:
    text = edited(SMALL, "note", "in", '["begun", "over"]')

    assert problems(text) == ["p.toml: 到了终点“结束”，但还能继续，路径：办结"]


def test_what_enters_a_place_twice_is_not_followed() -> None:
    two = edited(SMALL, "small", "starts_in", '["begun", "over"]')
    last = '\n[[step]]\ncode = "end"\nname = "了结"\nfrom = ["over"]\nto = ["begun"]\n'
    found = problems(two + last + 'by = "handler"\nsource = "测试"\nrow = 6\ncol = 1\n')

    (twice,) = [told for told in found if "重复进入" in told]
    assert "“办结”使案件重复进入“结束”" in twice
    assert any("“办结”永远不会发生" in told for told in found)
    assert any("“了结”永远不会发生" in told for told in found)


def test_an_end_beside_another_place_is_told_though_nothing_goes_on() -> None:
    place = '\n[[place]]\ncode = "aside"\nname = "另处"\nrow = 5\ncol = 1\n'
    text = edited(SMALL, "finish", "to", '["over", "aside"]') + place

    assert "p.toml: 到了终点“结束”，但仍停在“另处”，路径：办结" in problems(text)


def test_a_step_that_asks_a_part_of_what_is_required_is_told() -> None:
    required = '\n[[invariant]]\nname = "全部"\non = ["finish"]\nsource = "测试"\n'
    text = SMALL + required + "require = \"ready and size == 'large'\"\n"

    (found,) = problems(text)

    assert found.endswith("违反“全部”（当已经齐备，规模为“小”时），路径：办结")
