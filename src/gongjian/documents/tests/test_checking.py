"""The check before signing: every rule finds a planted fault and passes the near miss."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from gongjian.documents.catalogue import definition
from gongjian.documents.checking import (
    RULES,
    Beside,
    Finding,
    Paper,
    Severity,
    check,
    errors,
    warnings,
)
from gongjian.documents.paper.binding import freeze
from gongjian.documents.testing import sample

DAY = date(2026, 4, 21)
PARTY = sample("penalty-decision")["party_name"]
EXPECTED = {"payment_term": "十五日", "review_term": "六十日", "court_term": "六个月"}


def paper(
    kind: str = "penalty-decision", *, on: date = DAY, number: str = "", **changes: Any
) -> Paper:
    form = definition(kind)
    values = {c: v for c, v in sample(kind, **changes).items() if v is not None}
    return Paper(form, freeze(form, values), on, number)


def notice(**changes: Any) -> Paper:
    return paper("penalty-notice", on=date(2026, 4, 7), number="青环行罚告字〔2026〕1号", **changes)


def beside(**changes: Any) -> Beside:
    told = notice()
    known = Beside(PARTY, "青环", EXPECTED, told, date(2026, 4, 7), (told,))
    return dataclasses.replace(known, **changes)


def found(one: Paper, at: Beside | None = None) -> list[Finding]:
    return list(check(one, at or beside()))


def test_a_careful_decision_has_no_fault() -> None:
    assert found(paper(number="青环行罚决字〔2026〕1号")) == []


def test_every_rule_is_called() -> None:
    assert len(RULES) == len({rule.__name__ for rule in RULES}) == 13


# (rule, fields with the fault, fields of the near miss)
FAULTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "blank",
        {"discretion": "当事人____，从轻处罚。"},
        {"discretion": "编号A_1的设备，从轻处罚。"},
    ),
    ("blank", {"discretion": "当事人XX初次违法。"}, {"discretion": "XXL-20型设备初次使用。"}),
    ("blank", {"discretion": "当事人××初次违法。"}, {"discretion": "长2×3米的设备。"}),
    ("blank", {"discretion": "【】初次违法。"}, {"discretion": "依〔2026〕3号文。"}),
    ("blank", {"discretion": "（待填）初次违法。"}, {"discretion": "（初次）违法。"}),
    ("party-name", {"party_name": "青川市恒远新材料有限责任公司"}, {"party_name": PARTY}),
    (
        "date",
        {"evidence": ["2026年4月22日的照片一张，证明现场"]},
        {"evidence": ["2026年4月21日的照片一张，证明现场"]},
    ),
    (
        "date",
        {"discretion": "当事人于2026年2月29日改正。"},
        {"discretion": "当事人将于2026年12月31日前改正。"},
    ),
    (
        "citation",
        {"violated": "《中华人民共和国环境影响评价法》"},
        {"violated": "《中华人民共和国环境影响评价法》第二十四条"},
    ),
    (
        "citation",
        {"basis": "环境影响评价法第三十一条第一款"},
        {"basis": "《建设项目环境保护管理条例》（国务院令第682号）第二十三条第一款"},
    ),
    (
        "citation",
        {"basis": "《甲法》第一条、《乙法》"},
        {"basis": "《甲法》第一条、《乙法》第二条第一款第三项"},
    ),
    (
        "sum-words",
        {"penalties": ["罚款人民币52,120.00元（伍万贰仟壹佰贰拾壹元整）"]},
        {"penalties": ["罚款人民币52120元（大写：伍万贰仟壹佰贰拾圆正）"]},
    ),
    (
        "sum-words",
        {"penalties": ["罚款人民币伍万贰仟壹佰贰拾元整（52,210.00元）"]},
        {"penalties": ["罚款人民币伍万贰仟壹佰贰拾元整（52,120.00元）"]},
    ),
    (
        "sum-words",
        {"discretion": "货值5.2万元（伍贰仟元整）。"},
        {"discretion": "货值5.2万元（伍万贰仟元整）。"},
    ),
    (
        "fine-total",
        {"fine": 5_212_001},
        {"penalties": ["罚款20,000元（贰万元整）", "另处罚款32,120元（叁万贰仟壹佰贰拾元整）"]},
    ),
    ("fine-total", {"penalties": ["警告"]}, {"penalties": ["警告"], "fine": None}),
    (
        "sum-without-words",
        {"penalties": ["罚款人民币52,120.00元"]},
        {"penalties": ["罚款人民币52,120.00元（伍万贰仟壹佰贰拾元整）"]},
    ),
    (
        "beyond-notice",
        {"violated": "《中华人民共和国环境影响评价法》第二十四条第二款"},
        {"discretion": "理由可以比告知写得更详细。"},
    ),
    ("as-the-rules-say", {"payment_term": "三十日"}, {"payment_term": "十五日"}),
    ("as-the-rules-say", {"review_term": "三十日"}, {"review_term": "六十日"}),
    ("as-the-rules-say", {"court_term": "三个月"}, {"court_term": "六个月"}),
    (
        "number-cited",
        {"statement": "告知书（青环行罚告字〔2026〕2号）已送达。"},
        {"statement": "告知书（青环行罚告字〔2026〕1号）已送达。"},
    ),
    (
        "number-cited",
        {"statement": "告知书（青环行罚告字[2026]1号）已送达。"},
        {"statement": "省厅文件（川环发〔2020〕1号）另有规定。"},
    ),
]


@pytest.mark.requirement("Q9")
@pytest.mark.parametrize(("rule", "fault", "near"), FAULTS)
def test_each_rule_finds_its_fault_and_lets_the_near_miss_pass(
    rule: str, fault: dict[str, Any], near: dict[str, Any]
) -> None:
    bad, good = found(paper(**fault)), found(paper(**near))

    assert rule in {finding.rule for finding in bad}
    assert rule not in {finding.rule for finding in good}
    assert all(f.where and f.message and f.todo for f in bad)


def test_a_missing_remedy_is_named() -> None:
    one = paper()
    without = dataclasses.replace(one, values={**one.values, "review_body": None})

    (finding,) = found(without)

    assert (finding.rule, finding.severity) == ("remedy-missing", Severity.ERROR)
    assert finding.where == "《行政处罚决定书》的“行政复议机关”"


def test_a_decision_does_not_come_before_its_notice_was_made_or_received() -> None:
    made_later = beside(told=dataclasses.replace(notice(), made_on=date(2026, 4, 22)))
    told_later = beside(told_on=date(2026, 4, 22))

    assert [f.rule for f in found(paper(), made_later)] == ["order"]
    assert [f.rule for f in found(paper(), told_later)] == ["order"]
    assert found(paper(), beside(told_on=DAY)) == []


def test_another_name_in_the_notice_is_an_error_and_elsewhere_a_warning() -> None:
    other = "青川市恒远材料厂"
    told = notice(party_name=other)
    receipt = paper("delivery-receipt", recipient=other)

    in_notice = found(paper(), beside(told=told, others=(told,)))
    in_receipt = found(paper(), beside(others=(notice(), receipt)))

    assert [f.rule for f in errors(in_notice)] == ["party-name"]
    assert [f.rule for f in warnings(in_receipt)] == ["party-name"]
    assert errors(in_receipt) == []


@pytest.mark.parametrize(
    "number",
    [
        "青环行罚决字〔2025〕1号",
        "青环行罚决字〔2026〕01号",
        "青环罚决字〔2026〕1号",
        "青环行罚决字[2026]1号",
    ],
)
def test_a_number_of_another_form_is_found(number: str) -> None:
    assert [f.rule for f in found(paper(number=number))] == ["number-form"]


def test_a_day_field_of_the_document_does_not_lie_ahead() -> None:
    late = paper("filing-approval", leader_on="2026-04-22")
    today = paper("filing-approval", leader_on="2026-04-21")

    assert "date" in {f.rule for f in found(late)}
    assert "date" not in {f.rule for f in found(today)}


PILE = "没收非法财物：原料2吨，价值人民币壹万元整（10,000.00元），依据：价格认定书。"
DEARER = PILE.replace("壹万元整（10,000.00元）", "贰万元整（20,000.00元）")
UNKNOWN = "没收非法财物：原料2吨，价值无法确定：已经变质。"
BEFORE = "没收非法财物：原料2吨。"


@pytest.mark.requirement("Q9")
@pytest.mark.parametrize(
    ("decided", "told", "faults"),
    [
        (PILE, PILE, []),
        (PILE, PILE.replace("价格认定书", "发票"), []),
        (UNKNOWN, UNKNOWN.replace("变质", "销毁"), []),
        (PILE, BEFORE, []),
        (DEARER, PILE, ["价值是人民币贰万元整"]),
        (PILE, UNKNOWN, ["《行政处罚告知书》写的是无法确定"]),
        (UNKNOWN, PILE, ["价值是无法确定"]),
        (
            PILE.replace("原料", "设备"),
            PILE,
            ["设备2吨”在《行政处罚告知书》中没有告知"],
        ),
    ],
)
def test_goods_and_their_value_are_the_same_in_every_paper(
    decided: str, told: str, faults: list[str]
) -> None:
    fine = next(line for line in sample("penalty-decision")["penalties"] if "罚款" in line)
    one = notice(penalties=[fine, told])
    at = beside(told=one, others=(one,))

    findings = found(paper(penalties=[fine, decided]), at)

    assert [f.rule for f in findings] == ["goods"] * len(faults)
    assert all(words in f.message for words, f in zip(faults, findings, strict=True))
    assert warnings(findings) == findings


def test_goods_are_held_against_every_paper_but_named_in_the_notice_alone() -> None:
    fine = next(line for line in sample("penalty-decision")["penalties"] if "罚款" in line)
    one, other = notice(penalties=[fine, PILE]), notice(penalties=[fine, DEARER])
    silent = notice(penalties=[fine])
    decision = paper(penalties=[fine, PILE])

    assert len(found(decision, beside(told=one, others=(one, other)))) == 1
    assert found(decision, beside(told=one, others=(one, silent))) == []
    assert found(paper(penalties=[fine]), beside(told=one, others=(one,))) == []
