"""What `gongjian check` proves of a cause, each fault shown once."""

from pathlib import Path

import pytest

from gongjian.catalog.checker import check_cause, check_together
from gongjian.catalog.cli import check
from gongjian.catalog.definitions import Cause
from gongjian.catalog.library import causes
from gongjian.catalog.testing import TEXT, edited, sample
from gongjian.common.data import data_folder


def faults(*changes: tuple[str, str]) -> str:
    return "\n".join(str(p) for p in check_cause(sample(*changes)))


@pytest.mark.requirement("I8")
@pytest.mark.parametrize("cause", causes(), ids=lambda c: c.code)
def test_every_shipped_cause_is_proven(cause: Cause) -> None:
    assert check_cause(cause) == ()


def test_the_sample_is_right() -> None:
    assert faults() == ""


def test_a_circumstance_without_answer_is_a_gap() -> None:
    assert "没有一行适用于" in faults(("when = {}\nthen", 'when = { harm = "slight" }\nthen'))


def test_a_row_behind_another_that_covers_it_is_dead() -> None:
    assert "永远不会适用" in faults(('when = { harm = "grave" }', "when = {}"))


def test_steps_lie_end_to_end() -> None:
    assert "之间有空缺" in faults(("from = 300", "from = 400"))
    assert "重叠" in faults(("from = 300", "from = 200"))
    assert "两端有空缺" in faults(("from = 0\n", "from = 100\n"))
    assert "两端有空缺" in faults(("to = 1000", "to = 900"))


def test_a_benchmark_in_sums_stays_inside_the_law() -> None:
    in_sums = (
        ("from = 0\nto = 300", "from_fen = 900_000\nto_fen = 3_000_000"),
        ("from = 300\nto = 700", "from_fen = 3_000_000\nto_fen = 7_000_000"),
        ("from = 700\nto = 1000", "from_fen = 7_000_000\nto_fen = 10_000_000"),
    )

    assert "超出法定幅度" in faults(*in_sums)


def test_sums_and_shares_do_not_mix_in_one_range() -> None:
    assert "要么都按比例" in faults(("from = 0\nto = 300", "from_fen = 1\nto_fen = 3"))


def test_graver_never_means_milder() -> None:
    wrong = (
        ('"grave" }\nthen = "severe"', '"grave" }\nthen = "lenient"'),
        ('when = {}\nthen = "ordinary"', 'when = {}\nthen = "severe"'),
        ('"first" }\nthen = "lenient"', '"first" }\nthen = "ordinary"'),
    )

    assert "档次反而变轻" in faults(*wrong)


def test_a_step_that_no_row_reaches_is_told() -> None:
    assert "没有一行得出“从重”档" in faults(('then = "severe"', 'then = "ordinary"'))


def test_every_cause_has_duty_and_basis() -> None:
    assert "没有写明违反的条款" in faults(('role = "violated"', 'role = "basis"'))


def test_law_and_cause_are_in_force_on_the_same_days() -> None:
    later = ("item = 3\neffective_from = 2020-01-01", "item = 3\neffective_from = 2021-01-01")

    assert "效力期间没有盖过" in faults(later)


def test_every_cause_has_an_evidence_guide() -> None:
    assert "没有证据指引" in faults(("required = true\n", ""))


def test_two_versions_of_one_cause_do_not_overlap() -> None:
    first_day = "effective_from = 2020-01-01\n"
    old = sample((first_day, "effective_from = 2019-01-01\n"))
    ended = (first_day, "effective_from = 2019-01-01\neffective_to = 2019-12-31\n")

    assert len(list(check_together([old, sample()]))) == 1
    assert list(check_together([sample(ended), sample()])) == []


def test_the_command_proves_the_whole_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([str(data_folder("catalog"))]) == 0
    assert f"案由 {len(causes())} 个；问题 0 个" in capsys.readouterr().out


def test_the_command_refuses_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(edited(("from = 300", "from = 400")), encoding="utf-8")
    (tmp_path / "worse.toml").write_text(TEXT + "\n[[step]\n", encoding="utf-8")

    assert check([str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "bad.toml:" in told
    assert "worse.toml:" in told
