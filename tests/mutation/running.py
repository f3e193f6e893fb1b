"""Runs the tests of one module against each of its mutants: a fork for each, nothing on disk.

The tests are collected and run once as they are, noting which of them enter which function. For a
mutant a child of this process puts the changed code into the function and runs those tests, the
quickest first, until one fails. What a test file computes when it is imported is not seen.

A module that asks a database is judged from within its tests: the fixtures of a test (the story)
are made once, and each mutant is a fork of that very moment, in which only the test's body runs.
The database lies in memory, so a fork has one of its own.
"""

import ast
import functools
import gc
import os
import signal
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import call_and_report, runtestprotocol
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from .operators import Mutant, functions, mutants

SURVIVED, KILLED, TIMED_OUT, BROKEN = 0, 1, 2, 3
# What lies below an app remembers nothing of it: there nothing is forgotten, or each mutant would
# read catalogue, profiles and definitions anew.
DATA = ("gongjian.common", "gongjian.jurisdiction", "gongjian.process", "gongjian.catalog")
# But a read that was put together before would go on as it was.
STATEMENTS = "gongjian.common.db.prepared"
BELOW = {"matters": DATA, "cases": (*DATA, "gongjian.matters", "gongjian.documents")}


@dataclass
class Found:
    """What became of the mutants of a module."""

    killed: int = 0
    timed_out: int = 0
    equivalent: dict[str, str] = field(default_factory=dict)
    survived: list[str] = field(default_factory=list)
    untested: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Return the result as JSON values; equivalent mutants count neither way."""
        alive = len(self.survived)
        whole = self.killed + alive
        return {
            "mutants": whole + len(self.equivalent),
            "killed": self.killed,
            "of_these_timed_out": self.timed_out,
            "survived": alive,
            "equivalent": len(self.equivalent),
            "score": round(100 * self.killed / whole, 1) if whole else None,
            "survivors": self.survived,
            "functions_no_test_enters": self.untested,
        }


class Nothing:
    """Stands where pytest expects the next test: keeps what belongs to the whole run only."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]


class Mutating:
    """A pytest plugin that runs the collected tests against every mutant of a module."""

    def __init__(
        self,
        path: Path,
        excused: dict[str, str],
        only: str = "",
        *,
        story: bool = False,
        share: int = 100,
    ) -> None:
        self.path, self.excused, self.only = path, excused, only
        self.story, self.share = story, share
        self.below = BELOW.get(str(path).rpartition("/gongjian/")[2].split("/")[0], ())
        self.found = Found()
        self.entered: dict[pytest.Item, set[str]] = {}
        self.took: dict[pytest.Item, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        hypothesis_settings.register_profile(
            "mutating",
            deadline=None,
            database=None,
            derandomize=True,
            max_examples=40,
            phases=(Phase.explicit, Phase.generate),
        )
        hypothesis_settings.load_profile("mutating")
        source = self.path.read_text(encoding="utf-8")
        lines = {n: name for name, node in functions(ast.parse(source)) for n in _lines(node)}
        gc.unfreeze()  # what start-up put out of sight (`common.heap`) is looked for here
        self.caches = our_caches(self.below)
        for item in session.items:
            self._run_as_it_is(session, item, lines)
        self.caches = our_caches(self.below)
        self.bodies = bodies(self.path)
        gc.freeze()
        wanted = [m for m in mutants(source) if self.only in m.function and self._drawn(m)]
        if self.story:
            self._judge_in_stories(session, wanted)
        else:
            for mutant in wanted:
                self._judge(session, mutant)
        return True

    def _drawn(self, mutant: Mutant) -> bool:
        """Tell whether a mutant belongs to the sample: always the same one for one name."""
        return zlib.crc32(mutant.name.encode()) % 100 < self.share

    def _run_as_it_is(
        self, session: pytest.Session, item: pytest.Item, lines: dict[int, str]
    ) -> None:
        entered: set[str] = set()
        ours = str(self.path)

        def note(frame: FrameType, event: str, arg: object) -> None:
            code = frame.f_code
            if event == "call" and code.co_filename == ours and code.co_firstlineno in lines:
                entered.add(lines[code.co_firstlineno])

        clear(self.caches)
        began = time.process_time()
        try:
            if self.story:
                with told(item, session):
                    began = time.process_time()
                    sys.setprofile(note)
                    failed = call_and_report(item, "call", log=False).failed
            else:
                sys.setprofile(note)
                failed = run_item(item, Nothing(session))
        finally:
            sys.setprofile(None)
        if failed:
            pytest.exit(f"{item.nodeid} fails without any mutant", returncode=3)
        self.entered[item], self.took[item] = entered, time.process_time() - began

    def _judge(self, session: pytest.Session, mutant: Mutant) -> None:
        if self._is_excused(mutant):
            return
        items = self._that_enter(mutant)

        def whole() -> bool:
            return fails(session, items)

        self._count(mutant, self._in_a_child(mutant, items, whole) if items else SURVIVED)

    def _judge_in_stories(self, session: pytest.Session, wanted: list[Mutant]) -> None:
        """Let each test judge, from where its story stands, what none before it has noticed."""
        waiting = [mutant for mutant in wanted if not self._is_excused(mutant)]
        for mutant in waiting:
            self._that_enter(mutant)
        for item in sorted(self.took, key=lambda item: self.took[item]):
            mine = [m for m in waiting if m.function in self.entered[item]]
            if not mine:
                continue
            with told(item, session):
                noticed = {m.name: self._in_a_child(m, [item], body_of(item)) for m in mine}
            for mutant in mine:
                if noticed[mutant.name] != SURVIVED:
                    self._count(mutant, noticed[mutant.name])
            waiting = [m for m in waiting if noticed.get(m.name, SURVIVED) == SURVIVED]
            print(f"{item.name}: {len(waiting)} left of {len(wanted)}", file=sys.stderr)
        for mutant in waiting:
            self._count(mutant, SURVIVED)

    def _is_excused(self, mutant: Mutant) -> bool:
        if mutant.name in self.excused:
            self.found.equivalent[mutant.name] = self.excused[mutant.name]
        return mutant.name in self.excused

    def _that_enter(self, mutant: Mutant) -> list[pytest.Item]:
        items = [item for item, entered in self.entered.items() if mutant.function in entered]
        if not items and mutant.function not in self.found.untested:
            self.found.untested.append(mutant.function)
        return sorted(items, key=lambda item: self.took[item])

    def _count(self, mutant: Mutant, verdict: int) -> None:
        if verdict == BROKEN:
            pytest.exit(f"{mutant.name} could not be tried", returncode=3)
        if verdict == SURVIVED:
            self.found.survived.append(f"{mutant.line}: {mutant.name}")
            print(f"survived {self.path.name}:{mutant.line} {mutant.name}", file=sys.stderr)
        else:
            self.found.killed += 1
            self.found.timed_out += verdict == TIMED_OUT

    def _in_a_child(
        self, mutant: Mutant, items: list[pytest.Item], failing: Callable[[], bool]
    ) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            verdict = BROKEN
            try:
                # In time of the processor: a busy machine kills no mutant.
                enough = 5 + 4 * sum(self.took[item] for item in items)
                signal.setitimer(signal.ITIMER_PROF, enough)
                signal.alarm(60 + int(20 * enough))  # for what waits and works no more
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 1)
                os.dup2(nowhere, 2)
                put_in(mutant, self.path, self.bodies)
                clear(self.caches)
                verdict = KILLED if failing() else SURVIVED
            finally:
                os._exit(verdict)
        _, status = os.waitpid(child, 0)
        return os.WEXITSTATUS(status) if os.WIFEXITED(status) else TIMED_OUT


@contextmanager
def told(item: pytest.Item, session: pytest.Session) -> Iterator[None]:
    """Make the fixtures of a test, and take them back at the end."""
    item._initrequest()  # type: ignore[attr-defined]  # as runtestprotocol does
    if call_and_report(item, "setup", log=False).failed:
        pytest.exit(f"the story of {item.nodeid} cannot be told", returncode=3)
    try:
        yield
    finally:
        call_and_report(item, "teardown", log=False, nextitem=Nothing(session))
        item._request, item.funcargs = False, None  # type: ignore[attr-defined]


def body_of(item: pytest.Item) -> Callable[[], bool]:
    """Return what runs the body of a test whose fixtures stand, and tells whether it failed."""
    return lambda: call_and_report(item, "call", log=False).failed


def fails(session: pytest.Session, items: list[pytest.Item]) -> bool:
    """Run tests until one fails."""
    session._setupstate.teardown_exact(Nothing(session))  # type: ignore[arg-type]
    return any(run_item(item, Nothing(session)) for item in items)


def run_item(item: pytest.Item, after: Any) -> bool:
    """Run one test; return whether it failed."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def put_in(mutant: Mutant, path: Path, found: Iterable[FunctionType]) -> None:
    """Give the changed code to the function itself, so that whoever imported it has it too."""
    changed = {_key(code): code for code in _codes(compile(mutant.tree, str(path), "exec"))}
    mine = [one for one in found if one.__code__.co_qualname == mutant.function]
    for one in mine:
        one.__code__ = changed[_key(one.__code__)]
    if not mine:
        message = f"{mutant.function} is nowhere in memory"
        raise LookupError(message)


def bodies(path: Path) -> list[FunctionType]:
    """Return the functions of a module, decorated ones included."""
    every = (one for one in gc.get_objects() if isinstance(one, FunctionType))
    return [one for one in every if one.__code__.co_filename == str(path)]


def our_caches(but: tuple[str, ...] = ()) -> list[Any]:
    """Return what our functions remember their answers in, without those of some packages."""
    every = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
    ours = [one for one in every if (one.__module__ or "").startswith("gongjian")]
    kept = [one for one in ours if (one.__module__ or "").startswith(but or ("-",))]
    return [one for one in ours if one not in kept or one.__module__ == STATEMENTS]


def clear(caches: Iterable[Any]) -> None:
    """Forget what our functions remember, so that a changed one is asked again."""
    for cache in caches:
        cache.cache_clear()


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterable[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const
            yield from _codes(const)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> range:
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    return range(first, (node.end_lineno or node.lineno) + 1)
