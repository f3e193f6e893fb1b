"""`gongjian due` as people and other programs call it, and the check of profile files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongjian.common.data import data_folder
from gongjian.jurisdiction.cli import check, due_command


def test_the_first_line_is_the_date(capsys: pytest.CaptureFixture[str]) -> None:
    code = due_command(["--from", "2026-09-30", "--days", "7", "--unit", "working"])

    assert code == 0
    assert capsys.readouterr().out == "2026-10-15\n"


def test_why_prints_the_reckoning_below_the_date(capsys: pytest.CaptureFixture[str]) -> None:
    due_command(["--from", "2026-09-30", "--days", "7", "--unit", "working", "--why"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-10-15"
    assert "国庆节放假10月1日至10月7日不计入" in lines


@pytest.mark.parametrize(("roll", "day"), [([], "2026-10-01"), (["--roll"], "2026-10-08")])
def test_calendar_days_roll_only_when_told(
    capsys: pytest.CaptureFixture[str], roll: list[str], day: str
) -> None:
    due_command(["--from", "2026-09-16", "--days", "15", "--unit", "calendar", *roll])

    assert capsys.readouterr().out == f"{day}\n"


def test_a_profile_s_limit_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--profile", "dazhou", "--limit", "publication.withdraw", "--reason", "revoked"]

    assert due_command(["--from", "2026-09-30", *asked]) == 0
    assert capsys.readouterr().out == "2026-10-01\n"


def test_a_limit_in_hours_asks_for_a_moment(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--profile", "lufeng", "--limit", "questioning-limit", "--domain", "public-order"]

    assert due_command(["--from", "2026-03-02T20:00", *asked]) == 0
    assert due_command(["--from", "2026-03-02T12:00:00+00:00", *asked]) == 0
    assert capsys.readouterr().out == "2026-03-03 04:00\n" * 2
    assert due_command(["--from", "2026-03-02", *asked]) == 2
    assert "请给出时刻" in capsys.readouterr().err


def test_a_moment_stands_for_its_day_in_china(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--profile", "dazhou", "--limit", "delivery-limit", "--domain", "public-order"]

    due_command(["--from", "2026-03-02T23:00:00+00:00", *asked])

    assert capsys.readouterr().out == "2026-03-05\n"


def test_a_provisional_date_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    due_command(["--from", "2026-12-30", "--days", "5", "--unit", "working"])

    assert "暂定" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "--from"),
        (["--from", "2026-02-30", "--days", "7", "--unit", "working"], "2026-02-30"),
        (["--from", "2026-09-30", "--days", "-7", "--unit", "working"], "-7"),
        (["--from", "2026-09-30", "--days", "七", "--unit", "working"], "七"),
        (["--from", "2026-09-30", "--days", "7", "--unit", "weeks"], "weeks"),
        (["--from", "2026-09-30", "--days", "7"], "--unit"),
        (["--from", "2031-09-30", "--days", "7", "--unit", "working"], "2031"),
        (["--from", "2027-12-30", "--days", "9", "--unit", "working"], "2028"),
        (["--from", "9999-12-30", "--days", "9", "--unit", "calendar"], "超出"),
        (["--from", "2026-09-30", "--profile", "atlantis", "--limit", "x"], "没有这个法域"),
        (["--from", "2026-09-30", "--profile", "dazhou", "--limit", "x"], "没有名为“x”"),
        (["--from", "2026-09-30", "--profile", "dazhou", "--limit", "officers_min"], "不是以日"),
        (["--from", "2026-09-30", "--profile", "dazhou"], "--limit"),
        (["--from", "2026-09-30", "--profile", "dazhou", "--limit", "x", "--days", "1"], "同时"),
    ],
)
def test_bad_input_is_a_message_on_stderr_and_exit_2(
    capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    code = due_command(argv)

    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert message in printed.err


def test_due_loads_no_django_and_starts_at_once() -> None:
    program = (
        "import sys; from gongjian.jurisdiction.cli import due_command;"
        "due_command(['--from','2026-09-30','--days','7','--unit','working']);"
        "print('django' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    taken = []
    for _ in range(5):
        began = os.times()
        out = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        ).stdout
        ended = os.times()
        taken.append(ended.children_user - began.children_user)

    assert out.decode().split() == ["2026-10-15", "False"]
    assert min(taken) < 0.2


def test_what_ships_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([data_folder("profiles")]) == 0
    assert "达州市" in capsys.readouterr().out


def test_wrong_files_are_named_with_line_and_the_rest_is_still_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.toml").write_text("[profile]\ncode = 'b'\nname = 'x'\ndocument = 'x'\n")
    (tmp_path / "z.toml").write_text("[profile]\ncode = 'z'\nname = '张州'\ndocument = 'x'\n")

    code = check([str(tmp_path), tmp_path / "absent.toml"])

    printed = capsys.readouterr()
    assert code == 1
    assert f"{tmp_path / 'a.toml'}:2: " in printed.err
    assert "没有这个文件" in printed.err
    assert "张州" in printed.out
