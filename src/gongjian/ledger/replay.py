"""Every record row against its latest snapshot: changed, missing and extra rows are found."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from gongjian.common.records import Record, record_models

from .snapshots import columns_of, line_of

PIECE = 5000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the ledger says: which table, row or file, and what about it."""

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where}：{self.problem}"


class Snapshots:
    """The latest snapshot of every row, by table and uid; only its digest is kept in memory."""

    def __init__(self) -> None:
        self.by_table: dict[str, dict[str, bytes]] = {}

    def take(self, payload: str) -> None:
        """Read the payload of the next entry."""
        for line in payload.split("\n")[1:]:
            # A canonical line begins {"t":"<table>","u":"<uid>","v":
            parts = line.split('"', 8)
            if len(parts) == 9:
                digest = sha256(line.encode()).digest()[:16]
                self.by_table.setdefault(parts[3], {})[parts[7]] = digest

    def differences(self, using: str = DEFAULT_DB_ALIAS) -> Iterator[Finding]:
        """Yield each row that differs, has no snapshot, or is gone; ends with nothing in memory."""
        present = set(connections[using].introspection.table_names())
        for model in record_models():
            if model._meta.db_table in present:
                yield from _table(model, self.by_table.pop(model._meta.label_lower, {}), using)
        for table, rows in self.by_table.items():
            yield Finding(table, f"存证链里有 {len(rows)} 行，数据库里没有这张表")


def latest_snapshots(using: str = DEFAULT_DB_ALIAS) -> Snapshots:
    """Read all entries, in the order in which they were written."""
    found = Snapshots()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT payload FROM ledger_entry ORDER BY id")
        while batch := cursor.fetchmany(PIECE):
            for (payload,) in batch:
                found.take(payload)
    return found


def _table(model: type[Record], expected: dict[str, bytes], using: str) -> Iterator[Finding]:
    label = model._meta.label_lower
    uid_at = columns_of(model).index("uid")
    try:
        for values in _rows(model, using):
            if problem := _problem(model, values, expected.pop(str(values[uid_at]), None)):
                yield Finding(f"{label} {values[uid_at]}", problem)
    except Exception:  # noqa: BLE001  # a value its column cannot hold: find the row it stands in
        yield from _row_by_row(model, expected, using)
    for uid in expected:
        yield Finding(f"{label} {uid}", "存证链里有这一行，数据库里已被删除")


def _problem(model: type[Record], values: Iterable[Any], expected: bytes | None) -> str:
    if expected is None:
        return "不是通过业务操作写入的：存证链里没有这一行"
    found = b""
    with suppress(ValueError, TypeError):
        found = sha256(line_of(model, list(values)).encode()).digest()[:16]
    return "" if found == expected else "内容与存证链中的最后记录不符，已被改动"


def _rows(model: type[Record], using: str) -> Iterable[Any]:
    rows = model._base_manager.using(using).order_by().values_list(*columns_of(model))
    return rows.iterator(chunk_size=PIECE)


def _row_by_row(model: type[Record], expected: dict[str, bytes], using: str) -> Iterator[Finding]:
    """Go on after an unreadable value. Rows seen before are no longer in `expected`."""
    label, table = model._meta.label_lower, model._meta.db_table
    with connections[using].cursor() as cursor:
        cursor.execute(f'SELECT id, uid FROM "{table}"')  # noqa: S608  # a table of ours
        present = cursor.fetchall()
    for key, uid in present:
        try:
            values = model._base_manager.using(using).values_list(*columns_of(model)).get(pk=key)
        except Exception:  # noqa: BLE001  # whatever the converter of the column says
            shown = _shown_uid(uid)
            expected.pop(shown, None)
            yield Finding(f"{label} {shown}", "含有无法读取的内容，已被改动")
            continue
        shown = str(values[columns_of(model).index("uid")])
        if shown in expected and (problem := _problem(model, values, expected.pop(shown))):
            yield Finding(f"{label} {shown}", problem)


def _shown_uid(uid: Any) -> str:
    """Return a uid as snapshots write it (SQLite's raw rows hold 32 digits without dashes)."""
    text = str(uid).replace("-", "")
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
