"""What the tables of a place ask of a draft: legal review, collective discussion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from gongjian.matters.models import Matter
from gongjian.matters.tables import table

from .models import Case, Draft
from .rules import BEYOND_FEN, GOODS, by_kind
from .widening import asked_of, may_have_widened, rule_asking, source_of, sums_asking


class Findings(Protocol):
    """What a person found of the case, on a command or a draft."""

    @property
    def public_interest(self) -> bool: ...
    @property
    def social_risk(self) -> bool: ...
    @property
    def major_rights(self) -> bool: ...
    @property
    def complex(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether something is required, and the rule that says so."""

    required: bool
    source: str


# What the tables of review are asked where a draft proposes no penalty: a kind of its own.
NOTHING = ({"penalty_kind": "none", "total_fen": 0, "unvalued": False},)
NOT_DISCUSSED = Scope(required=False, source="不予处罚，不属于较重的处罚")


def review_scope(
    matter: Matter,
    case: Case,
    found: Findings,
    items: Sequence[Mapping[str, Any]],
    *,
    today: date,
    hearing_held: bool = False,
) -> Scope:
    """Ask whether legal review must pass a draft; the strictest kind of penalty counts.

    A draft of no items proposes not to punish, which a place may have reviewed as well. What the
    table of the place leaves out the agency may have added (`widening`); never the reverse.

    Source: 行政处罚法 第五十八条; 国办发〔2018〕118号 四（十三）; LF3.3(2); DZ10; HN25; the
    catalogue of the agency.
    """
    rows = by_kind(items) or NOTHING
    scope = _strictest("review-scope", matter, _review_asked(case, found, hearing_held), rows)
    if scope.required or not may_have_widened(case):
        return scope
    added = rule_asking(matter.agency_id, asked_of(matter, case, items, today))
    return Scope(required=True, source=source_of(added)) if added else scope


def review_from(matter: Matter, case: Case, found: Findings, today: date) -> int:
    """Return from which sum in fen, goods at their value, place or agency ask for legal review.

    `BEYOND_FEN` where no sum alone does.
    """
    added: list[int] = []
    if may_have_widened(case):
        goods = ({"kind": GOODS.value, "amount_fen": None, "value_fen": 1},)
        added = sums_asking(matter.agency_id, asked_of(matter, case, goods, today))
    return min([_place_asks_from(matter, case, found), *added])


def _place_asks_from(matter: Matter, case: Case, found: Findings) -> int:
    rules = table("review-scope", matter.profile)
    asked = _review_asked(case, found) | {"penalty_kind": GOODS.value, "unvalued": False}
    sums = rules.bounds("total_fen")
    reached = (fen for fen in sums if rules.decide(asked | {"total_fen": fen}).value)
    return next(reached, BEYOND_FEN)


def _review_asked(case: Case, found: Findings, hearing_held: bool = False) -> dict[str, Any]:
    return {
        "summary_procedure": False,
        "public_interest": found.public_interest,
        "social_risk": found.social_risk,
        "major_rights": found.major_rights,
        "hearing_held": hearing_held,
        "complex": found.complex,
        "party_kind": case.party.kind,
    }


def review_of(
    matter: Matter, case: Case, draft: Draft, *, hearing_held: bool, today: date
) -> Scope:
    """Return whether a draft must pass review: what it kept, or what is asked as the case stands.

    A hearing may bring it about, a party that turns out to be a person, a table that became
    stricter, an agency that widened its scope; goods of a draft from before values were kept are of
    unknown value. Nothing takes it away, and what was decided stays as it was.
    """
    kept = Scope(draft.review_required, draft.review_source)
    if kept.required or (matter.decided_on is not None and not hearing_held):
        return kept
    day = matter.decided_on or today
    now = review_scope(matter, case, draft, draft.items, hearing_held=hearing_held, today=day)
    return now if now.required else kept


def discussion_scope(matter: Matter, case: Case, draft: Draft, *, hearing_held: bool) -> Scope:
    """Ask whether the leaders must discuss a draft; the strictest kind of penalty counts.

    Source: 行政处罚法 第五十七条第二款; 治安管理处罚法 第一百一十三条.
    """
    asked = {
        "complex": draft.complex,
        "hearing_held": hearing_held,
        "domain": matter.domain,
        "party_kind": case.party.kind,
    }
    rows = by_kind(draft.items)
    scope = _strictest("discussion-scope", matter, asked, rows) if rows else NOT_DISCUSSED
    return Scope(scope.required or draft.goods_discussed, scope.source)


def _strictest(
    code: str, matter: Matter, asked: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> Scope:
    hit = table(code, matter.profile).strictest([{**asked, **row} for row in rows])
    return Scope(bool(hit.value), hit.source)
