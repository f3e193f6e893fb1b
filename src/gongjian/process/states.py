"""AllOf states that runs of a process can reach, with the shortest way to each."""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .definition import Marking, Process, StepDef
from .guards import AllOf, AnyOf, Fact, FactDef, Guard, Not, Since, atoms

MAX_STATES = 50_000
MAX_CHOICES = 4096

Choice = Mapping[str, bool | str]
History = frozenset[Since]
State = tuple[Marking, History]


class TooLarge(Exception):
    """There are more states or choices than the cap; nothing is proven."""


def choices(facts: Iterable[FactDef]) -> list[Choice]:
    """Return every combination of values of some facts.

    Raises:
        TooLarge: there are too many.
    """
    listed = list(facts)
    count = 1
    for fact in listed:
        count *= len(fact.values)
    if count > MAX_CHOICES:
        raise TooLarge(f"条件涉及的事实组合超过 {MAX_CHOICES} 种，无法验证，请简化条件")
    values = itertools.product(*(fact.values for fact in listed))
    return [dict(zip((f.code for f in listed), row, strict=True)) for row in values]


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


def after(history: History, tracked: frozenset[Since], step: str) -> History:
    """Return which conditions on history are true once a step has happened."""
    return frozenset(
        m for m in tracked if m.step == step or (m in history and step not in m.resets)
    )


class Space:
    """The states reachable with some facts fixed, following the conditions `tracked`.

    A condition on history that is not tracked may be true or false at any time, as facts may.
    """

    def __init__(
        self, process: Process, fixed: Choice, tracked: frozenset[Since] | None = None
    ) -> None:
        self.process, self.fixed = process, fixed
        self.guards = {code: required(process, s) for code, s in process.steps.items()}
        self.tracked = monitors_of(self.guards.values()) if tracked is None else tracked
        self.states: dict[State, tuple[State, str] | None] = {}
        self.edges: dict[State, list[tuple[str, State]]] = {}
        self.unsafe: list[tuple[State, str, Marking]] = []
        self.taken: set[str] = set()
        self._answers: dict[object, Choice | None] = {}
        self._explore()

    def _explore(self) -> None:
        start: State = (self.process.start(), frozenset())
        self.states[start] = None
        queue = deque([start])
        while queue:
            state = queue.popleft()
            self.edges[state] = list(self._moves(state))
            for code, target in self.edges[state]:
                self.taken.add(code)
                if target not in self.states:
                    self.states[target] = (state, code)
                    queue.append(target)
            if len(self.states) > MAX_STATES:
                raise TooLarge(f"状态超过 {MAX_STATES:,} 个，无法验证，请拆分程序或减少条件")

    def _moves(self, state: State) -> Iterator[tuple[str, State]]:
        marking, history = state
        for code, step in self.process.steps.items():
            preset = step.preset_in(marking)
            if preset is None or self.choice(self.guards[code], history) is None:
                continue
            if not step.side and (twice := (marking - preset) & frozenset(step.to)):
                self.unsafe.append((state, code, twice))
                continue
            yield code, (self.process.move(marking, step), after(history, self.tracked, code))

    def choice(self, guard: Guard, history: History, given: Choice | None = None) -> Choice | None:
        """Return facts under which the guard holds in a state, or None. `given` facts are held."""
        named = tuple(dict.fromkeys(atoms(guard)))
        known = {a: a in history for a in named if isinstance(a, Since) and a in self.tracked}
        held = {**self.fixed, **(given or {})}
        key = (guard, frozenset(known.items()), frozenset(held.items()))
        if key not in self._answers:
            self._answers[key] = self._search(guard, named, known, held)
        return self._answers[key]

    @staticmethod
    def _search(
        guard: Guard, named: Sequence[Fact | Since], known: dict[Since, bool], held: Choice
    ) -> Choice | None:
        facts = {a.fact.code: a.fact for a in named if isinstance(a, Fact)}
        asked = {code: value for code, value in held.items() if code in facts}
        free = choices(fact for code, fact in facts.items() if code not in held)
        loose = [a for a in named if isinstance(a, Since) and a not in known]
        for values in itertools.product((True, False), repeat=len(loose)):
            history = {**known, **dict(zip(loose, values, strict=True))}
            for chosen in free:
                if holds(guard, {**asked, **chosen}, history):
                    return {**asked, **chosen}
        return None

    def path(self, state: State) -> list[str]:
        """Return the codes of the steps on the shortest way to a state."""
        way = []
        while (came := self.states[state]) is not None:
            state, code = came
            way.append(code)
        return way[::-1]

    def ending(self, given: Choice) -> set[State]:
        """Return the states from which an end can be reached while the given facts last."""
        ends = frozenset(self.process.ends_in)
        back: dict[State, list[State]] = {}
        for state, moves in self.edges.items():
            for code, target in moves:
                if self.choice(self.guards[code], state[1], given) is not None:
                    back.setdefault(target, []).append(state)
        reached = {state for state in self.states if state[0] and state[0] <= ends}
        queue = list(reached)
        while queue:
            for source in back.get(queue.pop(), ()):
                if source not in reached:
                    reached.add(source)
                    queue.append(source)
        return reached
