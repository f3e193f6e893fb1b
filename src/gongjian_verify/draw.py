"""Repeat a random draw from the two lists an agency publishes: plans before it, draws after it.

Shares no code with the house. The plan bound the agency before the draw: the hash of its pools and
of its secret number. The witness's words were said after that.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .bundle import BundleError

ALGORITHM = "gongjian.draw/1"
VOID = "作废"
AWAY = "（回避）"
_LIST = "gongjian.list/1"


@dataclass(frozen=True)
class Draw:
    """One draw that holds: how many objects were drawn of how many."""

    plan: str
    turn: str
    void: bool
    drawn: int
    of: int


def verify_draws(draws: bytes, plans: bytes) -> list[Draw]:
    """Return every draw of the list, each repeated and found the same.

    Raises:
        BundleError: a file is no such list, or a draw is not what its numbers give.
    """
    known = _rows(plans, "check-plans")
    made = _rows(draws, "check-draws")
    return [_repeated(cells, known.get(cells["plan_number"])) for cells in made.values()]


def _repeated(cells: Mapping[str, str], plan: Mapping[str, str] | None) -> Draw:
    what = f"“{cells['plan']}”第 {cells['turn']} 次抽取"
    if plan is None:
        raise BundleError(f"{what}：计划清单里没有这个计划，请用公布的最新版本")
    pool, officers = plan["objects"].splitlines(), plan["officers"].splitlines()
    _same(what, "名录指纹", _sha("\n".join([*pool, "", *officers])), plan["pool_sha256"])
    _same(what, "名录指纹", cells["pool_sha256"], plan["pool_sha256"])
    promised = dict(line.split(" ", 1) for line in plan["commitments"].splitlines())
    _same(what, "承诺值", _sha(cells["secret"]), promised.get(cells["turn"], ""))
    said = [ALGORITHM, cells["secret"], cells["pool_sha256"], cells["words"]]
    seed = cells["seed"]
    _same(what, "种子", _sha("\n".join(said)), seed)
    drawn = cells["objects"].splitlines()
    ranked = sorted(pool, key=lambda line: _sha(f"{seed}\n\n{line.split(' ')[0]}"))
    _same(what, "抽中的对象", "\n".join(ranked[: len(drawn)]), "\n".join(drawn))
    if len(drawn) != _to_draw(plan["share"], len(pool)):
        raise BundleError(f"{what}：抽取的个数与计划公布的比例不符")
    for line in cells["officers"].splitlines():
        _officers(what, line, officers, seed, _each(plan))
    return Draw(
        cells["plan"], cells["turn"], cells["outcome"].startswith(VOID), len(drawn), len(pool)
    )


def _officers(what: str, line: str, pool: list[str], seed: str, each: int) -> None:
    code, *sat = line.split(" ")
    named = [one.removesuffix(AWAY) for one in sat]
    ranked = sorted(pool, key=lambda one: _sha(f"{seed}\n{code}\n{one}"))
    if named != ranked[: len(named)]:
        raise BundleError(f"{what}：{code} 的检查人员不是按种子排出的次序")
    if len([one for one in sat if not one.endswith(AWAY)]) != each:
        raise BundleError(f"{what}：{code} 的检查人员个数与计划不符")


def _to_draw(share: str, pool: int) -> int:
    percent = int(share.partition("抽 ")[2].partition("%")[0])
    return max(1, math.ceil(pool * percent / 100))


def _each(plan: Mapping[str, str]) -> int:
    return int(plan["each"].partition(" ")[0])


def _same(what: str, name: str, one: str, other: str) -> None:
    if one != other:
        raise BundleError(f"{what}：{name}不符，与公布的数重算得到的不一样")


def _rows(data: bytes, kind: str) -> dict[str, dict[str, Any]]:
    try:
        content = json.loads(data)
        if content["schema"] != _LIST or content["kind"] != kind:
            raise BundleError(f"这不是 {kind} 清单的 JSON 文件，请从门户下载")
        return {row["key"]: row["cells"] for row in content["rows"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BundleError("文件不是清单的 JSON 文件，请从门户重新下载") from None


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
