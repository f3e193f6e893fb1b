"""Whether all that a procedure asks for stands in somebody's inbox, at each state of a story.

Nothing is listed by hand. What is asked for is read from the procedure and from the case:

- every step on the way, of those possible now;
- every answer: a side step of another office that somebody's act has just made possible;
- every running limit of the authority, on its day or before;
- everything that the party handed in and nobody has answered.

One line of an inbox speaks for a matter and an office, with the most urgent of what waits there: so
it is asked whether the matter lies before somebody who may act, not by which words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongjian.cases.queries import waiting_filings
from gongjian.cases.testing import Cast
from gongjian.common import acts, reads
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock, fixed
from gongjian.matters.definitions import process_of
from gongjian.matters.limits import running_of
from gongjian.matters.models import Matter, Todo
from gongjian.matters.queries import history_of, inbox, position_of, visible_matters
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import actor_for
from gongjian.process import StepDef, choices_of
from gongjian.process.evaluating import compiled


@dataclass
class Watched:
    """What was possible in a matter when it was looked at last, and which answers are awaited."""

    marking: frozenset[str]
    possible: frozenset[str]
    answers: frozenset[str] = frozenset()


@dataclass
class Watch:
    """Looks at a matter after every act of a story; `unseen` gathers what nobody is shown."""

    known: dict[int, Watched] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    states: int = 0

    def look(self, matter: Matter, by: Officer, clock: Clock) -> None:
        """Note what the matter asks for and nobody who may do it has in the inbox."""
        matter = Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)
        if matter.secret_since is not None:
            return
        self.states += 1
        with reads.shared():
            reads.forget()
            here = Here(matter, clock)
            answers = self._answers(here, by)
            asked = [*here.on_the_way(), *(here.steps[code] for code in sorted(answers))]
            found = [f"{step.by}: {step.name}" for step in asked if not here.shown(step)]
            found += [*here.limits_unseen(), *here.filings_unseen()]
        self.unseen += [f"{told} ({matter.marking}, {history_of(matter)[-3:]})" for told in found]

    def _answers(self, here: "Here", by: Officer) -> set[str]:
        """Return the answers that are awaited: newly possible for others while nothing moved."""
        before = self.known.get(here.matter.pk)
        now = frozenset(here.possible)
        answers: set[str] = set()
        if before is not None and before.marking == here.marking:
            new = (here.steps[code] for code in now - before.possible)
            actor = here.people.get(by.pk)
            others = (s for s in new if is_answer(s) and not (actor and here.may(actor, s)))
            answers = {step.code for step in others} | (before.answers & now)
        self.known[here.matter.pk] = Watched(here.marking, now, frozenset(answers))
        return answers


def is_answer(step: StepDef) -> bool:
    """Tell whether a step can be an answer: what meets a limit is asked for by that limit."""
    return step.side and not (step.exceptional or step.stops or step.extends)


class Here:
    """Where a matter stands now: what is possible, who may do it, in whose inbox it is."""

    def __init__(self, matter: Matter, clock: Clock) -> None:
        self.matter, self.clock = matter, clock
        self.process = process_of(matter)
        self.steps = self.process.steps
        self.marking = frozenset(matter.marking)
        self.at = position_of(matter, clock)
        possible = self.process.possible(self.marking, self.at.history, self.at.facts)
        self.possible = [s.code for s in possible if all(k in self.at.held for k in s.needs)]
        self.people = {
            one.pk: actor_for(one, "test", clock.today())
            for one in Officer.objects.filter(agency=matter.agency).order_by("pk")
        }

    def on_the_way(self) -> Iterator[StepDef]:
        """Yield the main steps that are possible now, of the way that the matter takes."""
        for code in self.possible:
            step = self.steps[code]
            ways = all(compiled(part)(self.at.facts, {}) for part in choices_of(step))
            if not step.side and not step.exceptional and ways:
                yield step

    def may(self, actor: Actor, step: StepDef) -> bool:
        """Tell whether somebody may take a step now that the procedure allows."""
        service = acts.service(step.act)
        return (
            acts.may(actor, service, self.matter)
            and visible_matters(actor).filter(pk=self.matter.pk).exists()
            and not service.unmet(actor, self.matter, self.clock)
        )

    def shown(self, step: StepDef) -> bool:
        """Tell whether one of those who may take a step has the matter before him."""
        may = [actor for actor in self.people.values() if self.may(actor, step)]
        return not may or any(self.has(actor) for actor in may)

    def has(self, actor: Actor, until: date = date.max) -> bool:
        return inbox(actor).filter(matter=self.matter, due_on__lte=until).exists()

    def by_then(self, until: date) -> bool:
        """Tell whether somebody has the matter before him, as due on a day or before.

        A line for an office that nobody of the story holds is not the fault of the inbox.
        """
        rows = Todo.objects.filter(matter=self.matter, due_on__lte=until)
        held = {role for actor in self.people.values() for role in actor.roles}
        empty = any(row.role not in held for row in rows)
        return empty or any(self.has(actor, until) for actor in self.people.values())

    def limits_unseen(self) -> Iterable[str]:
        for one in running_of(self.matter):
            if not self.by_then(one.due_on):
                yield f"{one.code}: {one.label} {one.due_on}"

    def filings_unseen(self) -> Iterable[str]:
        limits = [one.due_on for one in running_of(self.matter)]
        for filing in waiting_filings(self.matter):
            if not self.by_then(max([filing.given_on, *limits])):
                yield f"{filing.kind}: {filing.given_on}"


def watching(monkeypatch: Any) -> Watch:
    """Look at the matter after every act that a story lets somebody do."""
    watch, do = Watch(), Cast.do

    def watched(cast: Cast, office: str, code: str, /, *on: Any, **values: Any) -> Any:
        done = do(cast, office, code, *on, **values)
        matter = on[0] if on else values.get("matter")
        if isinstance(matter, Matter):
            watch.look(matter, cast.people[office], fixed(cast.now))
        return done

    monkeypatch.setattr(Cast, "do", watched)
    return watch
