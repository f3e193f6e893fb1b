"""Proof, before a process runs, that it can do only what the law allows.

The state of a run is its marking and the truth of the conditions on history ("monitors") that
guards and invariants name. Facts are no part of the state: each is freely choosable at every step,
unless it is `fixed`. That is more than any real run can do, so what is proven here holds for every
real run. All states are enumerated; for one invariant only the monitors it names are followed,
and those of the guards are added where that first, coarser look finds a fault (docs/adr/0006).
What only side steps ask is followed apart, step by step: it decides nothing else.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .asking import Choice, Question, TooLarge, choices, deciding, guards_of, monitors_of
from .definition import Invariant, Marking, Process
from .errors import Problem
from .guards import AllOf, Fact, FactDef, Guard, Not, Since, atoms, conjuncts
from .states import Memory, Space


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found. `states` counts the reachable states with all that guards ask."""

    states: int
    milliseconds: float
    problems: tuple[Problem, ...]


def check_process(process: Process) -> Report:
    """Prove the procedure, or tell each fault with the shortest way to it in names of steps.

    Proven are: every step and place is reached; no place is entered twice at once; from everywhere
    an end can be reached, whatever the given facts are; an end leaves nothing open; every invariant
    holds on every path.
    """
    began = time.perf_counter()
    problems: list[Problem] = []
    states = 0
    memory = Memory()
    try:
        spaces = [
            Space(process, fixed, memory=memory) for fixed in choices(_facts(process, fixed=True))
        ]
        states = sum(len(space.states) for space in spaces)
        problems += _unreached(process, spaces, memory)
        given = [f for f in _named(process) if not f.awaited and not f.fixed]
        for space in spaces:
            problems += [*_unsafe(process, space), *_untidy(process, space)]
            problems += _stuck(process, space, given)
        seen = {(space.tracked, _key(space.fixed)): space for space in spaces}
        for invariant in process.invariants:
            problems += _broken(process, invariant, memory, seen)
    except TooLarge as error:
        problems.append(_problem(process, str(error)))
    milliseconds = (time.perf_counter() - began) * 1000
    return Report(states, milliseconds, tuple(dict.fromkeys(problems)))


def _problem(process: Process, text: str, line: int = 0, path: Iterable[str] = ()) -> Problem:
    names = tuple(process.steps[code].name for code in path)
    way = f"，路径：{' → '.join(names)}" if names else ""
    return Problem(f"{text}{way}", line, process.origin, names)


def _facts(process: Process, *, fixed: bool) -> list[FactDef]:
    return [fact for fact in process.facts.values() if fact.fixed is fixed]


def _unreached(process: Process, spaces: list[Space], memory: Memory) -> Iterator[Problem]:
    taken = {step for space in spaces for step in space.taken}
    taken -= set(_idle(process, spaces, memory))
    marked = {place for space in spaces for marking, _ in space.states for place in marking}
    for code, step in process.steps.items():
        if code not in taken:
            yield _problem(process, f"步骤“{step.name}”永远不会发生", step.line)
    for code, place in process.places.items():
        if code not in marked:
            yield _problem(process, f"环节“{place.name}”永远到不了", place.line)


def _idle(process: Process, spaces: list[Space], memory: Memory) -> Iterator[str]:
    """Yield the side steps whose own conditions, followed apart, are never true."""
    guards, followed = spaces[0].guards, spaces[0].tracked
    apart: dict[frozenset[Since], list[str]] = {}
    for code, guard in guards.items():
        if own := monitors_of([guard]) - followed:
            apart.setdefault(deciding(process, own), []).append(code)
    for tracked, codes in apart.items():
        left = set(codes)
        for space in spaces:
            if left:
                left -= Space(process, space.fixed, tracked, memory, until=left).taken
        yield from left


def _unsafe(process: Process, space: Space) -> Iterator[Problem]:
    for state, code, places in space.unsafe[:1]:
        where = process.place_names(places)
        text = f"“{process.steps[code].name}”使案件重复进入{where}"
        yield _problem(process, text, process.steps[code].line, [*space.path(state), code])


def _untidy(process: Process, space: Space) -> Iterator[Problem]:
    """Report runs that reach an end while they still stand elsewhere, or go on after it."""
    ends = frozenset(process.ends_in)
    for state in space.states:
        marking = state[0]
        if marking & ends and (len(marking) > 1 or space.edges(state)):
            left = process.place_names(marking - ends)
            text = f"到了终点{process.place_names(marking & ends)}"
            text += f"，但仍停在{left}" if left else "，但还能继续"
            yield _problem(process, text, path=space.path(state))
            return


def _stuck(process: Process, space: Space, given: list[FactDef]) -> Iterator[Problem]:
    """Report a state from which no end can be reached while given facts keep some values."""
    for choice, ending in space.endings(given):
        lost = next((state for state in space.states if state not in ending), None)
        if lost is not None:
            where = process.place_names(lost[0]) or "没有环节的状态"
            text = f"停在{where}，再也到不了终点{_when(process, choice)}"
            yield _problem(process, text, path=space.path(lost))
            return


def _named(process: Process) -> list[FactDef]:
    guards = guards_of(process).values()
    found = {a.fact.code for guard in guards for a in atoms(guard) if isinstance(a, Fact)}
    return [fact for fact in process.facts.values() if fact.code in found]


def _when(process: Process, choice: Choice) -> str:
    told = "，".join(process.facts[code].words(value) for code, value in choice.items())
    return f"（当{told}时）" if told else ""


_Seen = dict[tuple[frozenset[Since], tuple[tuple[str, bool | str], ...]], Space]


def _key(facts: Choice) -> tuple[tuple[str, bool | str], ...]:
    return tuple(facts.items())


def _broken(
    process: Process, invariant: Invariant, memory: Memory, seen: _Seen
) -> Iterator[Problem]:
    """Report the shortest run that breaks an invariant."""
    guards = guards_of(process)
    against = {}
    for code in invariant.on:
        if _asks(guards[code], invariant.guard):
            continue
        breach = memory.ask(AllOf((guards[code], Not(invariant.guard))))
        if breach.answer(0, 0, {}) is not None:
            against[code] = breach
    if not against:
        return
    own = monitors_of([invariant.guard])
    usual = deciding(process)
    coarse = usual if own <= usual else own

    def space(fixed: Choice, tracked: frozenset[Since]) -> Space:
        key = (tracked, _key(fixed))
        if key not in seen:
            seen[key] = Space(process, fixed, tracked, memory, narrow=True)
        return seen[key]

    # Coarse looks, that let runs do more than they can, come first: if they find nothing, nothing
    # is there. They follow what the invariant names, or what all guards ask where that holds it.
    if coarse is own and _breach(space({}, own), against) is None:
        return
    for fixed in choices(_facts(process, fixed=True)):
        if _breach(space(fixed, coarse), against) is None:
            continue
        asked = own | monitors_of(guards[code] for code in against)
        found = _breach(space(fixed, deciding(process, asked)), against)
        if found is not None:
            path, facts = found
            named = {a.fact.code for a in atoms(invariant.guard) if isinstance(a, Fact)}
            shown = {code: value for code, value in facts.items() if code in named}
            text = f"违反“{invariant.name}”{_when(process, shown)}"
            yield _problem(process, text, invariant.line, path)
            return


def _asks(guard: Guard, required: Guard) -> bool:
    """Tell whether a guard says what is required word for word, as most do."""
    said = conjuncts(guard)
    return all(part in said for part in conjuncts(required))


def _breach(space: Space, against: Mapping[str, Question]) -> tuple[list[str], Choice] | None:
    """Return the shortest way to where a step may happen against an invariant."""
    standing: dict[Marking, list[tuple[str, Question]]] = {}
    for state in space.states:
        marking, history = state
        if marking not in standing:
            here = {code for code, *_ in space.steps(marking)}
            standing[marking] = [item for item in against.items() if item[0] in here]
        for code, breach in standing[marking]:
            if (facts := space.choice(breach, history)) is not None:
                return [*space.path(state), code], facts
    return None
