"""Definitions as data: every wrong one is refused with its place."""

import json
import re
from pathlib import Path

import pytest

from gongjian.documents.catalogue import ONLINE_REVIEW, definitions
from gongjian.documents.cli import page, shipped_processes
from gongjian.documents.paper.blocks import Closing, texts_of
from gongjian.documents.paper.definitions import DefinitionError, load
from gongjian.documents.testing import blocks_of

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


REMEDIES = {
    "proxy-cost",
    "proxy-decision",
    "proxy-told",
    "collected-goods-list",
    "penalty-decision",
    "no-penalty-decision",
    "on-the-spot-decision",
    "surcharge-decision",
}


def test_the_ordinary_set_has_at_least_forty_documents() -> None:
    assert len(definitions()) >= 40


def test_the_page_of_all_documents_is_current() -> None:
    """Write it anew with: gongjian documents --page docs/document-list.md."""
    text = page(definitions(), shipped_processes())

    printed = (Path(__file__).parents[4] / "docs/document-list.md").read_text(encoding="utf-8")
    assert printed == text, "run: gongjian documents --page docs/document-list.md"


def test_every_form_is_made_by_a_step_or_by_the_code_of_an_act() -> None:
    source = Path(__file__).parents[2]
    code = [f for f in source.rglob("*.py") if "tests" not in f.parts]
    texts = "".join(f.read_text(encoding="utf-8") for f in code)
    by_steps = {k for p in shipped_processes() for step in p.steps.values() for k in step.makes}

    assert not {k for k in definitions() if k not in by_steps and f'"{k}"' not in texts}


def said(kind: str) -> str:
    """Return every text of a sample document."""
    return texts_of(blocks_of(kind))


def test_every_field_tells_how_to_write_it_and_every_document_its_source() -> None:
    for form in definitions().values():
        assert form.source
        assert all(field.guide for field in form.fields.values()), form.code


def test_no_two_documents_share_a_series() -> None:
    series = [form.series for form in definitions().values() if form.numbered]

    assert len(set(series)) == len(series)


@pytest.mark.parametrize("kind", sorted(k for k, f in definitions().items() if f.outward))
def test_what_goes_out_names_its_law_says_its_copies_and_bears_the_seal(kind: str) -> None:
    form = definitions()[kind]

    assert re.search(r"《[^》]+》第[零一二三四五六七八九十百]+条", said(kind)) or not form.numbered
    assert "归档" in form.copies
    assert any(isinstance(block, Closing) and block.sealed for block in blocks_of(kind))


@pytest.mark.parametrize("kind", sorted(definitions()))
def test_a_paper_with_remedies_names_review_and_court_and_both_terms(kind: str) -> None:
    fields = definitions()[kind].fields
    remedies = {"review_body", "review_term", "court", "court_term"} & set(fields)

    assert kind not in REMEDIES or len(remedies) == 4
    assert len(remedies) in {0, 4} or kind == "enforcement-application"


@pytest.mark.parametrize("kind", sorted(definitions()))
def test_terms_are_asked_for_and_never_printed_from_the_definition(kind: str) -> None:
    """A term differs between profiles: a number of days in the fixed text would be wrong there."""
    fixed = json.dumps(definitions()[kind].blocks, ensure_ascii=False, default=dict)

    assert re.findall(r"[一二三四五六七八九十百\d]+个?(?:工作日|日内|日以内|个月内)", fixed) == []


@pytest.mark.requirement("P10")
@pytest.mark.parametrize("kind", ["penalty-notice", "public-order-notice"])
@pytest.mark.parametrize("right", ["陈述和申辩", "要求听证", "回避"])
def test_a_notice_tells_every_right_of_the_party(kind: str, right: str) -> None:
    assert right in said(kind)


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


def test_every_paper_that_names_the_reviewing_body_says_where_to_apply() -> None:
    """Source: 行政复议法 第二十二条第二款."""
    naming = [form for form in definitions().values() if "review_body" in form.fields]
    silent = [
        (form.code, code)
        for form in naming
        for code in ("review_address", ONLINE_REVIEW)
        if code not in form.fields or f"{{{code}}}" not in str(form.blocks)
    ]

    assert len(naming) == 18
    assert silent == []
