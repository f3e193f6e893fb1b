"""Provisions held against a cause: what is refused, what needs a reason, what passes."""

import dataclasses
from datetime import date

import pytest

from gongjian.catalog.citing import cited
from gongjian.catalog.definitions import Cause
from gongjian.catalog.holding import Fault, Governing, Sanction, hold
from gongjian.catalog.library import cause_on, causes

pytestmark = pytest.mark.requirement("Q9")
CODE = "中华人民共和国生态环境法典"
DUTY = f"《{CODE}》第五百三十一条"
BASIS = f"《{CODE}》第一千一百七十五条第一款第一项、第二款"
DAY = date(2026, 9, 1)
FINE = Sanction(("fine",), 10_000_000, range="fine")


def cause(code: str = "waste-sign", on: date = DAY) -> Cause:
    found = cause_on(code, on)
    assert found is not None
    return found


def governing(
    *days: date, causes: tuple[Cause, ...] = (), allowed: tuple[str, ...] = ()
) -> Governing:
    return Governing(causes or (cause(),), days or (DAY,), date(2026, 11, 1), allowed)


def found(
    violated: str = DUTY,
    basis: str = BASIS,
    sanction: Sanction | None = FINE,
    law: Governing | None = None,
) -> list[Fault]:
    return list(hold(law or governing(), violated, basis, sanction))


def typed(field: str, text: str) -> list[Fault]:
    return found(text) if field == "violated" else found(basis=text)


def graves(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(f.field, str(f)) for f in faults if f.grave]


def test_what_the_catalogue_cites_has_no_fault() -> None:
    for one in causes():
        duty, basis = (cited(a for a in one.articles if a.role == r) for r in ("violated", "basis"))
        law = Governing((one,), (one.effective_from,), one.effective_to or DAY)
        for legal in one.ranges.values():
            fine = Sanction(("fine", "other"), 0 if legal.base else legal.high, range=legal.code)
            assert list(hold(law, duty, basis, fine)) == [], one.origin
        for penalty in one.penalties:
            assert list(hold(law, duty, basis, Sanction((penalty.kind,)))) == [], one.origin


@pytest.mark.parametrize(
    ("field", "text", "part"),
    [
        # another article, law, paragraph, item
        ("violated", f"《{CODE}》第五百三十二条", "没有引用本案案由的违反的条款"),
        ("violated", "《甲法》第五百三十一条", "没有引用本案案由的违反的条款"),
        ("violated", "第五百三十一条", "没有引用本案案由的违反的条款"),
        ("violated", "", "没有引用本案案由的违反的条款"),
        ("violated", f"《{CODE}》第五百三十一条之一", "没有引用本案案由的违反的条款"),
        ("basis", f"《{CODE}》第一千一百七十六条第一款第一项、第二款", "处罚依据"),
        ("basis", f"《{CODE}》第一千一百七十五条第一款第九项", "处罚依据"),
        ("basis", f"《{CODE}》第一千一百七十五条第三款", "处罚依据"),
        # not down to its item
        ("basis", f"《{CODE}》第一千一百七十五条", "请写到第一千一百七十五条第一款第一项"),
        ("basis", f"《{CODE}》第一千一百七十五条第一款、第二款", "没有写到款、项"),
        ("basis", f"《{CODE}》第一千一百七十五条第一项、第二款", "没有写到款、项"),
        # not what threatens the fine
        ("basis", f"《{CODE}》第一千一百七十五条第一款第一项", "没有引用规定“罚款”的条款"),
    ],
)
def test_what_is_surely_wrong_is_refused_in_its_field(field: str, text: str, part: str) -> None:
    faults = graves(typed(field, text))

    assert [name for name, _ in faults] == [field]
    assert part in faults[0][1]


@pytest.mark.parametrize(
    ("field", "text", "part"),
    [
        ("violated", f"{DUTY}、第五百三十二条", "第五百三十二条不在案由的违反的条款之内"),
        ("basis", f"{BASIS}；《中华人民共和国广告法》第五十七条", "不在案由的处罚依据之内"),
        ("basis", f"《{CODE}》第一千一百七十五条第二款", "没有引用"),
        ("basis", f"《{CODE}》第一千一百七十五条第一款第一项、第二款第一项", "不在案由"),
        ("basis", f"{BASIS}、第三款", "不在案由的处罚依据之内"),
    ],
)
def test_where_one_may_deviate_a_reason_is_asked(field: str, text: str, part: str) -> None:
    faults = typed(field, text)

    assert [(f.field, f.grave) for f in faults] == [(field, False)]
    assert part in str(faults[0])


@pytest.mark.parametrize(
    "basis",
    [
        f"{BASIS}；《中华人民共和国行政处罚法》第三十二条第一项",
        "《生态环境法典》第1175条第1款第（1）项、第2款",
        f"《{CODE}》第一千一百七十五条第一款第（一）项，第一千一百七十五条第二款",
    ],
)
def test_other_spellings_and_the_general_law_pass(basis: str) -> None:
    assert found(basis=basis) == []


def test_the_only_paragraph_of_an_article_may_be_called_its_first() -> None:
    assert found(violated=f"《{CODE}》第五百三十一条第一款") == []
    assert graves(found(violated=f"《{CODE}》第五百三十一条第二款")) == []
    assert found(violated=f"《{CODE}》第五百三十一条第二款") != []


def test_what_a_ground_cites_stands_beside_the_cause() -> None:
    basis = f"{BASIS}；《未成年人保护法》第九条"

    assert len(found(basis=basis)) == 1
    assert found(basis=basis, law=governing(allowed=("未成年人保护法 第九条",))) == []


# --- the law of the day ------------------------------------------------------------------------


def test_the_law_of_the_act_and_no_other() -> None:
    before = date(2026, 8, 10)
    old = cause(on=before)
    duty, basis = (cited(a for a in old.articles if a.role == r) for r in ("violated", "basis"))
    fine = Sanction(("fine",), 10_000_000, range="fine")

    assert list(hold(governing(before, causes=(old,)), duty, basis, fine)) == []
    texts = "".join(told for _, told in graves(found(duty, basis)))
    assert "固体废物污染环境防治法》2026年8月14日以后不再施行" in texts
    early = graves(found(law=governing(before, causes=(old,))))
    assert any("还没有施行" in told for _, told in early)


def test_where_the_newer_law_was_chosen_the_duty_may_be_told_by_either() -> None:
    before = date(2026, 8, 10)
    old = cause(on=before)
    law = governing(DAY, before, causes=(cause(), old))
    duty, basis = (cited(a for a in old.articles if a.role == r) for r in ("violated", "basis"))

    assert found(violated=duty, law=law) == found(law=law) == []
    assert graves(found(basis=basis, law=law)) != []


def test_without_a_cause_only_the_force_of_laws_is_asked() -> None:
    law = dataclasses.replace(governing(), causes=())

    assert found("《甲法》第一条", "《乙法》第二条", law=law) == []
    assert graves(found("《环境保护法》第一条", "《乙法》第二条", law=law)) != []


# --- kinds, sums, days -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sanction", "part"),
    [
        (Sanction(("fine",), 20_000_001, range="fine"), "不在案由"),
        (Sanction(("fine",), 4_999_999, range="fine"), "不在案由"),
        (Sanction(("fine",), 20_000_001, range="refused"), ""),
        (Sanction(("fine",), 5_000_000, range="fine"), ""),
        (Sanction(("fine",), 20_000_000, range="fine"), ""),
        (Sanction(("fine",), 1, range="fine", mitigated=True), ""),
        (Sanction(("fine",), 20_000_001, range="fine", mitigated=True), "不在案由"),
        (Sanction(("fine",), 500_000_000, range="fine", counted=True), ""),
        (Sanction(("fine",), 100_000_001), "不在案由"),
        (Sanction(("revoke_licence",)), "不在案由“未按规定设置危险废物识别标志”的法定处罚种类"),
        (Sanction(("confiscate_gain",)), ""),
        (Sanction(("other",)), ""),
    ],
)
def test_kinds_and_sums_stand_under_the_provisions(sanction: Sanction, part: str) -> None:
    faults = graves(found(sanction=sanction))

    assert (not faults) if not part else part in faults[0][1]


@pytest.mark.parametrize(
    ("days", "mitigated", "right"),
    [(5, False, True), (10, False, True), (11, False, False), (4, False, False), (4, True, True)],
)
def test_a_detention_stays_within_its_days(days: int, mitigated: bool, right: bool) -> None:
    order = cause("unit-disorder", date(2026, 3, 1))
    text = "《中华人民共和国治安管理处罚法》第二十六条第一款第一项"
    law = Governing((order,), (date(2026, 3, 1),), date(2026, 3, 2))
    detained = Sanction(("detention",), mitigated=mitigated, days=(days,))

    assert (graves(list(hold(law, text, text, detained))) == []) is right


def test_a_proposal_to_impose_none_need_not_cite_what_threatens() -> None:
    assert found(basis="《中华人民共和国行政处罚法》第三十三条第一款", sanction=None) == []
    assert graves(found(violated="《甲法》第一条", sanction=None)) != []


@pytest.mark.parametrize(
    ("beside", "stands"),
    [
        ("第三条第一款第二项", True),
        ("第三条第一款", True),
        ("第三条", True),
        ("第三条第二款", False),
        ("第三条第一款第三项", False),
        ("第三条之一", False),
        ("第四条第一款", False),
    ],
)
def test_what_a_ground_rests_on_stands_beside_and_nothing_else(beside: str, stands: bool) -> None:
    law = governing(allowed=("《甲法》第三条第一款第二项",))

    faults = found(basis=f"{BASIS}；《甲法》{beside}", law=law)

    assert [f.grave for f in faults] == ([] if stands else [False])


def test_a_refusal_names_what_is_cited_and_what_the_cause_asks() -> None:
    should = f"案由“{cause().name}”的违反的条款是{cited(cause().articles[:1])}"
    change = "请改正；查明的事实属于另一案由的，请先重新确定案由"

    (wrong,) = graves(found("《甲法》第五条、第六条第一款、第五条"))
    assert wrong[1] == (
        "没有引用本案案由的违反的条款，现引用的是《甲法》第五条、《甲法》第六条第一款。"
        f"{should}，{change}"
    )
