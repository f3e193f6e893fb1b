"""Definitions as data: every wrong one is refused with its place."""

import pytest

from gongjian.documents.catalogue import definitions
from gongjian.documents.paper.definitions import DefinitionError, load
from gongjian.documents.testing import SAMPLES

GOOD = """
[document]
code = "letter"
name = "函"
version = "1"
outward = false
source = "示例"
[[field]]
code = "text"
label = "正文"
guide = "写正文。"
[[field]]
code = "people"
label = "人员"
kind = "rows"
columns = { name = "姓名" }
required = false
[[block]]
type = "paragraph"
text = "{text}"
[[block]]
type = "line"
each = "people"
label = "姓名"
text = "{index} {item.name}"
"""


def test_the_six_documents_of_the_ordinary_procedure_are_shipped() -> None:
    assert set(definitions()) == set(SAMPLES)


def test_every_mandatory_field_tells_how_to_write_it_and_every_document_its_source() -> None:
    for form in definitions().values():
        assert form.source
        assert all(field.guide for field in form.fields.values()), form.code


def test_only_notice_and_decision_go_out_under_the_seal() -> None:
    outward = {form.code for form in definitions().values() if form.outward}

    assert outward == {"penalty-notice", "penalty-decision"}


@pytest.mark.requirement("R3")
def test_the_decision_asks_for_everything_of_article_59() -> None:
    required = {c for c, f in definitions()["penalty-decision"].fields.items() if f.required}

    assert required >= {
        "party_name",
        "party_address",
        "facts",
        "evidence",
        "violated",
        "basis",
        "penalties",
        "review_body",
        "review_term",
        "court",
        "court_term",
    }


def test_a_good_definition_loads() -> None:
    form = load(GOOD, "letter.toml")

    assert (form.code, form.numbered, list(form.fields)) == ("letter", False, ["text", "people"])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("{text}", "{texts}", "占位符 {texts} 没有字段"),
        ("{item.name}", "{item.age}", "占位符 {item.age} 没有字段"),
        ("{item.name}", "{name}", "占位符 {name} 没有字段"),
        ('text = "{text}"', 'text = "无"', "字段 text 没有用到"),
        ('each = "people"', 'each = "text"', "each 须是 list 或 rows 字段"),
        ('guide = "写正文。"', "", "缺少填写说明"),
        ('type = "paragraph"', 'type = "picture"', "未知的 type picture"),
        ('type = "paragraph"', 'type = "paragraph"\nwhen = "x"', "when 里的字段 x 不存在"),
        ('code = "people"', 'code = "text"', "字段代码重复"),
        ('code = "people"', 'code = "issuer"', "与固定字段重名"),
        ('kind = "rows"', 'kind = "image"', "kind 未知"),
        ('version = "1"', "", "version"),
        ('version = "1"', 'version = "1"\ncolour = "red"', "未知的键 colour"),
        ("[document]", "[document", "letter.toml"),
    ],
)
def test_a_wrong_definition_is_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        load(GOOD.replace(old, new), "letter.toml")

    assert reason in str(refused.value)
    assert "letter.toml" in str(refused.value)


def test_a_table_row_must_fill_its_columns() -> None:
    table = '[[block]]\ntype = "table"\ncolumns = [1, 2]\nrows = [[{ label = "只有一格" }]]\n'

    with pytest.raises(DefinitionError, match="列数不等于 2"):
        load(GOOD + table, "letter.toml")
