"""TOML with line numbers: says where in the file a wrong value stands, which `tomllib` does not."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from gongjian.jurisdiction.errors import Problem, ProfileError

Row: TypeAlias = dict[str, object]

_HEADER = re.compile(r"^\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_SYNTAX_LINE = re.compile(r"at line (\d+)")


@dataclass(slots=True)
class DataFile:
    """A parsed file that collects its problems, so that one run names them all."""

    path: Path
    tables: Row
    lines: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def table(self, name: str) -> Row:
        """Return the single table `[name]`, or an empty one after noting that it is missing."""
        found = self.tables.get(name)
        if isinstance(found, dict):
            return found
        self.problems.append(Problem(self.path, 0, f"缺少 [{name}] 一节"))
        return {}

    def rows(self, name: str) -> list[Row]:
        """Return the tables `[[name]]` in the order of the file."""
        found = self.tables.get(name, [])
        if isinstance(found, list) and all(isinstance(row, dict) for row in found):
            return found
        self.problem(f"“{name}”应写成 [[{name}]]", name)
        return []

    def problem(self, reason: str, table: str, index: int = 0, key: str = "") -> None:
        """Note a fault of the `index`-th table of that name, at the line of `key` if it has one."""
        self.problems.append(Problem(self.path, self.line_of(table, index, key), reason))

    def line_of(self, table: str, index: int = 0, key: str = "") -> int:
        """Return the line (from 1) of a table's header or of a key inside it; 0 if absent."""
        headers = [n for n, line in enumerate(self.lines) if _header(line) == table]
        if index >= len(headers):
            return self._line_of_key(key or table, 0)
        return (key and self._line_of_key(key, headers[index] + 1)) or headers[index] + 1

    def refuse_if_wrong(self) -> None:
        """Raise what was collected.

        Raises:
            ProfileError: at least one problem was noted.
        """
        if self.problems:
            raise ProfileError(sorted(self.problems, key=lambda problem: problem.line))

    def _line_of_key(self, key: str, start: int) -> int:
        """Look from line index `start` up to the next header."""
        for n, line in enumerate(self.lines[start:], start + 1):
            if _header(line):
                break
            if re.match(rf"\s*{re.escape(key)}\s*=", line):
                return n
        return 0


def _header(line: str) -> str:
    match = _HEADER.match(line)
    return match[1] if match else ""


def read_toml(path: Path) -> DataFile:
    """Read and parse a file.

    Raises:
        ProfileError: it cannot be read, is not UTF-8, or is not TOML; the line is named.
    """
    try:
        text = path.read_bytes().decode()
        return DataFile(path, tomllib.loads(text), tuple(text.splitlines()))
    except FileNotFoundError as error:
        raise ProfileError([Problem(path, 0, "没有这个文件")]) from error
    except OSError as error:
        raise ProfileError([Problem(path, 0, f"无法读取：{error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ProfileError([Problem(path, 0, "不是 UTF-8 编码")]) from error
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX_LINE.search(str(error))
        line = int(match[1]) if match else len(text.splitlines())
        raise ProfileError([Problem(path, line, f"不是正确的 TOML：{error}")]) from error
