"""The deadlines of a matter as its steps start, meet, pause, resume and extend them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import TypeVar

from django.db.models import Q, QuerySet

from gongjian.common.acts import Act, Run
from gongjian.common.clock import HOME_ZONE, local_date
from gongjian.common.db.prepared import prepared, prepared_first
from gongjian.common.errors import RuleBroken
from gongjian.common.reads import once
from gongjian.common.records import Record
from gongjian.jurisdiction.errors import UnknownParameter
from gongjian.jurisdiction.limits import Due, Span, due_at
from gongjian.jurisdiction.profiles import profile
from gongjian.process import StepDef

from . import ports
from .choices import DeadlineState, Duty
from .models import Deadline, LimitExtension, LimitPause, Matter

RUNNING = [DeadlineState.OPEN, DeadlineState.PAUSED]


def moved(running: Act, step: StepDef) -> list[Record]:
    """Return the rows that change as this step is done, to be written in this order."""
    rows: list[Record] = [*_stopped(running, step), *_started(running, step)]
    rows += [row for code in step.extends for row in _extended(running, code)]
    rows += [row for code in step.pauses for row in _paused(running, code, step)]
    rows += [row for code in step.resumes for row in _resumed(running, code, step)]
    return rows


@once
@prepared
def deadlines_of(matter: Matter) -> QuerySet[Deadline]:
    """Return every deadline a matter ever had, oldest first."""
    return Deadline.objects.filter(matter=matter).order_by("id")


def next_due(matter: Matter) -> date | None:
    """Return the nearest limit of the authority: a right of the party makes nobody late."""
    return nearest_of(running_of(matter))


@dataclass(frozen=True, slots=True)
class Running:
    """A limit that binds the authority and runs now."""

    code: str
    label: str
    duty: str
    due_on: date


def running_of(matter: Matter) -> list[Running]:
    """Return the limits that run now and bind the authority or wait for an office; one query.

    Nearest first.
    """
    return [Running(*row) for row in _binding(matter)]


def running_with(matter: Matter, changed: Iterable[Record]) -> list[Running]:
    """Return the limits that bind the authority once a step's rows, not yet written, stand."""
    known: dict[object, Deadline] = {row.uid: row for row in _not_ended(matter)}
    known |= {row.uid: row for row in changed if isinstance(row, Deadline)}
    return binding(row for row in known.values() if row.state == DeadlineState.OPEN)


@prepared
def _binding(matter: Matter) -> QuerySet[Deadline, tuple[str, str, str, date]]:
    running = Deadline.objects.filter(matter=matter, state=DeadlineState.OPEN)
    waits = ~Q(duty=Duty.PARTY) | Q(code__in=ports.awaited)
    nearest = running.filter(waits).order_by("due_on", "id")
    return nearest.values_list("code", "label", "duty", "due_on")


def binding(new: Iterable[Deadline]) -> list[Running]:
    """Return those of some running limits that `running_of` would, nearest first."""
    waits = [d for d in new if d.duty != Duty.PARTY or d.code in ports.awaited]
    found = [Running(d.code, d.label, d.duty, d.due_on) for d in waits]
    return sorted(found, key=lambda one: one.due_on)


def nearest_of(running: Iterable[Running]) -> date | None:
    """Return the first day on which a limit of the authority ends."""
    return next((one.due_on for one in running if one.duty == Duty.AUTHORITY), None)


def opening(matter: Matter, codes: Iterable[str], since: date) -> list[Deadline]:
    """Return the limits that a new matter begins with, as far as a rule sets them; not saved."""
    return [reckoned(matter, code, Run(since)) for code in codes if _set_here(matter, code, since)]


def take_back(act: Act, *, met: str, started: Collection[str]) -> None:
    """Undo what a taken-back step did to the limits of the running act's matter.

    The limit `met` by it runs on from its own start; those it `started` count for nothing.
    """
    matter: Matter = act.matter
    ended = matter.deadlines.filter(code=met, state=DeadlineState.MET).order_by("-id").first()
    if ended is not None:
        ended.state, ended.ended_on = DeadlineState.OPEN, None
        act.write(ended)
    for running in matter.deadlines.filter(code__in=started, state=DeadlineState.OPEN):
        running.state, running.ended_on = DeadlineState.REPLACED, act.today
        act.write(running)
    matter.due_on = next_due(matter)


def unmet(matter: Matter, step: StepDef, today: date) -> list[str]:
    """Return why the limits which a step extends cannot be extended (again); [] when they can.

    A limit of the authority that is over is not lengthened afterwards: what was to end has ended.

    Source: 行政强制法 第二十五条、第二十七条; 治安管理处罚法 第一百一十八条 (延长以二次为限);
    decision.extension_times.
    """
    reasons = []
    for code in step.extends:
        told = [_fixed(matter, running, today) for running in _seen_running(matter, code)]
        if not told:
            reasons.append("该期限没有在进行，不能延长")
        elif all(told):  # of several that run beside each other one may still be lengthened
            reasons.append(told[0])
    return reasons


def _fixed(matter: Matter, running: Deadline, today: date) -> str:
    """Return why a running limit cannot be lengthened; "" when it can."""
    code, began = running.code, running.starts_on
    if not _set_here(matter, _extension_of(code), began):
        return f"本领域没有准许延长“{running.label}”的规定"
    granted = len(_extensions(matter, code, *run_of(running)))
    most = most_extensions(matter, code, began)
    if granted >= most:
        return f"“{running.label}”已延长{granted}次，最多延长{most}次"
    if _over(running, today):
        return f"“{running.label}”已于{running.due_on.isoformat()}届满，应当在届满之前延长"
    return ""


def _over(running: Deadline, today: date) -> bool:
    """Tell whether a limit of the authority has run out; one that stands still has not."""
    open_ = running.state == DeadlineState.OPEN and running.duty == Duty.AUTHORITY
    return open_ and running.due_on < today


def _extension_of(code: str) -> str:
    return f"{code.removesuffix('-limit')}-extension"


def most_extensions(matter: Matter, code: str, on: date) -> int:
    """Return how often the profile lets a limit be extended; once where it says nothing."""
    times = f"{code.removesuffix('-limit')}.extension_times"
    try:
        return int(profile(matter.profile).parameter(times, matter.domain, on=on).number)
    except UnknownParameter:
        return 1


def _seen_running(matter: Matter, code: str) -> list[Deadline]:
    """Return the running limits of a code, newest first; to look at, not to change."""
    newest_first = reversed(deadlines_of(matter))
    return [d for d in newest_first if d.code == code and d.state in RUNNING]


@prepared_first
def _running(matter: Matter, code: str) -> QuerySet[Deadline]:
    running = Deadline.objects.filter(matter=matter, code=code, state__in=RUNNING)
    return running.order_by("-id")


def run_of(deadline: Deadline) -> Run:
    """Return which run of its code a limit is."""
    return Run(deadline.starts_on, deadline.of_paper)


@prepared
def _extensions(
    matter: Matter, code: str, starts_on: date, of_paper: str
) -> QuerySet[LimitExtension]:
    granted = LimitExtension.objects.filter(matter=matter, code=code)
    return granted.filter(starts_on=starts_on, of_paper=of_paper).order_by("id")


def _stopped(running: Act, step: StepDef) -> Iterator[Record]:
    """End the deadlines which this step meets, and those it is about to start anew."""
    ending = {*step.stops, *step.starts} - running.limits_left
    if not ending:
        return
    for deadline in _not_ended(running.matter):
        if deadline.code not in ending:
            continue
        if deadline.due_at is not None and deadline.code not in step.stops:
            continue  # hours are counted from the first of several events: see `_started`
        if deadline.code in running.limits_beside:
            continue  # each of several measures has days of its own
        if running.limits_of.get(deadline.code) not in (None, run_of(deadline)):
            continue
        if deadline.state == DeadlineState.PAUSED:
            mine = open_pauses(running.matter, deadline.code, run_of(deadline))
            yield from _ended(running, mine)
        met = deadline.code in step.stops
        deadline.state = DeadlineState.MET if met else DeadlineState.REPLACED
        deadline.ended_on = running.today
        yield deadline


@once  # within a step until its rows are written: its own objects, as `_stopped` changes them
@prepared
def _not_ended(matter: Matter) -> QuerySet[Deadline]:
    states = [DeadlineState.OPEN, DeadlineState.PAUSED]
    return Deadline.objects.filter(matter=matter, state__in=states)


def _started(running: Act, step: StepDef) -> Iterator[Record]:
    for code in step.starts:
        begins = running.limits_from.get(code, running.today)
        if code in running.limits_left or not _set_here(running.matter, code, begins):
            continue
        if profile(running.matter.profile).limit(code, running.matter.domain, begins).in_hours:
            # A second seizure at once gives the first no further hours (行政强制法 第十九条).
            if code in step.stops or _running(running.matter, code) is None:
                yield hourly(running, code)
        else:
            yield _first(running, code, begins)


def _first(running: Act, code: str, begins: date) -> Deadline:
    """Return a limit as a step starts it; one that was carried over keeps what did not count."""
    matter: Matter = running.matter
    if code not in running.limits_from:
        return reckoned(matter, code, Run(begins))
    return _as_it_runs(matter, code, Run(begins, running.limits_paper[code]))


def _as_it_runs(
    matter: Matter, code: str, run: Run, just_ended: Sequence[LimitPause] = ()
) -> Deadline:
    granted = sum(e.days for e in _extensions(matter, code, *run))
    return reckoned(matter, code, run, _spans(matter, code, run, just_ended), granted)


def carry_over(act: Act, code: str, old: Matter, new: Matter) -> None:
    """Give a new matter the extensions and ended pauses of a limit that an older one began.

    They count once a step of the new matter starts the limit on the same day as the old one.
    """
    running = _running(old, code)
    if running is None:
        return
    for granted in _extensions(old, code, *run_of(running)):
        act.write(_copied(granted, new))
    for pause in old.pauses.filter(code=code, began_on__gte=running.starts_on):
        if pause.ended_on is not None:
            act.write(_copied(pause, new))


R = TypeVar("R", LimitExtension, LimitPause)


def _copied(row: R, matter: Matter) -> R:
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    own = {"id", "uid", "matter_id"}
    copied = {name: value for name, value in kept.items() if name not in own}
    return type(row)(matter=matter, **copied)


def _set_here(matter: Matter, code: str, on: date) -> bool:
    """Tell whether any rule sets this limit in the matter's domain; a code nobody knows is a fault.

    Raises:
        UnknownParameter: no profile knows the code at all.
    """
    rules = profile(matter.profile)
    if rules.layers(code, matter.domain, on):
        return True
    if code not in rules.codes:
        rules.limit(code, matter.domain, on)
    return False


def hourly(running: Act, code: str) -> Deadline:
    """Return a limit of clock hours: it runs from the act, or a moment told, and never slides."""
    matter: Matter = running.matter
    began = running.hours_from.get(code, running.now)
    limit = profile(matter.profile).limit(code, matter.domain, local_date(began))
    ends = due_at(began, limit)
    return Deadline(
        matter=matter,
        code=code,
        label=limit.label,
        duty=limit.whose,
        starts_on=local_date(began),
        due_on=local_date(ends),
        due_at=ends,
        explanation=[
            f"依据：{limit.source}——{limit.label}{limit.length}",
            f"自{_moment(began)}起算，至{_moment(ends)}止，按钟点计算，节假日不扣除",
        ],
        source=limit.source,
    )


def _moment(at: datetime) -> str:
    local = at.astimezone(HOME_ZONE)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def reckoned(
    matter: Matter,
    code: str,
    run: Run,
    spans: tuple[Span, ...] = (),
    extended_by: int = 0,
    *,
    reason: str = "",
) -> Deadline:
    """Return a limit as the rules of the matter set it, not saved; `reason` may choose the rule."""
    rules = profile(matter.profile)
    limit = rules.limit(code, matter.domain, run.began, reason=reason)
    due = rules.due(code, run.began, matter.domain, spans, reason=reason, extended_by=extended_by)
    of_paper = [f"这是{run.paper}的期限，延长和不计入的时间只算这一份的"] if run.paper else []
    return Deadline(
        matter=matter,
        code=code,
        label=f"{limit.label}（{run.paper}）" if run.paper else limit.label,
        duty=limit.whose,
        of_paper=run.paper,
        starts_on=run.began,
        due_on=due.due_on,
        provisional=due.provisional,
        explanation=[*of_paper, *_told(due, limit.length, extended_by)],
        source=due.clause or limit.source,
    )


def reckoned_anew(matter: Matter, old: Deadline) -> Deadline:
    """Return a running deadline as the calendar of today makes it, not saved."""
    return _as_it_runs(matter, old.code, run_of(old))


def _told(due: Due, length: str, extended_by: int) -> list[str]:
    if not extended_by:
        return list(due.explanation)
    return [*due.explanation, f"其中原期限{length}，经批准延长{extended_by}"]


def _extended(running: Act, code: str) -> Iterator[Record]:
    """Lengthen a limit by what the profile allows; a paused one ends later once it goes on."""
    matter: Matter = running.matter
    old = _meant(running, code)
    if code in running.limits_of:  # of several that run `unmet` asked of any
        told = _fixed(matter, old, running.today) if old else "该期限没有在进行，不能延长"
        if told:
            raise RuleBroken(told)
    assert old is not None, "unmet() asked"
    rules = profile(matter.profile)
    step = rules.limit(_extension_of(code), matter.domain, old.starts_on)
    granted = _extensions(matter, code, *run_of(old))
    extension = LimitExtension(
        matter=matter,
        code=code,
        starts_on=old.starts_on,
        of_paper=old.of_paper,
        number=len(granted) + 1,
        days=step.days,
        source=step.source,
        approved_by_id=running.actor.officer,
        at=running.now,
    )
    yield extension
    if old.state == DeadlineState.OPEN:
        total = sum(e.days for e in granted) + extension.days
        yield from _renewed(running, old, _spans(matter, code, run_of(old)), total)


def _meant(running: Act, code: str) -> Deadline | None:
    """Return the running limit that a step speaks of: the newest, unless it says which."""
    run = running.limits_of.get(code)
    if run is None:
        return _running(running.matter, code)
    rows = Deadline.objects.filter(matter=running.matter, code=code, state__in=RUNNING)
    return rows.filter(starts_on=run.began, of_paper=run.paper).order_by("-id").first()


def lengthened(act: Act, code: str, until: date, source: str) -> list[Record]:
    """Return the rows by which a running limit ends on a later day that an act grants.

    On the next working day where the limit rolls; nothing where it would not end later.
    """
    matter: Matter = act.matter
    old = _running(matter, code)
    if old is None or old.state != DeadlineState.OPEN or until <= old.due_on:
        return []
    granted = _extensions(matter, code, *run_of(old))
    before, spans = sum(e.days for e in granted), _spans(matter, code, run_of(old))

    def ends(days: int) -> date:
        rules, total = profile(matter.profile), before + days
        return rules.due(code, old.starts_on, matter.domain, spans, extended_by=total).due_on

    days = next(n for n in count(1) if ends(n) >= until)
    extension = LimitExtension(
        matter=matter,
        code=code,
        starts_on=old.starts_on,
        of_paper=old.of_paper,
        number=len(granted) + 1,
        days=days,
        source=source,
        approved_by_id=act.actor.officer,
        at=act.now,
    )
    return [extension, *_renewed(act, old, spans, before + days)]


def _paused(running: Act, code: str, step: StepDef) -> Iterator[Record]:
    """Let a running limit stand still; nothing happens to one that does not run, or is left."""
    matter: Matter = running.matter
    old = None if code in running.limits_left else _meant(running, code)
    if old is None:
        return
    if open_pauses(matter, code, run_of(old)).filter(ground=step.ground).exists():
        return
    if not excluded(matter, code, step.ground, old.starts_on):
        return
    if old.state == DeadlineState.OPEN:
        old.state = DeadlineState.PAUSED
        old.ended_on = running.today
        yield old
    run = running.limits_of.get(code)
    yield LimitPause(
        matter=matter,
        code=code,
        ground=step.ground,
        label=f"{old.label}：{step.name}",
        starts_on=run and run.began,
        of_paper=run.paper if run else "",
        began_on=running.today,
    )


def excluded(matter: Matter, code: str, ground: str, on: date) -> bool:
    """Tell whether time spent on a ground does not count towards a limit, as the profile says.

    A limit for which no place lists such grounds stands still for every ground of its process.

    Source: 治安管理处罚法 第一百一十八条; decision.excluded.
    """
    rules = profile(matter.profile)
    listed = f"{code.removesuffix('-limit')}.excluded"
    if listed not in rules.codes:
        return True
    if not rules.layers(listed, matter.domain, on):
        return False
    grounds = rules.parameter(listed, matter.domain, on=on).items
    return any(isinstance(item, dict) and item["code"] == ground for item in grounds)


def _resumed(running: Act, code: str, step: StepDef) -> Iterator[Record]:
    """End one ground; with the last one the limit goes on, later by the merged spans."""
    if code in running.limits_left:
        return
    matter: Matter = running.matter
    run = running.limits_of.get(code)
    ending = list(open_pauses(matter, code, run).filter(ground=step.ground))
    yield from _ended(running, ending)
    # What stood still, though another of this code may have begun since.
    still = _paused_runs(matter, code) if ending else []
    old = next((row for row in still if run in (None, run_of(row))), None)
    if old is None:
        return
    if open_pauses(matter, code, run).exclude(ground=step.ground).exists():
        return
    yield from _replaced(running, old, _as_it_runs(matter, code, run_of(old), ending))


@prepared
def _paused_runs(matter: Matter, code: str) -> QuerySet[Deadline]:
    still = Deadline.objects.filter(matter=matter, code=code, state=DeadlineState.PAUSED)
    return still.order_by("-id")


def _ended(running: Act, pauses: Iterable[LimitPause]) -> Iterator[Record]:
    for pause in pauses:
        pause.ended_on = running.today
        yield pause


def _renewed(
    running: Act, old: Deadline, spans: tuple[Span, ...], extended_by: int
) -> Iterator[Record]:
    new = reckoned(running.matter, old.code, run_of(old), spans, extended_by)
    yield from _replaced(running, old, new)


def _replaced(running: Act, old: Deadline, new: Deadline) -> Iterator[Record]:
    old.state = DeadlineState.REPLACED
    old.ended_on = running.today
    yield old
    yield new


def open_pauses(matter: Matter, code: str, run: Run | None = None) -> QuerySet[LimitPause]:
    """Return the grounds for which a limit, or one run of it, stands still now."""
    found = matter.pauses.filter(code=code, ended_on__isnull=True)
    return found if run is None else found.filter(_of_run(run))


def _of_run(run: Run) -> Q:
    """Return which pauses belong to a run: those of no run in particular too."""
    return Q(starts_on=run.began, of_paper=run.paper) | Q(starts_on__isnull=True)


def _spans(
    matter: Matter, code: str, run: Run, just_ended: Sequence[LimitPause] = ()
) -> tuple[Span, ...]:
    """Return the days which do not count, both ends included; a pause of no whole day is none."""
    mine = matter.pauses.filter(_of_run(run), code=code, began_on__gte=run.began)
    known = {p.pk: p for p in mine}
    known |= {p.pk: p for p in just_ended}
    return tuple(
        (pause.began_on, pause.ended_on - timedelta(1))
        for pause in known.values()
        if pause.ended_on is not None and pause.ended_on > pause.began_on
    )
