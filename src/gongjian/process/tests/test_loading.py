"""Faults of a text are told with line and reason."""

import pytest

from gongjian.process.definition import GENERIC_ACT
from gongjian.process.errors import DefinitionError
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
