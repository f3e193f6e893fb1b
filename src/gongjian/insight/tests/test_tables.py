"""The tables as data, the cross-checks and the drafted text: pure."""

from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.cases.choices import PenaltyKind
from gongjian.common.data import data_folder
from gongjian.insight.analysis import analysed
from gongjian.insight.building import digest, faults_of, line_of
from gongjian.insight.counting import SHARES, count_group
from gongjian.insight.showing import CSV_HEAD, csv_lines, laid_out
from gongjian.insight.stating import Stated
from gongjian.insight.tables import read_report, report_def

FORM = report_def()


@pytest.mark.requirement("P16")
def test_every_kind_of_penalty_has_one_column_and_the_four_tables_are_there() -> None:
    assert [table.code for table in FORM.tables] == ["T1", "T2", "T3", "T4"]
    assert set(FORM.severity) == set(PenaltyKind.values)
    text = (data_folder("formats") / "annual-report.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="恰好列入一列"):
        read_report(text.replace('kinds = ["detention"]', "kinds = []"))


@pytest.mark.parametrize(
    ("kinds", "column"),
    [
        (["fine"], "T2.fine"),
        (["fine", "confiscate_gain"], "T2.confiscation"),
        (["warning", "other"], "T2.warning"),
        (["fine", "suspend_licence", "revoke_licence"], "T2.revoke_licence"),
        (["detention", "fine"], "T2.detention"),
    ],
)
def test_a_decision_counts_once_in_its_heaviest_column(kinds: list[str], column: str) -> None:
    found = FORM.column_of(kinds)

    assert found is not None
    assert found.code == column
    assert FORM.column_of([]) is None


def tables(**changed: Any) -> list[dict[str, Any]]:
    """Return a report of one agency: two fines, one of them by summary procedure."""
    known: dict[str, dict[str, int | None]] = {
        "T2.fine": {"n": 2, "public": 1, "gone": 1, "closed": 0},
        "T2.total": {"n": 2, "public": 1, "gone": 1, "closed": 0},
        "T2.summary": {"n": 1, "public": 1, "gone": 0, "closed": 0},
        "T2.ordinary": {"n": 1, "public": 0, "gone": 1, "closed": 0},
        "T2.money": {"n": 150_000, "public": 50_000, "gone": 100_000, "closed": 0},
        **changed,
    }
    blank = {"n": 0, "public": 0, "gone": 0, "closed": 0}

    def cell(code: str, how: str) -> dict[str, int | None]:
        return known.get(code, {"n": None} if how == "stated" else dict(blank))

    return [
        {
            "code": t.code,
            "name": t.name,
            "unit": t.unit,
            "note": t.note,
            "columns": [
                {"code": c.code, "name": c.name, "how": c.count, "money": c.money}
                for c in FORM.columns_of(t.code)
            ],
            "rows": [
                {
                    "agency": "青川市生态环境局",
                    "cells": {c.code: cell(c.code, c.count) for c in FORM.columns_of(t.code)},
                }
            ],
        }
        for t in FORM.tables
    ]


def test_cross_checks_find_what_does_not_add_up() -> None:
    assert faults_of(tables()) == []
    spoilt = tables(**{"T2.total": {"n": 3}, "T1.granted": {"n": 5}, "T1.accepted": {"n": 4}})
    assert [fault[:2] for fault in faults_of(spoilt)] == ["表二", "表二", "表一"]
    carried = tables(**{"T1.granted": {"n": 5}, "T1.accepted": {"n": 4}, "T1.carried": {"n": 1}})
    assert faults_of(carried) == []


def test_the_text_says_what_the_tables_say_and_ranks_nobody() -> None:
    text = analysed("青川市生态环境局", 2026, tables(), last_total=4, overturned=1)

    assert "共作出行政处罚决定2件，其中适用简易程序1件、普通程序1件；决定罚没金额1,500.00元" in text
    assert "比2025年（4件）减少2件，50.0%" in text
    assert "公示中1件，公示后依法撤下1件" in text
    assert "1件其后被依法撤销" in text
    besides = tables(
        **{
            "T2.reconsidered": {"n": 3},
            "T2.reconsidered_lost": {"n": 1},
            "T3.seal": {"n": 2},
            "T4.inspections": {"n": 9},
        }
    )
    text = analysed("青川市生态环境局", 2026, besides, last_total=0, overturned=0)
    assert "被申请行政复议3件，其中被纠错1件。" in text
    assert "采取行政强制措施2件；开展行政检查9次。" in text
    assert "行政诉讼" not in text
    assert "没有作出行政处罚决定" in analysed(
        "甲局", 2026, tables(**{"T2.total": {"n": 0}}), last_total=0, overturned=0
    )


def test_what_nobody_told_is_a_dash_and_money_is_in_yuan() -> None:
    shown = {t.code: {one.label: one.cells for one in t.lines} for t in laid_out(tables())}

    assert shown["T1"]["申请"] == ("—",)
    assert shown["T2"]["罚款"] == ("2", "1", "1", "0")
    assert shown["T2"]["罚没金额（元）"][0] == "1,500.00"
    assert shown["T4"]["行政征收"] == ("—", "—")
    lines = {line[1]: dict(zip(CSV_HEAD, line, strict=True)) for line in csv_lines(tables())}
    assert (lines["T2.money"]["amount_fen"], lines["T1.applied"]["n"]) == ("150000", "")


def test_the_hash_changes_with_any_number() -> None:
    assert digest(tables()) == digest(tables())
    assert digest(tables()) != digest(tables(**{"T2.detention": {"n": 1}}))


KINDS = st.lists(st.sampled_from(FORM.severity), min_size=1, max_size=3, unique=True)
GROUPS = st.tuples(
    KINDS,
    st.sampled_from(["summary", "ordinary"]),
    st.integers(0, 10**9),
    st.sampled_from(SHARES),
    st.integers(1, 99),
)
MORE = st.dictionaries(st.sampled_from([c.code for c in FORM.counted]), st.integers(1, 9))
DONE = st.dictionaries(st.sampled_from([c.count for c in FORM.columns]), st.integers(0, 99))


@given(groups=st.lists(GROUPS, max_size=6), done=DONE, more=MORE)
def test_the_parts_always_add_up_to_the_total(
    groups: list[Any], done: dict[str, int], more: dict[str, int]
) -> None:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for kinds, procedure, fen, share, n in groups:
        count_group(counted, FORM, kinds, procedure, fen, share, n)
    added = {code: Stated(beyond=n, reason="纸上的。") for code, n in more.items()}

    told = line_of(FORM, counted, Counter(done), added)

    parts = [told[c.code] for c in FORM.columns if c.count == "heaviest"]
    assert told["T2.total"]["n"] == sum(cell["n"] for cell in parts)
    for share in SHARES:
        assert told["T2.total"][share] == sum(cell[share] for cell in parts)
    assert sum(told["T2.total"][share] for share in SHARES) == sum(g[4] for g in groups)
    assert told["T2.money"]["n"] == sum(g[2] for g in groups)
    by_procedure = [sum(told[f"T2.{p}"][s] for s in SHARES) for p in ("summary", "ordinary")]
    assert sum(by_procedure) == sum(g[4] for g in groups)
    measures = [told[c.code]["n"] or 0 for c in FORM.columns_of("T3") if c.count != "sum"]
    assert told["T3.total"]["n"] == sum(measures)
