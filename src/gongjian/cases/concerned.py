"""Who has a part in a case, and can so be asked to keep away from it (回避)."""

from datetime import date

from gongjian.cases.models import Hearing
from gongjian.cases.queries import case_of, running_hearing
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import officers_with_role

# Heads the agency: that he keeps away is decided above it or by the leaders together.
HEAD = "agency_head"
# Offices that may have a part in any case of the agency.
OFFICES = {
    HEAD: "机关负责人",
    "discussion_member": "集体讨论成员",
    "unit_head": "机构负责人",
    "hearing_host": "听证主持人",
}
Seats = list[tuple[str, Officer | None]]


def known_to_party(matter: Matter, on: date) -> dict[int, tuple[Officer, str]]:
    """Return who the party is told of, with his part: handlers, who hears it, heads of the agency.

    Source: 行政处罚法 第四十三条、第六十四条第四项; 治安管理处罚法 第九十五条.
    """
    seats: Seats = [("主办", matter.lead), ("协办", matter.second), *_hearing(matter)]
    seats += [(OFFICES[HEAD], one) for one in officers_with_role(matter.agency_id, HEAD, on)]
    away = set(matter.recusals.values_list("officer", flat=True))
    return {pk: seat for pk, seat in _named(seats).items() if pk not in away}


def concerned(matter: Matter, on: date) -> dict[int, tuple[Officer, str]]:
    """Return who has a part in a case, or may have one in deciding it, with his part.

    The reviewer is not among them: he has an act of his own, since another must go on.
    """
    seats: Seats = [(part, officer) for officer, part in known_to_party(matter, on).values()]
    for role, part in OFFICES.items():
        seats += [(part, one) for one in officers_with_role(matter.agency_id, role, on)]
    away = set(matter.recusals.values_list("officer", flat=True)) | {matter.reviewer_id}
    return {pk: seat for pk, seat in _named(seats).items() if pk not in away}


def heads(officer: Officer, on: date) -> bool:
    """Tell whether an officer heads his agency on a day."""
    return officers_with_role(officer.agency_id, HEAD, on).filter(pk=officer.pk).exists()


def awaited(matter: Matter, officer: int) -> Hearing | None:
    """Return the hearing that an officer is to host or to record, still to be held."""
    hearing = running_hearing(case_of(matter))
    return hearing if hearing and officer in {hearing.host_id, hearing.recorder_id} else None


def _hearing(matter: Matter) -> Seats:
    hearing = running_hearing(case_of(matter))
    if hearing is None:
        return []
    return [("听证主持人", hearing.host), ("听证记录员", hearing.recorder)]


def _named(seats: Seats) -> dict[int, tuple[Officer, str]]:
    named: dict[int, tuple[Officer, str]] = {}
    for part, officer in seats:
        if officer is not None:
            named.setdefault(officer.pk, (officer, part))
    return named
