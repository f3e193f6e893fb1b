"""How an agency published in a year, unit by unit; every figure counted from the rows."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from django.db.models import Q

from gongjian.cases.common_name import ON_ITS_OWN
from gongjian.cases.models import Decision
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency

from .choices import ItemState, NumberState, WithdrawalGround
from .models import NumberStanding, Objection, PublicItem, Urge
from .supervising import WITH_FAULT

WHOLE = "合计"
COLUMNS = (
    ("unit", "承办机构"),
    ("due", "应当公示"),
    ("on_time", "按期公示"),
    ("late", "逾期公示"),
    ("missing", "逾期未公示"),
    ("pending", "未到期"),
    ("corrected", "更正"),
    ("withdrawn", "因不应公开撤回"),
    ("upheld", "异议成立"),
    ("urged", "被催办"),
    ("days", "平均工作日"),
)


@dataclass
class UnitYear:
    """One line. `days`: mean working days from decision to first publication, "" without any."""

    unit: str
    due: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    pending: int = 0
    corrected: int = 0
    withdrawn: int = 0
    upheld: int = 0
    urged: int = 0
    days: str = ""
    taken: list[int] = field(default_factory=list, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the line as it is frozen and exported."""
        told = asdict(self)
        del told["taken"]
        return told

    def reckon(self) -> None:
        """Work out the mean once every decision is counted."""
        if self.taken:
            self.days = f"{sum(self.taken) / len(self.taken):.1f}"


def evaluated(agency: Agency, year: int, today: date) -> list[UnitYear]:
    """Return the lines of the units by name, the whole last; six queries.

    The decisions made in that year. Neither void numbers nor what is not to be public is due;
    withdrawals count where it should never have been public, not where the decision itself fell.

    Source: HN10, HN11; REQUIREMENTS P18.
    """
    own = Decision.objects.filter(ON_ITS_OWN, case__matter__agency=agency)
    made = own.filter(decided_on__year=year)
    units = dict(made.values_list("pk", "case__matter__unit__name"))
    lines = {name: UnitYear(name) for name in sorted(set(units.values()))}
    whole = UnitYear(WHOLE)
    for decision, count in _counts(agency, made, today):
        for line in (lines[units[decision]], whole):
            count(line)
    for line in (*lines.values(), whole):
        line.reckon()
    return [*lines.values(), whole]


def _counts(agency: Agency, made: Any, today: date) -> Iterable[tuple[int, Any]]:
    by_document = dict(made.values_list("document", "pk"))
    working = profile(agency.profile).calendar.working_days_between
    items = PublicItem.objects.filter(decision__in=made).order_by("version")
    first = {row["decision"]: row for row in items.values("decision", *FIRST).reverse()}
    due = NumberStanding.objects.filter(document__in=made.values("document"), hidden=False)
    for document, state, due_on in due.exclude(state__in=NOT_DUE).values_list(*STANDING):
        decision = by_document[document]
        yield decision, _timely(first.get(decision), state, due_on, today, working)
    faults = Q(state=ItemState.CORRECTED) | Q(withdrawal_ground=WithdrawalGround.NOT_PUBLIC)
    for decision, state in items.filter(faults).values_list("decision", "state"):
        yield decision, _one("corrected" if state == ItemState.CORRECTED else "withdrawn")
    upheld = Objection.objects.filter(item__decision__in=made, outcome__in=WITH_FAULT)
    for decision in upheld.values_list("item__decision", flat=True):
        yield decision, _one("upheld")
    for decision in Urge.objects.filter(decision__in=made).values_list("decision", flat=True):
        yield decision, _one("urged")


FIRST = ("first_published_on", "decided_on", "due_on")
STANDING = ("document", "state", "due_on")
NOT_DUE = [NumberState.VOID, NumberState.WITHHELD]


def _one(name: str) -> Any:
    def count(line: UnitYear) -> None:
        setattr(line, name, getattr(line, name) + 1)

    return count


def _timely(item: Any, state: str, due_on: date | None, today: date, working: Any) -> Any:
    def count(line: UnitYear) -> None:
        line.due += 1
        if item is not None:
            line.taken.append(working(item["decided_on"], item["first_published_on"]))
            late = item["first_published_on"] > item["due_on"]
        else:
            late = due_on is not None and due_on < today
        name = ("late" if late else "on_time") if item else ("missing" if late else "pending")
        _one(name)(line)

    return count


assert {code for code, _ in COLUMNS} == {f.name for f in fields(UnitYear)} - {"taken"}
