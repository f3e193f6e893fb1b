"""Opening matters, and what happens around every act on one (`hooks`, installed at start-up)."""

import dataclasses
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongjian.common import acts, fields
from gongjian.common.acts import Act, Actor, Run, act
from gongjian.common.db.changing import prepared_delete
from gongjian.common.db.prepared import prepared_first
from gongjian.common.db.writing import insert
from gongjian.common.errors import NotFound, RuleBroken, Stale
from gongjian.common.events import publish
from gongjian.ledger.services import open_stream
from gongjian.process import (
    Marking,
    Process,
    StepDef,
    check_process,
    choices_of,
    forks_of,
    load_process,
)
from gongjian.process.ahead import limits_ahead
from gongjian.process.evaluating import compiled

from . import limits, ports
from .choices import DeadlineState, Duty
from .definitions import process_of
from .events import ActDone
from .limits import Running
from .models import PER_PAPER, Deadline, Matter, ProcessVersion, Recusal, Step, Todo
from .queries import history_of, visible_matters


@dataclass(frozen=True)
class ActivateProcess:
    text: str = fields.text("程序定义", max_length=200_000)


@act("matters.activate_process", title="启用程序定义", about="process")
def activate_process(*, act: Act, cmd: ActivateProcess) -> ProcessVersion:
    """Check a process definition and put it in force for matters opened from now on.

    Raises:
        DefinitionError: the text is no process.
        RuleBroken: the checker found a path that the law forbids; the shortest one is told.
    """
    process, problems = proven(cmd.text)
    if problems:
        raise RuleBroken("程序定义未通过检查", reasons=problems)
    known = ProcessVersion.objects.filter(sha256=process.sha256).first()
    if known is not None:
        raise RuleBroken(f"“{known.name}”{known.version} 版已经登记，无需重复启用")
    old = ProcessVersion.objects.filter(code=process.code, in_force=True).first()
    stream = old.stream if old else open_stream("process")
    if old is not None:
        old.in_force = False
        act.write(old, stream=stream)
    version = ProcessVersion(
        stream=stream,
        code=process.code,
        version=process.version,
        name=process.name,
        text=cmd.text,
        sha256=process.sha256,
        activated_by=act.actor.name,
        activated_at=act.now,
    )
    act.write(version, stream=stream)
    return version


@lru_cache(maxsize=16)
def proven(text: str) -> tuple[Process, tuple[str, ...]]:
    """Return the procedure that a text defines, and what the checker found; once for each text.

    Raises:
        DefinitionError: the text is no process.
    """
    process = load_process(text)
    return process, tuple(str(problem) for problem in check_process(process).problems)


def process_in_force(code: str) -> ProcessVersion:
    """Return the version of a process under which new matters are opened.

    Raises:
        RuleBroken: none is in force.
    """
    version = _in_force(code)
    if version is None:
        raise RuleBroken(f"程序“{code}”尚未启用，请系统管理员先启用程序定义")
    return version


@prepared_first
def _in_force(code: str) -> QuerySet[ProcessVersion]:
    return ProcessVersion.objects.filter(code=code, in_force=True).defer("text")


def open_matter(act: Act, matter: Matter, *, since: date | None = None) -> Matter:
    """Begin the run of a new matter inside an act about something else (a clue, an application).

    The caller fills kind, title, party, agency, unit, handlers, profile, domain and process.
    `since`: when what began it was found or received, from which the first limits of the procedure
    count; None for a matter that goes on from an older one.
    """
    matter.stream = open_stream("matter")
    matter.opened_at = act.now
    process = process_of(matter)
    matter.marking = sorted(process.start())
    first = limits.opening(matter, process.opens, since) if since else []
    due = limits.binding(first)
    matter.due_on = limits.nearest_of(due)
    act.write(matter, stream=matter.stream)
    act.matter = matter
    act.write(_step(act, "open", act.service.title, _said(act), list(act.made)), *first)
    _renew_todos(act, matter, process, due)
    return matter


def recuse(act: Act, officer: Any, reason: str, decision: str = "") -> Recusal:
    """Keep an officer out of the running act's matter from now on; see `Recusal`."""
    recusal = Recusal(
        matter=act.matter,
        officer=officer,
        reason=reason,
        decision=decision,
        decided_by_id=act.officer,
        at=act.now,
    )
    act.write(recusal)
    return recusal


# --- around every act on a matter -------------------------------------------------------------


def lock(running: Act, uid: UUID, expect_seq: int | None) -> None:
    """Find the matter among those the person may see, lock it, refuse a stale page.

    Raises:
        NotFound: absent or not visible.
        Stale: the matter has moved on since the person looked.
    """
    matter = _locked(running.actor, uid)
    if matter is None:
        raise NotFound("没有这个案件，或者您无权查看。请核对链接，或从“案件”列表进入。")
    if expect_seq is not None and expect_seq != matter.seq:
        raise Stale(
            "案件在您打开页面之后已有新的进展，本次操作没有执行。"
            "您填写的内容已保留，请查看最新情况后再决定。",
            seq=matter.seq,
        )
    running.matter = matter


@prepared_first
def _locked(actor: Actor, uid: UUID) -> QuerySet[Matter]:
    seen = visible_matters(actor).filter(uid=uid).select_related("stream", "agency")
    return seen.select_for_update(of=("self",))


def before(running: Act) -> None:
    """Let the procedure decide whether the step is possible now.

    Raises:
        RuleBroken: lists every reason why not.
    """
    if not running.service.step:
        return
    process = process_of(running.matter)
    _allow(running, process, step_of(process, running))


def take_step(running: Act, code: str) -> None:
    """Take a step of the procedure inside the act that opened its matter.

    For procedures of which one act does several steps in one go: each is asked for as if it stood
    alone. What the step makes was made before.

    Raises:
        RuleBroken: lists every reason why it is not possible.
    """
    process = process_of(running.matter)
    step = process.steps[code]
    _allow(running, process, step)
    _move(running, process, step, {}, [kind for kind in running.made if kind in step.makes])


def _allow(running: Act, process: Process, step: StepDef) -> None:
    matter = running.matter
    if step.when:
        running.facts = ports.facts_of(matter, running.clock)
        running.history = history_of(matter)
    reasons = process.refusals(
        step,
        frozenset(matter.marking),
        running.history,
        running.facts,
        ports.documents_held(matter) if step.needs else frozenset(),
    )
    reasons += limits.unmet(matter, step, running.today)
    if reasons:
        raise RuleBroken(f"现在不能“{step.name}”：{'；'.join(reasons)}", reasons=tuple(reasons))


def step_of(process: Process, running: Act) -> StepDef:
    """Return the step of the procedure that this act performs.

    Raises:
        RuleBroken: the procedure of this matter has no such step.
    """
    step = process.acts().get(running.code)
    if step is None:
        raise RuleBroken(f"“{process.name}”中没有“{running.service.title}”这一步骤")
    return step


def after(running: Act) -> None:
    """Move the matter on, write the step, start and stop its deadlines."""
    stood = running.matter.marking
    if running.service.step:
        process = process_of(running.matter)
        step = step_of(process, running)
        _move(running, process, step, _said(running), list(running.made))
    moved = running.matter.marking != stood
    publish(
        running, ActDone(running.matter, moved=moved, waits=running.waits.get(running.matter.pk))
    )


def _move(
    running: Act, process: Process, step: StepDef, data: dict[str, Any], made: list[str]
) -> None:
    matter = running.matter
    missing = set(step.makes) - set(running.made)
    if missing:
        msg = f"{running.code} must make {sorted(missing)}"
        raise AssertionError(msg)
    before = matter.marking
    matter.marking = sorted(process.move(frozenset(before), step))
    matter.seq += 1
    if set(matter.marking) & set(process.ends_in):
        matter.closed_at = running.now
    changed = limits.moved(running, step)
    waits = changed or matter.marking != before or step.renews
    due = limits.running_with(matter, changed) if waits else []
    local = running.service.local_name
    name = local(matter) if local is not None else step.name
    running.write(_step(running, step.code, name, data, made), *changed)
    if not waits:
        running.write(matter)
        return
    if changed:
        matter.due_on = limits.nearest_of(due)
    running.write(matter)
    _renew_todos(running, matter, process, due)


def _step(running: Act, code: str, name: str, data: dict[str, Any], made: list[str]) -> Step:
    matter: Matter = running.matter
    return Step(
        matter=matter,
        seq=matter.seq,
        code=code,
        name=name,
        act=running.code,
        officer_id=running.actor.officer,
        by_name=running.actor.name,
        door=running.actor.door,
        at=running.now,
        data=data,
        made=made,
    )


def _said(running: Act) -> dict[str, Any]:
    """Return what was typed and noted, as a step keeps it."""
    said: dict[str, Any] = _plain(running.cmd)
    return said | running.notes


def _plain(value: Any) -> Any:
    """Return a command as JSON values (uids and dates as text), without what is kept encrypted."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        open_fields = [f for f in dataclasses.fields(value) if not fields.spec_of(f).secret]
        return {f.name: _plain(getattr(value, f.name)) for f in open_fields}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


@prepared_delete
def _forget_todos(matter: Matter) -> QuerySet[Todo]:
    return Todo.objects.filter(matter=matter)


def _renew_todos(
    running: Act, matter: Matter, process: Process, due: Sequence[Running] | None = None
) -> None:
    """Note for whom the matter waits: the roles of the steps that leave where it stands.

    Not for steps out of the ordinary course, nor for those of a way that the matter as it stands
    does not take. `due` are the limits that run now, where the caller has read them.
    """
    wanted: dict[str, StepDef] = {}
    here = frozenset(matter.marking)
    leaving = _leaving(running, matter, process)
    # The way on before the ways back.
    for step in sorted(leaving, key=lambda s: (process.leads_back(s, here), not s.frm)):
        wanted.setdefault(step.by, step)
    if due is None:
        due = limits.running_of(matter)
    if matter.seq:
        _forget_todos(matter)
    told = {
        role: (_asked(process, step, here), *_due(process, step, here, due))
        for role, step in wanted.items()
    }
    limited: dict[str, date] = {}
    all_of: dict[str, list[str]] = {role: [name] for role, (name, _, _) in told.items()}
    for one in reversed(due):
        if one.code in ports.awaited:
            office = ports.awaited[one.code]
            all_of.setdefault(office.role, []).append(office.name)
            told[office.role] = _before(told.get(office.role), office.name, one, running.today)
            limited[office.role] = one.due_on
    # What came from outside must be seen first: the step it holds up cannot be taken before.
    waiting = ports.waiting_beside(matter) if matter.seq else []
    for role, name, on in sorted(waiting, key=lambda row: row[2], reverse=True):
        all_of.setdefault(role, []).append(name)
        # A limit of the law that ends first stays in sight.
        if role not in limited or on < limited[role]:
            _, until, label = told.get(role, ("", date.max, ""))
            told[role] = (name, on, "") if on <= until else (name, until, label)
    rows = [
        Todo(
            matter=matter,
            role=role,
            step=name,
            agency_id=matter.agency_id,
            unit_id=matter.unit_id,
            lead_id=matter.lead_id,
            second_id=matter.second_id,
            due_on=due_on,
            limit=label,
            also="、".join(n for n in dict.fromkeys(reversed(all_of[role])) if n != name),
        )
        for role, (name, due_on, label) in told.items()
    ]
    if rows:
        insert(rows)
    running.waits[matter.pk] = {row.role: row.step for row in rows}


Line = tuple[str, date, str]


def _before(known: Line | None, name: str, one: Running, today: date) -> Line:
    """Return what an office is told where a limit beside the procedure waits for it as well.

    The nearest day stays in sight. What is late already is told by what was asked on top of it.
    """
    if known is None or one.due_on <= known[1]:
        return name, one.due_on, one.label
    return (name, *known[1:]) if known[1] < today else known


def _asked(process: Process, step: StepDef, here: Marking) -> str:
    """Return the words of an inbox: the step, or what its place asks where outcomes are chosen."""
    places = [process.places[code] for code in step.frm if code in here]
    return next((p.asks for p in places if p.asks and p.shown_to == step.by), step.name)


def _due(
    process: Process, step: StepDef, here: Marking, due: Sequence[Running]
) -> tuple[date, str]:
    """Return the day of what a step is asked for, and which limit says so.

    That is the nearest that ends with the step or on the way from it. Without any nobody is late.
    """
    ahead = limits_ahead(process, step.code, step.preset_in(here) or here)
    found = [one for one in due if one.code in ahead]
    return (found[0].due_on, found[0].label) if found else (date.max, "")


def _leaving(running: Act, matter: Matter, process: Process) -> list[StepDef]:
    here = frozenset(matter.marking)
    steps = [
        step
        for step in process.steps.values()
        if not step.side and not step.exceptional and step.preset_in(here) is not None
    ]
    if any(choices_of(step) for step in steps):
        facts = ports.facts_of(matter, running.clock)
        forks = forks_of(steps)
        ways = {s.code: (*choices_of(s), *forks[s.code]) for s in steps}
        steps = [s for s in steps if all(compiled(part)(facts, {}) for part in ways[s.code])]
    return [step for step in steps if not _ruled_out(running, matter, step)]


def _ruled_out(running: Act, matter: Matter, step: StepDef) -> bool:
    service = acts.services().get(step.act)
    return service is not None and service.ruled_out(running.actor, matter, running.clock)


def start_beside(
    act: Act, code: str, begins: date, *, reason: str = "", paper: str = ""
) -> Deadline:
    """Start a limit that no step of the procedure starts; whoever it waits for finds it at once.

    `paper`: the number of the paper whose own it is, where a matter may have several; where each
    has a run of its own, those of the others run on.
    """
    row = limits.reckoned(act.matter, code, Run(begins, paper), reason=reason)
    end_beside(act, code, met=False, paper=paper if code in PER_PAPER else "")
    act.write(row)
    _stand_beside(act)
    return row


def start_until(
    act: Act, code: str, label: str, begins: date, due_on: date, *, told: Sequence[str], source: str
) -> Deadline:
    """Start a limit of the party whose last day a paper sets, not a rule; `told` says how."""
    end_beside(act, code, met=False)
    row = Deadline(
        matter=act.matter,
        code=code,
        label=label,
        duty=Duty.PARTY,
        starts_on=begins,
        due_on=due_on,
        explanation=list(told),
        source=source,
    )
    act.write(row)
    return row


def end_beside(act: Act, code: str, *, met: bool = True, paper: str = "") -> None:
    """End the open limit of this code, if there is one; of several that of `paper` alone."""
    matter: Matter = act.matter
    open_ = matter.deadlines.filter(state=DeadlineState.OPEN, code=code)
    running = list(open_.filter(of_paper=paper) if paper else open_)
    for row in running:
        row.state = DeadlineState.MET if met else DeadlineState.REPLACED
        row.ended_on = act.today
        act.write(row)
    if running:
        _stand_beside(act)


def hours_anew(act: Act, code: str, moment: datetime) -> None:
    """End the limit of hours of this code, met, and let it count from a later moment instead."""
    end_beside(act, code)
    act.start_hours(code, moment)
    act.write(limits.hourly(act, code))


def lengthen_beside(act: Act, code: str, until: date, source: str) -> None:
    """Let the running limit of this code end on a later day, by an act that is no step."""
    if rows := limits.lengthened(act, code, until, source):
        act.write(*rows)
        _stand_beside(act)


def reopen_beside(act: Act, code: str) -> None:
    """Let the limit of this code that was met last run on, with the end it had."""
    limits.take_back(act, met=code, started=())
    _stand_beside(act)


def renew_inbox(act: Act, matter: Matter | None = None) -> None:
    """Note anew for whom the matter waits, or another that the act is felt in; it is no step."""
    felt: Matter = matter or act.matter
    _renew_todos(act, felt, process_of(felt))


def _stand_beside(act: Act) -> None:
    matter: Matter = act.matter
    due = limits.running_of(matter)
    matter.due_on = limits.nearest_of(due)
    act.write(matter)
    _renew_todos(act, matter, process_of(matter), due)


def install() -> None:
    """Hang the checks on every act (called once at start-up)."""
    acts.hooks.lock = lock
    acts.hooks.before = before
    acts.hooks.after = after
