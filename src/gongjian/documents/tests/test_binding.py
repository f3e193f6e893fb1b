"""Values on paper: blanks are loud, texts are literal, kinds are kept."""

import json
import sys
from datetime import date
from typing import Any
from unicodedata import bidirectional, category

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from gongjian.documents.catalogue import definition, definitions
from gongjian.documents.paper.binding import BlankFields, WrongFields, freeze
from gongjian.documents.paper.blocks import (
    BLANK,
    Line,
    Paragraph,
    Title,
    Verify,
    from_plain,
    texts_of,
    to_plain,
)
from gongjian.documents.paper.values import _UNPRINTED, money_zh
from gongjian.documents.rules import canonical
from gongjian.documents.testing import blocks_of, sample


@pytest.mark.parametrize("kind", sorted(definitions()))
def test_each_blank_mandatory_field_is_refused_by_name(kind: str) -> None:
    form = definition(kind)
    mandatory = [field for field in form.fields.values() if field.required]

    for field in mandatory:
        for blank in ("", " \n ", None) if field.kind == "text" else (None,):
            with pytest.raises(BlankFields) as refused:
                freeze(form, sample(kind, **{field.code: blank}))
            assert refused.value.labels == (field.label,)
    assert mandatory


def test_every_blank_is_named_at_once() -> None:
    with pytest.raises(BlankFields) as refused:
        freeze(definition("penalty-decision"), {})

    assert len(refused.value.labels) == 12


def test_a_blank_optional_field_of_a_form_is_visibly_blank() -> None:
    assert BLANK in texts_of(blocks_of("filing-approval", party_phone=""))


def test_a_fine_needs_its_bank_and_term() -> None:
    with pytest.raises(BlankFields) as refused:
        freeze(definition("penalty-decision"), sample("penalty-decision", bank="", payment_term=""))

    assert refused.value.labels == ("缴款期限", "代收机构")


def test_a_decision_without_a_fine_says_nothing_of_banks() -> None:
    blocks = blocks_of("penalty-decision", fine=None, bank="", bank_account="", payment_term="")

    assert "加处罚款" not in texts_of(blocks)


def test_a_notice_without_hearing_says_nothing_of_hearings() -> None:
    assert "听证" in texts_of(blocks_of("penalty-notice"))
    assert "听证" not in texts_of(blocks_of("penalty-notice", hearing_term=""))


def test_the_title_carries_issuer_and_number() -> None:
    head = blocks_of("penalty-decision")[0]

    assert head == Title("青川市生态环境局", "行政处罚决定书", "青环行罚决字〔2026〕1号", red=True)


def test_only_outward_documents_tell_how_to_check_them() -> None:
    checked = {k for k in definitions() if any(isinstance(b, Verify) for b in blocks_of(k))}

    assert checked == {kind for kind, form in definitions().items() if form.outward}


def test_lines_of_a_text_become_paragraphs() -> None:
    blocks = blocks_of("penalty-decision", facts="一\r\n\r\n二\r三")

    assert Paragraph(("一", "二", "三")) in blocks


def test_controls_and_turns_of_direction_are_all_that_cannot_stand_on_paper() -> None:
    every = [chr(n) for n in range(sys.maxunicode + 1)]
    controls = {c for c in every if category(c) in {"Cc", "Cs"}} - {"\n"}
    turns = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}

    refused = {c for c in every if _UNPRINTED.match(c)}

    assert refused == controls | {c for c in every if bidirectional(c) in turns}


def test_a_placeholder_that_was_typed_stays_a_text() -> None:
    blocks = blocks_of("penalty-decision", party_name="{court}", facts="{facts}{item}")

    assert Line("当事人", "{court}") in blocks
    assert Paragraph(("{facts}{item}",)) in blocks


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"facts": 5}, "“违法事实”应为文字"),
        ({"fine": -1}, "“罚款数额”应为不小于零的金额"),
        ({"fine": True}, "“罚款数额”应为不小于零的金额"),
        ({"fine": "100"}, "“罚款数额”应为不小于零的金额"),
        ({"evidence": "照片"}, "“证据”应为多项"),
        ({"party_details": [{"label": "住所", "phone": "1"}]}, "每一项只能有"),
        ({"party_details": [{"label": "", "text": "x"}]}, "每一项都要有项目"),
        ({"facts": "a\x00b"}, "U+0000"),
        ({"facts": "a\x1bb"}, "U+001B"),
        ({"facts": "付款\u202e给"}, "U+202E"),
        ({"facts": "\ud800"}, "U+D800"),
        ({"weather": "晴"}, "没有字段weather"),
    ],
)
def test_a_value_that_cannot_stand_on_paper_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(WrongFields, match=says.replace("+", r"\+")):
        freeze(definition("penalty-decision"), sample("penalty-decision", **changes))


@pytest.mark.parametrize("day", ["2026-02-30", "昨天", date(2026, 3, 13)])
def test_a_date_is_a_real_day(day: Any) -> None:
    form = definition("filing-approval")
    if isinstance(day, date):
        assert (
            freeze(form, sample("filing-approval", proposed_on=day))["proposed_on"] == "2026-03-13"
        )
    else:
        with pytest.raises(WrongFields, match="不是日期"):
            freeze(form, sample("filing-approval", proposed_on=day))


@given(st.integers(0, 10**13))
def test_money_reads_back_to_the_fen(fen: int) -> None:
    text = money_zh(fen)

    assert round(float(text.removesuffix("元").replace(",", "")) * 100) == fen


@pytest.mark.parametrize("kind", sorted(definitions()))
def test_blocks_survive_being_frozen_as_json(kind: str) -> None:
    blocks = list(blocks_of(kind))

    assert from_plain(json.loads(json.dumps(to_plain(blocks)))) == blocks


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdefz_019", max_size=8), inner),
    max_leaves=20,
)


@given(plain)
def test_canonical_json_equals_rfc_8785(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)
