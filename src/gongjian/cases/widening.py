"""What an agency has reviewed beyond the table of its place (本机关扩大的审核范围)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from gongjian.catalog.library import causes
from gongjian.common.db.prepared import prepared
from gongjian.common.money import yuan
from gongjian.common.reads import once
from gongjian.matters.models import Matter
from gongjian.orgs import ports

from .choices import PartySide, PenaltyKind, ScopeState
from .models import Case, ScopeChange
from .rules import SEVERITY, weight_columns

# The kind of a draft that proposes no penalty: a bit of its own, above those of the penalties.
NOTHING = "none"
NO_PENALTY = 1 << len(SEVERITY)
KINDS = (*PenaltyKind.choices, (NOTHING, "不予处罚"))
SIDES = {
    PartySide.CITIZEN: ("natural", "sole_trader"),
    PartySide.ORGANISATION: ("legal", "other_org"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules are asked of one draft; `money` counts as in the table (涉案金额)."""

    day: date
    kinds: int
    money: int
    unvalued: bool
    domain: str
    cause: str
    party: str
    unit: int | None


def asked_of(matter: Matter, case: Case, items: Iterable[Mapping[str, Any]], day: date) -> Asked:
    """Return what the rules are asked of these items on a day."""
    weight = weight_columns(items)
    return Asked(
        day=day,
        kinds=weight["kinds"] or NO_PENALTY,
        money=weight["fine_fen"] + weight["gain_fen"] + weight["goods_fen"],
        unvalued=bool(weight["goods_unvalued"]),
        domain=matter.domain,
        cause=case.cause_code,
        party=case.party.kind,
        unit=matter.unit_id,
    )


def covers(rule: ScopeChange, asked: Asked) -> bool:
    """Tell whether a rule names such a draft, whatever its sum."""
    return (
        (not rule.kinds or bool(rule.kinds & asked.kinds))
        and rule.domain in {"", asked.domain}
        and rule.cause_code in {"", asked.cause}
        and (not rule.party_side or asked.party in SIDES[PartySide(rule.party_side)])
        and rule.unit_id in {None, asked.unit}
    )


def reaches(rule: ScopeChange, asked: Asked) -> bool:
    """Tell whether the money of a draft reaches the sum of a rule; of unknown value it does."""
    return rule.from_fen is None or asked.unvalued or asked.money >= rule.from_fen


def rule_asking(agency_id: int, asked: Asked) -> ScopeChange | None:
    """Return the rule of the agency that asks for the review of such a draft; one query."""
    rules = in_force(_approved(agency_id), asked.day)
    return next((rule for rule in rules if covers(rule, asked) and reaches(rule, asked)), None)


def sums_asking(agency_id: int, asked: Asked) -> list[int]:
    """Return from which sums in fen the rules of the agency ask for review; one query."""
    rules = in_force(_approved(agency_id), asked.day)
    return [rule.from_fen or 0 for rule in rules if covers(rule, asked)]


def source_of(rule: ScopeChange) -> str:
    """Say which rule asks, with the document by which the agency made it."""
    return f"本机关扩大的审核范围：{rule.name}（{rule.clause}）"


def in_force(changes: Sequence[ScopeChange], day: date) -> list[ScopeChange]:
    """Keep of the approved changes the rules that count on a day, oldest first."""
    ended = {one.ends_id for one in changes if one.ends_id and one.from_on <= day}
    return [
        one for one in changes if one.ends_id is None and one.from_on <= day and one.pk not in ended
    ]


@once
@prepared
def _approved(agency_id: int) -> QuerySet[ScopeChange]:
    changes = ScopeChange.objects.filter(agency_id=agency_id, state=ScopeState.APPROVED)
    return changes.order_by("id")


def has_widened(agency: str) -> Exists:
    """Tell in a query whether an agency ever widened its scope; `agency` names the column."""
    return Exists(ScopeChange.objects.filter(agency=OuterRef(agency), state=ScopeState.APPROVED))


def may_have_widened(case: Case) -> bool:
    """Tell whether the agency of a case may have added rules: as read with the case, else yes."""
    return bool(case.__dict__.get("widened", case.pk is not None))


def changes_of(agency_id: int) -> QuerySet[ScopeChange]:
    """Return all that was ever drafted, approved, returned or ended in an agency, newest first."""
    people = ("drafted_by", "decided_by", "filed_by", "unit", "ends")
    found = ScopeChange.objects.filter(agency=agency_id).select_related(*people)
    return found.order_by("-id")


def approved(changes: Iterable[ScopeChange]) -> list[ScopeChange]:
    """Keep what a second person approved."""
    return [one for one in changes if one.state == ScopeState.APPROVED]


def rules_on(agency_id: int, day: date) -> list[ScopeChange]:
    """Return the rules that count in an agency on a day, oldest first; one query."""
    return in_force(approved(changes_of(agency_id).order_by("id")), day)


def conditions(rule: ScopeChange) -> list[str]:
    """Say in words what a rule asks; nothing where it names every case of the procedure."""
    kinds = [str(label) for code, label in KINDS if rule.kinds & bit_of(code)]
    domain = ports.agency_domains().get(rule.domain, rule.domain)
    said = [
        f"决定种类：{'、'.join(kinds)}" if kinds else "",
        f"执法领域：{domain}" if rule.domain else "",
        f"案由：{_cause(rule.cause_code)}" if rule.cause_code else "",
        f"当事人：{PartySide(rule.party_side).label}" if rule.party_side else "",
        f"承办机构：{rule.unit.name}" if rule.unit else "",
        f"涉案金额{yuan(rule.from_fen)}元以上" if rule.from_fen else "",
    ]
    return [one for one in said if one]


def _cause(code: str) -> str:
    """Return the name of a cause; its code where the catalogue holds it no more."""
    return next((cause.name for cause in causes() if cause.code == code), code)


def bit_of(kind: str) -> int:
    """Return the bit of a kind of penalty, or of none at all."""
    return NO_PENALTY if kind == NOTHING else 1 << SEVERITY[kind]
