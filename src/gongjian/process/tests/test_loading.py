"""Faults of a text are told with line and reason."""

import pytest

from gongjian.process.definition import GENERIC_ACT, StepField
from gongjian.process.errors import DefinitionError
from gongjian.process.guards import Fact
from gongjian.process.loading import load_process
from gongjian.process.testing import SMALL, edited, shipped, shipped_text


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(DefinitionError) as caught:
        load_process(text, "x.toml")
    return [(p.line, p.text) for p in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_shipped_process_loads_with_its_acts() -> None:
    process = shipped()

    assert len(process.steps) == len(process.acts()) > 25
    assert process.acts()["cases.issue_decision"].code == "issue_decision"
    assert process.start() == {"registered"}
    assert all(step.source for step in process.steps.values())
    assert all(invariant.source for invariant in process.invariants)


def test_steps_without_an_act_share_the_generic_one() -> None:
    process = load_process(SMALL)

    assert {s.act for s in process.steps.values()} == {GENERIC_ACT}
    assert process.acts() == {}


@pytest.mark.parametrize(
    ("block", "key", "value", "reason"),
    [
        ("finish", "from", '["nowhere"]', "环节“nowhere”没有定义"),
        ("finish", "to", '["nowhere"]', "环节“nowhere”没有定义"),
        ("finish", "by", '"nobody"', "角色“nobody”没有定义"),
        ("finish", "by", "1", "“by”应是文字"),
        ("finish", "name", '""', "“name”不能为空"),
        ("finish", "source", None, "[step] 缺少“source”"),
        ("finish", "row", '"2"', "“row”应是整数"),
        ("finish", "row", "true", "“row”应是整数"),
        ("finish", "row", "1", "流程图第 1 行第 1 列已经有“开始”"),
        ("finish", "when", '"unready"', "事实“unready”没有定义"),
        ("finish", "when", "\"__import__('os')\"", "条件中没有函数“__import__”"),
        ("finish", "needs", '["paper"]', "文书“paper”没有定义"),
        ("finish", "stops", '["limit"]', "没有步骤开始期限“limit”"),
        ("finish", "whem", '"ready"', "没有“whem”这一项"),
        ("finish", "from_any", '["begun"]', "“from”或“from_any”其中之一"),
        ("finish", "recording", '"all"', "“recording”只能是"),
        ("finish", "code", '"no spaces"', "只能用小写字母"),
        ("note", "to", '["over"]', "没有“to”这一项"),
        ("note", "code", '"finish"', "“finish”重复定义"),
        ("ready", "values", '["one"]', "至少两个不同的文字"),
        ("ready", "from", '"guess"', "“from”应以"),
        ("size", "labels", '{ small = "小" }', "“labels”应给每个取值一个中文名称"),
        ("small", "starts_in", '["nowhere"]', "环节“nowhere”没有定义"),
        ("small", "starts", '["nothing"]', "期限“nothing”没有定义"),
        ("small", "ends_in", "[]", "“ends_in”不能为空"),
        ("small", "effective_from", '"soon"', "“effective_from”应是日期"),
    ],
)
def test_a_fault_is_told_with_its_line(
    block: str, key: str, value: str | None, reason: str
) -> None:
    text = edited(SMALL, block, key, value)

    found = faults(text)

    lines = text.splitlines()
    line = next(line for line, told in found if reason in told)
    assert value is None or lines[line - 1].startswith(f"{key} = ")


# Whatever a step can say, said once, so that each of it can be spoilt.
RICH = (
    SMALL
    + """
[documents]
paper = "文书"

[limits]
term = "期限"

[[step]]
code = "open"
name = "开始计算"
act = "test.open"
from_any = ["begun"]
to = ["begun"]
by = "handler"
when = "size == 'small'"
makes = ["paper"]
starts = ["term"]
outcome = { result = "done" }
fields = [{ code = "reason", label = "理由", kind = "long_text", required = true }]
source = "测试"
row = 5
col = 4

[[side_step]]
code = "pause"
name = "中止"
in = ["begun"]
by = "handler"
needs = ["paper"]
pauses = ["term"]
ground = "appraisal"
source = "测试"

[[side_step]]
code = "resume"
name = "恢复"
in = ["begun"]
by = "handler"
resumes = ["term"]
ground = "appraisal"
source = "测试"

[[side_step]]
code = "extend"
name = "延长"
in = ["begun"]
by = "handler"
extends = ["term"]
stops = ["term"]
source = "测试"

[[invariant]]
name = "要求"
on = ["finish"]
require = "ready"
source = "测试"
"""
)


def test_what_a_step_says_is_read() -> None:
    process = load_process(RICH)
    opening, finish, note = (process.steps[code] for code in ("open", "finish", "note"))

    assert opening.guard == Fact(process.facts["size"], ("small",))
    assert opening.fields == (StepField("reason", "理由", "long_text", True),)
    assert opening.outcome == {"result": "done"}
    assert (opening.row, opening.col) == (5, 4)
    assert (note.row, note.col, note.fields, note.outcome) == (0, 0, (), {})
    assert finish.guard == process.invariants[0].guard == Fact(process.facts["ready"], (True,))
    assert (process.facts["ready"].labels, process.facts["size"].label_false) == ({}, "")


@pytest.mark.parametrize(
    ("block", "key", "value", "reasons"),
    [
        ("small", "nmae", '"x"', ["[process] 中没有“nmae”这一项"]),
        ("small", "starts_in", None, ["缺少“starts_in”"]),
        ("small", "ends_in", None, ["缺少“ends_in”"]),
        ("ready", "valeus", "[true, false]", ["[fact] 中没有“valeus”这一项"]),
        ("ready", "values", "[true, false, true]", ["至少两个不同的文字", "“labels”应给"]),
        ("ready", "values", "[true, false]", []),
        ("ready", "labels", "1", ["“labels”应给每个取值"]),
        ("ready", "from", '"time:term"', []),
        ("size", "labels", "1", ["“labels”应给每个取值"]),
        ("size", "values", '["small", 2]', ["至少两个不同的文字", "“labels”应给", "没有“small”"]),
        ("begun", "colour", '"x"', ["[place] 中没有“colour”这一项"]),
        ("begun", "notes_col", "0", []),
        ("begun", "notes_col", "2", []),
        ("over", "notes_col", "1", ["第 3 行第 1 列已经有“结束”"]),
        ("over", "row", "1", ["第 1 行第 1 列已经有“开始”"]),
        ("open", "outcome", "1", ["“outcome”应写成"]),
        ("open", "outcome", '{ a = "x", b = 1 }', ["“outcome”应写成"]),
        ("open", "to", None, ["缺少“to”"]),
        ("open", "from_any", '["nowhere"]', ["环节“nowhere”没有定义"]),
        ("open", "from_any", None, ["“from”或“from_any”其中之一"]),
        ("open", "when", '"nothing"', ["事实“nothing”没有定义"]),
        ("open", "makes", '["other"]', ["文书“other”没有定义", "没有步骤制作文书“paper”"]),
        ("open", "makes", None, ["没有步骤制作文书“paper”"]),
        ("open", "starts", '["other"]', ["期限“other”没有定义", "没有步骤开始期限“term”"]),
        ("open", "fields", "1", ["“fields”应是表的列表"]),
        ("open", "fields", "[1]", ["“fields”应是表的列表"]),
        (
            "open",
            "fields",
            '[{ code = "a", label = "甲", kind = "odd", size = 1 }]',
            ["中没有“size”这一项", "“kind”只能是"],
        ),
        ("pause", "in", None, ["缺少“in”"]),
        ("pause", "ground", None, ["须写明“ground”", "没有步骤因“appraisal”中止"]),
        ("pause", "ground", '"other"', ["没有步骤因“appraisal”中止期限“term”"]),
        ("resume", "ground", None, ["须写明“ground”", "没有步骤因“”中止期限“term”"]),
        ("resume", "code", "1", ["“code”应是文字"]),
        ("extend", "extends", '["other"]', ["期限“other”没有定义", "没有步骤开始期限“other”"]),
    ],
)
def test_each_mistake_is_told_and_nothing_else(
    block: str, key: str, value: str | None, reasons: list[str]
) -> None:
    text = edited(RICH, block, key, value)

    if not reasons:
        load_process(text)
        return
    told = [told for _, told in faults(text)]

    assert all(any(reason in one for one in told) for reason in reasons), told
    assert all(any(reason in one for reason in reasons) for one in told), told


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ('on = ["finish"]', 'on = ["nobody"]', "步骤“nobody”没有定义"),
        ('on = ["finish"]', "", "缺少“on”"),
        ('require = "ready"', 'require = "never"', "事实“never”没有定义"),
        ('require = "ready"', 'require = "ready"\nwhen = "ready"', "中没有“when”这一项"),
        ('act = "test.open"', 'act = "matters.record_step"', ""),
    ],
)
def test_a_mistake_in_a_requirement_is_told(right: str, wrong: str, reason: str) -> None:
    assert RICH.count(right) == 1
    text = RICH.replace(right, wrong)

    if reason:
        ((_, told),) = faults(text)
        assert reason in told
    else:
        load_process(text)


def test_a_step_that_uses_the_act_of_another_is_told_once() -> None:
    text = edited(RICH, "pause", "act", '"test.open"')

    assert [told for _, told in faults(text)] == ["操作“test.open”被两个步骤使用"]


def test_an_act_can_be_used_once_only() -> None:
    text = edited(shipped_text(), "add_evidence", "act", '"cases.draft_decision"')

    assert any("被两个步骤使用" in told for _, told in faults(text))


def test_a_document_that_no_step_makes_cannot_be_needed() -> None:
    text = edited(shipped_text(), "approve_seizure", "makes", None)

    assert any("没有步骤制作文书“seizure-approval”" in told for _, told in faults(text))


@pytest.mark.parametrize("text", ["[process", "a = ", "[[step]]\ncode = 'x' 'y'", "\x00"])
def test_what_is_no_toml_is_refused_with_its_line(text: str) -> None:
    ((line, told),) = faults(text)

    assert line >= 1
    assert "TOML" in told


def test_an_empty_text_is_refused() -> None:
    assert any("缺少 [process]" in told for _, told in faults(""))


@pytest.mark.parametrize("text", ["#" * 2_000_000, SMALL + "#" * 2_000_000])
def test_two_megabytes_are_refused_before_they_are_parsed(text: str) -> None:
    ((_, told),) = faults(text)

    assert "文件太长" in told


def test_deep_nesting_is_refused() -> None:
    assert faults("a = " + "[" * 50_000 + "]" * 50_000)


def test_an_unknown_table_is_refused_with_its_line() -> None:
    text = SMALL + '\n[[stepp]]\ncode = "x"\n'

    assert (line_of(text, "[[stepp]]"), "不认识的表“stepp”") in faults(text)


def test_all_faults_are_told_at_once() -> None:
    text = edited(edited(SMALL, "finish", "by", '"nobody"'), "note", "in", '["nowhere"]')

    assert len(faults(text)) == 2
