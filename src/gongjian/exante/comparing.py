"""What changed between two versions of a list: rows added, removed, changed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """One row in both versions: `cells` holds label, before, after of those that differ."""

    row: tuple[str, ...]
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a newer version differs from an older; rows as their cells in the newer's columns."""

    added: tuple[tuple[str, ...], ...] = ()
    removed: tuple[tuple[str, ...], ...] = ()
    changed: tuple[Changed, ...] = ()
    notes: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.notes)

    @property
    def told(self) -> list[str]:
        """Say in short what changed: 新增 2 条."""
        counts = (("新增", self.added), ("减少", self.removed), ("变动", self.changed))
        told = [f"{word} {len(rows)} 条" for word, rows in counts if rows]
        return [*told, "说明有变动"] if self.notes else told


def difference(older: Content, newer: Content) -> Difference:
    """Compare two contents of the same list, row by row, by their keys."""
    before, after = _rows(older), _rows(newer)
    codes = [column["code"] for column in newer["columns"]]
    labels = {column["code"]: column["label"] for column in newer["columns"]}

    def shown(cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(cells.get(code, "") for code in codes)

    changed = []
    for key in after.keys() & before.keys():
        pairs = [(c, before[key].get(c, ""), after[key].get(c, "")) for c in codes]
        cells = [(labels[c], old, new) for c, old, new in pairs if old != new]
        if not cells and older["charts"].get(key) != newer["charts"].get(key):
            cells = [("图", "原图", "重新绘制")]
        if _photo(older, key) != _photo(newer, key):
            had, has = _photo(older, key), _photo(newer, key)
            cells.append(("照片", "原照片" if had else "没有", "新照片" if has else "没有"))
        if cells:
            changed.append((list(after).index(key), Changed(shown(after[key]), tuple(cells))))
    return Difference(
        added=tuple(shown(cells) for key, cells in after.items() if key not in before),
        removed=tuple(shown(cells) for key, cells in before.items() if key not in after),
        changed=tuple(one for _, one in sorted(changed, key=lambda pair: pair[0])),
        notes=older["notes"] != newer["notes"],
    )


def _photo(content: Content, key: str) -> str:
    return str(content.get("photos", {}).get(key, ""))


def _rows(content: Content) -> dict[str, Mapping[str, str]]:
    return {row["key"]: row["cells"] for row in content["rows"]}
