"""Counted and stated figures in one report: both shown, none below what is counted."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, make_cast
from gongjian.common.errors import InvalidInput
from gongjian.insight.building import build, tables_of
from gongjian.insight.models import AnnualReport
from gongjian.insight.services import StatedFigure, StatedSum, WholeFigure
from gongjian.insight.showing import laid_out
from gongjian.insight.tables import report_def
from gongjian.orgs.models import Agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
YEAR = 2026
WHY = "城区中队的案件记在纸上。"


def cells(tables: Any, row: int = 0) -> dict[str, dict[str, Any]]:
    return {code: cell for t in tables for code, cell in t["rows"][row]["cells"].items()}


def draft(cast: Cast, **values: Any) -> AnnualReport:
    report: AnnualReport = cast.do("publisher", "insight.draft_report", year=YEAR, **values)
    return report


def whole(column: str, count: int, reason: str = WHY) -> WholeFigure:
    return WholeFigure(column=column, count=count, reason=reason)


def test_what_is_added_stands_beside_what_was_counted_in_every_sum_it_belongs_to() -> None:
    cast = make_cast()
    story.decided_case(cast)

    report = draft(
        cast,
        whole=(whole("T2.fine", 4), whole("T2.ordinary", 4), whole("T3.seal", 2)),
        penalties_fen=6_000_000,
        penalties_reason=WHY,
        sums=(StatedSum(item="T4.levies", amount_fen=900),),
        stated=(StatedFigure(item="T3.clear", count=3),),
    )

    told = cells(report.tables)
    added = {"counted": 1, "beyond": 3, "reason": WHY}
    shares = {"public": 0, "gone": 0, "closed": 1}
    assert told["T2.fine"] == {"n": 4} | shares | added
    assert told["T2.total"] == {"n": 4} | shares | {"counted": 1, "beyond": 3, "reason": ""}
    assert told["T2.money"]["beyond"] == 6_000_000 - 5_212_000
    assert told["T3.total"] == {"n": 5}
    assert told["T4.levies"] == {"n": None, "fen": 900}
    (penalties,) = (t for t in laid_out(report.tables) if t.code == "T2")
    assert "罚款：系统统计1，另有3由机关填报。城区中队的案件记在纸上。" in penalties.added


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"whole": (whole("T2.fine", 0),)}, "whole", "不得少于"),
        ({"whole": (whole("T2.filed", 0),)}, "whole", "已经统计1"),
        (
            {"penalties_fen": 1, "penalties_reason": WHY},
            "penalties_fen",
            "已经统计52,120.00元",
        ),
        ({"penalties_fen": 9_000_000}, "penalties_reason", "写明"),
        ({"sums": (StatedSum(item="T2.money", amount_fen=9),)}, "sums", "不填金额"),
        ({"whole": (whole("T4.inspections", 3, ""),)}, "whole", ""),
        ({"whole": (whole("T2.total", 9),)}, "whole", "不属于这里"),
        ({"whole": (whole("T1.applied", 9),)}, "whole", "不属于这里"),
        ({"whole": (whole("T2.fine", 3), whole("T2.fine", 4))}, "whole", "填了两次"),
        ({"whole": (whole("T2.fine", 3),)}, "stated", "简易程序与普通程序之和"),
    ],
)
def test_a_figure_below_what_is_counted_or_without_a_reason_is_refused(
    values: dict[str, Any], field: str, said: str
) -> None:
    cast = make_cast()
    story.decided_case(cast)

    with pytest.raises(InvalidInput) as refused:
        draft(cast, **values)

    told = {name.partition(".")[0]: text for name, text in refused.value.fields.items()}
    assert said in told[field]
    assert not AnnualReport.objects.exists()


def below(agency: Agency, number: int) -> Cast:
    """Return an agency below another, with its people."""
    return make_cast(
        name=f"青川市第{number}生态环境分局", code=f"{agency.code}{number}", parent=agency
    )


@pytest.mark.requirement("P16")
def test_the_superior_adds_up_what_those_below_count_and_what_they_stated_once_approved() -> None:
    cast = make_cast()
    under = below(cast.agency, 1)
    story.decided_case(cast)
    story.decided_case(under)
    own = draft(
        under,
        stated=(StatedFigure(item="T4.levies", count=5),),
        whole=(whole("T4.inspections", 7),),
    )
    before = cells(tables_of(cast.agency, YEAR, {}, report_def()), row=1)
    assert before["T4.levies"]["n"] is None

    under.do("agency_head", "insight.approve_report", report=own.uid, opinion="同意。")
    tables = tables_of(cast.agency, YEAR, {}, report_def())

    assert [row["agency"] for row in tables[1]["rows"]] == [cast.agency.name, under.agency.name]
    theirs = cells(tables, row=1)
    assert theirs["T4.levies"]["n"] == 5
    assert theirs["T4.inspections"] == {"n": 7, "counted": 0, "beyond": 7, "reason": WHY}
    shown = {line.label: line.cells for t in laid_out(tables) for line in t.lines}
    assert shown["合计"][:3] == ("0", "0", "0")
    assert shown["立案"][:3] == ("1", "1", "2")
    assert shown["行政检查"] == ("0", "7", "7", "—")


def test_the_report_asks_the_same_questions_however_many_agencies_and_decisions_there_are() -> None:
    cast = make_cast()
    below(cast.agency, 1)
    few = asked(cast)
    for number in (2, 3):
        story.decided_case(below(cast.agency, number))
    story.decided_case(cast)

    assert asked(cast) == few == 7


def asked(cast: Cast) -> int:
    with CaptureQueriesContext(connection) as told:
        build(cast.agency, YEAR, {}, report_def())
    return len(told)
