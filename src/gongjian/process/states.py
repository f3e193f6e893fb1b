"""All states that runs of a process can reach, with the shortest way to each."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .asking import Choice, Question, Questions, TooLarge, choices, deciding, guards_of
from .definition import Marking, Process
from .guards import FactDef, Since

MAX_STATES = 200_000

# A marking, and one bit for each followed condition on history that is true.
State = tuple[Marking, int]
# A step with a place in some marking: where it leads, places it enters twice, and what it asks.
Step = tuple[str, Marking, Marking, Question]
# A step that may be taken: where it leads, which bits it sets and which it keeps.
Move = tuple[str, Marking, int, int]


@dataclass(slots=True, eq=False)
class Memory(Questions):
    """What several spaces of one process need not work out again.

    `markings` has one object for equal ones; `steps` those with a place there.
    """

    markings: dict[Marking, Marking] = field(default_factory=dict)
    steps: dict[Marking, list[Step]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Ways:
    """The steps with a place in one marking. `mask`: what of history decides among them.

    `known` are those that may be taken, by that part of history.
    """

    steps: list[Step]
    mask: int
    known: dict[int, list[Move]] = field(default_factory=dict)


class Space:
    """The states reachable with some facts fixed, following the conditions `tracked`.

    A condition on history that is not tracked may be true or false at any time, as facts may.
    `memory` is shared by the spaces of one process. A `narrow` space leaves out steps that lead
    nowhere and that no followed condition names: enough for asking where runs can go. The search
    ends once all steps `until` are taken, if any are named.
    """

    def __init__(
        self,
        process: Process,
        fixed: Choice,
        tracked: frozenset[Since] | None = None,
        memory: Memory | None = None,
        *,
        narrow: bool = False,
        until: Iterable[str] = (),
    ) -> None:
        self.process, self.fixed, self.guards = process, fixed, guards_of(process)
        self.tracked = deciding(process) if tracked is None else tracked
        self._memory = Memory() if memory is None else memory
        self._narrow, self._followed = narrow, 0
        self._sets: dict[str, int] = {}
        self._clears: dict[str, int] = {}
        for monitor in self.tracked:
            self._follow(monitor)
        self.states: dict[State, tuple[State, str] | None] = {}
        self._known: dict[Marking, Ways] = {}
        self.unsafe: list[tuple[State, str, Marking]] = []
        self.taken: set[str] = set()
        self._explore(frozenset(until))

    def _follow(self, monitor: Since) -> None:
        bit = self._memory.bit(monitor)
        self._followed |= bit
        self._sets[monitor.step] = self._sets.get(monitor.step, 0) | bit
        for code in monitor.resets:
            self._clears[code] = self._clears.get(code, 0) | bit

    def _explore(self, until: frozenset[str]) -> None:
        marking = self.process.start()
        start: State = (self._memory.markings.setdefault(marking, marking), 0)
        states = self.states
        states[start] = None
        queue = deque([start])
        while queue and not (until and until <= self.taken):
            state = queue.popleft()
            history = state[1]
            for code, target, sets, keeps in self._moves(state):
                reached = (target, history & keeps | sets)
                if reached not in states:
                    states[reached] = (state, code)
                    queue.append(reached)
            if len(states) > MAX_STATES:
                raise TooLarge(f"状态超过 {MAX_STATES:,} 个，无法验证，请拆分程序或减少条件")

    def _moves(self, state: State) -> list[Move]:
        marking, history = state
        if marking not in self._known:
            self._known[marking] = self._ways(marking)
        ways = self._known[marking]
        seen = history & ways.mask
        if seen not in ways.known:
            ways.known[seen] = self._open(state, ways)
        return ways.known[seen]

    def edges(self, state: State) -> list[tuple[str, State]]:
        """Return the steps out of a state that change something, and where they lead."""
        history = state[1]
        moves = self._moves(state)
        return [(code, (to, history & keeps | sets)) for code, to, sets, keeps in moves]

    def _ways(self, marking: Marking) -> Ways:
        known = self._memory.steps
        if marking not in known:
            known[marking] = list(self._enabled(marking))
        steps, mask = known[marking], 0
        if self._narrow:
            steps = [step for step in steps if step[1] != marking or self._counts(step[0])]
        for _, _, _, asked in steps:
            mask |= asked.mask
        return Ways(steps, mask & self._followed)

    def _counts(self, code: str) -> bool:
        """Tell whether a followed condition on history names the step."""
        return code in self._sets or code in self._clears

    def _enabled(self, marking: Marking) -> Iterator[Step]:
        for code, step in self.process.steps.items():
            preset = step.preset_in(marking)
            if preset is not None:
                twice = frozenset(step.to) & (marking - preset)
                target = self.process.move(marking, step)
                target = self._memory.markings.setdefault(target, target)
                yield code, target, twice, self._memory.ask(self.guards[code])

    def _open(self, state: State, ways: Ways) -> list[Move]:
        """Return the steps that may be taken; those that change nothing are only noted.

        What goes on after an end is a fault, so there they are returned as well.
        """
        marking, history = state
        going = not marking.isdisjoint(self.process.ends_in)
        found: list[Move] = []
        for code, target, twice, asked in ways.steps:
            stays = target == marking and not self._counts(code) and not going
            if stays and code in self.taken:
                continue
            if asked.answer(history, self._followed, self.fixed) is None:
                continue
            if twice:
                self.unsafe.append((state, code, twice))
                continue
            self.taken.add(code)
            if not stays:
                sets, keeps = self._sets.get(code, 0), ~self._clears.get(code, 0)
                found.append((code, target, sets, keeps))
        return found

    def choice(self, asked: Question, history: int, given: Choice | None = None) -> Choice | None:
        """Return facts under which a guard holds in a state, or None. `given` facts are held."""
        held = {**self.fixed, **given} if given else self.fixed
        return asked.answer(history, self._followed, held)

    def steps(self, marking: Marking) -> list[Step]:
        """Return the steps with a place in a marking that runs reach."""
        return self._memory.steps[marking]

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
        asked = {code: self._memory.ask(guard) for code, guard in self.guards.items()}
        asking = {code for code, one in asked.items() if any(f.code in codes for f in one.facts)}
        ends = frozenset(self.process.ends_in)
        closed = (state for state in self.states if state[0] and state[0] <= ends)
        edges = [(s, code, target) for s in self.states for code, target in self.edges(s)]
        sure = _before(closed, ((s, target) for s, code, target in edges if code not in asking))
        left = [(s, asked[code], target) for s, code, target in edges if s not in sure]
        named = {f.code for _, one, _ in left for f in one.facts}
        for choice in choices(fact for code, fact in codes.items() if code in named):
            yield choice, _before(sure, self._kept(left, choice))

    def _kept(
        self, edges: Iterable[tuple[State, Question, State]], given: Choice
    ) -> Iterator[tuple[State, State]]:
        for source, asked, target in edges:
            own = {f.code: given[f.code] for f in asked.facts if f.code in given}
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
