"""Kept files against the rows that name them."""

from collections.abc import Iterator

from gongjian.common.records import Record, record_models
from gongjian.ledger.replay import Finding

from .store import Store, Stored, fingerprint


class FileAudit:
    """Reads every kept file once. `files` counts those that are whole."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[str, Stored | None] = {}

    @property
    def files(self) -> int:
        """How many files were read and are what their name says."""
        return sum(1 for name, stored in self._found.items() if stored and stored.sha256 == name)

    def run(self) -> Iterator[Finding]:
        """Yield each file that is missing or changed, under the row that names it if one does."""
        for model in record_models():
            columns = {f.name for f in model._meta.concrete_fields}
            if {"sha256", "size"} <= columns:
                yield from self._table(model, ["sha256", "size", *({"sm3"} & columns)])
        for name in self._store.names():
            if name not in self._found and self._read(name) != name:
                yield Finding(f"vault {name}", "文件内容与其名称（SHA-256）不符，已被改动")

    def _table(self, model: type[Record], columns: list[str]) -> Iterator[Finding]:
        for uid, *values in model._base_manager.values_list("uid", *columns).iterator():
            sha256, size, sm3 = values[0], values[1], values[2:]
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
