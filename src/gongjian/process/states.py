"""AllOf states that runs of a process can reach, with the shortest way to each."""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod

from .definition import Marking, Process, StepDef
from .guards import AllOf, AnyOf, Fact, FactDef, Guard, Not, Since, atoms, conjuncts

MAX_STATES = 50_000
MAX_CHOICES = 4096

Values = tuple[bool | str, ...]
Choice = Mapping[str, bool | str]
# A marking, and one bit for each followed condition on history that is true.
State = tuple[Marking, int]
# For each marking the steps with a place there, where they lead, and places they enter twice.
Net = dict[Marking, list[tuple[str, Marking, Marking]]]
_Held = tuple[tuple[str, bool | str], ...]


class TooLarge(Exception):
    """There are more states or choices than the cap; nothing is proven."""


def choices(facts: Iterable[FactDef], allowed: Mapping[str, Values] | None = None) -> list[Choice]:
    """Return every combination of values of some facts, within what is `allowed` of them.

    Raises:
        TooLarge: there are too many.
    """
    listed = list(facts)
    values = [(allowed or {}).get(fact.code, fact.values) for fact in listed]
    if prod(map(len, values)) > MAX_CHOICES:
        raise TooLarge(f"条件涉及的事实组合超过 {MAX_CHOICES} 种，无法验证，请简化条件")
    codes = [fact.code for fact in listed]
    return [dict(zip(codes, row, strict=True)) for row in itertools.product(*values)]


def allowed_by(guard: Guard) -> dict[str, Values]:
    """Return the values that a guard leaves to the facts it asks for on its own.

    Most guards are one long "and" of single facts; what those say need not be searched for.
    """
    left: dict[str, Values] = {}
    for part in conjuncts(guard):
        match part:
            case Fact(fact, values):
                kept = values
            case Not(Fact(fact, values)):
                kept = tuple(v for v in fact.values if v not in values)
            case _:
                continue
        left[fact.code] = tuple(v for v in left.get(fact.code, fact.values) if v in kept)
    return left


def holds(guard: Guard, facts: Choice, history: Mapping[Since, bool]) -> bool:
    """Tell whether a guard is true of facts and of conditions on history."""
    match guard:
        case Fact(fact, values):
            return facts[fact.code] in values
        case Since():
            return history[guard]
        case Not(part):
            return not holds(part, facts, history)
        case AllOf(parts):
            return all(holds(part, facts, history) for part in parts)
        case AnyOf(parts):
            return any(holds(part, facts, history) for part in parts)


def required(process: Process, step: StepDef) -> Guard:
    """Return the step's guard together with the documents it needs, as steps that made them."""
    papers = (
        AnyOf(tuple(Since(s.code) for s in process.steps.values() if kind in s.makes))
        for kind in step.needs
    )
    return AllOf((*([step.guard] if step.guard else []), *papers))


def monitors_of(guards: Iterable[Guard]) -> frozenset[Since]:
    """Return the conditions on history that some guards name."""
    return frozenset(a for guard in guards for a in atoms(guard) if isinstance(a, Since))


@lru_cache(maxsize=64)
def guards_of(process: Process) -> dict[str, Guard]:
    """Return what each step asks, the documents it needs included."""
    return {code: required(process, step) for code, step in process.steps.items()}


@lru_cache(maxsize=256)
def deciding(process: Process, asked: frozenset[Since] = frozenset()) -> frozenset[Since]:
    """Return the conditions on history that decide where runs can go, and those `asked`.

    Left out are conditions that only side steps name, of which nothing else depends: such a step
    moves nothing, so that following them would multiply the states and prove nothing more.
    """
    guards = guards_of(process)
    found = asked | monitors_of(g for code, g in guards.items() if not process.steps[code].side)
    while True:
        touching = {code for m in found for code in (m.step, *m.resets)}
        more = monitors_of(guards[code] for code in touching) - found
        if not more:
            return found
        found |= more


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a guard names, found once for all spaces of a process."""

    guard: Guard
    facts: tuple[FactDef, ...]
    since: tuple[Since, ...]
    allowed: Mapping[str, Values]


@dataclass(slots=True, eq=False)
class Memory:
    """What several spaces of one process need not work out again.

    `markings` has one object for equal ones; `moves` are those between them; `answers` say under
    which facts a guard holds, by the truth of its conditions on history (None: followed by nobody,
    so either) and the facts held.
    """

    markings: dict[Marking, Marking] = field(default_factory=dict)
    moves: Net = field(default_factory=dict)
    parts: dict[int, Parts] = field(default_factory=dict)
    answers: dict[tuple[int, tuple[bool | None, ...], _Held], Choice | None] = field(
        default_factory=dict
    )

    def parts_of(self, guard: Guard) -> Parts:
        # The parts keep their guard, so that its id is never given to another one.
        if id(guard) not in self.parts:
            named = tuple(dict.fromkeys(atoms(guard)))
            facts = {a.fact.code: a.fact for a in named if isinstance(a, Fact)}
            since = tuple(a for a in named if isinstance(a, Since))
            self.parts[id(guard)] = Parts(guard, tuple(facts.values()), since, allowed_by(guard))
        return self.parts[id(guard)]

    def possible(self, guard: Guard) -> bool:
        """Tell whether a guard can hold at all, whatever has happened."""
        parts = self.parts_of(guard)
        return _search(parts, (None,) * len(parts.since), {}) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A guard made ready to be asked in many states: what it names, and which bits matter to it.

    `bits` stand beside `parts.since`, 0 for a condition that this space does not follow. `known`
    are answers so far, by the bits that matter and the facts held.
    """

    parts: Parts
    bits: tuple[int, ...]
    mask: int
    known: dict[tuple[int, _Held], Choice | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A step out of a marking, as one space follows it: what it asks, and which bits it changes."""

    code: str
    target: Marking
    twice: Marking
    asked: Question
    sets: int
    keeps: int
    idle: bool


class Space:
    """The states reachable with some facts fixed, following the conditions `tracked`.

    A condition on history that is not tracked may be true or false at any time, as facts may.
    `memory` is shared by the spaces of one process. A `narrow` space leaves out steps that lead
    nowhere and that no followed condition names: enough for asking where runs can go.
    """

    def __init__(
        self,
        process: Process,
        fixed: Choice,
        tracked: frozenset[Since] | None = None,
        memory: Memory | None = None,
        *,
        narrow: bool = False,
    ) -> None:
        guards = guards_of(process)
        self.process, self.fixed, self.guards, self._narrow = process, fixed, guards, narrow
        self.tracked = deciding(process) if tracked is None else tracked
        ordered = sorted(self.tracked, key=lambda m: (m.step, m.resets))
        self._bits = {monitor: 1 << n for n, monitor in enumerate(ordered)}
        self._questions: dict[str, Question] = {}
        self._sets, self._clears = dict.fromkeys(guards, 0), dict.fromkeys(guards, 0)
        for monitor, bit in self._bits.items():
            self._sets[monitor.step] |= bit
            for code in monitor.resets:
                self._clears[code] |= bit
        self.states: dict[State, tuple[State, str] | None] = {}
        self.edges: dict[State, list[tuple[str, State]]] = {}
        self.unsafe: list[tuple[State, str, Marking]] = []
        self.taken: set[str] = set()
        self._memory = Memory() if memory is None else memory
        self._explore()

    def _explore(self) -> None:
        marking = self.process.start()
        start: State = (self._memory.markings.setdefault(marking, marking), 0)
        self.states[start] = None
        queue = deque([start])
        ways: dict[Marking, list[Way]] = {}
        while queue:
            state = queue.popleft()
            if state[0] not in ways:
                ways[state[0]] = [self._way(state[0], move) for move in self._possible(state[0])]
            self.edges[state] = moves = self._moves(state, ways[state[0]])
            for code, target in moves:
                self.taken.add(code)
                if target not in self.states:
                    self.states[target] = (state, code)
                    queue.append(target)
            if len(self.states) > MAX_STATES:
                raise TooLarge(f"状态超过 {MAX_STATES:,} 个，无法验证，请拆分程序或减少条件")

    def _possible(self, marking: Marking) -> list[tuple[str, Marking, Marking]]:
        known = self._memory.moves
        if marking not in known:
            known[marking] = list(self._enabled(marking))
        if not self._narrow:
            return known[marking]
        named = {c for m in self.tracked for c in (m.step, *m.resets)}
        return [move for move in known[marking] if move[1] != marking or move[0] in named]

    def _enabled(self, marking: Marking) -> Iterator[tuple[str, Marking, Marking]]:
        """Yield each step with a place here, the marking after it, and the places entered twice."""
        for code, step in self.process.steps.items():
            preset = step.preset_in(marking)
            if preset is not None:
                twice = frozenset(step.to) & (marking - preset)
                target = self.process.move(marking, step)
                yield code, self._memory.markings.setdefault(target, target), twice

    def _way(self, marking: Marking, move: tuple[str, Marking, Marking]) -> Way:
        code, target, twice = move
        sets, clears = self._sets[code], self._clears[code]
        stays = target == marking and not sets and not clears
        idle = stays and marking.isdisjoint(self.process.ends_in)
        return Way(code, target, twice, self._asked(code), sets, ~clears, idle)

    def _moves(self, state: State, ways: Iterable[Way]) -> list[tuple[str, State]]:
        history, found = state[1], []
        for way in ways:
            if way.idle and way.code in self.taken:
                continue  # known to be possible, and leads nowhere
            if self.choice(way.asked, history) is None:
                continue
            if way.twice:
                self.unsafe.append((state, way.code, way.twice))
                continue
            found.append((way.code, (way.target, history & way.keeps | way.sets)))
        return found

    def _asked(self, code: str) -> Question:
        if code not in self._questions:
            self._questions[code] = self.question(self.guards[code])
        return self._questions[code]

    def question(self, guard: Guard) -> Question:
        """Make a guard ready for `choice`."""
        parts = self._memory.parts_of(guard)
        bits = tuple(self._bits.get(monitor, 0) for monitor in parts.since)
        return Question(parts, bits, sum(bits))

    def choice(self, asked: Question, history: int, given: Choice | None = None) -> Choice | None:
        """Return facts under which a guard holds in a state, or None. `given` facts are held."""
        held = tuple(given.items()) if given else ()
        key = (history & asked.mask, held)
        if key not in asked.known:
            asked.known[key] = self._answer(asked, history, {**self.fixed, **dict(held)})
        return asked.known[key]

    def _answer(self, asked: Question, history: int, held: Choice) -> Choice | None:
        parts = asked.parts
        truth = tuple(bool(history & bit) if bit else None for bit in asked.bits)
        own = tuple((f.code, held[f.code]) for f in parts.facts if f.code in held)
        key = (id(parts.guard), truth, own)
        answers = self._memory.answers
        if key not in answers:
            answers[key] = _search(parts, truth, dict(own))
        return answers[key]

    def path(self, state: State) -> list[str]:
        """Return the codes of the steps on the shortest way to a state."""
        way = []
        while (came := self.states[state]) is not None:
            state, code = came
            way.append(code)
        return way[::-1]

    def endings(self, given: Iterable[FactDef]) -> Iterator[tuple[Choice, set[State]]]:
        """Yield the states from which an end can be reached, for each way the given facts last.

        Facts that only such steps ask as lead on from where an end is reached anyhow are left out.
        """
        codes = {fact.code: fact for fact in given}
        asking = {
            code
            for code, asked in self._questions.items()
            if any(fact.code in codes for fact in asked.parts.facts)
        }
        ends = frozenset(self.process.ends_in)
        closed = (state for state in self.states if state[0] and state[0] <= ends)
        edges = [(s, code, target) for s, moves in self.edges.items() for code, target in moves]
        sure = _before(closed, ((s, target) for s, code, target in edges if code not in asking))
        left = [(s, self._questions[code], target) for s, code, target in edges if s not in sure]
        named = {f.code for _, asked, _ in left for f in asked.parts.facts}
        for choice in choices(fact for code, fact in codes.items() if code in named):
            yield choice, _before(sure, self._open(left, choice))

    def _open(
        self, edges: Iterable[tuple[State, Question, State]], given: Choice
    ) -> Iterator[tuple[State, State]]:
        for source, asked, target in edges:
            own = {f.code: given[f.code] for f in asked.parts.facts if f.code in given}
            if self.choice(asked, source[1], own) is not None:
                yield source, target


def _before(reached: Iterable[State], edges: Iterable[tuple[State, State]]) -> set[State]:
    """Return the states from which edges lead into those `reached`, and these themselves."""
    back: dict[State, list[State]] = {}
    for source, target in edges:
        back.setdefault(target, []).append(source)
    found = set(reached)
    queue = list(found)
    while queue:
        for source in back.get(queue.pop(), ()):
            if source not in found:
                found.add(source)
                queue.append(source)
    return found


def _search(parts: Parts, truth: tuple[bool | None, ...], own: Choice) -> Choice | None:
    free = choices((f for f in parts.facts if f.code not in own), parts.allowed)
    either = [(True, False) if known is None else (known,) for known in truth]
    for values in itertools.product(*either):
        history = dict(zip(parts.since, values, strict=True))
        for chosen in free:
            if holds(parts.guard, {**own, **chosen}, history):
                return {**own, **chosen}
    return None
