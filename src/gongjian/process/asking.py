"""What conditions ask, answered for all facts at once: can one hold, and under which facts?"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod

from .definition import Process, StepDef
from .guards import AllOf, AnyOf, Fact, FactDef, Guard, Not, Since, atoms, conjuncts

MAX_CHOICES = 4096

Values = tuple[bool | str, ...]
Choice = Mapping[str, bool | str]
Truth = Callable[[Choice, int], bool]


class TooLarge(Exception):
    """There are more states or choices than the cap; nothing is proven."""


def choices(
    facts: Iterable[FactDef], allowed: Mapping[str, Values] | None = None
) -> Iterator[dict[str, bool | str]]:
    """Yield every combination of values of some facts, within what is `allowed` of them.

    Raises:
        TooLarge: there are too many.
    """
    listed = list(facts)
    values = [(allowed or {}).get(fact.code, fact.values) for fact in listed]
    if prod(map(len, values)) > MAX_CHOICES:
        raise TooLarge(f"条件涉及的事实组合超过 {MAX_CHOICES} 种，无法验证，请简化条件")
    codes = [fact.code for fact in listed]
    for row in itertools.product(*values):
        yield dict(zip(codes, row, strict=True))


def parted(guard: Guard) -> tuple[dict[str, Values], tuple[Guard, ...]]:
    """Return the values that a guard leaves to the facts it asks for on its own, and its rest.

    Most guards are one long "and" of single facts; what those say need not be searched for.
    """
    left: dict[str, Values] = {}
    rest = []
    for part in conjuncts(guard):
        match part:
            case Fact(fact, values):
                kept = values
            case Not(Fact(fact, values)):
                kept = tuple(v for v in fact.values if v not in values)
            case _:
                rest.append(part)
                continue
        left[fact.code] = tuple(v for v in left.get(fact.code, fact.values) if v in kept)
    return left, tuple(rest)


def truth(guard: Guard, bits: Mapping[Since, int]) -> Truth:
    """Return a guard as a function of facts and of history, where each condition has its bit."""
    match guard:
        case Fact(fact, values):
            code = fact.code
            return lambda facts, history: facts[code] in values
        case Since():
            bit = bits[guard]
            return lambda facts, history: history & bit != 0
        case Not(part):
            inner = truth(part, bits)
            return lambda facts, history: not inner(facts, history)
        case AllOf(parts):
            return _all([truth(part, bits) for part in parts])
        case AnyOf(parts):
            some = [truth(part, bits) for part in parts]
            return lambda facts, history: any(one(facts, history) for one in some)


def _all(parts: Iterable[Truth]) -> Truth:
    every = list(parts)
    return lambda facts, history: all(one(facts, history) for one in every)


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
class Question:
    """A guard made ready to be asked in many states: what it names, found once for all spaces.

    `bits` are those of its conditions on history, `mask` holds them all. `values` are those that
    its single facts leave; the facts `sought` are those that its `rest` names.
    """

    guard: Guard
    facts: tuple[FactDef, ...]
    bits: tuple[int, ...]
    mask: int
    values: Mapping[str, Values]
    rest: Truth
    sought: tuple[FactDef, ...]
    answers: dict[tuple[int, int, Values], Choice | None] = field(default_factory=dict)

    def answer(self, history: int, followed: int, held: Choice) -> Choice | None:
        """Return facts under which the guard holds, those `held` among them, or None.

        What is not among the `followed` conditions on history may be true or false.
        """
        known = tuple([held[f.code] for f in self.facts if f.code in held]) if held else ()
        key = (history & self.mask, followed & self.mask, known)
        if key not in self.answers:
            own = {f.code: held[f.code] for f in self.facts if f.code in held}
            self.answers[key] = self._search(history, followed, own)
        return self.answers[key]

    def _search(self, history: int, followed: int, own: dict[str, bool | str]) -> Choice | None:
        left = {**self.values, **{code: _kept(self.values[code], own[code]) for code in own}}
        if not all(left.values()):
            return None
        first = own | {code: values[0] for code, values in left.items()}
        either = [(history & bit,) if followed & bit else (bit, 0) for bit in self.bits]
        for happened in itertools.product(*either):
            known = sum(happened)
            for chosen in choices(self.sought, left):
                facts = first | chosen
                if self.rest(facts, known):
                    return facts
        return None


@dataclass(slots=True, eq=False)
class Questions:
    """The questions about one process, and one bit for each condition on history."""

    bits: dict[Since, int] = field(default_factory=dict)
    known: dict[int, Question] = field(default_factory=dict)

    def bit(self, monitor: Since) -> int:
        return self.bits.setdefault(monitor, 1 << len(self.bits))

    def ask(self, guard: Guard) -> Question:
        # A question keeps its guard, so that its id is never given to another one.
        if id(guard) not in self.known:
            self.known[id(guard)] = self._made(guard)
        return self.known[id(guard)]

    def _made(self, guard: Guard) -> Question:
        named = dict.fromkeys(atoms(guard))
        facts = {a.fact.code: a.fact for a in named if isinstance(a, Fact)}
        bits = {monitor: self.bit(monitor) for monitor in named if isinstance(monitor, Since)}
        allowed, rest = parted(guard)
        values = {code: allowed.get(code, fact.values) for code, fact in facts.items()}
        sought = {a.fact.code for part in rest for a in atoms(part) if isinstance(a, Fact)}
        return Question(
            guard,
            tuple(facts.values()),
            tuple(bits.values()),
            sum(bits.values()),
            values,
            _all(truth(part, bits) for part in rest),
            tuple(fact for code, fact in facts.items() if code in sought),
        )


def _kept(values: Values, value: bool | str) -> Values:
    return (value,) if value in values else ()
