"""Every record row against its latest snapshot: changed, missing and extra rows are found."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from gongjian.common.db.shapes import misshapen
from gongjian.common.records import Record, record_models

from .snapshots import columns_of, line_of

PIECE = 500
CHANGED = "内容与存证链中的最后记录不符，已被改动"
_FEW = 500
_SEEN = b"seen"
# One call cuts a uid into the parts between its dashes.
_parts = itemgetter(slice(8), slice(8, 12), slice(12, 16), slice(16, 20), slice(20, None))


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
        self._rows: defaultdict[bytes, dict[bytes, bytes]] = defaultdict(dict)

    def take(self, payload: bytes) -> None:
        """Read the payload of the next entry."""
        for line in payload.split(b"\n")[1:]:
            # A canonical line begins {"t":"<table>","u":"<uid>","v":
            parts = line.split(b'"', 8)
            if len(parts) == 9:
                self._rows[parts[3]][parts[7]] = sha256(line).digest()[:16]

    def differences(self, using: str = DEFAULT_DB_ALIAS) -> Iterator[Finding]:
        """Yield each row that differs, has no snapshot, or is gone; ends with nothing in memory."""
        yield from _vouched_so_far(self._differences(using), using)

    def _differences(self, using: str) -> Iterator[Finding]:
        present = set(connections[using].introspection.table_names())
        models = [model for model in record_models() if model._meta.db_table in present]
        filled = _filled(models, using)
        for model in models:
            expected = self._rows.pop(model._meta.label_lower.encode(), {})
            if model._meta.db_table in filled:
                yield from _table(model, expected, using)
            yield from _gone(model, expected)
        for table, rows in self._rows.items():
            shown = table.decode(errors="replace")
            yield Finding(shown, f"存证链里有 {len(rows)} 行，数据库里没有这张表")

    def differences_of_known(self, using: str = DEFAULT_DB_ALIAS) -> Iterator[Finding]:
        """Yield each of the rows taken that differs or is gone; others of its table are not read.

        Ends with nothing in memory.
        """
        yield from _vouched_so_far(self._differences_of_known(using), using)

    def _differences_of_known(self, using: str) -> Iterator[Finding]:
        models = {model._meta.label_lower.encode(): model for model in record_models()}
        while self._rows:
            table, expected = self._rows.popitem()
            model = models.get(table)
            if model is None:
                yield Finding(
                    table.decode(errors="replace"), "存证链里有这张表的行，系统里没有这张表"
                )
                continue
            yield from _known(model, expected, using)
            yield from _gone(model, expected)

    @property
    def rows(self) -> int:
        """How many rows were taken."""
        return sum(map(len, self._rows.values()))


def latest_snapshots(using: str = DEFAULT_DB_ALIAS) -> Snapshots:
    """Read all entries, in the order in which they were written."""
    found = Snapshots()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT payload FROM ledger_entry ORDER BY id")
        while batch := cursor.fetchmany(PIECE):
            for (payload,) in batch:
                found.take(payload.encode())
    return found


def _vouched_so_far(findings: Iterator[Finding], using: str) -> Iterator[Finding]:
    """Pass on what was found, but for rows that only have columns their last snapshot had not.

    An upgrade of the program adds columns; what stands in them is vouched for from the row's next
    act on. The snapshots of such rows are read once more: only their digests were kept.
    """
    doubtful: dict[str, Finding] = {}
    for finding in findings:
        if finding.problem == CHANGED:
            doubtful[finding.where] = finding
        else:
            yield finding
    if doubtful:
        lines = _lines_of(set(doubtful), using)
        models = {model._meta.label_lower: model for model in record_models()}
        for where, finding in doubtful.items():
            label, uid = where.split(" ")
            if not _only_grown(models[label], uid, lines.get(where, b""), using):
                yield finding


def _lines_of(wanted: Collection[str], using: str) -> dict[str, bytes]:
    """Return the last snapshot of each of these rows."""
    found: dict[str, bytes] = {}
    with connections[using].chunked_cursor() as cursor:
        cursor.execute("SELECT payload FROM ledger_entry ORDER BY id")
        while batch := cursor.fetchmany(PIECE):
            for (payload,) in batch:
                for line in payload.split("\n")[1:]:
                    parts = line.split('"', 8)
                    if len(parts) == 9 and (where := f"{parts[3]} {parts[7]}") in wanted:
                        found[where] = line.encode()
    return found


def _only_grown(model: type[Record], uid: str, line: bytes, using: str) -> bool:
    """Tell whether a row has the values of its snapshot and, besides, columns added since."""
    with suppress(Exception):  # whatever reading a value that is not of its kind says
        values = model._base_manager.using(using).values_list(*columns_of(model)).get(uid=uid)
        then, now = json.loads(line)["v"], json.loads(line_of(model, values))["v"]
        return then.keys() != now.keys() and all(now.get(k, v) == v for k, v in then.items())
    return False


def _filled(models: Sequence[type[Record]], using: str) -> set[str]:
    """Return the tables with any row; most houses use only some of them."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"  # noqa: S608  # ours
        for table in (model._meta.db_table for model in models)
    )
    with connections[using].cursor() as cursor:
        cursor.execute(asked)
        return {table for (table,) in cursor.fetchall()}


def _table(model: type[Record], expected: dict[bytes, bytes], using: str) -> Iterator[Finding]:
    uid_at = columns_of(model).index("uid")
    try:
        for values in _rows(model, using):
            yield from _row(model, values, str(values[uid_at]), expected)
    except Exception:  # noqa: BLE001  # a value its column cannot hold: find the row it stands in
        yield from _row_by_row(model, expected, using)
    if connections[using].vendor == "sqlite":
        yield from _misshapen(model, using)


def _known(model: type[Record], expected: dict[bytes, bytes], using: str) -> Iterator[Finding]:
    uid_at, uids = columns_of(model).index("uid"), list(expected)
    for at in range(0, len(uids), _FEW):
        asked = [uid.decode(errors="replace") for uid in uids[at : at + _FEW]]
        try:
            rows = model._base_manager.using(using).filter(uid__in=asked).order_by()
            for values in rows.values_list(*columns_of(model)):
                yield from _row(model, values, str(values[uid_at]), expected)
        except Exception:  # noqa: BLE001  # a value its column cannot hold
            yield Finding(model._meta.label_lower, "含有无法读取的内容，已被改动")


def _gone(model: type[Record], expected: dict[bytes, bytes]) -> Iterator[Finding]:
    for uid, digest in expected.items():
        if digest != _SEEN:
            shown = f"{model._meta.label_lower} {uid.decode(errors='replace')}"
            yield Finding(shown, "存证链里有这一行，数据库里已被删除")


def _row(
    model: type[Record], values: Sequence[Any], uid: str, expected: dict[bytes, bytes]
) -> Iterator[Finding]:
    """Compare one row and note that it was seen."""
    key = uid.encode()
    known = expected.get(key)
    if known == _SEEN:
        return
    problem = ""
    if known is None:
        problem = "不是通过业务操作写入的：存证链里没有这一行"
    elif _digest(model, values) != known:
        problem = CHANGED
    expected[key] = _SEEN
    if problem:
        yield Finding(f"{model._meta.label_lower} {uid}", problem)


def _misshapen(model: type[Record], using: str) -> Iterator[Finding]:
    with connections[using].cursor() as cursor:
        cursor.execute(misshapen(model))
        for (raw,) in cursor.fetchall():
            uid = shown_uid(bytes(raw).decode(errors="replace"))
            yield Finding(f"{model._meta.label_lower} {uid}", "有一列的值类型不对，已被改动")


def _digest(model: type[Record], values: Sequence[Any]) -> bytes:
    with suppress(Exception):  # whatever a field says of a value that is not of its kind
        return sha256(line_of(model, values).encode()).digest()[:16]
    return b""


def _rows(model: type[Record], using: str) -> Iterator[Any]:
    rows: Iterator[Any] = _every_row(model).using(using).iterator(chunk_size=PIECE)
    return rows


@cache
def _every_row(model: type[Record]) -> Any:
    """Name the columns once: Django takes longer to look them up than to read a few rows."""
    return model._base_manager.order_by().values_list(*columns_of(model))


def _row_by_row(model: type[Record], expected: dict[bytes, bytes], using: str) -> Iterator[Finding]:
    """Go on after an unreadable value; rows compared before are passed over."""
    label, table = model._meta.label_lower, model._meta.db_table
    as_bytes = "CAST(uid AS BLOB)"
    if connections[using].vendor == "postgresql":
        as_bytes = "convert_to(uid::text, 'UTF8')"
    with connections[using].cursor() as cursor:
        cursor.execute(f'SELECT id, {as_bytes} FROM "{table}"')  # noqa: S608  # a table of ours
        present = cursor.fetchall()
    for key, raw in present:
        uid = shown_uid(bytes(raw).decode(errors="replace"))
        values: list[Any] = []
        with suppress(Exception):  # whatever the converter of the column says
            values = model._base_manager.using(using).values_list(*columns_of(model)).get(pk=key)
        if values:
            yield from _row(model, values, uid, expected)
        else:
            expected[uid.encode()] = _SEEN
            yield Finding(f"{label} {uid}", "含有无法读取的内容，已被改动")


def shown_uid(uid: Any) -> str:
    """Return a uid as snapshots write it (SQLite's raw rows hold 32 digits without dashes)."""
    text = uid if uid.__class__ is str and "-" not in uid else str(uid).replace("-", "")
    return "-".join(_parts(text))
