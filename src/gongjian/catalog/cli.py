"""`gongjian check` for the catalogue; loads no Django and needs no database."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from gongjian.process import DefinitionError, Problem

from .checker import check_cause, check_together
from .definitions import Cause
from .laws import load_laws
from .library import GROUNDS, LAWS, load_grounds
from .loading import load_cause

# What all causes share, each with its reader.
SHARED = {GROUNDS: load_grounds, LAWS: load_laws}
_HEAD = re.compile(r"^\[cause\]", re.MULTILINE)


def check(paths: Sequence[str]) -> int:
    """Check causes and shared grounds in files and folders; return 1 when something is wrong."""
    causes: list[Cause] = []
    problems: list[Problem] = []
    for file in (f for path in paths for f in _files(Path(path))):
        try:
            text = file.read_text(encoding="utf-8")
            if file.name in SHARED:
                SHARED[file.name](text, str(file))
                print(f"通过  {file}")
                continue
            cause = load_cause(text, str(file))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(f"不能读取：{error}", origin=str(file)))
            continue
        except DefinitionError as error:
            problems += error.problems
            continue
        causes.append(cause)
        if found := check_cause(cause):
            problems += found
        else:
            rows, elements = len(cause.table.rows), len(cause.elements)
            print(f"通过  {file}  “{cause.name}” {rows} 行，{elements} 个要件")
    problems += check_together(causes)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"共检查：案由 {len(causes)} 个；问题 {len(problems)} 个")
    return 1 if problems else 0


def holds_causes(path: str) -> bool:
    """Tell whether a file, or the first one of a folder, is of the catalogue, by what it says."""
    files = _files(Path(path))[:1]
    return any(file.name in SHARED or _HEAD.search(_text(file)) for file in files)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.toml")) if path.is_dir() else [path]
