"""A procedure: places where a matter can stand, steps that move it, finite facts.

A process is a 1-safe net. The marking is the set of places where the matter stands (several after a
fork); a step takes the matter out of all its `frm` places and puts it into all its `to` places; a
side step happens in a place without leaving it. What the history says is asked with `happened` and
`since`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .evaluating import Facts, Test, compiled, last_times, stated
from .guards import Fact, FactDef, Guard, Not, Since, atoms, conjuncts

GENERIC_ACT = "matters.record_step"
RECORDING = ("none", "needed", "part", "whole")

# A definition has some dozens of reachable markings; this bounds what wrong callers could fill up.
_REMEMBERED = 4096

Marking = frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceDef:
    """Where a matter can stand; `row` and `col` place it in the published flowchart.

    `asks` is what it asks of who is `shown_to` it, where he chooses between outcomes and no step
    may be named before. `notes_col` is the column where its side steps are listed, 0 for nowhere.
    """

    code: str
    name: str
    row: int
    col: int
    shown_to: str = ""
    asks: str = ""
    notes_col: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class StepField:
    """One field of a step that has no act of its own."""

    code: str
    label: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class StepDef:
    """One step. It leaves all places of `frm` together, or a single one of `frm_any`."""

    code: str
    name: str
    by: str
    act: str = GENERIC_ACT
    frm: tuple[str, ...] = ()
    frm_any: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    in_: tuple[str, ...] = ()
    side: bool = False
    when: str = ""
    guard: Guard | None = None
    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    # Limits that stand still from here on, and those that go on, for the reason `ground`.
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    ground: str = ""
    extends: tuple[str, ...] = ()
    recording: str = "none"
    # A way out of the ordinary course: nobody's inbox waits for it.
    exceptional: bool = False
    # A side step that may change for whom the matter waits.
    renews: bool = False
    # Side steps of one group stand in the flowchart as one line that counts them.
    group: str = ""
    outcome: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    fields: tuple[StepField, ...] = ()
    row: int = 0
    col: int = 0
    line: int = 0
    # The sets of places of which one must be marked as a whole.
    presets: tuple[Marking, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        alone = self.in_ if self.side else self.frm_any
        presets = tuple(frozenset([place]) for place in alone) or (frozenset(self.frm),)
        object.__setattr__(self, "presets", presets)

    def preset_in(self, marking: Marking) -> Marking | None:
        """Return the places which the step would leave, or None where it is not possible."""
        for preset in self.presets:
            if preset <= marking:
                return preset
        return None


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold whenever one of the steps `on` happens, on every path."""

    name: str
    on: tuple[str, ...]
    require: str
    guard: Guard
    source: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class _Candidates:
    steps: tuple[tuple[StepDef, Test | None], ...]
    asks_history: bool


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """A loaded definition; what the engine, the checker and the charts all read."""

    code: str
    name: str
    version: str
    effective_from: date
    source: str
    facts: Mapping[str, FactDef]
    places: Mapping[str, PlaceDef]
    steps: Mapping[str, StepDef]
    invariants: tuple[Invariant, ...]
    starts_in: tuple[str, ...]
    ends_in: tuple[str, ...]
    roles: Mapping[str, str]
    documents: Mapping[str, str]
    limits: Mapping[str, str]
    sha256: str
    origin: str = "<text>"
    # Limits that run from the day on which what began the matter was found or received.
    opens: tuple[str, ...] = ()
    _candidates: dict[Marking, _Candidates] = field(default_factory=dict, repr=False)

    def acts(self) -> dict[str, StepDef]:
        """Return the steps by their act, without those that share the generic one."""
        return {s.act: s for s in self.steps.values() if s.act != GENERIC_ACT}

    def renamed(self, names: Mapping[str, str]) -> "Process":
        """Return the same procedure with other words for some steps, by their act."""
        steps = {
            code: replace(step, name=names.get(step.act, step.name))
            for code, step in self.steps.items()
        }
        return replace(self, steps=steps, _candidates={})

    @property
    def step_names(self) -> dict[str, str]:
        return {code: step.name for code, step in self.steps.items()}

    def start(self) -> Marking:
        return frozenset(self.starts_in)

    def ended(self, marking: Marking) -> bool:
        return bool(marking) and marking <= frozenset(self.ends_in)

    def possible(self, marking: Marking, history: Sequence[str], facts: Facts) -> list[StepDef]:
        """Return the steps whose place and condition allow them now, main steps first.

        Documents are not asked for here; `refusals` does. Costs some microseconds.

        Raises:
            ValueError: a fact that matters here is missing or has an unlisted value.
        """
        found = self._candidates.get(marking) or self._remember(marking)
        last = last_times(history) if found.asks_history else {}
        return [step for step, test in found.steps if test is None or test(facts, last)]

    def _remember(self, marking: Marking) -> _Candidates:
        steps = [s for s in self.steps.values() if s.preset_in(marking) is not None]
        steps.sort(key=lambda step: step.side)
        found = _Candidates(
            tuple((s, compiled(s.guard) if s.guard else None) for s in steps),
            any(isinstance(atom, Since) for s in steps for atom in atoms(s.guard)),
        )
        if len(self._candidates) < _REMEMBERED:
            self._candidates[marking] = found
        return found

    def refusals(
        self,
        step: StepDef,
        marking: Marking,
        history: Sequence[str],
        facts: Facts,
        documents: Collection[str],
    ) -> list[str]:
        """Return in Chinese every reason why the step is not possible now; empty when it is.

        `documents` are the kinds of documents that the matter has.
        """
        reasons = []
        if step.preset_in(marking) is None:
            reasons.append(self._misplaced(step, marking))
        last = last_times(history)
        reasons += [
            stated(part, facts, last, self.step_names)
            for part in conjuncts(step.guard)
            if not compiled(part)(facts, last)
        ]
        missing = [self.documents[kind] for kind in step.needs if kind not in documents]
        if missing:
            reasons.append(f"缺少{'、'.join(f'《{name}》' for name in missing)}")
        return reasons

    def _misplaced(self, step: StepDef, marking: Marking) -> str:
        here = self.place_names(marking)
        if self.ended(marking):
            return f"案件已经结束（{here}）"
        if step.side or step.frm_any:
            return (
                f"只能在{self.place_names(step.in_ or step.frm_any, '或')}时进行，案件现在是{here}"
            )
        lacking = [place for place in step.frm if place not in marking]
        return f"须先到{self.place_names(lacking)}，案件现在是{here}"

    def place_names(self, places: Collection[str], joint: str = "、") -> str:
        known = [p for p in self.places if p in places]
        return joint.join(f"“{self.places[p].name}”" for p in known)

    def move(self, marking: Marking, step: StepDef) -> Marking:
        """Return the places where the matter stands after the step.

        Raises:
            ValueError: the matter does not stand where the step begins.
        """
        preset = step.preset_in(marking)
        if preset is None:
            msg = f"{step.code} is not possible in {sorted(marking)}"
            raise ValueError(msg)
        return marking if step.side else (marking - preset) | frozenset(step.to)

    def leads_back(self, step: StepDef, marking: Marking) -> bool:
        """Tell whether a step returns from where it is taken to a place above on the chart."""
        left = step.preset_in(marking) or ()
        lowest = max((self.places[code].row for code in left), default=0)
        return all(self.places[code].row < lowest for code in step.to)


def choices_of(step: StepDef) -> tuple[Fact, ...]:
    """Return the conditions of a step on facts with several named values, asked on their own.

    They say which of several ways a matter takes (a penalty or none); nobody waits for the others.
    """
    parts = conjuncts(step.guard)
    return tuple(p for p in parts if isinstance(p, Fact) and not p.fact.is_bool)


def forks_of(steps: Sequence[StepDef]) -> dict[str, tuple[Guard, ...]]:
    """Return, by step, its conditions on facts of which another of these steps asks the contrary.

    Such a fact parts the ways as a named value does: a review that must be, or none.
    """
    asked: dict[str, dict[tuple[str, bool], Guard]] = {}
    for step in steps:
        known = asked.setdefault(step.code, {})
        for part in conjuncts(step.guard):
            fact = part.part if isinstance(part, Not) else part
            if isinstance(fact, Fact) and fact.fact.is_bool and not fact.fact.awaited:
                known[fact.fact.code, not isinstance(part, Not)] = part
    every = {key for known in asked.values() for key in known}
    return {
        step: tuple(part for (code, yes), part in known.items() if (code, not yes) in every)
        for step, known in asked.items()
    }
