"""`gongjian check PATH…` for processes and rule tables; loads no Django and needs no database."""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .charts import MEDIA, flowchart_svg
from .checker import check_process
from .errors import DefinitionError, Problem
from .loading import load_process
from .routing import NoWay
from .table_checker import check_table
from .table_loading import load_table


def check(paths: Sequence[str]) -> int:
    """Check every process and table in files and folders; return 1 when something is wrong."""
    counts: dict[str, int] = {"程序": 0, "规则表": 0}
    problems: list[Problem] = []
    for path in paths:
        files = list(_files(Path(path)))
        if not files:
            problems.append(Problem("没有这个文件，或者文件夹里没有 .toml 文件", origin=path))
        for file in files:
            kind, line, found = _checked(file)
            counts[kind] = counts.get(kind, 0) + 1
            problems += found
            if not found:
                print(f"通过  {file}  {line}")
    for problem in problems:
        print(f"{problem}", file=sys.stderr)
    told = "，".join(f"{kind} {count} 份" for kind, count in counts.items())
    print(f"共检查：{told}；问题 {len(problems)} 个")
    return 1 if problems else 0


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(path.rglob("*.toml"))
    elif path.is_file():
        yield path


def _checked(file: Path) -> tuple[str, str, Iterable[Problem]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return "不能读取", "", [Problem(f"不能读取：{error}", origin=str(file))]
    try:
        if _is_table(text):
            table = load_table(text, str(file))
            return "规则表", f"“{table.name}” {len(table.rows)} 行", check_table(table)
        process = load_process(text, str(file))
        report = check_process(process)
        for medium in MEDIA:
            flowchart_svg(process, width=medium)
        proven = f"{report.states} 个状态，{len(process.invariants)} 条要求"
        return "程序", f"“{process.name}” {proven}，{report.milliseconds:.1f} 毫秒", report.problems
    except NoWay as error:
        return "程序", "", [Problem(str(error), origin=str(file))]
    except DefinitionError as error:
        return ("规则表" if _is_table(text) else "程序"), "", error.problems


def _is_table(text: str) -> bool:
    """Tell a rule table from a process by its head, even where the rest cannot be parsed."""
    try:
        return "table" in tomllib.loads(text[:1_000_000])
    except (tomllib.TOMLDecodeError, RecursionError):
        return "[table]" in text
