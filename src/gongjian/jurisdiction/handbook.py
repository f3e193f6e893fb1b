"""The table of every time limit with dates reckoned by hand: read, recomputed, printed as a page.

The vectors lie in `tests/vectors/deadlines.toml`; `gongjian due --page FILE` prints
`docs/deadlines.md` from them and from the profiles, and a test keeps the two current.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from gongjian.common.clock import local_date
from gongjian.jurisdiction.handbook_words import COUNTING, HEADING, STARTS, WAYS, WHOSE_ZH
from gongjian.jurisdiction.limits import Limit, Span, due_at, earliest_event_on
from gongjian.jurisdiction.parameters import EVERY_DOMAIN, Parameter
from gongjian.jurisdiction.profiles import profile

When: TypeAlias = date | datetime

DOMAIN_ZH = {
    "market": "市场监管",
    "environment": "生态环境",
    "public-order": "治安",
    "public-security": "公安",
}


@dataclass(frozen=True, slots=True)
class Vector:
    """One reckoning by hand: begun `start`, ended `due`; `why` is how it was counted."""

    start: When
    due: When
    why: str
    spans: tuple[Span, ...] = ()
    earliest: date | None = None
    provisional: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A limit of one profile and domain, with its vectors."""

    group: str
    code: str
    profile: str
    domain: str
    reason: str
    vectors: tuple[Vector, ...]

    @property
    def parameter(self) -> Parameter:
        """Return the row in force on the day of the first vector."""
        rules = profile(self.profile)
        on = day_of(self.vectors[0].start)
        return rules.parameter(self.code, self.domain, on=on, reason=self.reason)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the engine answers for a vector."""

    due: When
    earliest: date
    provisional: bool


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Return the entries of a vector file, in its order.

    Raises:
        ValueError: an entry has not at least two vectors.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["limit"]
    return tuple(_entry(table) for table in tables)


def reckon(entry: Entry, vector: Vector) -> Reckoned:
    """Compute a vector with the engine that the product uses.

    Raises:
        UnknownParameter, UnknownYear: see `Profile.due`.
    """
    rules = profile(entry.profile)
    day = day_of(vector.start)
    if vector.before:
        margin = int(rules.parameter(entry.code, entry.domain, on=day).number)
        last = rules.calendar.add_working_days(day, -margin)
        return Reckoned(last, last, rules.calendar.provisional(last))
    limit = rules.limit(entry.code, entry.domain, day, reason=entry.reason)
    if limit.unit == "hour":
        assert isinstance(vector.start, datetime)
        return Reckoned(due_at(vector.start, limit), day, provisional=False)
    end = rules.due(entry.code, day, entry.domain, vector.spans, reason=entry.reason)
    after = earliest_event_on(day, limit, rules.calendar, vector.spans)
    return Reckoned(end.due_on, after, end.provisional)


def day_of(when: When) -> date:
    """Return the day in China: that of a moment, or the day itself."""
    return local_date(when) if isinstance(when, datetime) else when


def deadlines_page(path: Path) -> str:
    """Return docs/deadlines.md as Markdown."""
    entries = read_entries(path)
    codes = len({entry.code for entry in entries})
    count = sum(len(entry.vectors) for entry in entries)
    lines = [HEADING.format(codes=codes, rows=len(entries), vectors=count), COUNTING]
    for group, members in groupby(entries, key=lambda entry: entry.group):
        lines += [f"## {group}\n", *_table(members)]
        if group == "送达":
            lines.append(WAYS)
    return "\n".join(lines).rstrip() + "\n"


def _table(entries: Iterable[Entry]) -> Iterator[str]:
    yield "| 期限 | 适用 | 长度 | 起算 | 逢休息日 | 依据 | 手算例 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for entry in entries:
        row = entry.parameter
        cells = (
            f"{row.label}<br>`{entry.code}`",
            _scope(entry),
            f"{_length(row)}<br>{_whose(row)}",
            _starts(row),
            _roll(row),
            row.citation + (f"（{row.note}）" if row.note else ""),
            "<br>".join(map(_example, entry.vectors)),
        )
        yield "| " + " | ".join(cells) + " |"
    yield ""


def _scope(entry: Entry) -> str:
    place = "" if entry.profile == "national" else profile(entry.profile).name
    field = "" if entry.domain == EVERY_DOMAIN else DOMAIN_ZH.get(entry.domain, entry.domain)
    why = {"revoked": "撤销、违法、重作", "changed": "变更、无效"}.get(entry.reason, entry.reason)
    return "，".join(filter(None, (place, field, why))) or "一般"


def _length(row: Parameter) -> str:
    if not row.is_limit:
        return f"{row.number}个工作日"
    return "立即" if row.limit.days == 0 else row.limit.length


def _whose(row: Parameter) -> str:
    return WHOSE_ZH[row.limit.whose if row.is_limit else "authority"]


def _starts(row: Parameter) -> str:
    value = row.value if isinstance(row.value, dict) else {}
    return STARTS[str(value.get("from", row.code))]


def _roll(row: Parameter) -> str:
    limit: Limit | None = row.limit if row.is_limit else None
    if limit is None or limit.unit == "working":
        return "末日必为工作日"
    if limit.whose == "liberty":
        return "从不顺延"
    return "顺延" if limit.roll else "不顺延"


def _example(vector: Vector) -> str:
    arrow = "往前数至" if vector.before else "→"
    stopped = "".join(f"；中止{a.isoformat()}至{b.isoformat()}" for a, b in vector.spans)
    tail = "（暂定）" if vector.provisional else ""
    return f"{_when(vector.start)}{stopped} {arrow} **{_when(vector.due)}**{tail}：{vector.why}"


def _when(when: When) -> str:
    if not isinstance(when, datetime):
        return when.isoformat()
    offset = when.utcoffset()
    return when.strftime("%Y-%m-%d %H:%M") + ("" if offset else "（UTC）")


def _entry(table: dict[str, Any]) -> Entry:
    vectors = tuple(map(_vector, table.get("vector", ())))
    if len(vectors) < 2:
        msg = f"{table['code']} needs two vectors"
        raise ValueError(msg)
    return Entry(
        table["group"],
        table["code"],
        table.get("profile", "national"),
        table.get("domain", EVERY_DOMAIN),
        table.get("reason", ""),
        vectors,
    )


def _vector(table: dict[str, Any]) -> Vector:
    spans = tuple((first, last) for first, last in table.get("spans", ()))
    return Vector(
        table["from"],
        table["due"],
        table["why"],
        spans,
        table.get("earliest"),
        table.get("provisional", False),
        table.get("before", False),
    )
