"""One act against several norms: it is fined by that which threatens the highest fine.

Source: 行政处罚法 第二十九条.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.catalog.citing import cited
from gongjian.catalog.definitions import Cause, LegalRange
from gongjian.catalog.queries import causes_for
from gongjian.catalog.rules import Sums, legal_sums, span
from gongjian.common.errors import InvalidInput

from .models import Case
from .weighing import cause_of, law_day


@dataclass(frozen=True, slots=True)
class Norm:
    """What another cause of the catalogue threatens the same act with."""

    cause: Cause
    range: LegalRange

    @property
    def code(self) -> str:
        return f"{self.cause.code}.{self.range.code}"


def norms_beside(case: Case, on: date) -> Iterator[Norm]:
    """Yield what an act may violate beside the cause of its case, by the law that governs it.

    Shares of a base are compared with the same share only.
    """
    own = cause_of(case, on)
    if own is None:
        return
    domain, profile = case.matter.domain, case.matter.profile
    for cause in causes_for(domain, law_day(case, on), profile):
        for fine in cause.ranges.values() if cause.code != own.code else ():
            if fine.base in {"", own.base}:
                yield Norm(cause, fine)


def label(norm: Norm) -> str:
    """Return a norm as a form lists it."""
    fine = norm.range
    told = fine.base + "的比例" if fine.base else span(Sums(fine.low, fine.high))
    return f"{norm.cause.name}：{fine.name}（罚款{told}）"


def columns(case: Case, codes: Sequence[str], kept: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return what a draft keeps of the norms its act violates beside that of its cause.

    Raises:
        InvalidInput: a norm is unknown, or threatens a higher fine than the one applied.

    Source: 行政处罚法 第二十九条.
    """
    if not codes:
        return {}
    known = {norm.code: norm for norm in norms_beside(case, on)}
    low, high = kept.get("legal_low_fen"), kept.get("legal_high_fen")
    told: dict[str, str] = {}
    rows, most = [], 0
    for at, code in enumerate(codes):
        norm = known.get(code)
        place = f"competing.{at}.norm"
        if norm is None:
            told[place] = "目录中没有可以比较的这项规定，请从列表中选择"
            continue
        fine = legal_sums(norm.range, kept.get("base_fen") or 0)
        most = max(most, fine.high)
        if high is None or (fine.high, fine.low) > (high, low):
            told[place] = (
                f"“{norm.cause.name}”规定的罚款更高（{span(fine)}），"
                "应当按照罚款数额高的规定处罚，请先“确定案由”改为该案由"
            )
        basis = cited(a for a in norm.cause.articles if a.role == "basis")
        rows.append({"norm": code, "cause": norm.cause.name, "basis": basis, "range": span(fine)})
    if told:
        raise InvalidInput(told)
    return {"competing": rows, "competing_high_fen": most}
