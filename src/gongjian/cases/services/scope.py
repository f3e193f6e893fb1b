"""May this be settled on the spot, and up to which fine (简易程序的适用范围)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.models import Case, Draft
from gongjian.cases.rules import by_kind
from gongjian.common.acts import Act
from gongjian.common.clock import local_date
from gongjian.common.money import yuan
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.tables import table
from gongjian.parties.rules import was_minor
from gongjian.process import Hit

from .notice import hearing_right

LIMITS = {"citizen": "summary.max_citizen_fen", "organisation": "summary.max_org_fen"}
NATION = "national"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the law says to a penalty on the spot; `refusals` is empty where it is allowed."""

    minor: bool
    review_required: bool
    hearing_right: bool
    source: str
    limit_fen: int
    limit_source: str
    refusals: tuple[str, ...]


def scope_of(act: Act, case: Case, draft: Draft, cmd: Any) -> Scope:
    """Ask the tables of the profile whether this draft may be imposed on the spot.

    Source: 行政处罚法 第五十一条、第五十八条、第六十三条; 治安管理处罚法 第一百一十九条.
    """
    matter: Matter = act.matter
    born = case.party.born_on
    days = (local_date(cmd.acted_at), act.today)
    minor = bool(cmd.minor) or was_minor(date.fromisoformat(born) if born else None, *days)
    review = _review_hit(matter, case, draft)
    hearing = hearing_right(matter, case, draft)
    asked = {
        "party_kind": case.party.kind,
        "minor": minor,
        "review_required": review is not None,
        "hearing_right": hearing,
    }
    hit = table("summary-scope", matter.profile).strictest(
        asked | {"penalty_kind": item["kind"]} for item in draft.items
    )
    if hit.value not in LIMITS:
        why = f"{hit.name}（{hit.source}）" + (f"：{review.name}" if review else "")
        return Scope(minor, review is not None, hearing, hit.source, 0, "", (why,))
    limit = profile(matter.profile).parameter(LIMITS[str(hit.value)], matter.domain, on=act.today)
    most, fine = int(limit.number), fine_of(draft.items)
    refusals = (_too_much(fine, most, limit.citation, hit.name),) if fine > most else ()
    return Scope(minor, False, False, hit.source, most, limit.citation, refusals)


def fine_of(items: Iterable[Mapping[str, Any]]) -> int:
    """Return the sum of money of penalty items, in fen."""
    return sum(item["amount_fen"] or 0 for item in items)


def _too_much(fine: int, most: int, source: str, name: str) -> str:
    return (
        f"罚款{yuan(fine)}元超过当场处罚的限额{yuan(most)}元（{name}；{source}），应当适用普通程序"
    )


def _review_hit(matter: Matter, case: Case, draft: Draft) -> Hit | None:
    """Return what makes such a case one for legal review; None where nothing does.

    The nation's catalogue and the profile's count together. A catalogue that names every case under
    the ordinary procedure says nothing of this one: it is not under that procedure.
    """
    asked = {
        "summary_procedure": False,
        "public_interest": draft.public_interest,
        "social_risk": draft.social_risk,
        "major_rights": draft.major_rights,
        "hearing_held": False,
        "complex": draft.complex,
        "party_kind": case.party.kind,
    }
    for code in dict.fromkeys((matter.profile, NATION)):
        scope = table("review-scope", code)
        for row in by_kind(draft.items):
            hit = scope.decide(asked | row)
            if hit.value and scope.rows[hit.row - 1].when:
                return hit
    return None
