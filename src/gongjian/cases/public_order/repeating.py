"""Who broke the peace before: what the agency's own decisions say, and when it is within a year."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from gongjian.cases.models import Case, Decision
from gongjian.common.db.prepared import prepared
from gongjian.common.reads import once
from gongjian.jurisdiction.limits import add_months
from gongjian.jurisdiction.profiles import profile

from .models import Offender

MOVED = "违法行为的日期在查明违法行为人以后有变动"
OTHERWISE = "（本机关没有作出的、被撤销的不算；确实不一致的，填写“与本机关记录不一致的理由”）"


class Said(Protocol):
    """What is said of the person: a form that is filled in, or the row that was kept."""

    @property
    def punished_before(self) -> bool: ...
    @property
    def punished_on(self) -> date | None: ...
    @property
    def twice_in_a_year(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The agency's own standing decisions on a person: the last before an act, one of its year."""

    last: Decision | None
    again: Decision | None

    @property
    def words(self) -> str:
        """Name what was found, each decision once; "" where nothing was."""
        return "；".join(dict.fromkeys(_named(d) for d in (self.last, self.again) if d is not None))


def acted_on(case: Case, today: date) -> date:
    """Return the day of the act; of one that goes on, or has no day, that of the filing."""
    return case.act_ended_on or case.filed_on or today


def year_before(case: Case, acted: date, today: date) -> date:
    """Return the first day from which a penalty, or an act, counts as within a year of an act.

    The year runs from the day after the penalty to the same day of the next one. The law does not
    say from which day it counts: we count from the day of the decision.

    Source: 治安管理处罚法 第二十二条第四项、第二十三条第二款; 民法典 第二百零一条、第二百零二条.
    """
    rules = profile(case.matter.profile)
    months = int(rules.parameter("police.repeat_months", case.matter.domain, on=today).number)
    first = add_months(acted, -months)
    while add_months(first, months) < acted:
        first += timedelta(1)
    return first


def repeated(row: Offender, acted: date) -> bool:
    """Tell whether the person was punished within a year before the act, as it was established.

    Source: 治安管理处罚法 第二十二条第四项.
    """
    if row.punished_on is None or row.year_from is None or row.acted_on != acted:
        return False
    return row.year_from <= row.punished_on <= acted


def on_record(case: Case, acted: date, year_from: date) -> OnRecord:
    """Return what the agency itself decided on the party before an act; one query.

    A party without id is a new one every time: nothing is found of it. What was taken back or
    revoked does not count, and a case that became secret is on paper.
    """
    found = _own_decisions(case)
    return OnRecord(
        next((d for d in found if d.decided_on <= acted), None),
        next((d for d in found if year_from <= acted_on(d.case, d.decided_on) <= acted), None),
    )


def contradicted(said: Said, found: OnRecord) -> dict[str, str]:
    """Return, by field, what is said otherwise than the agency's own decisions say; {} if nothing.

    Source: 治安管理处罚法 第二十二条第四项、第二十三条.
    """
    told: dict[str, str] = {}
    last, again = found.last, found.again
    if last is not None and not said.punished_before:
        told["punished_before"] = f"本机关处罚过当事人：{_named(last)}，请勾选{OTHERWISE}"
    elif last is not None and (said.punished_on is None or said.punished_on < last.decided_on):
        told["punished_on"] = f"本机关最近一次处罚是{_named(last)}，请核对{OTHERWISE}"
    if again is not None and not said.twice_in_a_year:
        told["twice_in_a_year"] = f"当事人一年以内另有违法行为：{_named(again)}，请勾选{OTHERWISE}"
    return told


def as_recorded(case: Case, today: date) -> dict[str, Any]:
    """Return, by field, what the agency's own decisions say of the person; one query."""
    acted = acted_on(case, today)
    found = on_record(case, acted, year_before(case, acted, today))
    known: dict[str, Any] = {"twice_in_a_year": True} if found.again else {}
    if found.last is None:
        return known
    on, number = found.last.decided_on, found.last.number
    return known | {"punished_before": True, "punished_on": on, "punished_number": number}


def unlike_record(case: Case, row: Offender | None, today: date) -> str:
    """Return why what was established must be established anew; "" where it stands.

    Rows from before the day of the act was kept are not asked.
    """
    if row is None or row.acted_on is None or row.year_from is None:
        return ""
    acted = acted_on(case, today)
    if row.acted_on != acted:
        return MOVED
    if row.record_reason:
        return ""
    return "；".join(contradicted(row, on_record(case, acted, row.year_from)).values())


def _named(decision: Decision) -> str:
    return f"{decision.number}（{decision.decided_on}）"


@once
def _own_decisions(case: Case) -> tuple[Decision, ...]:
    return tuple(_standing(case.party_id, case.pk)) if case.party.id_index else ()


@prepared
def _standing(party: int, case: int) -> QuerySet[Decision]:
    found: QuerySet[Decision] = Decision.objects.filter(
        case__party=party,
        case__public_order=True,
        void=False,
        overturn__isnull=True,
        case__matter__secret_since__isnull=True,
    ).exclude(case=case)
    return found.select_related("case").order_by("-decided_on", "-id")
