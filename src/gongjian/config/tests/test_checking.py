"""`gongjian check` without paths: counts, faults, and every difference with both clauses."""

import json
from pathlib import Path

import pytest

from gongjian.common.data import data_folder
from gongjian.config.checking import check_command, report
from gongjian.config.checking.report import CheckReport, examine
from gongjian.jurisdiction.profiles import profiles
from gongjian.process import load_table
from gongjian.process.table_difference import table_differences


@pytest.fixture(scope="module")
def found() -> CheckReport:
    return examine()


def test_what_is_shipped_is_right(found: CheckReport) -> None:
    assert found.problems == []


def test_everything_is_counted(found: CheckReport) -> None:
    assert len(found.processes) == len(list(data_folder("processes").glob("*.toml")))
    assert len(found.tables) == len(list(data_folder("tables").rglob("*.toml")))
    assert {p["code"]: p["parameters"] for p in found.profiles} == {
        p.code: len(p.rows) for p in profiles()
    }
    assert all(p["states"] > 0 and p["milliseconds"] >= 0 for p in found.processes)
    assert found.limits["codes"] >= 80
    assert len(found.documents) == len(list(data_folder("documents").glob("*.toml")))
    assert found.holidays["unannounced"] == [2027]


def test_every_own_rule_of_a_place_stands_beside_the_layer_above(found: CheckReport) -> None:
    told = [d for d in found.differences if d.code not in {t["code"] for t in found.tables}]

    assert len(told) == sum(len(p.rows) for p in profiles() if p.base)
    assert all(d.here_clause for d in told)
    assert all(d.above_clause for d in told if d.effect != "added")
    withdrawal = next(d for d in told if d.place == "达州市" and d.code == "publication.withdraw")
    assert (withdrawal.here, withdrawal.here_clause) == ("1日", "DZ4(1)")
    assert withdrawal.above_clause == "行政处罚法 第四十八条第二款"
    assert withdrawal.effect == "stricter"


@pytest.mark.parametrize("place", ["huainan", "kunming", "lufeng", "xiamen"])
def test_tables_of_a_place_are_compared_answer_by_answer(place: str) -> None:
    folder = data_folder("tables") / "review-scope"
    here, above = (
        load_table((folder / f"{code}.toml").read_text(encoding="utf-8"), code)
        for code in (place, "national")
    )

    different = table_differences(here, above)

    assert different
    assert all(d.effect == "stricter" for d in different)
    assert all(d.here.source and d.above.source and d.example for d in different)


def scope_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, old: str, new: str
) -> None:
    """Let the checker see what is shipped, with one change in the review scope of a place."""
    for name in ("processes", "profiles", "documents"):
        (tmp_path / name).symlink_to(data_folder(name))
    scope = tmp_path / "tables" / "review-scope"
    scope.mkdir(parents=True)
    for code in ("national", place):
        shipped = data_folder("tables") / "review-scope" / f"{code}.toml"
        text = shipped.read_text(encoding="utf-8")
        scope.joinpath(shipped.name).write_text(
            text.replace(old, new) if code == place else text, encoding="utf-8"
        )
    monkeypatch.setattr(report, "data_folder", lambda name: tmp_path / name)


def test_a_table_that_counts_a_sole_trader_as_an_organisation_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope_changed(tmp_path, monkeypatch, "kunming", '"natural|sole_trader"', '"natural"')

    told = [problem for problem in examine().problems if "应当适用同一数额" in problem]

    assert [problem.split("（")[0] for problem in told] == [
        "review-scope/kunming.toml：对个人罚没五千元以上"
    ]


def test_a_table_that_is_kinder_to_the_authority_than_the_law_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope_changed(tmp_path, monkeypatch, "dazhou", "[10_000_000..)", "[20_000_000..)")

    (problem,) = examine().problems

    assert problem.startswith("review-scope/dazhou.toml：其他情形（")
    assert problem.endswith("宽于上层的“对单位罚没十万元以上”")


def test_the_report_is_a_readable_table_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_command([]) == 0
    words = capsys.readouterr().out
    assert "【达州市与上层规定的差别】" in words
    assert "本地：1日　—— DZ4(1)" in words
    assert "上层：3个工作日　—— 行政处罚法 第四十八条第二款" in words

    assert check_command(["--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"processes", "tables", "profiles", "limits", "documents", "differences"} <= told.keys()


def test_files_named_are_checked_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(data_folder("tables")), str(data_folder("profiles") / "dazhou.toml")]

    assert check_command(paths) == 0
    assert "达州市：14 项参数" in capsys.readouterr().out
