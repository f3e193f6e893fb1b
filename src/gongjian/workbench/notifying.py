"""Who is told what of a matter, quietly (提醒): raised by events and by the sweep of the limits."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from gongjian.cases.monitoring import CHECK, TELL
from gongjian.common.acts import Act
from gongjian.common.clock import Clock
from gongjian.common.db.changing import Change, prepared_update
from gongjian.common.db.prepared import prepared
from gongjian.common.db.writing import insert_missing
from gongjian.matters.events import ActDone, SeatPassedOn
from gongjian.matters.models import DeadlineAlert, Matter, Todo
from gongjian.orgs.models import Assignment, Deputyship
from gongjian.orgs.queries import deputyships_on, held_on

from .models import NoticeKind, Notification

HANDLER = "handler"
RETURNED = frozenset(
    {
        "review.return_for_supplement",
        "review.reject",
        "review.transfer",
        "review.send_back_incomplete",
        "cases.send_back",
    }
)
# What the handlers are told of single acts; approvals and refusals go by their names.
TOLD: Mapping[str, NoticeKind] = {
    **dict.fromkeys(RETURNED, NoticeKind.RETURNED),
    "cases.record_failed_delivery": NoticeKind.FAILED,
    "cases.answer_recusal": NoticeKind.RECUSAL,
}
# What is asked beside the procedure, in the words of the inbox, and the acts that answer it.
ASKED: Mapping[str, str] = {
    "cases.propose_exclusion": "批准排除证据",
    "review.propose_consultation": "批准协商",
    "cases.add_monitored": CHECK,
    "cases.check_monitored": TELL,
}
ANSWERED: Mapping[str, str] = {
    **dict.fromkeys(("cases.approve_exclusion", "cases.refuse_exclusion"), "批准排除证据"),
    **dict.fromkeys(("review.approve_consultation", "review.refuse_consultation"), "批准协商"),
    "cases.check_monitored": CHECK,
    "cases.tell_monitored": TELL,
}


def of_act(act: Act, event: ActDone) -> None:
    """Tell the handlers what became of their matter, and whoever it waits for now."""
    matter, told = event.matter, []
    if kind := _outcome(act.code):
        title = act.service.title_in(matter)
        told += [(officer, kind, title) for officer in _hear(act.code, matter)]
    if act.code in ASKED:
        told += [row for row in _todo_notices(act, event) if row[2] == ASKED[act.code]]
    words = ANSWERED.get(act.code, "")
    if words and words not in (event.waits or {}).values():
        done = Notification.objects.filter(matter=matter, kind=NoticeKind.TASK, words=words)
        done.filter(read_at=None).update(read_at=act.now)
    if event.moved:
        # What it waited for is done, by whomever: nobody need look for it any more.
        _read(matter, act.now)
        told += _todo_notices(act, event)
    tell(act, matter, told)


def _todo_notices(act: Act, event: ActDone) -> list[tuple[int, NoticeKind, str]]:
    return [(officer, NoticeKind.TASK, step) for officer, step in _waited_for(act, event)]


def _hear(code: str, matter: Matter) -> list[int]:
    """Return who hears of an answer: the handlers; of what concerns the review its reviewer too."""
    told = handlers_of(matter)
    if code in ANSWERED and matter.reviewer_id is not None:
        told.append(matter.reviewer_id)
    return told


@prepared_update
def _read(matter: Matter, at: datetime) -> Change:
    unread = Notification.objects.filter(matter=matter, kind=NoticeKind.TASK, read_at=None)
    return unread, {"read_at": at}


def of_succession(act: Act, event: SeatPassedOn) -> None:
    """Tell the new one that a matter is his from now on."""
    row = event.succession
    words = f"接办：{row.get_seat_display()}（{row.leaving.name}移交）"
    tell(act, row.matter, [(row.successor_id, NoticeKind.TASK, words)])


def of_leak(agency: int, matter: Matter | None, words: str, clock: Clock) -> None:
    """Tell publishers, checkers and supervisors of an agency what the nightly scan found.

    `matter` is None for a list or report.
    """
    held = Assignment.objects.filter(
        held_on(clock.today()),
        Q(officer__left_on=None),
        officer__agency=agency,
        role__in=("publisher", "publication_checker", "supervisor"),
    )
    rows = [
        Notification(
            officer_id=officer,
            matter=matter,
            kind=NoticeKind.TASK,
            words=words[:200],
            raised_at=clock.now(),
        )
        for officer in set(held.values_list("officer", flat=True))
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def _outcome(code: str) -> NoticeKind | None:
    verb = code.partition(".")[2]
    if code in TOLD:
        return TOLD[code]
    if verb.startswith("approve_"):
        return NoticeKind.APPROVED
    return NoticeKind.REFUSED if verb.startswith("refuse_") else None


def handlers_of(matter: Matter) -> list[int]:
    return [pk for pk in (matter.lead_id, matter.second_id) if pk is not None]


def _waited_for(act: Act, event: ActDone) -> list[tuple[int, str]]:
    """Return for whom the matter waits, with the step: holders of the office and their deputies."""
    matter = event.matter
    steps = dict(_todos(matter) if event.waits is None else event.waits)
    found = [(officer, steps[HANDLER]) for officer in handlers_of(matter) if HANDLER in steps]
    offices = frozenset(steps) - {HANDLER}
    if not offices:
        return found
    holders = [
        (officer, role)
        for role, officer, unit in _holders(matter.agency_id, offices, act.today)
        if officer not in handlers_of(matter) and _meant(matter, role, officer, unit)
    ]
    for away, deputy in _deputies(matter.agency_id, act.today) if holders else ():
        holders += [(deputy, role) for officer, role in holders if officer == away]
    return found + [(officer, steps[role]) for officer, role in holders]


@prepared
def _todos(matter: Matter) -> QuerySet[Todo, tuple[str, str]]:
    return Todo.objects.filter(matter=matter).values_list("role", "step")


@prepared
def _holders(
    agency: int, offices: frozenset[str], on: date
) -> QuerySet[Assignment, tuple[str, int, int]]:
    """Return who holds some offices of an agency on a day: office, officer, unit."""
    held = Assignment.objects.filter(
        held_on(on), officer__left_on=None, officer__agency=agency, role__in=sorted(offices)
    )
    return held.values_list("role", "officer", "officer__unit")


@prepared
def _deputies(agency: int, on: date) -> QuerySet[Deputyship, tuple[int, int]]:
    """Return who stands for whom in an agency on a day: absent, deputy."""
    return deputyships_on(on).filter(absent__agency=agency).values_list("absent", "deputy")


def _meant(matter: Matter, role: str, officer: int, unit: int) -> bool:
    """Tell whether a holder of an office is the one that a matter waits for."""
    if role == "unit_head":
        return unit == matter.unit_id
    return role != "legal_reviewer" or matter.reviewer_id in (None, officer)


def tell(act: Act, matter: Matter, told: Iterable[tuple[int, NoticeKind, str]]) -> None:
    """Write what is told, but nothing to the one who did it; one statement."""
    rows = [
        Notification(
            officer_id=officer, matter=matter, kind=kind, words=words[:200], raised_at=act.now
        )
        for officer, kind, words in dict.fromkeys(told)
        if officer != act.actor.officer
    ]
    if rows:
        insert_missing(rows)


def of_alerts(now: datetime) -> int:
    """Tell both handlers and the heads of the unit which limits came near or ran out.

    The reviewer is told of those of the review.

    One statement for each, whatever the sweep has raised since; done twice it changes nothing.
    """
    newest = Notification.objects.filter(alert__isnull=False).order_by("-alert").first()
    since = newest.alert_id if newest else 0
    return sum(_of_alerts(whose, since or 0, now) for whose in (_LEAD, _SECOND, _HEAD, _REVIEWER))


_LEAD = "JOIN {matters} m ON m.id = a.matter_id", "m.lead_id", ""
_SECOND = "JOIN {matters} m ON m.id = a.matter_id", "m.second_id", " AND m.second_id IS NOT NULL"
_HEAD = (
    "JOIN {matters} m ON m.id = a.matter_id"
    " JOIN {officers} o ON o.unit_id = m.unit_id AND o.left_on IS NULL"
    " JOIN {assignments} r ON r.officer_id = o.id AND r.role = 'unit_head'"
    " AND (r.to_on IS NULL OR r.to_on > a.raised_on)",
    "o.id",
    " AND o.id <> m.lead_id AND (m.second_id IS NULL OR o.id <> m.second_id)",
)
_REVIEWER = (
    "JOIN {matters} m ON m.id = a.matter_id",
    "m.reviewer_id",
    " AND m.reviewer_id IS NOT NULL AND d.code LIKE 'review-%%'",
)


def _of_alerts(whose: tuple[str, str, str], since: int, now: datetime) -> int:
    joins, officer, also = whose
    tables = {
        "matters": Matter._meta.db_table,
        "officers": Assignment._meta.get_field("officer").related_model._meta.db_table,
        "assignments": Assignment._meta.db_table,
    }
    alerts, deadlines = DeadlineAlert._meta.db_table, "matters_deadline"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Notification._meta.db_table}"  # noqa: S608 -- names of our own tables
            " (officer_id, matter_id, alert_id, kind, words, raised_at)"
            f" SELECT {officer}, m.id, a.id, a.level, d.label, %s FROM {alerts} a"
            f" {joins.format(**tables)} JOIN {deadlines} d ON d.id = a.deadline_id"
            f" WHERE a.id > %s AND m.closed_at IS NULL AND d.state = 'open'{also}"
            " ON CONFLICT DO NOTHING",
            [now, since],
        )
        return int(cursor.rowcount)
