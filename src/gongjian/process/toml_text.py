"""Reading TOML so that every fault names its line: `tomllib` itself keeps no positions."""

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from .errors import DefinitionError, Problem

# A procedure of a hundred steps has 60,000 characters; whatever is far longer is a mistake or an
# attack.
MAX_CHARACTERS = 200_000
CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")

_TABLE = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class TomlText:
    """A parsed text, the lines of its tables and keys, and the problems found so far."""

    def __init__(self, text: str, origin: str) -> None:
        self.text, self.origin = text, origin
        self.problems: list[Problem] = []
        self._lines: dict[tuple[str, int, str], int] = {}
        self.data = self._parsed()
        self._scan()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def _parsed(self) -> dict[str, Any]:
        if len(self.text) > MAX_CHARACTERS:
            size = f"{len(self.text):,} 个字符，上限是 {MAX_CHARACTERS:,} 个"
            raise DefinitionError([Problem(f"文件太长：{size}", origin=self.origin)])
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            line = int(found[1]) if found else self.text.count("\n") + 1
            reason = f"不是合法的 TOML：{_AT_LINE.sub('', str(error)).strip()}"
            raise DefinitionError([Problem(reason, line, self.origin)]) from error
        except RecursionError as error:
            raise DefinitionError([Problem("嵌套太深", 1, self.origin)]) from error

    def _scan(self) -> None:
        table, count, inside = "", {"": 0}, False
        for number, line in enumerate(self.text.splitlines(), 1):
            if not inside and (head := _TABLE.match(line)):
                table = head[1]
                count[table] = count.get(table, -1) + 1
                self._lines[table, count[table], ""] = number
            elif not inside and (key := _KEY.match(line)):
                self._lines.setdefault((table, count[table], key[1]), number)
            if (line.count('"""') + line.count("'''")) % 2:
                inside = not inside

    def line_of(self, table: str, index: int = 0, key: str = "") -> int:
        """Return the line of a key, or of its table's head, or 0."""
        head = self._lines.get((table, index, ""), 0)
        return self._lines.get((table, index, key), head)

    def fault(self, text: str, table: str, index: int = 0, key: str = "") -> None:
        self.problems.append(Problem(text, self.line_of(table, index, key), self.origin))

    def section(self, table: str) -> "Section":
        """Return the table `[name]`, empty and with a problem when it is missing."""
        found = self.data.get(table, {})
        if not isinstance(found, dict) or not found:
            self.fault(f"缺少 [{table}]", table)
            found = {}
        return Section(self, table, 0, found)

    def sections(self, table: str) -> Iterator["Section"]:
        """Yield the tables of the array `[[name]]`."""
        found = self.data.get(table, [])
        if not isinstance(found, list):
            self.fault(f"{table} 应写成 [[{table}]]", table)
            return
        for index, item in enumerate(found):
            if isinstance(item, dict):
                yield Section(self, table, index, item)
            else:
                self.fault(f"{table} 的每一项应是一张表", table, index)

    def names(self, table: str) -> dict[str, str]:
        """Return `[table]` as code → Chinese name."""
        section = Section(self, table, 0, self.data.get(table, {}))
        if not isinstance(section.data, dict):
            self.fault(f"{table} 应写成 [{table}]", table)
            return {}
        return {key: section.text(key) for key in section.data}

    def only(self, tables: Collection[str]) -> None:
        """Report tables that nothing reads: a misspelt one must not be lost in silence."""
        for key in self.data:
            if key not in tables:
                self.fault(f"不认识的表“{key}”", key)

    def finish(self) -> None:
        """Raise what was found.

        Raises:
            DefinitionError: one or more problems.
        """
        if self.problems:
            once = dict.fromkeys(self.problems)
            raise DefinitionError(sorted(once, key=lambda p: p.line))


class Section:
    """One table of the text: typed reads that report instead of raising."""

    def __init__(self, source: TomlText, table: str, index: int, data: dict[str, Any]) -> None:
        self.source, self.table, self.index, self.data = source, table, index, data

    def fault(self, text: str, key: str = "") -> None:
        self.source.fault(text, self.table, self.index, key)

    def line(self, key: str = "") -> int:
        return self.source.line_of(self.table, self.index, key)

    def only(self, keys: Collection[str]) -> None:
        for key in self.data:
            if key not in keys:
                self.fault(f"[{self.table}] 中没有“{key}”这一项，请检查拼写", key)

    def _read(self, key: str, kind: type, what: str, required: bool) -> Any:
        value = self.data.get(key)
        if value is None:
            if required:
                self.fault(f"[{self.table}] 缺少“{key}”", key)
            return None
        # bool is an int in Python: `row = true` must not pass as 1.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(f"“{key}”应是{what}", key)
            return None
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self._read(key, str, "文字", default is None)
        if value is None:
            return default or ""
        if default is None and not value.strip():
            self.fault(f"“{key}”不能为空", key)
        return str(value)

    def code(self, key: str = "code") -> str:
        value = self.text(key)
        if value and not CODE.fullmatch(value):
            self.fault(f"“{key}”只能用小写字母、数字、下划线和连字符，以字母开头", key)
        return value

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        value = self._read(key, list, "文字的列表", required)
        if value is None:
            return ()
        if not all(isinstance(item, str) for item in value):
            self.fault(f"“{key}”应是文字的列表", key)
            return ()
        if len(set(value)) < len(value):
            self.fault(f"“{key}”中有重复的项", key)
        return tuple(value)

    def number(self, key: str, required: bool = True) -> int:
        value = self._read(key, int, "整数", required)
        return 0 if value is None else int(value)

    def flag(self, key: str) -> bool:
        return bool(self._read(key, bool, "true 或 false", required=False))

    def day(self, key: str) -> date:
        value = self._read(key, date, "日期", required=True)
        return value if isinstance(value, date) else date.min

    def choice(self, key: str, allowed: Collection[str], default: str) -> str:
        value = self.text(key, default)
        if value not in allowed:
            self.fault(f"“{key}”只能是 {'、'.join(allowed)}", key)
            return default
        return value

    def known(
        self, key: str, codes: Collection[str], allowed: Mapping[str, Any], what: str
    ) -> None:
        """Report codes which the text does not define."""
        for code in codes:
            if code not in allowed:
                self.fault(f"{what}“{code}”没有定义", key)
