"""`gongjian check`: counts, problems with file and line, exit code; no Django."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gongjian.common.data import data_folder
from gongjian.process.cli import check
from gongjian.process.testing import SMALL, edited, shipped_text


def written(folder: Path, text: str, name: str = "p.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_everything_shipped_passes(capsys: pytest.CaptureFixture[str]) -> None:
    code = check([str(data_folder("processes")), str(data_folder("tables"))])

    out = capsys.readouterr().out
    assert code == 0
    assert "问题 0 个" in out
    assert re.search(r"“行政处罚普通程序” \d+ 个状态，\d+ 条要求", out)


def test_a_broken_guard_is_told_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, edited(SMALL, "finish", "when", '"open(1)"'))

    code = check([str(tmp_path)])

    caught = capsys.readouterr()
    assert code == 1
    assert caught.err.startswith(f"{path}:")
    assert "没有函数“open”" in caught.err
    assert "问题 1 个" in caught.out


def test_a_broken_invariant_is_told_with_its_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, edited(shipped_text(), "approve_filing", "when", None))

    assert check([str(tmp_path)]) == 1
    assert "路径：呈请立案 → 批准立案" in capsys.readouterr().err


def test_a_missing_path_and_a_binary_file_are_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    binary = tmp_path / "b.toml"
    binary.write_bytes(b"\xff\xfe\x00")

    assert check([str(tmp_path / "nowhere"), str(binary)]) == 1
    err = capsys.readouterr().err
    assert "没有这个文件" in err
    assert "不能读取" in err


def test_a_table_with_a_gap_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data_folder("tables") / "review-scope" / "xiamen.toml"
    text = path.read_text(encoding="utf-8")
    written(tmp_path, text[: text.rindex("[[row]]")])

    assert check([str(tmp_path)]) == 1
    assert "没有一行适用于：不是“适用简易程序”" in capsys.readouterr().err


def test_checking_loads_no_django() -> None:
    program = (
        "import sys\n"
        "from gongjian.__main__ import main\n"
        f"code = main(['check', {str(data_folder('processes'))!r}])\n"
        "sys.exit(code or any(m.split('.')[0] == 'django' for m in sys.modules))\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()
