"""What a release of seized goods says: which measure it ends, what goes back, what stays held.

Source: 行政强制法 第二十五条、第二十七条、第二十八条.
"""

from collections.abc import Mapping
from typing import Any

from gongjian.matters.models import Matter

from .goods import Held, partly, said_in
from .runs import of_a_seizure, standing

Rows = list[Mapping[str, Any]]


def wrongly_released(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what is wrong with a release, by field: each thing on the list goes back or stays."""
    if unnamed := of_a_seizure(matter, given):
        return unnamed
    held = _meant(matter, given["seizure_number"])
    part, rest = partly(given), given["rest"] or []
    if held is None:
        return {}
    if part and not held.lists:
        return {"extent": "这份查封、扣押还没有财物清单，请先开列清单，再部分解除"}
    if part and not rest:
        return {"rest": "部分解除的，请逐件写明继续查封、扣押的财物"}
    if rest and not part:
        return {"rest": "全部解除的不填；有继续查封、扣押的，请选“部分解除”"}
    return _unaccounted(held, [*given["goods"], *rest], part)


def _meant(matter: Matter, number: str) -> Held | None:
    left = standing(matter, preserved=False)
    return next((one for one in left if one.paper.number == number), left[0] if left else None)


def _unaccounted(held: Held, rows: Rows, part: bool) -> Mapping[str, str]:
    """Return which things of the list a release does not speak of; nothing where there is none."""
    if not held.lists:
        return {}
    told = [str(row["name"]).strip() for row in rows]
    listed = [item.name for item in held.items]
    left = [name for name in listed if name not in told]
    strange = [name for name in told if name not in listed]
    if left:
        go_on = (
            "写入退还的或者继续查封、扣押的"
            if part
            else "逐件写入；继续查封、扣押的，请选“部分解除”"
        )
        return {"rest" if part else "goods": f"清单上的{'、'.join(left)}没有写明，请{go_on}"}
    if part and strange:
        return {"goods": f"{'、'.join(strange)}不在清单上，请按清单写名称"}
    return {}


def rows_of(held: Held) -> Rows:
    """Return what a measure still holds, as its last paper tells it; [] without a list."""
    if held.releases:
        return list(said_in(held.releases[-1])["rest"])
    return [
        {name: row.get(name) or "" for name in ("name", "count", "state")}
        for paper in held.lists
        for row in said_in(paper)["goods"]
    ]
