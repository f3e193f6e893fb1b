"""Kept files against the rows that name them."""

from collections.abc import Iterator

from gongjian.common.records import Record, record_models
from gongjian.ledger.replay import Finding

from .store import Store, Stored, fingerprint

DESTROYED = "destroyed_at"


class FileAudit:
    """Reads every kept file once. `files` counts those that are whole."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[str, Stored | None] = {}
        self._destroyed: dict[str, str] = {}
        self._named: set[str] = set()

    @property
    def files(self) -> int:
        """How many files were read and are what their name says."""
        return sum(1 for name, stored in self._found.items() if stored and stored.sha256 == name)

    def run(self) -> Iterator[Finding]:
        """Yield each file that is missing or changed, under the row that names it if one does."""
        for model in record_models():
            columns = {f.name for f in model._meta.concrete_fields}
            if {"sha256", "size"} <= columns:
                if DESTROYED in columns:
                    self._note_destroyed(model)
                yield from self._table(model, ["sha256", "size", *({"sm3"} & columns)])
        yield from self._left_over()
        for name in self._store.names():
            if name not in self._found and self._read(name) != name:
                yield Finding(f"vault {name}", "文件内容与其名称（SHA-256）不符，已被改动")

    def _table(self, model: type[Record], columns: list[str]) -> Iterator[Finding]:
        rows = model._base_manager.all()
        if any(field.name == DESTROYED for field in model._meta.concrete_fields):
            rows = rows.filter(**{f"{DESTROYED}__isnull": True})
        for uid, *values in rows.values_list("uid", *columns).iterator():
            sha256, size, sm3 = values[0], values[1], values[2:]
            self._named.add(sha256)
            where = f"{model._meta.label_lower} {uid}（vault {sha256}）"
            if self._read(sha256) == "":
                yield Finding(where, "文件缺失或无法读取")
                continue
            stored = self._found[sha256]
            if stored and (stored.sha256, stored.size, [stored.sm3][: len(sm3)]) != (
                sha256,
                size,
                sm3,
            ):
                yield Finding(where, "文件内容与登记的哈希值不符，已被改动")

    def _note_destroyed(self, model: type[Record]) -> None:
        gone = model._base_manager.filter(**{f"{DESTROYED}__isnull": False})
        columns = ["uid", "sha256"]
        for uid, sha256 in gone.values_list(*columns).iterator():
            where = f"{model._meta.label_lower} {uid}（vault {sha256}）"
            self._destroyed.setdefault(sha256, where)

    def _left_over(self) -> Iterator[Finding]:
        """Yield what a row calls destroyed, no other names, and is still there."""
        for sha256, where in self._destroyed.items():
            if sha256 not in self._named and self._read(sha256):
                yield Finding(where, "已登记销毁的文件仍在存证库中")

    def _read(self, name: str) -> str:
        """Return the hash of a kept file's content, "" when there is none to read."""
        if name not in self._found:
            try:
                with self._store.open(name) as file:
                    self._found[name] = fingerprint(file)
            except (OSError, ValueError):
                self._found[name] = None
        stored = self._found[name]
        return stored.sha256 if stored else ""
