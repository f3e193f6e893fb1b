"""The registry of acts: the one door through which anything is done.

Every act of the field is one registered service. Calling it opens the transaction, checks the
person's right, the version of the matter, the input and the procedure, runs the function, writes
one ledger entry per stream with a snapshot of every row, and moves the procedure on. Page, API,
import and command line all call it; there is no other way in.

    @dataclass(frozen=True)
    class IssueDecision:
        draft: UUID = ref("拟签发的决定", of="cases.draft")

    @act("cases.issue_decision", title="签发决定书", final=True)
    def issue_decision(*, act: Act, cmd: IssueDecision) -> Decision:
        decision = Decision(case=..., ...)
        act.write(decision)                     # saves the row and puts it into the entry
        return decision

    issue_decision(actor=actor, matter=matter_uid, expect_seq=7, cmd=IssueDecision(draft=...))
"""

import dataclasses
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db import transaction

from . import clock as clocks
from . import reads
from .clock import Clock
from .db.writing import insert, put
from .errors import NotAllowed, RuleBroken
from .fields import validated
from .records import Record

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and through which door. Built by `orgs`; services never see a request.

    `person` is the officer's uid (None for the system and for users who are no officers); ids are
    database ids; `roles` are the role codes valid at this moment. `own_matter` is the one matter of
    whom it concerns (当事人, 被侵害人), who has no account and came by a code (`by_code`).

    `stands_for`: the absent for whom this person may act today, each with the offices that can be
    lent. While such an act runs, `principal` is the absent one and `name` says both (甲 代 乙).
    """

    name: str
    user: int | None = None
    officer: int | None = None
    person: UUID | None = None
    agency: int | None = None
    agency_path: str = ""
    unit: int | None = None
    roles: frozenset[str] = frozenset()
    door: str = "direct"
    own_matter: int | None = None
    by_code: int | None = None
    stands_for: "tuple[Actor, ...]" = ()
    principal: "Actor | None" = None

    @property
    def offices(self) -> frozenset[str]:
        """The offices this person sees pages by: the own ones and those lent for today."""
        return self.roles.union(*(absent.roles for absent in self.stands_for))

    def deputy_of(self, absent: "Actor") -> "Actor":
        """Return this person as who acts for an absent one, in the other's offices alone."""
        return dataclasses.replace(
            self,
            name=f"{self.name} 代 {absent.name}",
            roles=absent.roles,
            unit=absent.unit,
            stands_for=(),
            principal=absent,
        )


SYSTEM = Actor(name="系统", roles=frozenset({"system"}), door="system")


class Service(Generic[R]):
    """One registered act. Call it with keywords; `run` is the bare function."""

    # A template that names an act must not perform it.
    do_not_call_in_templates = True

    def __init__(
        self, code: str, run: Callable[..., R], *, title: str, about: str, final: bool, step: bool
    ) -> None:
        self.code = code
        self.run = run
        self.title = title
        self.about = about
        self.final = final
        self.step = step and about == "matter"
        self.cmd: type[Any] = typing.get_type_hints(run)["cmd"]
        self.prefill: Callable[[Actor, Any], Mapping[str, Any]] | None = None
        self.suggest: Callable[[Actor, Any, Any], Mapping[str, Any]] | None = None
        self.requirements: list[Callable[[Actor, Any, Clock], str]] = []
        self.partings: list[Callable[[Actor, Any, Clock], str]] = []
        self.local_name: Callable[[Any], str] | None = None
        self.__doc__ = run.__doc__

    def __repr__(self) -> str:
        return f"<act {self.code}>"

    @property
    def on_matter(self) -> bool:
        """Whether the act concerns one matter (and therefore needs its uid)."""
        return self.about == "matter"

    def prefilled(self, fill: Callable[[Actor, Any], Mapping[str, Any]]) -> Callable[..., Any]:
        """Register what the form already knows: `fill(actor, matter) -> {field: value}`."""
        self.prefill = fill
        return fill

    def suggested(
        self, suggest: Callable[[Actor, Any, Any], Mapping[str, Any]]
    ) -> Callable[..., Any]:
        """Register what the form can draft from what is typed: `suggest(actor, matter, cmd)`.

        `cmd` holds what could be read; what it answers is filled in where nothing was typed.
        """
        self.suggest = suggest
        return suggest

    def called(self, name: Callable[[Any], str]) -> Callable[[Any], str]:
        """Register what the place of a matter calls the act, in the words of its own rules."""
        self.local_name = name
        return name

    def title_in(self, matter: Any) -> str:
        """Return what the place of a matter calls the act; its own title where none differs."""
        local = self.local_name if matter is not None else None
        return local(matter) if local is not None else self.title

    def requires(self, test: Callable[[Actor, Any, Clock], str]) -> Callable[..., str]:
        """Add a condition on the person: `test(actor, matter, clock)` answers "" or why not.

        It is asked before the act is offered and again when it is done, so that a page never
        offers what would be refused.
        """
        self.requirements.append(test)
        return test

    def parts_ways(self, test: Callable[[Actor, Any, Clock], str]) -> Callable[..., str]:
        """Add a condition that says which way a matter takes, not what is still missing.

        Where it is not met nobody waits for this act, so it stands in no inbox.
        """
        self.partings.append(test)
        return self.requires(test)

    def ruled_out(self, actor: Actor, matter: Any, clock: Clock) -> bool:
        """Tell whether the matter as it stands takes another way than through this act."""
        return any(test(actor, matter, clock) for test in self.partings)

    def unmet(self, actor: Actor, matter: Any, clock: Clock) -> tuple[str, ...]:
        """Return the reasons why this person may not do this now; () when none.

        A deputy is asked as himself, and can do nothing that the absent one could not do.
        """
        acting = acting_as(actor, self, matter) or actor
        reasons = [test(acting, matter, clock) for test in self.requirements]
        if acting.principal is not None:
            barred = (test(acting.principal, matter, clock) for test in self.requirements)
            reasons += [f"{acting.principal.name}本人不能办理：{why}" for why in barred if why]
        return tuple(why for why in reasons if why)

    def __call__(
        self,
        *,
        actor: Actor,
        cmd: Any,
        matter: UUID | None = None,
        expect_seq: int | None = None,
        clock: Clock | None = None,
    ) -> R:
        """Perform the act in one transaction.

        `expect_seq` is the version of the matter the person saw; None means "whatever it is now".

        Raises:
            NotFound, NotAllowed, Stale, InvalidInput, RuleBroken: see `common.errors`.
        """
        return _perform(self, actor, cmd, matter, expect_seq, clock or clocks.current())


class Run(NamedTuple):
    """One of several runs of a limit beside each other: its first day, and its paper's number."""

    began: date
    paper: str = ""


class Act:
    """A running act: who, when, on what, and the rows it writes; `begun` are the new ones."""

    def __init__(self, service: Service[Any], actor: Actor, clock: Clock, cmd: Any) -> None:
        self.service = service
        self.code = service.code
        self.actor = actor
        self.clock = clock
        self.cmd = cmd
        self.now: datetime = clock.now()
        self.today: date = clocks.local_date(self.now)
        self.matter: Any = None
        self.facts: Mapping[str, Any] = {}
        self.history: Sequence[str] = ()
        self.written: dict[Any, list[Record]] = {}
        self.begun: list[Record] = []
        self.made: list[str] = []
        self.limits_from: dict[str, date] = {}
        self.hours_from: dict[str, datetime] = {}
        self.limits_left: set[str] = set()
        self.limits_beside: set[str] = set()
        self.limits_paper: dict[str, str] = {}
        self.limits_of: dict[str, Run] = {}
        self.notes: dict[str, Any] = {}
        self.waits: dict[int, Mapping[str, str]] = {}  # by matter whose inbox was renewed

    @property
    def officer(self) -> int:
        """Return the database id of the acting officer.

        Raises:
            NotAllowed: the system or a user who is no officer acts.
        """
        if self.actor.officer is None:
            raise NotAllowed("只有执法人员可以办理这项操作，请使用执法人员账号登录")
        return self.actor.officer

    @property
    def agency(self) -> int:
        """Return the database id of the acting officer's agency.

        Raises:
            NotAllowed: the system or a user who is no officer acts.
        """
        if self.actor.agency is None:
            raise NotAllowed("您不属于任何机关，不能办理这项操作，请使用执法人员账号登录")
        return self.actor.agency

    def write(self, *rows: Record, stream: Any = None) -> None:
        """Save record rows and put them into the entry of `stream` (default: the matter's)."""
        target = stream if stream is not None else self.matter.stream
        known = self.written.setdefault(target, [])
        self.begun += [row for row in rows if row._state.adding]
        put(*rows)
        for row in rows:
            if not any(row is k for k in known):
                known.append(row)

    def write_new(self, rows: Iterable[Record], stream: Any = None) -> None:
        """Insert many new record rows with one statement per table, in the order given."""
        target = stream if stream is not None else self.matter.stream
        by_table: dict[type[Record], list[Record]] = {}
        for row in rows:
            by_table.setdefault(type(row), []).append(row)
        for batch in by_table.values():
            insert(batch)
            self.begun += batch
            self.written.setdefault(target, []).extend(batch)

    def start_limit(self, code: str, day: date, paper: str = "") -> None:
        """Let the deadline `code`, started by this step, count from `day` instead of today.

        `paper`: the number of the paper whose own it is, where a matter may have several.
        """
        self.limits_from[code] = day
        self.limits_paper[code] = paper

    def start_hours(self, code: str, moment: datetime) -> None:
        """Let the limit of clock hours `code`, started by this step, count from `moment`."""
        self.hours_from[code] = moment

    def leave_limit(self, code: str) -> None:
        """Let this step neither start nor meet the deadline `code`: its occasion is not there."""
        self.limits_left.add(code)

    def beside_others(self, code: str) -> None:
        """Let the deadline `code` that this step starts run beside one that runs already."""
        self.limits_beside.add(code)

    def only_run(self, code: str, run: Run) -> None:
        """Let this step end, stop or lengthen only one run of the deadlines `code`."""
        self.limits_of[code] = run


@dataclass
class Hooks:
    """What higher apps hang on every act at start-up: the floors hold, `common` knows none of them.

    `lock` and `before`/`after` (matters), `authorise` and `acting_as` (orgs), `append` (ledger).
    """

    lock: Callable[[Act, UUID, int | None], None] | None = None
    authorise: Callable[[Act], None] | None = None
    before: Callable[[Act], None] | None = None
    after: Callable[[Act], None] | None = None
    append: Callable[[Act], None] | None = None
    acting_as: Callable[[Actor, "Service[Any]", Any], Actor | None] | None = None


hooks = Hooks()
_services: dict[str, Service[Any]] = {}


def act(
    code: str, *, title: str, about: str = "matter", final: bool = False, step: bool = True
) -> Callable[[Callable[..., R]], Service[R]]:
    """Register a service. `about`: "matter", or the kind of thing it concerns ("agency", "clue" …).

    `final` acts ask once before they are done. An act on a matter that is no step of its procedure
    says `step=False`. Who may do it stands in `orgs/rights.toml`.
    """

    def register(run: Callable[..., R]) -> Service[R]:
        if code in _services:
            msg = f"two acts are called {code}"
            raise ValueError(msg)
        service: Service[R] = Service(code, run, title=title, about=about, final=final, step=step)
        if not dataclasses.is_dataclass(service.cmd):
            msg = f"the command of {code} is not a dataclass"
            raise ValueError(msg)
        _services[code] = service
        return service

    return register


def services() -> Mapping[str, Service[Any]]:
    """Return every registered act by code, in code order."""
    return _in_order(len(_services))


@lru_cache(maxsize=1)
def _in_order(_number: int) -> Mapping[str, Service[Any]]:
    """Return them sorted; anew only after one more was registered."""
    return MappingProxyType(dict(sorted(_services.items())))


def service(code: str) -> Service[Any]:
    """Return one act.

    Raises:
        KeyError: no act of that code.
    """
    return _services[code]


def acting_as(actor: Actor, service: Service[Any], matter: Any = None) -> Actor | None:
    """Return as whom this person would do an act: himself or an absent one; None without right."""
    return actor if hooks.acting_as is None else hooks.acting_as(actor, service, matter)


def may(actor: Actor, service: Service[Any], matter: Any = None) -> bool:
    """Tell whether this person has the right to an act, as `authorise` would decide."""
    return acting_as(actor, service, matter) is not None


def _perform(
    service: Service[R],
    actor: Actor,
    cmd: Any,
    matter: UUID | None,
    expect_seq: int | None,
    clock: Clock,
) -> R:
    if not isinstance(cmd, service.cmd):
        msg = f"{service.code} takes a {service.cmd.__name__}, not a {type(cmd).__name__}"
        raise TypeError(msg)
    if service.on_matter != (matter is not None):
        msg = f"{service.code} is about {service.about}; matter={matter}"
        raise TypeError(msg)
    running = Act(service, actor, clock, cmd)
    with reads.shared(), transaction.atomic():
        reads.forget()  # the act may begin inside a page that has read already
        if matter is not None and hooks.lock:
            hooks.lock(running, matter, expect_seq)
        if hooks.authorise:
            hooks.authorise(running)
        running.cmd = validated(cmd, today=running.today, now=running.now)
        if reasons := service.unmet(actor, running.matter, clock):
            raise RuleBroken("；".join(reasons), reasons=reasons)
        if matter is not None and hooks.before:
            hooks.before(running)
        result = service.run(act=running, cmd=running.cmd)
        if matter is not None and hooks.after:
            hooks.after(running)
        if not running.written:
            msg = f"{service.code} wrote no record"
            raise AssertionError(msg)
        if hooks.append:
            hooks.append(running)
    return result
