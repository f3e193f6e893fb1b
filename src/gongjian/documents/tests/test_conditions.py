"""Conditions between fields: broken ones are told at the field, near misses pass."""

from datetime import date
from typing import Any

import pytest

from gongjian.documents.catalogue import definitions
from gongjian.documents.paper.conditions import Condition, broken, condition_of, misfits
from gongjian.documents.paper.definitions import Definition
from gongjian.jurisdiction.profiles import profile

LABELS = {"a": "甲", "b": "乙"}


def said(condition: Condition, **values: Any) -> dict[str, str]:
    return broken([condition], values, LABELS, lambda code: 8)


@pytest.mark.parametrize(
    ("row", "bad", "good"),
    [
        (
            {"not_before": ["a", "b"]},
            {"a": "2026-03-12T09:29:00+08:00", "b": "2026-03-12T09:30:00+08:00"},
            {"a": "2026-03-12T09:30:00+08:00", "b": "2026-03-12T09:30:00+08:00"},
        ),
        (
            {"not_before": ["a", "b"]},
            {"a": "2026-03-11", "b": "2026-03-12T00:00:00+08:00"},
            {"a": "2026-03-12", "b": "2026-03-12T23:59:00+08:00"},
        ),
        (
            {"within": ["a", "b"], "limit": "hours"},
            {"a": "2026-03-12T09:30:00+08:00", "b": "2026-03-12T17:30:01+08:00"},
            {"a": "2026-03-12T09:30:00+08:00", "b": "2026-03-12T17:30:00+08:00"},
        ),
        ({"at_least_one_of": ["a", "b"]}, {"a": None, "b": None}, {"a": None, "b": "有"}),
        ({"attested": ["a", "b"]}, {"a": "拒签", "b": None}, {"a": "拒签", "b": "村委会主任"}),
        ({"attested": ["a", "b"]}, {"a": "拒签", "b": None}, {"a": None, "b": None}),
        ({"differ": ["a", "b"]}, {"a": "李示例", "b": "李示例"}, {"a": "李示例", "b": None}),
    ],
)
def test_each_rule_refuses_the_fault_and_passes_the_near_miss(
    row: dict[str, Any], bad: dict[str, Any], good: dict[str, Any]
) -> None:
    condition = condition_of(row)

    assert list(said(condition, **bad)) in (["a"], ["b"])
    assert said(condition, **good) == {}


def test_a_sentence_of_the_definition_stands_in_place_of_the_usual_one() -> None:
    condition = condition_of({"differ": ["a", "b"], "message": "询问人和记录人不能是同一人"})

    assert said(condition, a="李", b="李") == {"b": "询问人和记录人不能是同一人"}


def test_the_usual_sentence_names_the_fields() -> None:
    condition = condition_of({"not_before": ["a", "b"]})

    assert said(condition, a="2026-03-11", b="2026-03-12") == {"a": "“甲”早于“乙”，请核对"}


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"not_before": ["a", "b"], "differ": ["a", "b"]},
        {"not_before": ["a"]},
        {"not_before": ["a", "b", "c"]},
        {"within": ["a", "b"]},
        {"differ": ["a", "b"], "limit": "hours"},
        {"differ": ["a", "b"], "surprise": 1},
    ],
)
def test_a_malformed_check_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="check"):
        condition_of(row)


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        ({"not_before": ["a", "b"]}, {"a": "date"}),
        ({"not_before": ["a", "b"]}, {"a": "date", "b": "text"}),
        ({"within": ["a", "b"], "limit": "x"}, {"a": "date", "b": "moment"}),
    ],
)
def test_a_check_of_fields_it_cannot_ask_is_refused(
    row: dict[str, Any], kinds: dict[str, str]
) -> None:
    assert list(misfits(condition_of(row), kinds))


def test_every_limit_that_a_shipped_check_names_is_a_number_of_hours() -> None:
    national = profile("national")
    for form in definitions().values():
        for condition in form.conditions:
            if condition.limit:
                assert national.limit(condition.limit, "", date(2026, 3, 2)).unit == "hour"


# What the party signs, where a refusal is told elsewhere or cannot happen.
REFUSED_ELSEWHERE = {
    "inspection-record": "cases.record_inspection asks it; a CHECK holds the witness",
    "police-questioning-record": "cases.record_questioning asks it; recorded in whole by law",
    "on-the-spot-decision": "cases.penalize_on_spot asks it",
    "public-order-notice": "its delivery is recorded: left with a witness or recorded",
    "oral-notice-record": "whoever does not sign is told on paper",
    "hearing-record": "the host notes it (行政处罚法 第六十四条第八项)",
    "review-questioning-record": "recorded in whole; the answer states it",
    "execution-agreement": "whoever does not sign has agreed on nothing",
    "evidence-received-list": "handed in unasked; whoever does not sign has handed in nothing",
    "goods-disposal": "whoever does not sign gets nothing back",
    "inspection-warrant": "made before it is shown; the inspection record tells it",
    "summons": "made before it is shown; the questioning record tells it",
    "proxy-record": "payments.perform_proxy asks it; a CHECK holds the witness",
}
SIGNERS = ("当事人", "被询问人", "被检查人", "被传唤人", "被告知人", "陈述申辩人", "提供人")


def signed_by_a_party(form: Definition) -> bool:
    signs = [block["label"] for block in form.blocks if block["type"] == "sign"]
    signs += [
        cell["sign"]
        for block in form.blocks
        for row in block.get("rows", ())
        for cell in row
        if "sign" in cell
    ]
    return any(sign.startswith(SIGNERS) for sign in signs)


def test_whatever_a_party_signs_can_tell_that_it_refused_and_who_saw_it() -> None:
    found = {code for code, form in definitions().items() if signed_by_a_party(form)}
    attested = {
        code
        for code, form in definitions().items()
        if any(c.rule == "attested" and c.fields[0] == "refused" for c in form.conditions)
    }

    assert found - attested == set(REFUSED_ELSEWHERE)
    assert attested <= found


@pytest.mark.parametrize(
    "code", [code for code, form in definitions().items() if "refused" in form.fields]
)
def test_a_refused_signature_needs_a_witness_or_a_recording(code: str) -> None:
    form = definitions()[code]
    rule = next(c for c in form.conditions if c.rule == "attested")
    labels = {field.code: field.label for field in form.fields.values()}
    first, *attests = rule.fields

    assert broken([rule], {first: "当事人称无须签名"}, labels, lambda c: 8) == {
        attests[0]: rule.message
    }
    for one in attests:
        told = {first: "当事人称无须签名", one: "村委会主任钱示例"}
        assert broken([rule], told, labels, lambda c: 8) == {}
