"""How long a detention is served, alone or together with those of other cases (合并执行).

Detentions of one person that are served together form a line: each is joined to the one that ran
when it was executed. Together they last no longer than the most days of the law.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from gongjian.cases.models import Case, Decision, Overturn
from gongjian.cases.standing import items_now, was_changed
from gongjian.common.db.prepared import prepared

from .choices import SuspensionState
from .models import DetentionExecution, DetentionOrder, DetentionSuspension
from .separate import days_of

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Served:
    """Where a detention ends a line.

    `total` days are executed of all in the line, `added` of them are those of the last; the person
    leaves the house on `until_on`.
    """

    total: int
    added: int
    until_on: date


@dataclass(frozen=True, slots=True)
class Running:
    """A detention of another case that the same person serves; `number` "" where it is secret.

    `out`: the person is on leave from it. Who handles the one case sees no more of the other.
    """

    execution: DetentionExecution
    served: Served
    number: str
    out: bool = False

    @property
    def label(self) -> str:
        return self.number or "另案"


def standing_days(order: DetentionOrder, decision: Decision) -> int:
    """Return how many days of a detention are to be executed now; queries as of `items_now`.

    As ordered, unless review, court or the agency changed them; none where it fell.

    Source: 行政复议法 第六十三条; 行政诉讼法 第七十七条; 治安管理处罚法 第十六条.
    """
    if not was_changed(decision):
        return order.days
    return days_of(items_now(decision), order.most_days).executed


def together(before: int, days: int, most: int) -> int:
    """Return how many days are executed of a detention and of what the person serves already.

    Source: 治安管理处罚法 第十六条; 公安机关办理行政案件程序规定 第一百六十二条.
    """
    return max(min(before + days, most), before)


def served(
    execution: DetentionExecution | None, days: int, rows: Iterable[DetentionSuspension]
) -> Served | None:
    """Return how a detention is served, of which so many days stand; None where nobody is taken in.

    `rows`: its suspensions and leaves. A further query or more only where it was joined.
    """
    if execution is None or execution.until_on is None or execution.taken_in_on is None:
        return None
    credited = execution.credited_days
    if credited is None:  # rows of before it was kept
        credited = execution.order.days - (execution.until_on - execution.taken_in_on).days
    if execution.joined is None:
        until = execution.taken_in_on + timedelta(days=max(days - credited, 0))
        return Served(days, days, until + outside(rows))
    return joining(execution.joined, days, credited, execution.taken_in_on, rows)


def joining(
    running: DetentionExecution,
    days: int,
    credited: int,
    from_on: date,
    rows: Iterable[DetentionSuspension] = (),
) -> Served:
    """Return how a detention is served that joins one which runs, from a day on.

    What is credited shortens it also where the most days left nothing to add.

    Source: 公安机关办理行政案件程序规定 第一百六十二条、第一百六十三条.
    """
    before = reckoned(running)
    assert before is not None
    total = together(before.total, days, running.order.most_days)
    added = total - before.total
    until = max(before.until_on, from_on) + timedelta(days=added - credited)
    return Served(total, added, max(until, from_on) + outside(rows))


def reckoned(execution: DetentionExecution) -> Served | None:
    """Return how the detention of another case is served; a decision that fell leaves no days."""
    order = execution.order
    fell = Overturn.objects.filter(decision=order.decision_id).exists()
    days = 0 if fell else standing_days(order, order.decision)
    return served(execution, days, order.suspensions.all())


def running_elsewhere(case: Case, on: date) -> Running | None:
    """Return the detention of another case that the same person serves on a day, the last joined.

    One query where there is none. A person is told by id: within an agency it stands for one party.

    Source: 公安机关办理行政案件程序规定 第一百六十二条第二款.
    """
    for row in _of_the_person(case.party_id, case.pk):
        found = reckoned(row)
        if found is None or row.taken_in_on is None or row.taken_in_on > on:
            continue
        out = _out(row)
        if out or on <= found.until_on:
            return Running(row, found, _number(row), out)
    return None


def undone_elsewhere(case: Case) -> list[DetentionOrder]:
    """Return the detentions of the same person in other cases that are still to be executed.

    Those that wait, or were not begun; of secret cases none.
    """
    rows = DetentionOrder.objects.filter(
        decision__case__party=case.party_id,
        decision__void=False,
        decision__case__state_secret=False,
        decision__case__matter__secret_since__isnull=True,
        decision__case__matter__closed_at__isnull=True,
        executable=True,
        execution__isnull=True,
    ).exclude(decision__case=case)
    found = rows.select_related("decision__draft", "decision__case__matter").order_by("id")
    fell = Overturn.objects.filter(decision__in=[row.decision_id for row in found])
    gone = frozenset(fell.values_list("decision", flat=True)) if found else frozenset()
    return [
        row for row in found if row.decision_id not in gone and standing_days(row, row.decision)
    ]


def taken_in_later(case: Case, on: date, until: date) -> DetentionExecution | None:
    """Return a detention of another case that began while one from a day to a day would run."""
    rows = (row for row in _of_the_person(case.party_id, case.pk) if row.taken_in_on)
    return next((row for row in rows if row.taken_in_on and on < row.taken_in_on <= until), None)


@prepared
def _of_the_person(party: int, case: int) -> QuerySet[DetentionExecution]:
    rows = DetentionExecution.objects.filter(
        order__decision__case__party=party, until_on__isnull=False, joined_by__isnull=True
    ).exclude(order__decision__case=case)
    beside = ("order__decision__case__matter", "order__decision__draft")
    return rows.select_related(*beside, "joined__order__decision__draft").order_by("-id")


def _out(row: DetentionExecution) -> bool:
    """Tell whether the person is on leave from it: it goes on when he is back."""
    return row.order.suspensions.filter(leave=True, state=SuspensionState.GRANTED).exists()


def out_elsewhere(execution: DetentionExecution | None) -> bool:
    """Tell whether a leave from a detention that this one joined is asked for or granted."""
    before = execution.joined if execution else None
    while before is not None:
        open_ = (SuspensionState.ASKED, SuspensionState.GRANTED)
        if before.order.suspensions.filter(leave=True, state__in=open_).exists():
            return True
        before = before.joined
    return False


def served_with(execution: DetentionExecution | None, ends: Served | None) -> list[Running]:
    """Return the detentions of other cases between which one stands in its line; [] mostly.

    `served` of each is where the person leaves the house after both.
    """
    found = []
    if execution is not None and execution.joined is not None and ends is not None:
        found.append(Running(execution.joined, ends, _number(execution.joined)))
    after = getattr(execution, "joined_by", None)
    if after is not None and (last := reckoned(after)):
        found.append(Running(after, last, _number(after)))
    return found


def _number(row: DetentionExecution) -> str:
    case = row.order.decision.case
    secret = case.state_secret or case.matter.secret_since is not None
    return "" if secret else row.order.decision.number


def outside(rows: Iterable[DetentionSuspension]) -> timedelta:
    """Return how long the leaves that are over lasted: that is added to the detention."""
    over = (row for row in rows if row.leave and row.until_on is not None)
    return sum((row.ended_on - row.out_on for row in over if row.ended_on and row.out_on), ZERO)
